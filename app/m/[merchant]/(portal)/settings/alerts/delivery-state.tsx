"use client"
import { Check, Clock, Minus, RotateCw, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Look } from "@/components/ui/badge"
import type { AlertDeliveryState } from "@/db/enums"

const LOOK: Record<AlertDeliveryState | "retrying", Look> = {
  waiting: { tone: "queued", icon: Clock },
  sending: { tone: "queued", icon: Clock },
  retrying: { tone: "retrying", icon: RotateCw },
  sent: { tone: "delivered", icon: Check },
  failed: { tone: "failed", icon: X },
  skipped: { tone: "neutral", icon: Minus },
}

/** State of a notification. `waiting` after an attempt shows as retrying. */
export function DeliveryState({ state, attempts = 0 }: { state: AlertDeliveryState; attempts?: number }) {
  const t = useTranslations("alerts.settings.log.states")
  const shown = state === "waiting" && attempts > 0 ? "retrying" : state
  return <Badge {...LOOK[shown]}>{t(shown)}</Badge>
}
