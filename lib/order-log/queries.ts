import { syncColumns } from "@/db/delivery-holds"
import type { AttemptError, SyncReason, SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import type { OrderFilters } from "@/lib/orders/schema"
import {
  customerColumns,
  customerJoins,
  type ShownCustomer,
  type StoredCustomer,
  withCustomer,
} from "./masked-customer"
import { type Cursor, countUpTo, findIds } from "./near-first"

const PAGE_SIZE = 50

export type OrderRow = {
  id: string
  ref: string
  locationName: string
  tillName: string | null
  closedAt: Date
  /** `closedAt` to the microsecond, which a Date truncates; the page boundary. */
  exactClosedAt: string
  isTest: boolean
  totalCents: number
  rewardCount: number
  customer: ShownCustomer | null
  status: SyncStatus
  reason: SyncReason | null
  message: string | null
  /** Error of the last attempt, as in `lib/pongo/error.ts`. */
  errorKind: AttemptError | null
  attempts: number
  nextAttemptAt: Date | null
}

export type StoredRow = Omit<OrderRow, "customer"> & StoredCustomer

export type OrderPage = { rows: OrderRow[]; previous: string | null; next: string | null }

/**
 * One page of the log, last closed first. Keyset pagination: the cost does not grow with depth, and new orders do not
 * shift pages. A cursor is `a` (older than) or `b` (newer than), the closing time and the id.
 */
export async function listOrders(ctx: Ctx, filters: OrderFilters): Promise<OrderPage> {
  const cursor = readCursor(filters.cursor)
  const { timeZone } = await getMerchantCached(ctx)
  const ids = await findIds(ctx, filters, timeZone, cursor, PAGE_SIZE + 1)
  const found = await sql<StoredRow[]>`
    ${orderRow()}
    where d.merchant_id = ${ctx.merchantId} and d.order_id = any(${ids})
    order by ${cursor?.direction === "b" ? sql`d.closed_at, d.order_id` : sql`d.closed_at desc, d.order_id desc`}`
  return pageOf(ctx.merchantId, found, PAGE_SIZE, cursor)
}

/** A row of the log, up to its where clause. `d` is the delivery, `o` the order, `h` the hold on its location. */
export const orderRow = () => sql`
  select o.id, o.ref, l.name as "locationName", coalesce(o.till_name, o.till_id) as "tillName",
         d.closed_at as "closedAt", to_char(d.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "exactClosedAt",
         d.is_test as "isTest", o.total_cents as "totalCents", o.reward_count as "rewardCount",
         ${customerColumns()},
         ${syncColumns()}, d.message, d.last_error_kind as "errorKind", d.attempts,
         case when d.state = 'retrying' and h.reason is null then d.next_attempt_at end as "nextAttemptAt"
  from deliveries d
  join orders o on o.id = d.order_id
  join locations l on l.id = d.location_id
  join delivery_holds h on h.location_id = d.location_id
  ${customerJoins()}`

/** Cuts the rows found, one more than a page, to a page with its cursors. */
export function pageOf(
  merchantId: string,
  found: StoredRow[],
  size: number,
  cursor: Cursor | null,
): OrderPage {
  const isBackwards = cursor?.direction === "b"
  const hasMore = found.length > size
  const rows = found.slice(0, size).map((row) => withCustomer(merchantId, row))
  if (isBackwards) rows.reverse()
  const hasNewer = isBackwards ? hasMore : cursor !== null
  const hasOlder = isBackwards ? true : hasMore
  return {
    rows,
    previous: hasNewer && rows[0] ? `b_${rows[0].exactClosedAt}_${rows[0].id}` : null,
    next: hasOlder && rows.length ? `a_${rows.at(-1)!.exactClosedAt}_${rows.at(-1)!.id}` : null,
  }
}

/** Above this the log says "more than": an exact count over a year of orders is not worth its cost. */
export const COUNT_LIMIT = 1_000

/** Counts the matching orders without test orders, up to {@link COUNT_LIMIT} + 1. */
export async function countMatching(ctx: Ctx, filters: OrderFilters): Promise<number> {
  const { timeZone } = await getMerchantCached(ctx)
  return countUpTo(ctx, filters, timeZone, COUNT_LIMIT + 1)
}

/** @param cursor as validated by `orderFilters` */
export function readCursor(cursor: string | undefined): Cursor | null {
  if (!cursor) return null
  const [direction, at, id] = cursor.split("_")
  return { direction: direction as Cursor["direction"], at: at!, id: id! }
}

/** Lists the tills that orders name, each with its latest name. A loose index scan: one index probe per till. */
export async function listOrderTills(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    with recursive found as (
      (select till_id, till_name from orders
       where merchant_id = ${ctx.merchantId} and till_id is not null
       order by till_id, closed_at desc nulls last, id desc nulls last limit 1)
      union all
      select following.* from found, lateral (
        select till_id, till_name from orders
        where merchant_id = ${ctx.merchantId} and till_id is not null and till_id > found.till_id
        order by till_id, closed_at desc nulls last, id desc nulls last limit 1
      ) following
    )
    select till_id as id, coalesce(till_name, till_id) as name from found order by 2, 1 limit 500`
}
