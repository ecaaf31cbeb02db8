import type postgres from "postgres"
import { db, sql, type Tx } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { OrderSelection } from "@/lib/orders/schema"
import { closedWithin, customerKeys, isHold, matching, orderNumberMatches } from "./matching"

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** A position between two orders of the log. `at` is the closing time to the microsecond, as ISO 8601. */
export type Cursor = { direction: "a" | "b"; at: string; id: string }

/** Rows to look at near the position before searching everywhere: first a few pages, usually enough, then many. */
const [NEARER, NEAR] = [250, 5_000]
/** Most orders a search by name may find before it counts as unselective: a day's numbers of a large merchant. */
const NAMED = 3_000

/**
 * The ids of the first `limit` matching orders from a position on, in log order (reversed for `b`).
 *
 * PostgreSQL's plan for `order by … limit` bets that the filter keeps enough of the rows it meets. It loses when
 * filters exclude each other (measured at a million orders: 3 s for no row). These steps bound the cost instead:
 * - Near: the next {@link NEARER}, then {@link NEAR} rows of the index that serves the narrowest filter. They usually
 * hold a page, or all rows there are.
 * - By name, between the two, when the search names an order: few orders match.
 * - Everywhere: all matches, found by the most selective indexes, then sorted. They are few, or the first steps would
 * have found enough.
 */
export async function findIds(
  ctx: Ctx,
  filters: OrderSelection,
  timeZone: string,
  cursor: Cursor | null,
  limit: number,
): Promise<string[]> {
  const where = sql`${matching(ctx, filters, timeZone)} ${beyond(cursor, sql`d.closed_at`, sql`d.order_id`)}`
  for (const some of looksAt(ctx, filters, timeZone, cursor, [NEARER, NEAR], limit)) {
    const [found] = await sql<{ ids: string[]; looked: number }[]>`
      with near as materialized (${some.rows}),
      hit as materialized (
        select d.order_id, d.closed_at from ${nearRows()} where ${where}
        order by ${inOrder(cursor, sql`n.closed_at`, sql`n.id`)} limit ${limit}
      )
      select array(select order_id from hit order by ${inOrder(cursor, sql`closed_at`, sql`order_id`)}) as ids,
             (select count(*)::int from near) as looked`
    if (isEnough(some, found!.looked, found!.ids.length, limit)) return found!.ids
  }
  const [all] = await everywhere<{ ids: string[] }>(
    (tx) => tx`
    with hit as materialized (
      select d.order_id, d.closed_at from ${allRows(filters)} where ${where}
    )
    select array(select order_id from hit order by ${inOrder(cursor, sql`closed_at`, sql`order_id`)} limit ${limit}) as ids`,
  )
  return all!.ids
}

/** Counts matching orders without tests, up to `limit`; near first, as in {@link findIds}. */
export async function countUpTo(
  ctx: Ctx,
  filters: OrderSelection,
  timeZone: string,
  limit: number,
): Promise<number> {
  const where = sql`${matching(ctx, filters, timeZone)} and not d.is_test`
  for (const some of looksAt(ctx, filters, timeZone, null, [NEAR], limit)) {
    const [found] = await sql<{ count: number; looked: number }[]>`
      with near as materialized (${some.rows}),
      hit as materialized (
        select 1 from ${nearRows()} where ${where} limit ${limit}
      )
      select (select count(*)::int from hit) as count, (select count(*)::int from near) as looked`
    if (isEnough(some, found!.looked, found!.count, limit)) return found!.count
  }
  const [all] = await everywhere<{ count: number }>(
    (tx) => tx`
    with hit as materialized (select 1 from ${allRows(filters)} where ${where})
    select count(*)::int as count from (select 1 from hit limit ${limit}) kept`,
  )
  return all!.count
}

/** Candidate rows as `id, closed_at`, at most `most`: the nearest ones, or any. */
type Some = { rows: Fragment; most: number; areNearest: boolean }

function looksAt(
  ctx: Ctx,
  filters: OrderSelection,
  timeZone: string,
  cursor: Cursor | null,
  sizes: number[],
  limit: number,
): Some[] {
  const near = sizes
    .map((size) => Math.max(size, limit * 2))
    .map((most): Some => ({ rows: walk(ctx, filters, timeZone, cursor, most), most, areNearest: true }))
  if (!filters.q) return near
  const named = orderNumberMatches(filters.q)
    .map(
      (naming) => sql`
      (select o.id, o.closed_at from orders o where o.merchant_id = ${ctx.merchantId} and ${naming} limit ${NAMED})`,
    )
    .reduce((some, one) => sql`${some} union ${one}`)
  const rows = sql`select id, closed_at from (${named}) named limit ${NAMED}`
  return [...near.slice(0, -1), { rows, most: NAMED, areNearest: false }, ...near.slice(-1)]
}

/** Every candidate was looked at, or the nearest ones hold enough matches. */
const isEnough = ({ most, areNearest }: Some, looked: number, found: number, limit: number) =>
  looked < most || (areNearest && found >= limit)

/** Plans for these exact filters and without JIT: a generic plan and JIT cost more than they save here. */
async function everywhere<Row extends object>(
  query: (tx: Tx) => postgres.PendingQuery<Row[]>,
): Promise<Row[]> {
  return db.transaction(async (tx) => {
    await tx`set local plan_cache_mode = force_custom_plan`
    await tx`set local jit = off`
    return query(tx)
  }) as Promise<Row[]>
}

/** `offset 0` stops PostgreSQL from pushing the filters down: it must fetch these rows by key. */
const nearRows = (): Fragment => sql`
  near n, lateral (select * from deliveries where order_id = n.id offset 0) d,
  lateral (select * from orders where id = n.id offset 0) o`

/**
 * All rows, starting from the table with the narrow filters and fetching the other by key. With stale statistics
 * PostgreSQL chose a nested loop over two scans of the merchant's rows (12,000 orders: a minute). With narrow filters
 * on both tables PostgreSQL decides: only statistics tell which keeps fewer.
 */
function allRows(filters: OrderSelection): Fragment {
  const { customer, q, till, reward, min, max, test, error, http, reason, status } = filters
  const isOrders = customer || q || till || reward === "yes" || min !== undefined || max !== undefined
  const isDeliveries =
    test === "only" || error || http !== undefined || reason || (status && status !== "delivered")
  if (!isOrders) return sql`deliveries d, lateral (select * from orders where id = d.order_id offset 0) o`
  if (!isDeliveries) return sql`orders o, lateral (select * from deliveries where order_id = o.id offset 0) d`
  return sql`deliveries d join orders o on o.id = d.order_id`
}

/** The next rows, as `id, closed_at`, of the index that serves the filter likely to keep the fewest. */
function walk(
  ctx: Ctx,
  filters: OrderSelection,
  timeZone: string,
  cursor: Cursor | null,
  limit: number,
): Fragment {
  const { status, reason, error, http, location, till, customer, reward, test } = filters
  const deliveries = (where: Fragment) => sql`
    (select order_id as id, closed_at from deliveries
     where merchant_id = ${ctx.merchantId} ${where} ${closedWithin(filters, timeZone, sql`closed_at`)}
       ${beyond(cursor, sql`closed_at`, sql`order_id`)}
     order by ${inOrder(cursor, sql`closed_at`, sql`order_id`)} limit ${limit})`
  const orders = (where: Fragment) => sql`
    (select id, closed_at from orders
     where merchant_id = ${ctx.merchantId} ${where} ${closedWithin(filters, timeZone, sql`closed_at`)}
       ${beyond(cursor, sql`closed_at`, sql`id`)}
     order by ${inOrder(cursor, sql`closed_at`, sql`id`)} limit ${limit})`
  const both = (one: Fragment, other: Fragment) => sql`
    select id, closed_at from (${one} union ${other}) either
    order by ${inOrder(cursor, sql`closed_at`, sql`id`)} limit ${limit}`

  if (customer) {
    const { id, phoneIndex } = customerKeys(ctx, customer)
    return both(
      orders(sql`and customer_id = (${id})[1]`),
      orders(sql`and customer_phone_index = (${phoneIndex})[1]`),
    )
  }
  if (test === "only") return deliveries(sql`and is_test`)
  if (error) return deliveries(sql`and last_error_kind = ${error}`)
  if (http !== undefined)
    return deliveries(sql`and last_http_status = ${http} and last_error_kind is not null`)
  if (reason && !isHold(reason)) return deliveries(sql`and reason = ${reason}`)
  if (reason || status === "held")
    return both(deliveries(sql`and state = 'queued'`), deliveries(sql`and state = 'retrying'`))
  if (status && status !== "delivered") return deliveries(sql`and state = ${status}`)
  if (till) return orders(sql`and till_id = ${till}`)
  if (reward === "yes") return orders(sql`and reward_count > 0`)
  if (location) return deliveries(sql`and location_id = ${location}`)
  if (status) return deliveries(sql`and state = ${status}`)
  return deliveries(sql``)
}

/** Matches the index definition: without `nulls last` PostgreSQL does not use the index for this order. */
const inOrder = (cursor: Cursor | null, closedAt: Fragment, id: Fragment): Fragment =>
  cursor?.direction === "b"
    ? sql`${closedAt} nulls first, ${id} nulls first`
    : sql`${closedAt} desc nulls last, ${id} desc nulls last`

const beyond = (cursor: Cursor | null, closedAt: Fragment, id: Fragment): Fragment =>
  cursor
    ? cursor.direction === "b"
      ? sql`and (${closedAt}, ${id}) > (${cursor.at}::text::timestamptz, ${cursor.id}::uuid)`
      : sql`and (${closedAt}, ${id}) < (${cursor.at}::text::timestamptz, ${cursor.id}::uuid)`
    : sql``
