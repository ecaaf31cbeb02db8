import type { SyncReason, SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import { syncColumns } from "./queries"
import type { OrderFilters } from "./schema"

export const PAGE_SIZE = 50

export type OrderRow = {
  id: string
  ref: string
  locationName: string
  tillName: string | null
  closedAt: Date
  totalCents: number
  rewardCount: number
  hasCustomer: boolean
  status: SyncStatus
  reason: SyncReason | null
  message: string | null
  /** What went wrong at the last attempt, as in `lib/pongo/error.ts`. */
  errorKind: string | null
  attempts: number
  nextAttemptAt: Date | null
}

export type OrderPage = { rows: OrderRow[]; previous: string | null; next: string | null }

/**
 * One page of the log, last closed first. Keyset pagination: the cost does not grow with depth, and an order that
 * arrives meanwhile moves nothing (no column is null, but without `nulls last` PostgreSQL does not see that the index has
 * this order: 2 s instead of 2 ms at a million orders). A cursor is `a` (older than) or `b` (newer than), the closing time in ms, the id.
 */
export async function listOrders(ctx: Ctx, filters: OrderFilters): Promise<OrderPage> {
  const cursor = readCursor(filters.cursor)
  const isBackwards = cursor?.direction === "b"
  const { timeZone } = await getMerchantCached(ctx)
  const found = await sql<OrderRow[]>`
    ${orderRow()}
    where ${matching(ctx, filters, timeZone)}
      ${
        cursor
          ? isBackwards
            ? sql`and (d.closed_at, d.order_id) > (${cursor.at}, ${cursor.id})`
            : sql`and (d.closed_at, d.order_id) < (${cursor.at}, ${cursor.id})`
          : sql``
      }
    order by ${isBackwards ? sql`d.closed_at nulls first, d.order_id nulls first` : sql`d.closed_at desc nulls last, d.order_id desc nulls last`}
    limit ${PAGE_SIZE + 1}`
  return pageOf(found, PAGE_SIZE, cursor)
}

/** A line of the log, up to its where clause: `d` is the delivery, `o` the order, `h` what holds its location back. */
export const orderRow = () => sql`
  select o.id, o.ref, l.name as "locationName", coalesce(o.till_name, o.till_id) as "tillName",
         d.closed_at as "closedAt", o.total_cents as "totalCents", o.reward_count as "rewardCount",
         (o.customer_id is not null or o.customer_phone_index is not null) as "hasCustomer",
         ${syncColumns()}, d.message, d.last_error_kind as "errorKind", d.attempts,
         case when d.state = 'retrying' and h.reason is null then d.next_attempt_at end as "nextAttemptAt"
  from deliveries d
  join orders o on o.id = d.order_id
  join locations l on l.id = d.location_id
  join delivery_holds h on h.location_id = d.location_id`

/** Cuts what was found, one row more than a page, to a page with its cursors. */
export function pageOf(found: OrderRow[], size: number, cursor: ReturnType<typeof readCursor>): OrderPage {
  const isBackwards = cursor?.direction === "b"
  const hasMore = found.length > size
  const rows = found.slice(0, size)
  if (isBackwards) rows.reverse()
  const hasNewer = isBackwards ? hasMore : cursor !== null
  const hasOlder = isBackwards ? true : hasMore
  return {
    rows,
    previous: hasNewer && rows[0] ? writeCursor("b", rows[0]) : null,
    next: hasOlder && rows.length ? writeCursor("a", rows.at(-1)!) : null,
  }
}

/** Beyond this the log says "more than": an exact count of a year of orders would cost more than it tells. */
export const COUNT_LIMIT = 1_000

/** How many orders the filters keep, counted up to {@link COUNT_LIMIT} + 1. */
export async function countMatching(ctx: Ctx, filters: OrderFilters): Promise<number> {
  const { timeZone } = await getMerchantCached(ctx)
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from deliveries d
      join orders o on o.id = d.order_id
      join delivery_holds h on h.location_id = d.location_id
      where ${matching(ctx, filters, timeZone)} limit ${COUNT_LIMIT + 1}
    ) kept`
  return row!.count
}

function matching(ctx: Ctx, filters: OrderFilters, timeZone: string) {
  return sql`d.merchant_id = ${ctx.merchantId}
      ${filters.status ? statusIs(filters.status) : sql``}
      ${filters.location ? sql`and d.location_id = ${filters.location}` : sql``}
      ${filters.q ? sql`and o.ref ilike ${`%${filters.q.replace(/[\\%_]/g, "\\$&")}%`}` : sql``}
      ${withinPeriod(filters, timeZone)}`
}

/** How many orders stand where, over the last 30 days: for the overview and the filter. */
export async function countOrders(ctx: Ctx): Promise<Partial<Record<SyncStatus, number>>> {
  const rows = await sql<{ status: SyncStatus; count: number }[]>`
    select status, count(*)::int as count from (
      select ${syncColumns()} from deliveries d join delivery_holds h on h.location_id = d.location_id
      where d.merchant_id = ${ctx.merchantId}
        and (d.closed_at > now() - interval '30 days' or d.state in ('queued', 'sending', 'retrying', 'failed'))
    ) s group by status`
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

/** A hold is not stored: it is a pending order at a location that has a cause to wait. */
function statusIs(status: SyncStatus) {
  if (status === "held") return sql`and d.state in ('queued', 'retrying') and h.reason is not null`
  if (status === "queued" || status === "retrying") return sql`and d.state = ${status} and h.reason is null`
  return sql`and d.state = ${status}`
}

/** Days are the merchant's own, from midnight to midnight in its time zone. */
function withinPeriod({ period, from, to }: OrderFilters, timeZone: string) {
  if (period) {
    const days = { today: 0, "7d": 6, "30d": 29 }[period]
    return sql`and d.closed_at >= (date_trunc('day', now() at time zone ${timeZone}) - make_interval(days => ${days})) at time zone ${timeZone}`
  }
  return sql`
    ${from ? sql`and d.closed_at >= ${from}::timestamp at time zone ${timeZone}` : sql``}
    ${to ? sql`and d.closed_at < (${to}::timestamp + interval '1 day') at time zone ${timeZone}` : sql``}`
}

/** @param cursor as `orderFilters` lets it through */
export function readCursor(cursor: string | undefined) {
  if (!cursor) return null
  const [direction, at, id] = cursor.split(".")
  return { direction, at: new Date(Number(at)), id: id! }
}

function writeCursor(direction: "a" | "b", row: OrderRow): string {
  return `${direction}.${row.closedAt.getTime()}.${row.id}`
}
