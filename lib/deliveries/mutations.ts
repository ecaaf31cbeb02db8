import { db, sql } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { wakeWorkers } from "@/lib/jobs/wake"

/**
 * The columns a replay sets on a delivery: due now, at the start of the schedule. An order that may be at a store stays
 * bound to that store and number; any other follows the current mapping.
 * @param actor an `actorLabel`
 */
export const replayedDelivery = (trigger: "replay" | "bulk_replay", actor: string) => sql`
  state = case when maybe_sent or attempts > 0 then 'retrying' else 'queued' end,
  reason = null, message = null, schedule_step = 0, is_aside = false, next_attempt_at = now(),
  next_trigger = ${trigger}, requested_by = ${actor},
  store_slug = case when maybe_sent then store_slug end,
  pongo_order_ref = case when maybe_sent then pongo_order_ref end,
  told_cents = case when maybe_sent then told_cents end`

/**
 * Sends one failed or retrying order again, now. Earlier attempts stay; the new one records the actor. Two calls, even
 * at once, have one effect.
 * @throws AppError `role_required` (manager), `order_not_found`, `replay_not_possible` when it is already queued,
 * delivered, unpaid, cancelled, refunded or skipped
 */
export async function replayOrder(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await db.transaction(async (tx) => {
    const replayed = await tx`
    with replayed as (
      update deliveries set ${replayedDelivery("replay", actorLabel(ctx))}
      where order_id = ${id} and merchant_id = ${ctx.merchantId}
        and exists (select 1 from orders o where o.id = order_id and o.state = 'paid')
        and (state = 'failed' or (state = 'retrying' and next_trigger not in ('replay', 'bulk_replay')))
      returning order_id
    )
    insert into order_events (id, order_id, merchant_id, kind, actor)
    select ${newId()}, order_id, ${ctx.merchantId}, 'replay_requested', ${actorLabel(ctx)} from replayed
    returning id`
    if (replayed.length === 0) {
      const known =
        await tx`select 1 from deliveries where order_id = ${id} and merchant_id = ${ctx.merchantId}`
      throw new AppError(known.length ? "replay_not_possible" : "order_not_found")
    }
    await recordAudit(tx, ctx, "order.replayed", id)
  })
  wakeWorkers()
}
