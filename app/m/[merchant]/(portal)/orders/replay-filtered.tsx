import { getTranslations } from "next-intl/server"
import type { SyncStatus } from "@/db/enums"
import type { OrderSelection } from "@/lib/orders/schema"
import { PlanButton } from "../replays/plan-button"

/** Orders in these statuses can be neither resent nor verified. */
const NOTHING_TO_DO: SyncStatus[] = ["waiting_payment", "queued", "sending", "held", "skipped"]

/** Plans a replay of all orders that match the filters. Delivered orders are verified instead. */
export async function ReplayFiltered({ filters }: { filters: OrderSelection }) {
  const t = await getTranslations("replays.press")
  if (filters.status && NOTHING_TO_DO.includes(filters.status)) return null
  const kind = filters.status === "delivered" ? "verify" : "send"
  return (
    <PlanButton variant="primary" plan={{ kind, orders: { filters } }}>
      {t(kind === "verify" ? "verifyFilter" : "filter")}
    </PlanButton>
  )
}
