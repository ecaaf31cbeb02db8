import { db, type Tx } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, type Ctx, requireRole, requireRoleOrScope } from "@/lib/auth/ctx"
import { blindIndex, open, seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { wakeWorkers } from "@/lib/jobs/wake"
import { requireLocation } from "@/lib/locations/queries"
import { customerContext, openCustomer, presentOrder, readOrder } from "@/lib/orders/queries"
import type { OrderAnswer, OrderCorrection, PosOrder } from "@/lib/orders/schema"
import { maskEmail } from "@/lib/phone"
import { canonicalJson } from "@/lib/text"
import { applyCorrection, type Change, type Correction } from "./correction"
import { replayedDelivery } from "./mutations"

type Correcting = Omit<OrderCorrection, "location_id">

/**
 * {@link correctOrder} for a till, which identifies the order by its number.
 * @throws AppError `forbidden` (scope checkout), `order_not_found`, `location_unknown`, `location_not_allowed`, and as
 * {@link correctOrder}
 */
export async function correctOrderOfTill(
  ctx: Ctx,
  ref: string,
  { location_id, ...correction }: OrderCorrection,
  locale: Locale,
): Promise<{ answer: OrderAnswer; isReplay: boolean }> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const location = await requireLocation(ctx, location_id, { archivedToo: true })
  const { id } = await readOrder(ctx, location.id, ref)
  const isReplay = await correct(ctx, id, correction)
  return { answer: presentOrder(await readOrder(ctx, location.id, ref), locale), isReplay }
}

/**
 * Corrects harmless fields of an order that Pongo rejected, and sends it again. Keeps the original content sealed, with
 * the actor; the audit trail names the fields. Idempotent.
 * @throws AppError `role_required` (manager), `order_not_found`, `order_not_correctable`, `validation_failed`
 */
export async function correctOrder(
  ctx: Ctx,
  { id, ...correction }: Correcting & { id: string },
): Promise<void> {
  requireRole(ctx, "manager")
  await correct(ctx, id, correction)
}

/**
 * Previews the changes {@link correctOrder} would make.
 * @throws AppError as {@link correctOrder}
 */
export async function previewCorrection(
  ctx: Ctx,
  { id, ...correction }: Correcting & { id: string },
): Promise<Change[]> {
  requireRole(ctx, "manager")
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, ctx, id)
    mustBeCorrectable(order)
    return applyCorrection(order.body, customerOf(ctx, order), correction).changes.map(masked)
  })
}

/** Hides the order's customer data from the person who corrects it. */
function masked({ path, before, after }: Change): Change {
  if (before === null || !path.startsWith("customer.")) return { path, before, after }
  return { path, before: path === "customer.email" ? maskEmail(before) : `${[...before][0]}•••`, after }
}

/** @returns whether the same correction was made before */
async function correct(ctx: Ctx, id: string, correction: Correcting): Promise<boolean> {
  const hash = blindIndex(canonicalJson(correction), correctionContext(ctx.merchantId))
  const isReplay = await db.transaction(async (tx) => {
    const order = await lockOrder(tx, ctx, id)
    const before: Correction[] = order.corrections
      ? JSON.parse(open(order.corrections, correctionContext(ctx.merchantId)))
      : []
    if (!order.isCorrectable && before.at(-1)?.hash === hash) return true
    mustBeCorrectable(order)
    const { body, customer, changes, freed } = applyCorrection(order.body, customerOf(ctx, order), correction)
    const made: Correction = { at: new Date().toISOString(), actor: actorLabel(ctx), hash, changes }
    const sealed = customer && seal(JSON.stringify(customer), customerContext(ctx.merchantId))
    const corrections = seal(JSON.stringify([...before, made]), correctionContext(ctx.merchantId))
    await tx`
      with payload as (
        update order_payloads set body = ${tx.json(body as never)}, customer = ${sealed}, corrections = ${corrections}
        where order_id = ${id}
      ), counted as (
        update orders set reward_count = ${body.lines.filter(({ reward }) => reward).length}
        where id = ${id} and merchant_id = ${ctx.merchantId}
      ), replayed as (
        update deliveries set ${replayedDelivery("replay", actorLabel(ctx))}
        where order_id = ${id} and merchant_id = ${ctx.merchantId}
      ), released as (
        update reward_holds set state = 'locked', holder = null, locked_until = now(), updated_at = now()
        where merchant_id = ${ctx.merchantId} and order_id = ${id} and hash = any(${freed}) and state = 'on_order'
      )
      insert into order_events (id, order_id, merchant_id, kind, actor)
      values (${newId()}, ${id}, ${ctx.merchantId}, 'corrected', ${actorLabel(ctx)})`
    const fields = changes.map(({ path }) => path).join(", ")
    await recordAudit(tx, ctx, "order.corrected", id, { fields })
    if (freed.length > 0)
      await enqueueJob("free_rewards", { merchantId: ctx.merchantId, orderId: id }, { within: tx })
    return false
  })
  if (!isReplay) wakeWorkers()
  return isReplay
}

type Locked = {
  isCorrectable: boolean
  state: string
  reason: string | null
  body: Omit<PosOrder, "customer">
  customer: string | null
  corrections: string | null
}

async function lockOrder(tx: Tx, ctx: Ctx, id: string): Promise<Locked> {
  const [order] = await tx<Locked[]>`
    select d.state, d.reason, p.body, p.customer, p.corrections,
           coalesce(d.state = 'failed' and d.reason = 'rejected_by_pongo' and o.state = 'paid'
                    and p.body -> 'lines' <> '[]', false) as "isCorrectable"
    from orders o
    join deliveries d on d.order_id = o.id
    join order_payloads p on p.order_id = o.id
    where o.id = ${id} and o.merchant_id = ${ctx.merchantId}
    for update of o, d, p`
  if (!order) throw new AppError("order_not_found")
  return order
}

function mustBeCorrectable({ isCorrectable, state, reason }: Locked): void {
  if (isCorrectable) return
  throw new AppError(
    "order_not_correctable",
    `Only a paid order that Pongo rejected can be corrected; this one is ${[state, reason].filter(Boolean).join(": ")}.`,
  )
}

const customerOf = (ctx: Ctx, { customer }: Locked) =>
  customer === null ? null : openCustomer(ctx.merchantId, customer)

/** Binds sealed corrections to their merchant. */
const correctionContext = (merchantId: string) => `orders.corrections:${merchantId}`
