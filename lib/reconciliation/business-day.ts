import type postgres from "postgres"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchantCached, type MerchantSettings } from "@/lib/merchants/queries"

type Clock = Pick<MerchantSettings, "timeZone" | "dayCutoffHour">
type Fragment = postgres.PendingQuery<postgres.Row[]>

/**
 * Start of a business day: the cut-off hour of that date in the merchant's time zone. The day ends when the next one
 * starts, so a day of 23 or 25 hours neither drops an order nor counts one twice.
 * @param day a date, as SQL
 */
export const dayStart = (day: Fragment, { timeZone, dayCutoffHour }: Clock): Fragment =>
  sql`((${day} + make_interval(hours => ${dayCutoffHour})) at time zone ${timeZone})`

/** The business day of a moment, consistent with {@link dayStart}. @param at a moment, as SQL */
export const dayOf = (at: Fragment, clock: Clock): Fragment => sql`(
  select max(day) from generate_series(-2, 1) n, lateral (select (${at} at time zone ${clock.timeZone})::date + n as day) days
  where ${dayStart(sql`day`, clock)} <= ${at})`

/** The business day of a moment, `YYYY-MM-DD`. */
export async function businessDayOf(ctx: Ctx, at: Date = new Date()): Promise<string> {
  const clock = await getMerchantCached(ctx)
  const [row] = await sql<{ day: string }[]>`select ${dayOf(sql`${at}::timestamptz`, clock)}::text as day`
  return row!.day
}

/** Start and end of a business day. @param day `YYYY-MM-DD` */
export async function boundsOf(ctx: Ctx, day: string): Promise<{ starts: Date; ends: Date }> {
  const clock = await getMerchantCached(ctx)
  const [bounds] = await sql<{ starts: Date; ends: Date }[]>`
    select ${dayStart(sql`${day}::date`, clock)} as starts, ${dayStart(sql`(${day}::date + 1)`, clock)} as ends`
  return bounds!
}

/** Adds days to a date; negative values subtract. @param day `YYYY-MM-DD` */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
