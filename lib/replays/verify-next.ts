import type { ReplaySkip, Verification } from "@/db/enums"
import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { verifyOrder } from "@/lib/deliveries/verify"
import { AppError } from "@/lib/errors"
import { finish, type RunningReplay, type Step } from "./finish"
import { skipReason } from "./skip-reason"

/** Pause when Pongo does not answer, or sends a 429 without Retry-After. */
const PATIENCE_MS = 30_000

/** Verifies the next order of the replay: one call to Pongo, outside any transaction. */
export async function verifyNext(replay: RunningReplay): Promise<Step> {
  const { id, merchantId } = replay
  const [order] = await sql<{ orderId: string; skip: ReplaySkip | null }[]>`
    select d.order_id as "orderId", ${skipReason("verify")} as skip
    from (
      select order_id from replay_orders
      where replay_id = ${id} and merchant_id = ${merchantId} and state = 'planned'
      order by closed_at, order_id limit 1
    ) r
    join deliveries d on d.order_id = r.order_id and d.merchant_id = ${merchantId}
    join orders o on o.id = d.order_id
    join delivery_holds h on h.location_id = d.location_id`
  if (!order) return { next: (await finish(sql, id, merchantId)) ? "over" : "go_on" }
  const ctx = systemCtx(merchantId, "replay")
  try {
    if (order.skip) await mark(replay, order.orderId, { skip: order.skip })
    else {
      const verified = await verifyOrder(ctx, { id: order.orderId }, replay.confirmedBy)
      if (verified.errorKind === "rate_limited")
        return { next: "wait", ms: (verified.retryAfterSeconds ?? 0) * 1000 || PATIENCE_MS }
      await mark(replay, order.orderId, { verification: verified.verification })
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === "pongo_unavailable")
      return { next: "wait", ms: (error.retryAfterSeconds ?? 0) * 1000 || PATIENCE_MS }
    // The order changed after it was selected.
    await mark(replay, order.orderId, { skip: error.code === "not_connected" ? "held" : "not_delivered" })
  }
  return { next: (await finish(sql, id, merchantId)) ? "over" : "go_on" }
}

/**
 * Records the outcome for the order once, however often it was verified. If two runners verify at once, one may see the
 * order that the other just delivered; the finding that Pongo did not have it wins.
 */
async function mark(
  { id, merchantId }: RunningReplay,
  orderId: string,
  { skip = null, verification = null }: { skip?: ReplaySkip | null; verification?: Verification | null },
) {
  const hasArrived = verification === "arrived"
  await sql`
    with known as (
      select state from replay_orders
      where replay_id = ${id} and order_id = ${orderId} and merchant_id = ${merchantId}
        and (state = 'planned' or (verification = 'confirmed' and ${hasArrived}))
      for update
    ), marked as (
      update replay_orders r set state = ${skip ? "skipped" : "sent"}, reason = ${skip}, verification = ${verification}
      from known k, orders o
      where r.replay_id = ${id} and r.order_id = ${orderId} and r.merchant_id = ${merchantId} and o.id = r.order_id
      returning k.state = 'planned' as is_new, r.reason, o.total_cents - o.refunded_cents as cents
    )
    update replays set
      sent_orders = sent_orders + (m.is_new and m.reason is null)::int,
      skipped_orders = skipped_orders + (m.is_new and m.reason is not null)::int,
      sent_cents = sent_cents + case when m.is_new and m.reason is null then m.cents else 0 end,
      arrived_orders = arrived_orders + ${hasArrived}::int,
      unverified_orders = unverified_orders + ${verification === "failed"}::int
    from marked m where id = ${id} and merchant_id = ${merchantId}`
}
