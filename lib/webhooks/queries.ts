import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { open } from "@/lib/crypto"
import { readOutsideJson } from "@/lib/pongo/outside"

/** Binds a kept event to its merchant. */
export const bodyContext = (merchantId: string) => `webhooks.body:${merchantId}`

export type CustomerEvent = { event: string; receivedAt: Date; content: unknown }

/** What Pongo told us of one customer in the last 30 days, oldest first, in clear: for their own export alone. */
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
