import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached } from "@/lib/merchants/queries"
import { byWarning, SAME_WEEKDAY, type TillFacts, type TillWarning, warningsOf } from "./warnings"

const DAYS_LOOKED_AT = [...new Set([1, 2, 3, 4, 5, 6, ...SAME_WEEKDAY])]

/** The holder of a reward: the till, or the key when the till does not identify itself. */
export function lockHolder(ctx: Ctx, tillId: string | null): string {
  return tillId ?? (ctx.actor.kind === "key" ? `key:${ctx.actor.id}` : "portal")
}

export type Till = {
  ref: string
  name: string | null
  locationName: string | null
  lastSeenAt: Date
  /** Time and content of its last heartbeat. Null: none yet. */
  reportedAt: Date | null
  appVersion: string | null
  offlineOrders: number | null
  oldestOfflineAt: Date | null
  /** The till's clock minus ours. */
  clockSkewMs: number | null
  warnings: TillWarning[]
}

/** The merchant's tills, those with warnings first (`warnings.ts`). */
export async function listTills(ctx: Ctx, now: Date = new Date()): Promise<Till[]> {
  const { timeZone } = await getMerchantCached(ctx)
  const rows = await sql<(Omit<Till, "warnings"> & TillFacts)[]>`
    with usual as (
      select l.id, array(
        select days from unnest(${DAYS_LOOKED_AT}::int[]) as days,
          lateral (select (${now}::timestamptz at time zone ${timeZone} - make_interval(days => days)) at time zone ${timeZone} as at) past
        where exists (
          select 1 from deliveries d
          where d.merchant_id = ${ctx.merchantId} and d.location_id = l.id and not d.is_test
            and d.closed_at > past.at - interval '30 minutes' and d.closed_at <= past.at
        )
      ) as days, exists (
        select 1 from deliveries d
        where d.merchant_id = ${ctx.merchantId} and d.location_id = l.id and not d.is_test
          and d.closed_at < ${now}::timestamptz - interval '14 days'
      ) as is_established
      from locations l
      where l.merchant_id = ${ctx.merchantId} and l.id in (select location_id from tills where merchant_id = ${ctx.merchantId})
    )
    select t.ref,
           -- What it called itself in one of the last orders of its location.
           coalesce(t.name, (
             select o.till_name from (
               select order_id, closed_at from deliveries
               where merchant_id = t.merchant_id and location_id = t.location_id
               order by closed_at desc nulls last limit 50
             ) recent
             join orders o on o.id = recent.order_id and o.till_id = t.ref and o.till_name is not null
             order by recent.closed_at desc limit 1
           )) as name,
           l.name as "locationName", t.last_seen_at as "lastSeenAt", t.reported_at as "reportedAt",
           t.app_version as "appVersion", t.offline_orders as "offlineOrders",
           t.oldest_offline_at as "oldestOfflineAt", t.clock_skew_ms::float8 as "clockSkewMs",
           coalesce(u.days, '{}') as "daysWithOrders",
           coalesce(u.is_established, false) as "isEstablished"
    from tills t
    left join locations l on l.id = t.location_id and l.merchant_id = t.merchant_id
    left join usual u on u.id = t.location_id
    where t.merchant_id = ${ctx.merchantId}
    order by t.last_seen_at desc, t.ref`
  return rows
    .map(({ daysWithOrders, isEstablished, ...till }) => ({
      ...till,
      warnings: warningsOf({ ...till, daysWithOrders, isEstablished }, now),
    }))
    .sort(byWarning)
}
