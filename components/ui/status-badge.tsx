import { ArrowUpRight, Check, CirclePause, Clock, Minus, RotateCw, Wallet, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Look } from "./badge"

/** The colour and icon of each state, defined only here. */
const STATUS_LOOK = {
  waiting_payment: { tone: "neutral", icon: Wallet },
  queued: { tone: "queued", icon: Clock },
  sending: { tone: "queued", icon: ArrowUpRight },
  retrying: { tone: "retrying", icon: RotateCw },
  held: { tone: "held", icon: CirclePause },
  delivered: { tone: "delivered", icon: Check },
  failed: { tone: "failed", icon: X },
  skipped: { tone: "neutral", icon: Minus },
} satisfies Record<string, Look>

type Status = keyof typeof STATUS_LOOK

/** The state of an order or a delivery, always with the same label, icon and colour. */
export function StatusBadge({ status, className }: { status: Status; className?: string }) {
  const t = useTranslations("status")
  return (
    <Badge {...STATUS_LOOK[status]} className={className}>
      {t(status)}
    </Badge>
  )
}
