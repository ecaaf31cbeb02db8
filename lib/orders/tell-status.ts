import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { getPongoHealth } from "@/lib/connections/queries"
import { withToken } from "@/lib/connections/with-token"
import { MAY_ARRIVE_MINUTES } from "@/lib/customers/consent-claim"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { enqueueJob, type Jobs } from "@/lib/jobs/enqueue"
import { logger } from "@/lib/log"
import { PongoError } from "@/lib/pongo/error"
import { customerIdOf } from "./queries"
import { askWhatBecame, readBalance } from "./reversal"
import { withdrawReversed } from "./sent"

/**
 * The job behind a cancellation or refund of an order that Pongo has, or may have. It runs again until the order is out
 * of the air and Pongo has answered.
 * @throws Error while it is too early or Pongo does not answer: the queue tries again, ever more slowly, for days
 */
export async function tellStatus({ merchantId, orderId, status }: Jobs["tell_pongo_status"]): Promise<void> {
  await withdrawReversed(systemCtx(merchantId, "orders"), [orderId])
  const [order] = await sql<Sent[]>`
    select d.state, d.maybe_sent as "isMaybeSent", d.store_slug as slug, d.pongo_order_ref as ref,
           coalesce(d.last_attempt_at > now() - make_interval(mins => ${MAY_ARRIVE_MINUTES}), false) as "mayArrive",
           exists (select 1 from order_events e where e.order_id = d.order_id and e.kind = 'pongo_told') as "isTold",
           o.reversal is not null as "isSettled", ${customerIdOf("o")} as "customerId"
    from deliveries d join orders o on o.id = d.order_id
    where d.order_id = ${orderId} and d.merchant_id = ${merchantId}`
  if (!order || (order.isTold && order.isSettled)) return
  const ctx = systemCtx(merchantId, "orders")
  const { customerId } = order
  if (order.isTold) return askWhatBecame(merchantId, { orderId, customerId, pointsBefore: null })
  if (order.state === "sending") throw new Error(`order ${orderId} is in the air: it lands first`)
  if (!order.slug || !order.ref || (order.state !== "delivered" && !order.isMaybeSent))
    return enqueueJob("free_rewards", { merchantId, orderId })
  const { ref, slug: storeSlug } = order
  const pointsBefore = await readBalance(merchantId, customerId)
  try {
    await withToken(ctx, (client, token) => client.setOrderStatus(token, ref, { status, storeSlug }))
  } catch (error) {
    if (!(error instanceof PongoError && error.kind === "not_found")) throw error
    if (order.state !== "delivered" && order.mayArrive)
      throw new Error(`order ${orderId} is not at Pongo yet: a request for it may still arrive`)
    return neverArrived(merchantId, orderId)
  }
  await sql`
    insert into order_events (id, order_id, merchant_id, kind, actor)
    values (${newId()}, ${orderId}, ${merchantId}, 'pongo_told', 'system::worker')`
  await askWhatBecame(merchantId, { orderId, customerId, pointsBefore })
}

/** How long after {@link tellStatusNow} the job may take over. */
export const JOB_AFTER_SECONDS = 15

/**
 * {@link tellStatus} for a till that waits for the answer: as far as Pongo answers within a till's patience. What is
 * missing then is the job's to do.
 */
export async function tellStatusNow(job: Jobs["tell_pongo_status"]): Promise<void> {
  if ((await getPongoHealth(systemCtx(job.merchantId, "orders")))?.isDown) return
  const telling = tellStatus(job).catch((error) =>
    logger.info({ err: error, orderId: job.orderId }, "Pongo not told of a reversal at once: the job will"),
  )
  await Promise.race([telling, sleep(env.PONGO_CHECKOUT_TIMEOUT_MS, undefined, { ref: false })])
}

type Sent = {
  state: string
  isMaybeSent: boolean
  slug: string | null
  ref: string | null
  mayArrive: boolean
  isTold: boolean
  /** Pongo has said what became of points and rewards. */
  isSettled: boolean
  customerId: string | null
}

/** Pongo does not have the order: nothing is there to take back, and its rewards are free. */
async function neverArrived(merchantId: string, orderId: string): Promise<void> {
  await sql`
    update reward_holds set state = 'locked', holder = null, locked_until = now()
    where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'on_order'`
  await enqueueJob("free_rewards", { merchantId, orderId })
}
