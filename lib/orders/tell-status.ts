import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { newId } from "@/lib/id"
import { enqueueJob, type Jobs } from "@/lib/jobs/enqueue"
import { PongoError } from "@/lib/pongo/error"
import { withdrawReversed } from "./sent"

/** How long a request that got no answer may still arrive at Pongo. */
const MAY_ARRIVE_MINUTES = 10

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
           exists (select 1 from order_events e where e.order_id = d.order_id and e.kind = 'pongo_told') as "isTold"
    from deliveries d where d.order_id = ${orderId} and d.merchant_id = ${merchantId}`
  if (!order || order.isTold) return
  if (order.state === "sending") throw new Error(`order ${orderId} is in the air: it lands first`)
  if (!order.slug || !order.ref || (order.state !== "delivered" && !order.isMaybeSent))
    return enqueueJob("free_rewards", { merchantId, orderId })
  const { ref, slug: storeSlug } = order
  try {
    await withToken(systemCtx(merchantId, "orders"), (client, token) =>
      client.setOrderStatus(token, ref, { status, storeSlug }),
    )
  } catch (error) {
    if (!(error instanceof PongoError && error.kind === "not_found")) throw error
    if (order.state !== "delivered" && order.mayArrive)
      throw new Error(`order ${orderId} is not at Pongo yet: a request for it may still arrive`)
    return neverArrived(merchantId, orderId)
  }
  await sql`
    insert into order_events (id, order_id, merchant_id, kind, actor)
    values (${newId()}, ${orderId}, ${merchantId}, 'pongo_told', 'system::worker')`
}

type Sent = {
  state: string
  isMaybeSent: boolean
  slug: string | null
  ref: string | null
  mayArrive: boolean
  isTold: boolean
}

/** Pongo does not have the order: nothing is there to take back, and its rewards are free. */
async function neverArrived(merchantId: string, orderId: string): Promise<void> {
  await sql`
    update reward_holds set state = 'locked', holder = null, locked_until = now()
    where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'on_order'`
  await enqueueJob("free_rewards", { merchantId, orderId })
}
