import { sql } from "@/db/index"
import { actorLabel, type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError, type Locale } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { requireLocation } from "@/lib/locations/queries"
import { knownTo, presentOrder, readOrder } from "./queries"
import type { OrderAnswer, OrderReversal } from "./schema"
import { isOnGround, isUnsent } from "./sent"

/**
 * Cancels an order. Not sent yet: it is never sent, and its rewards are free again. Sent, or perhaps sent: a job tells
 * Pongo until Pongo has taken it, and nothing is sent again. Twice has one effect.
 * @throws AppError `forbidden` (scope checkout), `order_not_found`, `location_unknown`, `location_not_allowed`, `order_already_closed` when refunded
 */
export function cancelOrder(
  ctx: Ctx,
  ref: string,
  input: OrderReversal,
  locale: Locale,
): Promise<OrderAnswer> {
  return reverse(ctx, ref, { ...input, amount_cents: undefined }, "cancelled", locale)
}

/**
 * Refunds an order, all of it or `amount_cents`. All of it is told to Pongo like a cancellation. Pongo has no part
 * refunds: before the order is sent the rest is what Pongo will be told; afterwards the answer carries a warning.
 * @throws AppError as {@link cancelOrder}, and `validation_failed` when more than the rest is refunded
 */
export function refundOrder(
  ctx: Ctx,
  ref: string,
  input: OrderReversal,
  locale: Locale,
): Promise<OrderAnswer> {
  return reverse(ctx, ref, input, "refunded", locale)
}

type Reversed = { id: string; is_whole: boolean; is_unsent: boolean }

async function reverse(
  ctx: Ctx,
  ref: string,
  input: OrderReversal,
  state: "cancelled" | "refunded",
  locale: Locale,
): Promise<OrderAnswer> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const place = await requireLocation(ctx, input.location_id, { archivedToo: true })
  const amount = input.amount_cents ?? null
  const reversed = await sql.begin(async (tx) => {
    const [row] = await tx<Reversed[]>`
      with target as (
        select o.id, o.total_cents - o.refunded_cents as rest, coalesce(${amount}::int, o.total_cents - o.refunded_cents) as amount,
               ${isUnsent()} as is_unsent
        from orders o join deliveries d on d.order_id = o.id
        where o.merchant_id = ${ctx.merchantId} and o.location_id = ${place.id} and o.ref = ${ref}
          and ${knownTo(ctx, sql`o.id`)}
        for update
      ), changed as (
        update orders o set
          refunded_cents = case when ${state} = 'refunded' then o.refunded_cents + t.amount else o.refunded_cents end,
          state = case when ${state} = 'cancelled' or t.amount = t.rest then ${state} else o.state end
        from target t
        where o.id = t.id and o.state not in ('cancelled', 'refunded') and t.amount <= t.rest
          and (${state} = 'cancelled' or o.state = 'paid')
        returning o.id, o.merchant_id, o.total_cents - o.refunded_cents as rest, t.is_unsent, (${state} = 'cancelled' or t.amount = t.rest) as is_whole
      ), outbox as (
        update deliveries d set state = 'skipped', reason = 'cancelled'
        from changed c where d.order_id = c.id and c.is_whole and ${isOnGround()}
      ), rest as (
        -- What was never sent is sent as what is left.
        update order_payloads p set body = jsonb_set(p.body, '{total_cents}', to_jsonb(c.rest))
        from changed c where p.order_id = c.id and c.is_unsent and not c.is_whole
      ), rewards as (
        update reward_holds h set state = 'locked', holder = null, locked_until = now() from changed c
        where h.merchant_id = c.merchant_id and h.order_id = c.id and c.is_whole and c.is_unsent
      ), event as (
        insert into order_events (id, order_id, merchant_id, kind, actor)
        select ${newId()}, id, merchant_id,
               case when is_whole then ${state} else 'partly_refunded' end, ${actorLabel(ctx)} from changed
      )
      select id, is_whole, is_unsent from changed`
    const job = { orderId: row?.id ?? "", merchantId: ctx.merchantId }
    if (row?.is_whole && row.is_unsent) await enqueueJob("free_rewards", job, { within: tx })
    if (row?.is_whole && !row.is_unsent)
      await enqueueJob("tell_pongo_status", { ...job, status: state }, { within: tx })
    return row
  })
  const order = await readOrder(ctx, place.id, ref)
  if (!reversed) return presentOrder(await whyUnchanged(order, state, amount), locale)
  const answer = presentOrder(order, locale)
  if (reversed.is_whole || reversed.is_unsent) return answer
  const message = "Pongo has no part refunds: the customer keeps the points of the whole order."
  return { ...answer, warnings: [...answer.warnings, { code: "partial_refund_not_told", message }] }
}

/** Saying it again is fine; anything else is a mistake with a name. */
async function whyUnchanged(
  order: Awaited<ReturnType<typeof readOrder>>,
  state: string,
  amount: number | null,
) {
  const [now] = await sql<{ state: string; rest: number }[]>`
    select state, total_cents - refunded_cents as rest from orders where id = ${order.id}`
  if (now?.state === state && amount === null) return order
  if (now?.state === "paid" && amount !== null)
    throw new AppError("validation_failed", `Only ${now.rest} cents are left to refund.`, {
      fields: [{ path: "amount_cents", message: `at most ${now.rest}` }],
    })
  throw new AppError("order_already_closed", `The order is ${now?.state}; it cannot become ${state}.`)
}
