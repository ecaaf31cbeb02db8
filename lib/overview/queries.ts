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
