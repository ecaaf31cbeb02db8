import type { ReplayState } from "@/db/enums"
import { db, sql } from "@/db/index"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { getMerchantCached } from "@/lib/merchants/queries"
import { confirmReplay, planReplay } from "@/lib/replays/mutations"
import { dayStart } from "./business-day"
import type { GapToSend } from "./schema"

/**
 * Sends the failed orders of a business day again as one named replay, for all locations or one. Leaves queued and
 * retrying orders alone, since they are sent automatically. Called twice, even at once, it makes one replay.
 * @returns the replay, and whether it starts now or waits for a second person
 * @throws AppError `role_required` (manager), `replay_empty` when no order can be sent, or all are already being sent
 */
export async function sendGap(
  ctx: Ctx,
  { day, location, name }: GapToSend,
): Promise<{ id: string; state: ReplayState; orders: number }> {
  requireRole(ctx, alsoActing("manager"))
  const clock = await getMerchantCached(ctx)
  return db.transaction(async (tx) => {
    // A concurrent call waits here, then finds the orders in the first one's replay.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`gap:${ctx.merchantId}`}, 0))`
    const orders = await tx<{ id: string }[]>`
      select d.order_id as id
      from deliveries d
      join orders o on o.id = d.order_id and o.state = 'paid'
      join delivery_holds h on h.location_id = d.location_id and h.reason is null
      where d.merchant_id = ${ctx.merchantId} and d.state = 'failed' and not d.is_test
        and d.closed_at >= ${dayStart(sql`${day}::date`, clock)} and d.closed_at < ${dayStart(sql`(${day}::date + 1)`, clock)}
        ${location ? tx`and d.location_id = ${location}` : tx``}
        and not exists (
          select 1 from replays p join replay_orders r on r.replay_id = p.id and r.order_id = d.order_id
          where p.merchant_id = ${ctx.merchantId} and r.state = 'planned'
            and (p.state in ('scheduled', 'running') or (p.state = 'awaiting_approval' and p.expires_at > now()))
        )`
    if (orders.length === 0) throw new AppError("replay_empty")
    const { id } = await planReplay(ctx, { kind: "send", orders: { ids: orders.map(({ id }) => id) } }, tx)
    const { state } = await confirmReplay(ctx, { id, name }, tx)
    return { id, state, orders: orders.length }
  })
}
