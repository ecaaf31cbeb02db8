import { Check, Clock, type LucideIcon, TriangleAlert } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Tone } from "@/components/ui/badge"

export type DayState = "whole" | "gap" | "open"

const LOOK: Record<DayState, { tone: Tone; icon: LucideIcon }> = {
  whole: { tone: "delivered", icon: Check },
  gap: { tone: "failed", icon: TriangleAlert },
  open: { tone: "neutral", icon: Clock },
}

/** Whether a day is complete: a word, an icon and a colour. */
export function DayBadge({ state }: { state: DayState }) {
  const t = useTranslations("reconciliation.states")
  const { tone, icon: Icon } = LOOK[state]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden strokeWidth={2.5} />
      {t(state)}
    </Badge>
  )
}
