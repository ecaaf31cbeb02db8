import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"

/**
 * Whether delivery `d` can still be kept from Pongo. Valid only under the row lock of `d`: a worker sets `sending`
 * under that lock just before it posts, so the lock holder knows whether the order is in flight.
 */
export const isNotInFlight = () => sql`(d.state not in ('sending', 'delivered'))`

/** Whether Pongo cannot have the order of delivery `d`. Needs the same lock as {@link isNotInFlight}. */
export const isUnsent = () => sql`(${isNotInFlight()} and not d.maybe_sent)`

/**
 * Stops cancelled and fully refunded orders from being sent again. If Pongo cannot have the order, its rewards are
 * freed at once; if it may, `tell_pongo_status` asks Pongo. An order in flight is left to its worker.
 */
export async function withdrawReversed(ctx: Ctx, orderIds: string[]): Promise<void> {
  await sql`
    with held as (
      select d.order_id, ${isUnsent()} as is_unsent
      from deliveries d join orders o on o.id = d.order_id
      where d.order_id = any(${orderIds}) and d.merchant_id = ${ctx.merchantId}
        and d.state in ('queued', 'retrying', 'failed') and o.state in ('cancelled', 'refunded')
      for update of d
    ), withdrawn as (
      update deliveries d set state = 'skipped', reason = 'cancelled' from held h where d.order_id = h.order_id
    )
    update reward_holds r set state = 'locked', holder = null, locked_until = now() from held h
    where r.merchant_id = ${ctx.merchantId} and r.order_id = h.order_id and r.state = 'on_order' and h.is_unsent`
}
