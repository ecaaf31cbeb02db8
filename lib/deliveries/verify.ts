import type { PongoErrorKind, Verification } from "@/db/enums"
import { db, sql } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { callPongo } from "@/lib/connections/call"
import { getPongoHealth } from "@/lib/connections/queries"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { logger, scrubText } from "@/lib/log"
import { PongoError } from "@/lib/pongo/error"
import { type Exchange, withoutPersonalData } from "@/lib/pongo/exchange"
import type { SentOrder } from "@/lib/pongo/wire/orders"
import type { Taken } from "./take"
import { toPongoOrder } from "./to-pongo"

export type VerifiedOrder = {
  verification: Verification
  errorKind: PongoErrorKind | null
  retryAfterSeconds: number | null
}

type Delivered = Pick<
  Taken,
  "orderId" | "merchantId" | "storeSlug" | "pongoOrderRef" | "toldCents" | "body" | "customer" | "heldHashes"
>

/**
 * Asks Pongo to prove that it has a delivered order: resends the same content under the same number to the same store;
 * "already processed" is the proof. The order does not change, whatever Pongo answers. The answer is an attempt with
 * the trigger `verify`, outside the schedule. Two calls at once ask twice and create no second order.
 * @param onBehalfOf the `actorLabel` of who confirmed a replay; default is the caller, who is then audited
 * @returns `arrived` when Pongo did not have the order and has it now; `failed` when its answer shows neither
 * @throws AppError `role_required` (manager), `order_not_found`, `verification_not_possible` when it is not delivered,
 * was reversed, or its content is gone; `not_connected`, and `pongo_unavailable` without having asked
 */
export async function verifyOrder(
  ctx: Ctx,
  { id }: { id: string },
  onBehalfOf?: string,
): Promise<VerifiedOrder> {
  requireRole(ctx, alsoActing("manager"))
  const order = await readDelivered(ctx, id)
  if ((await getPongoHealth(ctx))?.isDown) throw new AppError("pongo_unavailable")
  const asked = { startedAt: new Date(), onBehalfOf }
  const content = toPongoOrder(order)
  let sent: { value: SentOrder; exchange: Exchange } | undefined
  try {
    await callPongo(ctx, "verify", async (client, token) => {
      sent = await client.sendOrder(token, content, { timeoutMs: env.PONGO_TIMEOUT_MS })
      return sent
    })
  } catch (error) {
    if (!(error instanceof AppError && error.cause instanceof PongoError)) throw error
    const { exchange, kind, message, retryAfterSeconds } = error.cause
    const failure = { kind, message: scrubText(message) }
    await note(ctx, order, { ...asked, exchange, outcome: "not_verified", failure })
    return { verification: "failed", errorKind: kind, retryAfterSeconds }
  }
  const { value, exchange } = sent!
  const hadIt = value.outcome === "already_processed"
  if (!hadIt) logger.warn({ orderId: id, merchantId: ctx.merchantId }, "a delivered order was not at Pongo")
  await note(ctx, order, { ...asked, exchange, outcome: hadIt ? "already_processed" : "delivered" })
  return { verification: hadIt ? "confirmed" : "arrived", errorKind: null, retryAfterSeconds: null }
}

/** Reads the content to send again. Refuses while Pongo has asked the location to pause. */
async function readDelivered(ctx: Ctx, id: string): Promise<Delivered> {
  const [row] = await sql<(Delivered & { pausedSeconds: number | null; isPossible: boolean })[]>`
    select d.order_id as "orderId", d.merchant_id as "merchantId", d.store_slug as "storeSlug",
           d.pongo_order_ref as "pongoOrderRef", p.body, p.customer,
           coalesce(d.told_cents, (p.body ->> 'total_cents')::int) as "toldCents",
           case when o.reward_count = 0 then '{}' else array(
             select h.hash from reward_holds h
             where h.merchant_id = d.merchant_id and h.order_id = d.order_id and h.state = 'on_order') end as "heldHashes",
           (select ceil(extract(epoch from n.paused_until - now()))::int from delivery_lanes n
            where n.location_id = d.location_id and n.paused_until > now()) as "pausedSeconds",
           coalesce(d.state = 'delivered' and o.state = 'paid' and d.store_slug is not null
                    and d.pongo_order_ref is not null and p.body -> 'lines' <> '[]', false) as "isPossible"
    from deliveries d
    join orders o on o.id = d.order_id
    left join order_payloads p on p.order_id = d.order_id
    where d.order_id = ${id} and d.merchant_id = ${ctx.merchantId}`
  if (!row) throw new AppError("order_not_found")
  const { pausedSeconds, isPossible, ...order } = row
  if (!isPossible) throw new AppError("verification_not_possible")
  if (pausedSeconds !== null)
    throw new AppError("pongo_unavailable", undefined, { retryAfterSeconds: pausedSeconds })
  return order
}

type Answer = {
  startedAt: Date
  onBehalfOf: string | undefined
  exchange: Exchange
  outcome: "already_processed" | "delivered" | "not_verified"
  failure?: { kind: PongoErrorKind; message: string }
}

/** Records the attempt and the actor; leaves the delivery unchanged. */
async function note(ctx: Ctx, order: Delivered, answer: Answer) {
  const { startedAt, onBehalfOf, outcome, failure } = answer
  const exchange = withoutPersonalData(answer.exchange)
  const request = exchange.requestBody === null ? null : sql.json(exchange.requestBody as never)
  await db.transaction(async (tx) => {
    await tx`
      insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, actor, outcome, error_kind,
                            http_status, phase, message, is_counted, store_slug, request, response)
      values (${newId()}, ${order.orderId}, ${order.merchantId}, ${startedAt}, ${Math.round(exchange.durationMs)}, 'verify',
              ${onBehalfOf ?? actorLabel(ctx)}, ${outcome}, ${failure?.kind ?? null}, ${exchange.status}, ${exchange.phase},
              ${failure?.message ?? null}, false, ${order.storeSlug}, ${request}, ${exchange.responseBody})`
    if (onBehalfOf === undefined) await recordAudit(tx, ctx, "order.verified", order.orderId)
  })
}
