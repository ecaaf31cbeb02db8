import { Check, Clock, TriangleAlert } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Look } from "@/components/ui/badge"

export type DayState = "whole" | "gap" | "open"

const LOOK: Record<DayState, Look> = {
  whole: { tone: "delivered", icon: Check },
  gap: { tone: "failed", icon: TriangleAlert },
  open: { tone: "neutral", icon: Clock },
}

/** Shows whether a day is complete by a word, an icon and a colour. */
export function DayBadge({ state }: { state: DayState }) {
  const t = useTranslations("reconciliation.states")
  return <Badge {...LOOK[state]}>{t(state)}</Badge>
}
