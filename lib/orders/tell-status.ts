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
import { askWhatBecame, readBalance } from "./reversal"
import { withdrawReversed } from "./sent"

/**
 * How long Pongo must go on saying that it does not have an order before that is a fact. A request that got no answer may
 * stand in a queue there, and what was taken may be indexed late; as long as an order that cannot leave is tried.
 */
const WATCHED_HOURS = 72
/** Between two questions: as long again as it has been, and not longer than this. */
const ASK_AGAIN_SECONDS = { least: 60, most: 6 * 3600 }

/**
 * The job behind a cancellation or refund of an order that Pongo has, or may have. It runs again until the order is out
 * of the air and Pongo has taken the word, or has said for three days that it does not have the order. Either stands
 * among the order's events.
 * @throws Error while it is too early or Pongo does not answer: the queue tries again, ever more slowly, for days
 */
export async function tellStatus(job: Jobs["tell_pongo_status"]): Promise<void> {
  const { merchantId, orderId, status } = job
  await withdrawReversed(systemCtx(merchantId, "orders"), [orderId])
  const order = await readSent(job)
  if (!order || order.isNeverThere || (order.isTold && order.isSettled)) return
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
    if (!(error instanceof PongoError && isNoSuchRecord(error))) throw error
    return notThere(job, order)
  }
  await noteEvent(job, "pongo_told")
  await askWhatBecame(merchantId, { orderId, customerId, pointsBefore })
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

/** One job an order: what {@link tellStatusNow} puts off takes the place of the job that waits. */
export const tellingKey = (orderId: string) => `tell-status:${orderId}`

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
  /** The last attempt is too young to give its rewards back. */
  isFresh: boolean
  /** Since the last attempt and the reversal. */
  quietSeconds: number
  isTold: boolean
  isNeverThere: boolean
  /** Pongo has said what became of points and rewards. */
  isSettled: boolean
  customerId: string | null
}

/**
 * Pongo says that it does not have the order. Its rewards are free soon, because the wallet says which of them were
 * used after all; the order is watched for much longer, and taken back if it turns up.
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
