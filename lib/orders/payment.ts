import { sql } from "@/db/index"
import { actorLabel, type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError, type Locale } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { wakeWorkers } from "@/lib/jobs/wake"
import { requireLocation } from "@/lib/locations/queries"
import { knownTo, presentOrder, readOrder } from "./queries"
import type { OrderAnswer, OrderPayment } from "./schema"

const OUTCOMES = {
  paid: { state: "paid", delivery: "queued", reason: null, event: "payment_paid" },
  failed: { state: "payment_failed", delivery: "skipped", reason: "payment_failed", event: "payment_failed" },
  cancelled: { state: "cancelled", delivery: "skipped", reason: "cancelled", event: "payment_cancelled" },
} as const

/**
 * The callback of an external payment, or the closing of an open order. Paid: it leaves for Pongo. Failed or cancelled:
 * it never does, unless a failed one is paid after all. Saying the same twice has one effect.
 * @throws AppError `forbidden` (scope checkout), `order_not_found`, `location_unknown`, `location_not_allowed`,
 * `order_already_closed`
 */
export async function recordPayment(
  ctx: Ctx,
  ref: string,
  input: OrderPayment,
  locale: Locale,
): Promise<OrderAnswer> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const place = await requireLocation(ctx, input.location_id, { archivedToo: true })
  const outcome = OUTCOMES[input.status]
  const paidAt = input.status === "paid" ? new Date(input.paid_at ?? Date.now()) : null
  const changed = await sql`
    with changed as (
      update orders set state = ${outcome.state}, paid_at = ${paidAt}, closed_at = coalesce(${paidAt}, closed_at)
      where merchant_id = ${ctx.merchantId} and location_id = ${place.id} and ref = ${ref}
        and ${knownTo(ctx, sql`orders.id`)}
        and state in ('open', 'external_payment', 'payment_failed') and state <> ${outcome.state}
      returning id, merchant_id, closed_at, customer_id, customer_phone_index
    ), payload as (
      update order_payloads p set body = p.body || ${sql.json(input.payments ? { payments: input.payments } : {})}
      from changed c where p.order_id = c.id
    ), outbox as (
      update deliveries d set
        closed_at = c.closed_at, next_attempt_at = now(),
        state = case when f.is_off then 'skipped' else ${outcome.delivery} end,
        reason = case when f.is_off then 'anonymous_orders_off' else ${outcome.reason} end
      from changed c
      join merchants m on m.id = c.merchant_id,
        lateral (select ${outcome.delivery} = 'queued' and c.customer_id is null and c.customer_phone_index is null
                        and not m.sends_anonymous_orders as is_off) f
      where d.order_id = c.id and d.state in ('waiting_payment', 'skipped')
    ), rewards as (
      update reward_holds h set
        state = ${input.status === "paid" ? "on_order" : "locked"}, holder = null,
        locked_until = case when ${input.status === "paid"} then null else now() end
      from changed c
      where h.merchant_id = c.merchant_id and h.order_id = c.id and h.state in ('on_order', 'locked')
    )
    insert into order_events (id, order_id, merchant_id, kind, actor)
    select ${newId()}, id, merchant_id, ${outcome.event}, ${actorLabel(ctx)} from changed returning order_id`
  const order = await readOrder(ctx, place.id, ref)
  if (changed.length === 0) {
    const [now] = await sql<{ state: string }[]>`select state from orders where id = ${order.id}`
    if (now?.state !== outcome.state)
      throw new AppError(
        "order_already_closed",
        `The order is ${now?.state}; it cannot become ${outcome.state}.`,
      )
  } else if (input.status !== "paid")
    await enqueueJob("free_rewards", { orderId: order.id, merchantId: ctx.merchantId })
  else if (order.status === "queued") wakeWorkers()
  return presentOrder(order, locale)
}
