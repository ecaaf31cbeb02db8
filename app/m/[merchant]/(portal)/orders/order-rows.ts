import { getTranslations } from "next-intl/server"
import type { SyncStatus } from "@/db/enums"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import type { OrderRow } from "@/lib/order-log/queries"
import { formatRelative } from "@/lib/time"

/** A row of the log as displayed, formatted on the server so that the browser receives no database row. */
export type ShownOrder = {
  id: string
  ref: string
  location: string
  till: string
  closedAt: string
  amount: string
  customer: string
  rewards: string
  isTest: boolean
  status: SyncStatus
  reason: string
  attempts: string
  nextAttempt: string
}

const SPEAKS_FOR_ITSELF: SyncStatus[] = ["delivered", "queued", "sending", "waiting_payment"]

/** Formats a page of the log in the merchant's time zone and currency. */
export async function showOrders(
  rows: OrderRow[],
  merchant: MerchantSettings,
  locale: string,
): Promise<ShownOrder[]> {
  const t = await getTranslations("orders")
  const { money, moment } = formatsOf(merchant, locale)
  const now = new Date()
  const reasonOf = ({ status, reason, message, errorKind }: OrderRow) => {
    if (SPEAKS_FOR_ITSELF.includes(status)) return ""
    if (reason === "rejected_by_pongo" && message) return t("reasons.said", { message })
    if (reason) return t(`reasons.${reason}`)
    return errorKind ? t(`errorKinds.${errorKind}`) : ""
  }
  return rows.map((row) => ({
    id: row.id,
    ref: row.ref,
    location: row.locationName,
    till: row.tillName ?? "",
    closedAt: moment(row.closedAt),
    amount: money(row.totalCents),
    customer: row.customer ? (row.customer.name ?? shortId(row.customer.id)) : "",
    rewards: row.rewardCount ? String(row.rewardCount) : "",
    isTest: row.isTest,
    status: row.status,
    reason: reasonOf(row),
    attempts: row.attempts ? String(row.attempts) : "",
    nextAttempt: row.nextAttemptAt
      ? formatRelative(Math.max(row.nextAttemptAt.getTime(), now.getTime()), now, locale)
      : "",
  }))
}

/** Shows the end of an id, which is what distinguishes two. */
const shortId = (id: string | null) => (id ? `cust_…${id.slice(-4)}` : "•••")
