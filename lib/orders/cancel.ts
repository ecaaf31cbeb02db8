import type { OrderState } from "@/db/enums"
import { db, sql, type Tx } from "@/db/index"
import { actorLabel, type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { requireLocation } from "@/lib/locations/queries"
import { presentOrder, readOrder, reasonContext, visibleToTill } from "./queries"
import type { OrderAnswer, OrderCancel, OrderRefund } from "./schema"
import { isNotInFlight, isUnsent } from "./sent"
import { JOB_AFTER_SECONDS, tellingKey, tellStatusNow } from "./tell-status"
import type { Warning } from "./warnings"

/**
 * Cancels an order. If it was never sent, it never will be and its rewards are freed. If Pongo has it or may have it, a
 * job tells Pongo until Pongo accepts, and the order is not sent again. Idempotent.
 * @throws AppError `forbidden` (scope checkout), `order_not_found`, `location_unknown`, `location_not_allowed`,
 * `order_already_closed` when refunded
 */
export async function cancelOrder(
  ctx: Ctx,
  ref: string,
  input: OrderCancel,
  locale: Locale,
): Promise<OrderAnswer> {
  return (await reverse(ctx, ref, input, { state: "cancelled" }, locale)).answer
}

/**
 * Refunds an order in full, or `amount_cents` of it. A full refund is reported to Pongo like a cancellation; the answer
 * says what happened to points and rewards if Pongo replies before the till's timeout. Pongo has no partial refunds: an
 * unsent order is sent with the remaining amount, a sent one gets a warning.
 * @param idempotencyKey replaces a missing `refund_id`: repeating it never refunds again, however late
 * @throws AppError as {@link cancelOrder}, `idempotency_key_required` without either, `idempotency_key_reused` when the
 * refund id came with another amount, `order_not_paid`, and `validation_failed` when the amount exceeds the rest
 */
export async function refundOrder(
  ctx: Ctx,
  ref: string,
  input: OrderRefund,
  locale: Locale,
  idempotencyKey: string | null = null,
): Promise<{ answer: OrderAnswer; isReplay: boolean }> {
  const refundId = input.refund_id ?? (idempotencyKey && `key:${idempotencyKey}`)
  if (!refundId)
    throw new AppError("idempotency_key_required", "Send a refund_id or an Idempotency-Key with each refund.")
  const amountCents = input.amount_cents ?? null
  return reverse(ctx, ref, input, { state: "refunded", refundId, amountCents }, locale)
}

type Reversal =
  | { state: "cancelled" }
  /** `amountCents` null: the whole remaining amount. */
  | { state: "refunded"; refundId: string; amountCents: number | null }

type Reversed = { id: string; cents: number; is_whole: boolean; is_unsent: boolean; is_delivered: boolean }

async function reverse(
  ctx: Ctx,
  ref: string,
  { location_id, reason }: OrderCancel,
  reversal: Reversal,
  locale: Locale,
): Promise<{ answer: OrderAnswer; isReplay: boolean }> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const location = await requireLocation(ctx, location_id, { archivedToo: true })
  const { state } = reversal
  const amount = reversal.state === "refunded" ? reversal.amountCents : null
  const { isReplay, tellNow } = await db.transaction(async (tx) => {
    const order = await lockOrder(tx, ctx, location.id, ref)
    if (!order || (await isRepeated(tx, order.id, reversal))) return { isReplay: true }
    const [row] = await tx<Reversed[]>`
      with target as (
        select o.id, o.total_cents - o.refunded_cents as rest, coalesce(${amount}::int, o.total_cents - o.refunded_cents) as amount,
               ${isUnsent()} as is_unsent, d.state = 'delivered' as is_delivered
        from orders o join deliveries d on d.order_id = o.id
        where o.id = ${order.id} and o.merchant_id = ${ctx.merchantId}
        for update
      ), changed as (
        update orders o set
          refunded_cents = case when ${state} = 'refunded' then o.refunded_cents + t.amount else o.refunded_cents end,
          state = case when ${state} = 'cancelled' or t.amount = t.rest then ${state} else o.state end,
          -- Cancelling or refunding the rest tells Pongo of the whole order, so this warning no longer holds.
          warnings = case when ${state} = 'cancelled' or t.amount = t.rest
            then jsonb_path_query_array(o.warnings, '$[*] ? (@.code != "partial_refund_not_told")') else o.warnings end
        from target t
        where o.id = t.id and o.state not in ('cancelled', 'refunded') and t.amount <= t.rest
          and (${state} = 'cancelled' or o.state = 'paid')
        returning o.id, o.merchant_id, t.amount, o.total_cents - o.refunded_cents as rest, t.is_unsent, t.is_delivered,
                  (${state} = 'cancelled' or t.amount = t.rest) as is_whole
      ), outbox as (
        update deliveries d set state = 'skipped', reason = 'cancelled'
        from changed c where d.order_id = c.id and c.is_whole and ${isNotInFlight()}
      ), rewards as (
        update reward_holds h set state = 'locked', holder = null, locked_until = now() from changed c
        where h.merchant_id = c.merchant_id and h.order_id = c.id and c.is_whole and c.is_unsent
      ), event as (
        insert into order_events (id, order_id, merchant_id, kind, actor, reason)
        select ${newId()}, id, merchant_id, case when is_whole then ${state} else 'partly_refunded' end,
               ${actorLabel(ctx)}, ${reason ? seal(reason, reasonContext(ctx.merchantId)) : null} from changed
      )
      select id, amount as cents, is_whole, is_unsent, is_delivered from changed`
    if (!row) {
      mustBeSettled(order, state, amount)
      return { isReplay: true }
    }
    const job = { orderId: row.id, merchantId: ctx.merchantId }
    if (row.is_whole && row.is_unsent) await enqueueJob("free_rewards", job, { within: tx })
    const telling = row.is_whole && !row.is_unsent ? { ...job, status: state } : undefined
    const delaySeconds = row.is_delivered ? JOB_AFTER_SECONDS : 0
    const key = tellingKey(row.id)
    if (telling) await enqueueJob("tell_pongo_status", telling, { within: tx, delaySeconds, key })
    if (reversal.state === "refunded") await noteRefund(tx, ctx, row, reversal)
    return { isReplay: false, tellNow: row.is_delivered ? telling : undefined }
  })
  if (tellNow) await tellStatusNow(tellNow)
  return { answer: presentOrder(await readOrder(ctx, location.id, ref), locale), isReplay }
}

type Locked = { id: string; state: OrderState; rest: number }

/** @returns undefined when this caller knows no such order */
async function lockOrder(tx: Tx, ctx: Ctx, locationId: string, ref: string): Promise<Locked | undefined> {
  const [order] = await tx<Locked[]>`
    select o.id, o.state, o.total_cents - o.refunded_cents as rest from orders o
    where o.merchant_id = ${ctx.merchantId} and o.location_id = ${locationId} and o.ref = ${ref}
      and ${visibleToTill(ctx, sql`o.id`)}
    for update`
  return order
}

/** @throws AppError `idempotency_key_reused` */
async function isRepeated(tx: Tx, orderId: string, reversal: Reversal): Promise<boolean> {
  if (reversal.state !== "refunded") return false
  const [known] = await tx<{ cents: number; isPartial: boolean }[]>`
    select amount_cents as cents, is_partial as "isPartial" from order_refunds
    where order_id = ${orderId} and refund_id = ${reversal.refundId}`
  if (!known) return false
  if (reversal.amountCents === null ? known.isPartial : known.cents !== reversal.amountCents)
    throw new AppError(
      "idempotency_key_reused",
      `This refund was already made, of ${known.cents} cents. Give another refund an id of its own.`,
    )
  return true
}

/** Records the refund under its id, and a warning when Pongo already has the order and cannot learn of a part. */
async function noteRefund(
  tx: Tx,
  ctx: Ctx,
  { id, cents, is_whole, is_unsent }: Reversed,
  { refundId, amountCents }: Extract<Reversal, { state: "refunded" }>,
): Promise<void> {
  await tx`
    insert into order_refunds (order_id, refund_id, merchant_id, amount_cents, is_partial, actor)
    values (${id}, ${refundId}, ${ctx.merchantId}, ${cents}, ${amountCents !== null}, ${actorLabel(ctx)})`
  if (is_whole || is_unsent) return
  const warning: Warning = { code: "partial_refund_not_told" }
  await tx`
    update orders set warnings = warnings || ${tx.json([warning])}
    where id = ${id} and merchant_id = ${ctx.merchantId} and not warnings @> ${tx.json([warning])}`
}

/** Accepts a repeat of the same reversal and throws for any other. */
function mustBeSettled(order: Locked, state: Reversal["state"], amount: number | null): void {
  if (order.state === state && amount === null) return
  if (state === "refunded" && NOT_PAID.includes(order.state))
    throw new AppError(
      "order_not_paid",
      `The order is ${order.state}: there is nothing to refund. Cancel it.`,
    )
  if (order.state === "paid" && amount !== null)
    throw new AppError("validation_failed", `Only ${order.rest} cents are left to refund.`, {
      fields: [{ path: "amount_cents", message: `at most ${order.rest}` }],
    })
  throw new AppError("order_already_closed", `The order is ${order.state}; it cannot become ${state}.`)
}

const NOT_PAID: readonly OrderState[] = ["open", "external_payment", "payment_failed", "paid_elsewhere"]
