import type { OrderState } from "@/db/enums"
import { db, sql, type Tx } from "@/db/index"
import type { RemovedRewards } from "@/db/schema/orders"
import { actorLabel, type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { wakeWorkers } from "@/lib/jobs/wake"
import { requireLocation } from "@/lib/locations/queries"
import { contentHash } from "./content-hash"
import { settleRewards } from "./paid-rewards"
import { customerIdOf, presentOrder, readOrder, visibleToTill } from "./queries"
import type { OrderAnswer, OrderPayment, PosOrder } from "./schema"
import { recheck, type Warning } from "./warnings"

const OUTCOMES = {
  paid: { state: "paid", delivery: "queued", reason: null, event: "payment_paid" },
  failed: { state: "payment_failed", delivery: "skipped", reason: "payment_failed", event: "payment_failed" },
  cancelled: { state: "cancelled", delivery: "skipped", reason: "cancelled", event: "payment_cancelled" },
} as const

/** A failed payment may be retried. */
const UNPAID: readonly OrderState[] = ["open", "external_payment", "payment_failed"]

/**
 * Records the callback of an external payment, or closes an open order. A paid order is checked like one that arrives
 * paid and is queued for Pongo. A failed or cancelled one is not sent, unless a failed payment succeeds later.
 * Idempotent.
 * @throws AppError `forbidden` (scope checkout), `order_not_found`, `location_unknown`, `location_not_allowed`,
 * `order_already_closed`, `order_conflict` when it was closed with other content
 */
export async function recordPayment(
  ctx: Ctx,
  ref: string,
  input: OrderPayment,
  locale: Locale,
): Promise<{ answer: OrderAnswer; isReplay: boolean }> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const location = await requireLocation(ctx, input.location_id, { archivedToo: true })
  const closingHash = contentHash(ctx.merchantId, saidBy(input))
  const isReplay = await db.transaction(async (tx) => {
    const order = await lockOrder(tx, ctx, location.id, ref)
    if (!order) return true
    if (order.closingHash === closingHash) return true
    const outcome = OUTCOMES[input.status]
    if (order.state === outcome.state) {
      if (isKnown(order, input)) return true
      throw new AppError(
        "order_conflict",
        `The order is ${order.state} already, and this /payment says something else about it: payments or paid_at differ.`,
      )
    }
    if (!UNPAID.includes(order.state))
      throw new AppError(
        "order_already_closed",
        `The order is ${order.state}; it cannot become ${outcome.state}.`,
      )
    await close(tx, ctx, order, input, closingHash)
    return false
  })
  const order = await readOrder(ctx, location.id, ref)
  if (!isReplay && order.status === "queued") wakeWorkers(order)
  return { answer: presentOrder(order, locale), isReplay }
}

/** Normalizes the call, so that equal content has an equal hash. */
const saidBy = ({ status, paid_at, payments, rewards }: OrderPayment) => ({
  status,
  ...(paid_at ? { paid_at: new Date(paid_at).toISOString() } : {}),
  ...(payments ? { payments } : {}),
  ...(rewards ? { rewards } : {}),
})

type Locked = {
  id: string
  state: OrderState
  closingHash: string | null
  paidAt: Date | null
  warnings: Warning[]
  customerId: string | null
  removedRewards: RemovedRewards | null
  body: Omit<PosOrder, "customer"> | null
}

/** @returns undefined when this caller knows no such order */
async function lockOrder(tx: Tx, ctx: Ctx, locationId: string, ref: string): Promise<Locked | undefined> {
  const [order] = await tx<Locked[]>`
    select o.id, o.state, o.closing_hash as "closingHash", o.paid_at as "paidAt", o.warnings,
           ${customerIdOf("o")} as "customerId", o.removed_rewards as "removedRewards", p.body
    from orders o left join order_payloads p on p.order_id = o.id
    where o.merchant_id = ${ctx.merchantId} and o.location_id = ${locationId} and o.ref = ${ref}
      and ${visibleToTill(ctx, sql`o.id`)}
    for update of o`
  return order
}

/** Whether a `/payment` call repeats the data of an order that was closed without one. */
function isKnown(order: Locked, { paid_at, payments, rewards }: OrderPayment): boolean {
  if (order.closingHash || (rewards && rewards !== (order.removedRewards ? "removed" : "kept"))) return false
  const isSameTime = !paid_at || new Date(paid_at).getTime() === order.paidAt?.getTime()
  return isSameTime && (!payments || isSame(payments, order.body?.payments ?? []))
}

const isSame = (some: PosOrder["payments"] & {}, others: PosOrder["payments"] & {}) =>
  some.length === others.length &&
  some.every(
    ({ method, amount_cents }, index) =>
      others[index]!.method === method && others[index]!.amount_cents === amount_cents,
  )

async function close(
  tx: Tx,
  ctx: Ctx,
  order: Locked,
  input: OrderPayment,
  closingHash: string,
): Promise<void> {
  const outcome = OUTCOMES[input.status]
  const isPaid = input.status === "paid"
  const now = new Date()
  const paidAt = isPaid ? new Date(input.paid_at ?? now) : null
  const kept = await settleRewards(tx, ctx.merchantId, order, isPaid ? input.rewards : undefined)
  const body = order.body && {
    ...order.body,
    lines: kept.lines,
    ...(input.payments ? { payments: input.payments } : {}),
  }
  const warnings =
    body && paidAt
      ? [
          ...recheck(order.warnings, { ...body, state: "paid", closed_at: paidAt.toISOString() }, now),
          ...kept.warnings,
        ]
      : order.warnings
  const hashes = kept.lines.flatMap(({ reward }) => reward?.hash ?? [])
  await tx`
    with changed as (
      update orders set
        state = ${outcome.state}, paid_at = ${paidAt}, closed_at = coalesce(least(${paidAt}, ${now}), closed_at),
        closing_hash = ${closingHash}, warnings = ${tx.json(warnings)},
        removed_rewards = ${kept.removed && tx.json(kept.removed)},
        reward_count = ${kept.lines.filter(({ reward }) => reward).length}
      where id = ${order.id} and merchant_id = ${ctx.merchantId}
      returning id, merchant_id, closed_at, customer_id, customer_phone_index
    ), payload as (
      update order_payloads p set body = ${tx.json(body)} from changed c
      where p.order_id = c.id and ${body !== null}
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
      -- Frees the rewards the order is sent without, and every reward of an unpaid order.
      update reward_holds h set
        state = case when ${isPaid} and h.hash = any(${hashes}) then 'on_order' else 'locked' end, holder = null,
        locked_until = case when ${isPaid} and h.hash = any(${hashes}) then null else now() end
      from changed c
      where h.merchant_id = c.merchant_id and h.order_id = c.id and h.state in ('on_order', 'locked')
    )
    insert into order_events (id, order_id, merchant_id, kind, actor)
    select ${newId()}, id, merchant_id, ${outcome.event}, ${actorLabel(ctx)} from changed`
  if (!isPaid || kept.removed)
    await enqueueJob("free_rewards", { orderId: order.id, merchantId: ctx.merchantId }, { within: tx })
}
