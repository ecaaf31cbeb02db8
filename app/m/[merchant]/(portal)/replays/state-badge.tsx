import { ArrowUpRight, Check, Clock, FileText, Minus, UserCheck, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Look } from "@/components/ui/badge"
import type { Replay } from "@/lib/replays/queries"

const LOOK = {
  planned: { tone: "neutral", icon: FileText },
  awaiting_approval: { tone: "held", icon: UserCheck },
  scheduled: { tone: "queued", icon: Clock },
  running: { tone: "queued", icon: ArrowUpRight },
  done: { tone: "delivered", icon: Check },
  cancelled: { tone: "neutral", icon: X },
  expired: { tone: "neutral", icon: Minus },
} satisfies Record<Replay["state"], Look>

export function ReplayStateBadge({ state }: { state: Replay["state"] }) {
  const t = useTranslations("replays.states")
  return <Badge {...LOOK[state]}>{t(state)}</Badge>
}
