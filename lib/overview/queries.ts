import { syncColumns } from "@/db/delivery-holds"
import { SYNC_STATUSES, type SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import { createSharedRead } from "@/lib/shared-read"
import type { OverviewFilters, Period } from "./schema"

/** Length of a period in the merchant's days, ending today, and the unit of its bars. */
const SPAN: Record<Period, { days: number; unit: "hour" | "day" }> = {
  today: { days: 1, unit: "hour" },
  "7d": { days: 7, unit: "hour" },
  "30d": { days: 30, unit: "day" },
}

/** One hour or day in the merchant's time zone, with the orders closed in it. */
export type Bucket = {
  at: Date
  counts: Partial<Record<SyncStatus, number>>
  /** From payment to delivery; null when no order was delivered. */
  delay: Delay | null
  /** Confirmed to Pongo, on the line of a delivered order or without an order. */
  rewardsUsed: number
}

/** Median and 95th percentile, in milliseconds. */
type Delay = { p50: number; p95: number }

export type Activity = {
  unit: "hour" | "day"
  buckets: Bucket[]
  counts: Partial<Record<SyncStatus, number>>
  delay: Delay | null
  rewardsUsed: number
  /** Bought with points at our tills. `points` is their price, as far as known. */
  rewardsBought: { count: number; points: number }
}

/**
 * Outcome of the orders closed in a period, per hour or day in the merchant's time zone (a day with a clock change has
 * 23 or 25 hours). Includes empty buckets, excludes orders of the test till.
 */
export async function readActivity(
  ctx: Ctx,
  filters: OverviewFilters,
  now: Date = new Date(),
): Promise<Activity> {
  const { timeZone } = await getMerchantCached(ctx)
  const { unit } = SPAN[filters.period]
  const scope = { ctx, filters, timeZone, now }
  const [every, orders, onOrders, alone, [bought]] = await Promise.all([
    sql<{ at: Date }[]>`${starts(scope)} order by at`,
    countOrders(scope),
    countUsedOnOrders(scope),
    countUsedAlone(scope),
    sumBought(scope),
  ])
  const ordersAt = new Map(orders.map((row) => [row.at?.getTime() ?? null, row]))
  const usedAt = new Map<number, number>()
  for (const { at, count } of [...onOrders, ...alone])
    usedAt.set(at.getTime(), (usedAt.get(at.getTime()) ?? 0) + count)
  const buckets = every.map(
    ({ at }): Bucket => ({
      at,
      counts: ordersAt.get(at.getTime())?.counts ?? {},
      delay: ordersAt.get(at.getTime())?.delay ?? null,
      rewardsUsed: usedAt.get(at.getTime()) ?? 0,
    }),
  )
  return {
    unit,
    buckets,
    counts: ordersAt.get(null)?.counts ?? {},
    delay: ordersAt.get(null)?.delay ?? null,
    rewardsUsed: buckets.reduce((sum, { rewardsUsed }) => sum + rewardsUsed, 0),
    rewardsBought: bought!,
  }
}

/** Orders that are held, retrying or failed now. Above {@link MANY} the figures may be 30 s old. */
export async function countWaiting(
  ctx: Ctx,
  { location }: Pick<OverviewFilters, "location">,
): Promise<Waiting> {
  return sharedWaiting(`${ctx.merchantId}:${location ?? ""}`, async () => {
    const [row] = await sql<Waiting[]>`
    select coalesce(sum(count) filter (where status = 'held'), 0)::int as held,
           coalesce(sum(count) filter (where status = 'retrying'), 0)::int as retrying,
           coalesce(sum(count) filter (where status = 'failed'), 0)::int as failed
    from (
      select ${syncColumns()}, d.count from (
        select location_id, state, null as reason, count(*) as count from deliveries d
        where d.merchant_id = ${ctx.merchantId} and d.state in ('queued', 'retrying', 'failed') and not d.is_test
          ${location ? sql`and d.location_id = ${location}` : sql``}
        group by location_id, state
      ) d join delivery_holds h on h.location_id = d.location_id
    ) waiting`
    return row!
  })
}

type Waiting = { held: number; retrying: number; failed: number }

/** Above this, concurrent readers share one count (`lib/shared-read.ts`). */
const MANY = 10_000
const sharedWaiting = createSharedRead<Waiting>(
  ({ held, retrying, failed }) => held + retrying + failed > MANY,
)

type Scope = { ctx: Ctx; filters: OverviewFilters; timeZone: string; now: Date }

/** Start and end of the period: midnights in the merchant's time zone. */
const from = ({ filters, timeZone, now }: Scope) =>
  sql`((date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) - make_interval(days => ${SPAN[filters.period].days - 1})) at time zone ${timeZone})`
const until = ({ timeZone, now }: Scope) =>
  sql`((date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) + interval '1 day') at time zone ${timeZone})`

/** The start of each bucket, as `at`. Hours are elapsed hours, days are calendar days. */
const starts = (scope: Scope) =>
  SPAN[scope.filters.period].unit === "hour"
    ? sql`
        select at from generate_series(${from(scope)}, ${until(scope)} - interval '1 second', interval '1 hour') as at`
    : sql`
        select day at time zone ${scope.timeZone} as at
        from generate_series(${from(scope)} at time zone ${scope.timeZone},
                             ${until(scope)} at time zone ${scope.timeZone} - interval '1 day', interval '1 day') as day`

/** The bucket of a moment, found in the array of starts: computing the local date per order took four times as long. */
const bucket = (scope: Scope, moment: string) => {
  const all = sql`(select array_agg(at order by at) from (${starts(scope)}) every)`
  return sql`${all}[width_bucket(${sql(moment)}, ${all})]`
}

/** Deliveries `d` of the period, without tests. Uses `deliveries_log` or `deliveries_log_location`. */
const within = (scope: Scope) => sql`
  d.merchant_id = ${scope.ctx.merchantId} and d.closed_at >= ${from(scope)} and d.closed_at < ${until(scope)}
    and not d.is_test
    ${scope.filters.location ? sql`and d.location_id = ${scope.filters.location}` : sql``}`

/**
 * Orders per bucket and status, with the delay of delivered ones; `at` null is the total. One pass without reading
 * `orders`: a delivery's `closed_at` is the payment time.
 */
async function countOrders(
  scope: Scope,
): Promise<(Pick<Bucket, "counts" | "delay"> & { at: Date | null })[]> {
  const rows = await sql<
    { at: Date | null; counts: Record<SyncStatus, number>; quantiles: number[] | null }[]
  >`
    select at, jsonb_build_object(${SYNC_STATUSES.map(
      (status, index) =>
        sql`${index ? sql`,` : sql``} ${status}::text, count(*) filter (where status = ${status})`,
    )}) as counts,
      to_jsonb(percentile_cont(array[0.5, 0.95]) within group (order by delay)) as quantiles
    from (
      select ${bucket(scope, "d.closed_at")} as at, ${syncColumns()},
             -- A till's clock may be ahead of ours: the delay is never negative.
             case when d.state = 'delivered'
               then greatest(date_part('epoch', d.delivered_at - d.closed_at) * 1000, 0) end as delay
      from deliveries d join delivery_holds h on h.location_id = d.location_id
      where ${within(scope)}
    ) s group by grouping sets ((at), ())`
  return rows.map(({ at, counts, quantiles }) => ({
    at,
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    delay: quantiles?.[0] != null ? { p50: Math.round(quantiles[0]), p95: Math.round(quantiles[1]!) } : null,
  }))
}

/** Rewards on the lines of delivered orders. Uses `orders_log_reward`: few orders have a reward. */
function countUsedOnOrders(scope: Scope) {
  return sql<{ at: Date; count: number }[]>`
    select ${bucket(scope, "o.closed_at")} as at, sum(o.reward_count)::int as count
    from orders o join deliveries d on d.order_id = o.id
    where o.merchant_id = ${scope.ctx.merchantId} and o.reward_count > 0
      and o.closed_at >= ${from(scope)} and o.closed_at < ${until(scope)}
      and ${within(scope)} and d.state = 'delivered'
    group by at`
}

/** Rewards the till used without an order. Their location is where they were bought, if known. */
function countUsedAlone(scope: Scope) {
  const { ctx, filters } = scope
  return sql<{ at: Date; count: number }[]>`
    select ${bucket(scope, "u.updated_at")} as at, count(*)::int as count
    from reward_holds u
    where u.merchant_id = ${ctx.merchantId} and u.state = 'used'
      and u.updated_at >= ${from(scope)} and u.updated_at < ${until(scope)}
      ${
        filters.location
          ? sql`and exists (select 1 from redemptions r where r.merchant_id = u.merchant_id and r.hash = u.hash
                            and r.location_id = ${filters.location})`
          : sql``
      }
    group by at`
}

function sumBought(scope: Scope) {
  const { ctx, filters } = scope
  return sql<{ count: number; points: number }[]>`
    select count(*)::int as count, coalesce(sum(points), 0)::int as points from redemptions
    where merchant_id = ${ctx.merchantId} and state = 'bought' and not is_test
      and settled_at >= ${from(scope)} and settled_at < ${until(scope)}
      ${filters.location ? sql`and location_id = ${filters.location}` : sql``}`
}
