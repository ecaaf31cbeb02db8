import type { SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import { syncColumns } from "@/lib/orders/queries"

/** Where the orders closed today stand; today is the merchant's own, from midnight in its time zone. */
export async function countToday(ctx: Ctx): Promise<Partial<Record<SyncStatus, number>>> {
  const { timeZone } = await getMerchantCached(ctx)
  const rows = await sql<{ status: SyncStatus; count: number }[]>`
    select status, count(*)::int as count from (
      select ${syncColumns()} from deliveries d join delivery_holds h on h.location_id = d.location_id
      where d.merchant_id = ${ctx.merchantId}
        and d.closed_at >= date_trunc('day', now() at time zone ${timeZone}) at time zone ${timeZone}
    ) s group by status`
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

export type SetupFacts = {
  isConnected: boolean
  locations: number
  mapped: number
  hasTillCalled: boolean
  hasOrders: boolean
  hasDelivered: boolean
}

/** What is already in place, read from the facts themselves: nobody ticks a box. */
export async function readSetup(ctx: Ctx): Promise<SetupFacts> {
  const id = ctx.merchantId
  const [facts] = await sql<SetupFacts[]>`
    select exists (select 1 from connections where merchant_id = ${id} and state <> 'disconnected') as "isConnected",
           (select count(*)::int from locations where merchant_id = ${id} and archived_at is null) as locations,
           (select count(*)::int from store_mappings where merchant_id = ${id}) as mapped,
           exists (select 1 from api_keys where merchant_id = ${id} and last_used_at is not null) as "hasTillCalled",
           exists (select 1 from deliveries where merchant_id = ${id}) as "hasOrders",
           exists (select 1 from deliveries where merchant_id = ${id} and state = 'delivered') as "hasDelivered"`
  return facts!
}
