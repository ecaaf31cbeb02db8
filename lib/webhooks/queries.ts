import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { open } from "@/lib/crypto"
import { env } from "@/lib/env"
import { readOutsideJson } from "@/lib/pongo/outside"

/** Binds a stored event to its merchant. */
export const bodyContext = (merchantId: string) => `webhooks.body:${merchantId}`

/** Whether Pongo can call us: it accepts https addresses only. */
export const isReachable = () => env.APP_URL.startsWith("https:")

export type WebhookState = {
  isReachable: boolean
  subscriptions: { event: string; since: Date }[]
  lastReceivedAt: Date | null
  /** The kind of Pongo failure on the last subscribe; null after a success. */
  error: string | null
  /** When Pongo last confirmed the subscriptions. */
  checkedAt: Date | null
  /** When a subscription that Pongo had lost was last renewed. */
  renewedAt: Date | null
}

/** The merchant's subscriptions to Pongo's events, and when the last event came. */
export async function getWebhookState(ctx: Ctx): Promise<WebhookState> {
  const { merchantId } = ctx
  const [subscriptions, [facts]] = await Promise.all([
    sql<{ event: string; since: Date }[]>`
      select event, created_at as since from webhook_subscriptions where merchant_id = ${merchantId} order by event`,
    sql<Omit<WebhookState, "isReachable" | "subscriptions">[]>`
      select (select max(received_at) from webhook_events where merchant_id = ${merchantId}) as "lastReceivedAt",
             c.webhooks_error as error, c.webhooks_checked_at as "checkedAt", c.webhooks_renewed_at as "renewedAt"
      from (select 1) one left join connections c on c.merchant_id = ${merchantId}`,
  ])
  return { isReachable: isReachable(), subscriptions: [...subscriptions], ...facts! }
}

export type CustomerEvent = { event: string; receivedAt: Date; content: unknown }

/** Pongo's events about one customer in the last 30 days, oldest first, in clear. Only for the customer's export. */
export async function listCustomerEvents(ctx: Ctx, customerId: string): Promise<CustomerEvent[]> {
  const rows = await sql<{ event: string; receivedAt: Date; body: string }[]>`
    select event, received_at as "receivedAt", body from webhook_events
    where merchant_id = ${ctx.merchantId} and customer_id = ${customerId} and body is not null
    order by received_at, dedupe_key`
  return rows.map(({ body, ...event }) => {
    const text = open(body, bodyContext(ctx.merchantId))
    const json = readOutsideJson(text)
    return { ...event, content: json.ok ? json.value : text }
  })
}
