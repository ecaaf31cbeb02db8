import type { ISql } from "postgres"
import { db, sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { logger } from "@/lib/log"

/** Far more than any location has, stadiums included. A merchant's locations share the total. */
export const TILLS_PER_LOCATION = 500

/**
 * Adds the row of a till that calls for the first time. If the merchant's list is full, replaces the till that has been
 * silent longest, if for at least 30 days. Otherwise the new till is not listed, but its calls are still answered.
 */
export async function registerTill(ctx: Ctx, ref: string, locationId: string | null, at: Date) {
  const isKnown = async (within: ISql = sql) =>
    (await within`select 1 from tills where merchant_id = ${ctx.merchantId} and ref = ${ref}`).length > 0
  if (await isKnown()) return
  const isListed = await db.transaction(async (tx) => {
    // One new till per merchant at a time, or two would take the last one allowed.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`tills:${ctx.merchantId}`}, 0))`
    if (await isKnown(tx)) return true
    const [{ isFull }] = await tx<[{ isFull: boolean }]>`
      select (select count(*) from tills where merchant_id = ${ctx.merchantId})
        >= ${TILLS_PER_LOCATION}::int * greatest(1, (
          select count(*) from locations where merchant_id = ${ctx.merchantId} and archived_at is null
        )) as "isFull"`
    if (isFull) {
      const silent = await tx`
        delete from tills where merchant_id = ${ctx.merchantId} and ref = (
          select ref from tills
          where merchant_id = ${ctx.merchantId} and last_seen_at < ${at}::timestamptz - interval '30 days'
          order by last_seen_at, ref limit 1
        )`
      if (silent.count === 0) return false
    }
    await tx`
      insert into tills (merchant_id, ref, location_id, last_seen_at)
      values (${ctx.merchantId}, ${ref}, ${locationId}, ${at})`
    return true
  })
  if (!isListed) logger.warn({ merchantId: ctx.merchantId }, "a new till is not listed: there is no room")
}
