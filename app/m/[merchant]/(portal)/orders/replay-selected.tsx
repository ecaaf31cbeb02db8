"use client"
import { useTranslations } from "next-intl"
import { PlanButton } from "../replays/plan-button"
import type { ShownOrder } from "./order-rows"

/** Plans a replay of the selected orders, or their verification if all are delivered. */
export function ReplaySelected({ ids, rows }: { ids: string[]; rows: ShownOrder[] }) {
  const t = useTranslations("replays.press")
  const areDelivered = rows.every(({ id, status }) => !ids.includes(id) || status === "delivered")
  return (
    <PlanButton
      variant="primary"
      size="small"
      plan={{ kind: areDelivered ? "verify" : "send", orders: { ids } }}
    >
      {t(areDelivered ? "verifySelection" : "selection", { count: ids.length })}
    </PlanButton>
  )
}
