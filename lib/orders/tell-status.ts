import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { requireToken } from "@/lib/connections/queries"
import { newId } from "@/lib/id"
import type { Jobs } from "@/lib/jobs/enqueue"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"

/**
 * The job behind a cancellation or refund of an order that Pongo has, or may have. It is tried again until the order's
 * own delivery has ended and Pongo took the news.
 * @throws Error while it is too early or Pongo does not answer: the queue tries again, ever more slowly, for days
 */
export async function tellStatus({ merchantId, orderId, status }: Jobs["tell_pongo_status"]): Promise<void> {
  await withdrawUnsent(merchantId, orderId)
  const [order] = await sql<{ state: string; slug: string | null; ref: string | null; told: boolean }[]>`
    select d.state, d.store_slug as slug, d.pongo_order_ref as ref,
           exists (select 1 from order_events e where e.order_id = d.order_id and e.kind = 'pongo_told') as told
    from deliveries d where d.order_id = ${orderId} and d.merchant_id = ${merchantId}`
  if (!order || order.told || order.state === "skipped") return
  if (order.state !== "delivered" && order.state !== "failed")
    throw new Error(`order ${orderId} is ${order.state}: its delivery ends first`)
  if (!order.slug || !order.ref) return
  const { token } = await requireToken(systemCtx(merchantId, "orders"))
  try {
    await pongo().setOrderStatus(token, order.ref, { status, storeSlug: order.slug })
  } catch (error) {
    // Pongo never had it: there is nothing to take back.
    if (!(error instanceof PongoError && error.kind === "not_found")) throw error
  }
  await sql`
    insert into order_events (id, order_id, merchant_id, kind, actor)
    values (${newId()}, ${orderId}, ${merchantId}, 'pongo_told', 'system::worker')`
}

/** It was on its way when it was cancelled, and came back without having reached Pongo: it stays here. */
async function withdrawUnsent(merchantId: string, orderId: string): Promise<void> {
  await sql`
    with withdrawn as (
      update deliveries set state = 'skipped', reason = 'cancelled'
      where order_id = ${orderId} and merchant_id = ${merchantId} and not maybe_sent
        and state in ('queued', 'retrying', 'failed')
      returning order_id
    )
    update reward_holds h set state = 'locked', holder = null, locked_until = now() from withdrawn w
    where h.merchant_id = ${merchantId} and h.order_id = w.order_id`
}
