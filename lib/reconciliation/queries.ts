import type postgres from "postgres"
import { syncColumns } from "@/db/delivery-holds"
import { sql, type Tx } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import { type OrderRow, orderRow } from "@/lib/order-log/queries"
import { dayOf, dayStart } from "./business-day"
import { emptyFigures, type Figures, type Group, posGap, type Tally, withGroup } from "./figures"

/** One location on one business day. */
export type DayLine = {
  /** `YYYY-MM-DD` */
  day: string
  locationId: string
  locationName: string
  figures: Figures
  /** Total reported by the POS; null when it has reported none. */
  reported: Tally | null
  /** If the POS's total differs: how many orders it listed have no paid order here. Null: it listed none. */
  absent: number | null
  /** Figures when the day was closed; null while it is open. */
  closed: { at: Date; figures: Figures; reported: Tally | null } | null
}

type Fragment = postgres.PendingQuery<postgres.Row[]>

type Days = { from: string; to: string; location?: string }

/**
 * Every location's figures for each business day of a period, latest day first, then by name. Omits locations without
 * orders and without a report from their POS. Reads the period's orders once.
 * @param within the caller's transaction
 */
export async function listDayLines(
  ctx: Ctx,
  { from, to, location }: Days,
  within: typeof sql | Tx = sql,
): Promise<DayLine[]> {
  const clock = await getMerchantCached(ctx)
  const here = location ? within`and location_id = ${location}` : within``
  const [start, end] = [dayStart(sql`${from}::date`, clock), dayStart(sql`(${to}::date + 1)`, clock)]
  // Delivered orders, nearly all, are counted from indexes alone (4 times faster): only the others need reason and
  // attempts.
  const fates = (state: Fragment, reason: Fragment, isSent: Fragment) => within`
    select width_bucket(d.closed_at, e.at) as nth, d.location_id, d.state, ${reason} as reason,
           o.state in ('paid', 'paid_elsewhere', 'refunded') as is_paid, o.state = 'paid' as is_due,
           ${isSent} as is_sent, count(*)::int as orders, sum(o.total_cents)::float8 as cents
    from edges e, deliveries d join orders o on o.id = d.order_id
    where d.merchant_id = ${ctx.merchantId} and not d.is_test and d.state ${state}
      and d.closed_at >= ${start} and d.closed_at < ${end}
      and o.merchant_id = ${ctx.merchantId} and o.closed_at >= ${start} and o.closed_at < ${end}
      ${location ? within`and d.location_id = ${location}` : within``}
    group by 1, 2, 3, 4, 5, 6, 7`
  const groups = await within<(Group & { day: string; locationId: string })[]>`
    with edges as (
      select array_agg(${dayStart(sql`(${from}::date + n)`, clock)} order by n) as at
      from generate_series(0, ${to}::date - ${from}::date) n
    ), grouped as (
      ${fates(sql`= 'delivered'`, sql`null`, sql`true`)}
      union all
      ${fates(sql`<> 'delivered'`, sql`d.reason`, sql`d.attempts > 0`)}
    )
    select (${from}::date + nth - 1)::text as day, d.location_id as "locationId", ${syncColumns()},
           is_paid as "isPaid", is_due as "isDue", is_sent as "isSent", orders, cents
    from grouped d join delivery_holds h on h.location_id = d.location_id`
  const reports = await within<{ day: string; locationId: string; orders: number; cents: number }[]>`
    select day::text, location_id as "locationId", orders, total_cents as cents from day_totals
    where merchant_id = ${ctx.merchantId} and day between ${from}::date and ${to}::date ${here}`
  const closings = await within<{ day: string; at: Date }[]>`
    select day::text, closed_at as at from day_closings
    where merchant_id = ${ctx.merchantId} and day between ${from}::date and ${to}::date`
  const frozen = await within<
    { day: string; locationId: string; figures: Figures; orders: number | null; cents: number | null }[]
  >`
    select day::text, location_id as "locationId", figures, reported_orders as orders, reported_cents as cents
    from closed_days where merchant_id = ${ctx.merchantId} and day between ${from}::date and ${to}::date ${here}`
  const names = await within<{ id: string; name: string }[]>`
    select id, name from locations where merchant_id = ${ctx.merchantId}`

  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  const closedAt = new Map(closings.map(({ day, at }) => [day, at]))
  const lines = new Map<string, DayLine>()
  const lineOf = (day: string, locationId: string): DayLine => {
    const key = `${day} ${locationId}`
    const at = closedAt.get(day)
    const line = lines.get(key) ?? {
      day,
      locationId,
      locationName: nameOf.get(locationId) ?? "",
      figures: emptyFigures(),
      reported: null,
      absent: null,
      // Zero at closing, unless a row says otherwise.
      closed: at ? { at, figures: emptyFigures(), reported: null } : null,
    }
    lines.set(key, line)
    return line
  }
  for (const { day, locationId, ...group } of groups) {
    const line = lineOf(day, locationId)
    line.figures = withGroup(line.figures, group)
  }
  for (const { day, locationId, orders, cents } of reports)
    lineOf(day, locationId).reported = { orders, cents }
  for (const { day, locationId, figures, orders, cents } of frozen) {
    const { closed } = lineOf(day, locationId)
    if (!closed) continue
    closed.figures = figures
    closed.reported = orders === null || cents === null ? null : { orders, cents }
  }
  for (const { day, locationId, absent } of await countAbsent(ctx, [...lines.values()], within))
    lineOf(day, locationId).absent = absent
  return [...lines.values()].sort(
    (a, b) =>
      b.day.localeCompare(a.day) ||
      a.locationName.localeCompare(b.locationName) ||
      a.locationId.localeCompare(b.locationId),
  )
}

/** Only where totals differ: comparing every order number of a month is not worth its cost. */
async function countAbsent(ctx: Ctx, lines: DayLine[], within: typeof sql | Tx) {
  const differing = lines.filter(({ figures, reported }) => {
    const gap = posGap(figures.paid, reported)
    return gap !== null && (gap.orders !== 0 || gap.cents !== 0)
  })
  if (differing.length === 0) return []
  return within<{ day: string; locationId: string; absent: number }[]>`
    select t.day::text, t.location_id as "locationId", (
      select count(*)::int from (select distinct jsonb_array_elements_text(t.order_refs) as ref) named
      where not exists (
        select 1 from orders o
        where o.merchant_id = ${ctx.merchantId} and o.location_id = t.location_id and o.ref = named.ref
          and o.state in ('paid', 'paid_elsewhere', 'refunded')
      )
    ) as absent
    from unnest(${differing.map(({ day }) => day)}::text[], ${differing.map(({ locationId }) => locationId)}::uuid[]) as d (day, location_id)
    join day_totals t on t.merchant_id = ${ctx.merchantId} and t.location_id = d.location_id and t.day = d.day::date
    where t.order_refs is not null`
}

/** The first business day with an order or a report from a POS; null when there is none. */
export async function findFirstDay(ctx: Ctx): Promise<string | null> {
  const clock = await getMerchantCached(ctx)
  const [row] = await sql<{ day: string | null }[]>`
    select least(
      (select ${dayOf(sql`d.closed_at`, clock)} from deliveries d where d.merchant_id = ${ctx.merchantId} and not d.is_test
       order by d.closed_at nulls first, d.order_id nulls first limit 1),
      (select min(day) from day_totals where merchant_id = ${ctx.merchantId})
    )::text as day`
  return row!.day
}

/** Most orders of a day that a list shows; the log has the rest. */
export const DAY_ORDERS_LIMIT = 200

/** Paid orders of a business day missing at Pongo, failed ones first, up to {@link DAY_ORDERS_LIMIT}. */
export async function listGapOrders(ctx: Ctx, day: string, location?: string): Promise<OrderRow[]> {
  const clock = await getMerchantCached(ctx)
  return sql<OrderRow[]>`
    ${orderRow()}
    where d.merchant_id = ${ctx.merchantId} and not d.is_test and o.state = 'paid'
      and d.state in ('queued', 'sending', 'retrying', 'failed')
      and d.closed_at >= ${dayStart(sql`${day}::date`, clock)} and d.closed_at < ${dayStart(sql`(${day}::date + 1)`, clock)}
      ${location ? sql`and d.location_id = ${location}` : sql``}
    order by d.state <> 'failed', d.closed_at, d.order_id limit ${DAY_ORDERS_LIMIT}`
}

/** Most locations compared order by order in one view; select a location to see the others. */
const REF_GAP_LOCATIONS = 100

export type RefGap = {
  locationId: string
  /** Numbers that the POS listed and that are not among the paid orders of this day. */
  missing: { ref: string; elsewhere: { id: string; day: string; isPaid: boolean } | null }[]
  /** Paid orders of this day that the POS did not list. */
  unknown: { id: string; ref: string; closedAt: Date; totalCents: number }[]
}

/**
 * Compares the POS's orders with ours for each location whose POS listed them: up to {@link REF_GAP_LOCATIONS}
 * locations, each list up to {@link DAY_ORDERS_LIMIT}.
 */
export async function listRefGaps(ctx: Ctx, day: string, location?: string): Promise<RefGap[]> {
  const clock = await getMerchantCached(ctx)
  const told = await sql<{ locationId: string }[]>`
    select location_id as "locationId" from day_totals
    where merchant_id = ${ctx.merchantId} and day = ${day}::date and order_refs is not null
      ${location ? sql`and location_id = ${location}` : sql``}
    order by location_id limit ${REF_GAP_LOCATIONS}`
  const gaps: RefGap[] = []
  for (const { locationId } of told) {
    const named = sql`
        named as (
          select distinct jsonb_array_elements_text(order_refs) as ref from day_totals
          where merchant_id = ${ctx.merchantId} and location_id = ${locationId} and day = ${day}::date
        ), ours as (
          select o.id, o.ref, d.closed_at, o.total_cents from deliveries d join orders o on o.id = d.order_id
          where d.merchant_id = ${ctx.merchantId} and d.location_id = ${locationId} and not d.is_test
            and o.state in ('paid', 'paid_elsewhere', 'refunded')
            and d.closed_at >= ${dayStart(sql`${day}::date`, clock)}
            and d.closed_at < ${dayStart(sql`(${day}::date + 1)`, clock)}
        )`
    const [missing, unknown] = await Promise.all([
      sql<{ ref: string; id: string | null; day: string; isPaid: boolean }[]>`
          with ${named}
          select n.ref, o.id, o.state in ('paid', 'paid_elsewhere', 'refunded') as "isPaid",
                 ${dayOf(sql`o.closed_at`, clock)}::text as day
          from named n
          left join orders o on o.merchant_id = ${ctx.merchantId} and o.location_id = ${locationId} and o.ref = n.ref
          where not exists (select 1 from ours where ours.ref = n.ref)
          order by n.ref limit ${DAY_ORDERS_LIMIT}`,
      sql<RefGap["unknown"]>`
          with ${named}
          select id, ref, closed_at as "closedAt", total_cents as "totalCents" from ours
          where not exists (select 1 from named n where n.ref = ours.ref)
          order by closed_at, id limit ${DAY_ORDERS_LIMIT}`,
    ])
    gaps.push({
      locationId,
      missing: missing.map(({ ref, id, day: at, isPaid }) => ({
        ref,
        elsewhere: id ? { id, day: at, isPaid } : null,
      })),
      unknown,
    })
  }
  return gaps
}

export type DayOrder = OrderRow & { pongoOrderRef: string | null; deliveredAt: Date | null; isPaid: boolean }

export const DAY_ORDERS_PIECE = 2_500

/**
 * One page of a business day's orders, oldest first, up to {@link DAY_ORDERS_PIECE}, for the accountant's file.
 * @param after the last order of the previous page
 */
export async function listDayOrders(
  ctx: Ctx,
  day: string,
  after?: Pick<DayOrder, "id" | "exactClosedAt">,
): Promise<DayOrder[]> {
  const clock = await getMerchantCached(ctx)
  return sql<DayOrder[]>`
    select r.*, d.pongo_order_ref as "pongoOrderRef", d.delivered_at as "deliveredAt",
           o.state in ('paid', 'paid_elsewhere', 'refunded') as "isPaid"
    from (
      ${orderRow()}
      where d.merchant_id = ${ctx.merchantId} and not d.is_test
        and d.closed_at >= ${dayStart(sql`${day}::date`, clock)} and d.closed_at < ${dayStart(sql`(${day}::date + 1)`, clock)}
        ${after ? sql`and (d.closed_at, d.order_id) > (${after.exactClosedAt}::text::timestamptz, ${after.id}::uuid)` : sql``}
      order by d.closed_at nulls first, d.order_id nulls first limit ${DAY_ORDERS_PIECE}
    ) r
    join deliveries d on d.order_id = r.id
    join orders o on o.id = r.id
    order by r."exactClosedAt", r.id`
}

/** First and last day of a month. @param month `YYYY-MM` */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year, number] = month.split("-").map(Number) as [number, number]
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}
