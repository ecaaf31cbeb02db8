import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { getPongoHealth } from "@/lib/connections/queries"
import { withToken } from "@/lib/connections/with-token"
import { MAY_ARRIVE_MINUTES } from "@/lib/customers/consent-claim"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { logger } from "@/lib/log"
import { isNoSuchRecord, PongoError } from "@/lib/pongo/error"
import { customerIdOf } from "./queries"
import { readBalance, recordReversal } from "./reversal"
import { withdrawReversed } from "./sent"

/**
 * How long Pongo must keep answering "not found" before we believe it. A request without an answer may sit in a queue
 * there, and an accepted order may be indexed late. Matches how long an undeliverable order is retried.
 */
const WATCHED_HOURS = 72
/** Delay before asking again: the quiet time so far, within these bounds. */
const ASK_AGAIN_SECONDS = { least: 60, most: 6 * 3600 }

/**
 * Job behind a cancellation or refund of an order that Pongo has or may have. Reruns until the order is no longer in
 * flight and Pongo has accepted the status, or has denied having the order for three days. Records either as an event
 * of the order.
 * @throws Error while it is too early or Pongo does not answer: the queue retries with growing delays, for days
 */
export async function tellStatus(job: Jobs["tell_pongo_status"]): Promise<void> {
  const { merchantId, orderId, status } = job
  await withdrawReversed(systemCtx(merchantId, "orders"), [orderId])
  const order = await readSent(job)
  if (!order || order.isNeverThere || (order.isTold && order.isSettled)) return
  const ctx = systemCtx(merchantId, "orders")
  const { customerId } = order
  if (order.isTold) return recordReversal(merchantId, { orderId, customerId, pointsBefore: null })
  if (order.state === "sending") throw new Error(`order ${orderId} is in flight: its answer comes first`)
  if (!order.slug || !order.ref || (order.state !== "delivered" && !order.isMaybeSent))
    return enqueueJob("free_rewards", { merchantId, orderId })
  const { ref, slug: storeSlug } = order
  const pointsBefore = await readBalance(merchantId, customerId)
  try {
    await withToken(ctx, (client, token) => client.setOrderStatus(token, ref, { status, storeSlug }))
  } catch (error) {
    if (!(error instanceof PongoError && isNoSuchRecord(error))) throw error
    return notThere(job, order)
  }
  await noteEvent(job, "pongo_told")
  await recordReversal(merchantId, { orderId, customerId, pointsBefore })
}

async function readSent({ merchantId, orderId }: Jobs["tell_pongo_status"]): Promise<Sent | undefined> {
  const [order] = await sql<Sent[]>`
    select d.state, d.maybe_sent as "isMaybeSent", d.store_slug as slug, d.pongo_order_ref as ref,
           coalesce(d.last_attempt_at > now() - make_interval(mins => ${MAY_ARRIVE_MINUTES}), false) as "isFresh",
           coalesce(extract(epoch from now() - greatest(d.last_attempt_at, e."reversedAt")), 0)::float8 as "quietSeconds",
           e."isTold", e."isNeverThere",
           o.reversal is not null as "isSettled", ${customerIdOf("o")} as "customerId"
    from deliveries d join orders o on o.id = d.order_id
    cross join lateral (
      select coalesce(bool_or(kind = 'pongo_told'), false) as "isTold",
             coalesce(bool_or(kind = 'never_at_pongo'), false) as "isNeverThere",
             max(at) filter (where kind in ('cancelled', 'refunded')) as "reversedAt"
      from order_events where order_id = d.order_id
    ) e
    where d.order_id = ${orderId} and d.merchant_id = ${merchantId}`
  return order
}

/** One job per order: the job {@link tellStatusNow} defers replaces the one that waits. */
export const tellingKey = (orderId: string) => `tell-status:${orderId}`

/** Delay after {@link tellStatusNow} before the job may take over. */
export const JOB_AFTER_SECONDS = 15

/** Runs {@link tellStatus} while a till waits, within the till's timeout. The job finishes the rest. */
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
  /** The last attempt is too recent to release its rewards. */
  isFresh: boolean
  /** Since the later of the last attempt and the reversal. */
  quietSeconds: number
  isTold: boolean
  isNeverThere: boolean
  /** Pongo has reported what happened to points and rewards. */
  isSettled: boolean
  customerId: string | null
}

/**
 * Handles Pongo's "not found". Frees the rewards soon, because the wallet shows any that were used after all; keeps
 * watching the order for much longer and reverses it if it turns up.
 */
async function notThere(
  job: Jobs["tell_pongo_status"],
  { state, isFresh, quietSeconds }: Sent,
): Promise<void> {
  const { merchantId, orderId } = job
  if (state !== "delivered" && isFresh)
    throw new Error(`order ${orderId} is not at Pongo yet: a request for it may still arrive`)
  await letRewardsGo(merchantId, orderId)
  if (quietSeconds >= WATCHED_HOURS * 3600) return noteEvent(job, "never_at_pongo")
  const { least, most } = ASK_AGAIN_SECONDS
  const delaySeconds = Math.min(Math.max(quietSeconds, least), most)
  await enqueueJob("tell_pongo_status", job, { delaySeconds, key: tellingKey(orderId) })
}

async function letRewardsGo(merchantId: string, orderId: string): Promise<void> {
  const freed = await sql`
    update reward_holds set state = 'locked', holder = null, locked_until = now()
    where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'on_order'`
  if (freed.count > 0) await enqueueJob("free_rewards", { merchantId, orderId })
}

async function noteEvent(
  { merchantId, orderId }: Jobs["tell_pongo_status"],
  kind: "pongo_told" | "never_at_pongo",
): Promise<void> {
  await sql`
    insert into order_events (id, order_id, merchant_id, kind, actor)
    values (${newId()}, ${orderId}, ${merchantId}, ${kind}, 'system::worker')`
}
