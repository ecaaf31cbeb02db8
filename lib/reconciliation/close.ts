import { db, sql } from "@/db/index"
import { raiseAlert } from "@/lib/alerts/raise"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { getMerchant } from "@/lib/merchants/queries"
import { addDays, dayStart } from "./business-day"
import { missingAtPongo } from "./figures"
import { findFirstDay, listDayLines } from "./queries"

/** Time after the cut-off hour for tills to deliver orders they stored offline. */
const GRACE_HOURS = 3
/** Limit of a merchant's first night. */
const MOST_DAYS_BACK = 31
/** A gap older than this, found late because a night was missed, is listed without an alert. */
const ALERT_DAYS = 3
const NAMED = 3

/** Merchants whose last business day has ended and is not closed yet. */
export async function listMerchantsToClose(now: Date = new Date()): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select m.id from merchants m, lateral (
      select max(day) as day from generate_series(-3, 0) n,
        lateral (select (${now}::timestamptz at time zone m.time_zone)::date + n as day) d
      where ((day + 1 + make_interval(hours => m.day_cutoff_hour)) at time zone m.time_zone)
            + make_interval(hours => ${GRACE_HOURS}) <= ${now}
    ) last
    where not exists (select 1 from day_closings c where c.merchant_id = m.id and c.day >= last.day)
      and (exists (select 1 from deliveries d where d.merchant_id = m.id)
        or exists (select 1 from day_totals t where t.merchant_id = m.id))
    order by m.id`
  return rows.map(({ id }) => id)
}

/**
 * Closes the merchant's finished business days that are still open, oldest first, including missed nights. Freezes each
 * day's figures, and raises one alert per day with a gap at Pongo. Closes each day once, even when run twice at once.
 * @param now the moment of closing; a day is closed {@link GRACE_HOURS} h after its end at the earliest
 * @returns the days this call closed
 */
export async function closeDays(ctx: Ctx, now: Date = new Date()): Promise<string[]> {
  const clock = await getMerchant(ctx)
  requireRole(ctx, "owner")
  const [found] = await sql<{ latest: string; closed: string | null }[]>`
    select (
      select max(day) from generate_series(-3, 0) n,
        lateral (select (${now}::timestamptz at time zone ${clock.timeZone})::date + n as day) d
      where ${dayStart(sql`(day + 1)`, clock)} + make_interval(hours => ${GRACE_HOURS}) <= ${now}
    )::text as latest,
    (select max(day) from day_closings where merchant_id = ${ctx.merchantId})::text as closed`
  const { latest, closed } = found!
  const first = closed ? addDays(closed, 1) : await findFirstDay(ctx)
  if (!first) return []
  const done: string[] = []
  const farthest = addDays(latest, -MOST_DAYS_BACK)
  for (let day = [first, farthest].sort()[1]!; day <= latest; day = addDays(day, 1))
    if (await closeDay(ctx, day, day > addDays(latest, -ALERT_DAYS))) done.push(day)
  return done
}

async function closeDay(ctx: Ctx, day: string, isFresh: boolean): Promise<boolean> {
  return db.transaction(async (tx) => {
    // A concurrent run waits here for the first one, then has nothing to do.
    const [mine] = await tx`
      insert into day_closings (merchant_id, day) values (${ctx.merchantId}, ${day}::date)
      on conflict do nothing returning day`
    if (!mine) return false
    const lines = await listDayLines(ctx, { from: day, to: day }, tx)
    for (const { locationId, figures, reported } of lines)
      await tx`
        insert into closed_days (merchant_id, location_id, day, figures, reported_orders, reported_cents)
        values (${ctx.merchantId}, ${locationId}, ${day}::date, ${tx.json(figures)},
                ${reported?.orders ?? null}, ${reported?.cents ?? null})`
    const short = lines.filter((line) => missingAtPongo(line).orders > 0)
    if (short.length > 0 && isFresh) {
      const missing = short.map(missingAtPongo)
      const names = short.map(({ locationName }) => locationName)
      await raiseAlert(
        ctx,
        {
          kind: "day_gap",
          key: day,
          params: {
            location: names.slice(0, NAMED).join(", ") + (names.length > NAMED ? "…" : ""),
            day,
            orders: missing.reduce((sum, { orders }) => sum + orders, 0),
            amountCents: missing.reduce((sum, { cents }) => sum + cents, 0),
          },
          href: `/reconciliation/${day}`,
        },
        tx,
      )
    }
    return true
  })
}
