import type { Sql } from "postgres"
import { syncColumns } from "@/db/delivery-holds"
import { db, sql, type Tx } from "@/db/index"
import type { RemovedRewards } from "@/db/schema/orders"
import { actorLabel, type Ctx, isTestTill, requireRoleOrScope } from "@/lib/auth/ctx"
import { blindIndex, seal } from "@/lib/crypto"
import { phoneContext, readPhone } from "@/lib/customers/queries"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { wakeWorkers } from "@/lib/jobs/wake"
import { requireLocation } from "@/lib/locations/queries"
import { getMerchantCached } from "@/lib/merchants/queries"
import { contentHash } from "./content-hash"
import { holdRewards, lockHolders, releaseRewards } from "./hold-rewards"
import { identifyRewards } from "./order-rewards"
import { customerContext, customerIdOf, presentOrder, readOrder, type StoredOrder } from "./queries"
import { findRemovedRewards, withoutRewards } from "./reward-prompt"
import { type OrderAnswer, type OrderCustomer, type PosOrder, TEST_ORDER_PREFIX } from "./schema"
import { findWarnings, type Warning } from "./warnings"

/**
 * Accepts an order from a till. One statement stores the order and its delivery before this returns. Sending the same
 * order again is a replay; sending a changed one updates an order that is not paid yet.
 * @param callingTill `X-Till-Id`: an order that does not name its till may use the rewards this till holds
 * @throws AppError `forbidden` (scope checkout), `location_unknown`, `location_not_allowed`, `order_conflict`,
 * `validation_failed` (phone, number of a test order)
 */
export async function acceptOrder(
  ctx: Ctx,
  order: PosOrder,
  locale: Locale,
  callingTill: string | null = null,
): Promise<{ answer: OrderAnswer; isReplay: boolean }> {
  requireRoleOrScope(ctx, "manager", "checkout")
  if (isTestTill(ctx)) requireTestNumber(order.order_id)
  const payloadHash = contentHash(ctx.merchantId, order)
  const customer = order.customer ? await normaliseCustomer(ctx, order.customer) : null
  const stored = order.lines.some((line) => line.reward)
    ? await storeWithRewards(ctx, order, payloadHash, customer, callingTill)
    : (
        await insertOrder(sql, ctx, order, {
          payloadHash,
          customer,
          removed: null,
          warnings: findWarnings(order, new Date()),
        })
      )[0]
  if (stored) {
    if (stored.status === "queued") wakeWorkers(stored)
    return { answer: presentOrder(stored, locale), isReplay: false }
  }
  // No row was written: the location is unknown or the number is taken.
  const location = await requireLocation(ctx, order.location_id, { archivedToo: true })
  const known = await readOrder(ctx, location.id, order.order_id, { realToo: true }).catch(async (error) => {
    // An archived location accepts no new orders.
    await requireLocation(ctx, order.location_id)
    throw error
  })
  // A test order must never answer for a real order with the same number, or the reverse.
  if (known.payloadHash !== payloadHash || known.isTest !== isTestTill(ctx))
    throw new AppError(
      "order_conflict",
      `Order ${order.order_id} was already handed over with another content at ${known.receivedAt.toISOString()}. ` +
        "If the POS restarts its numbers each day, make them unique, for example with the date: 2026-11-22-A-2041. " +
        "An order that Pongo rejected is corrected with PUT /orders/{order_id}/correction.",
    )
  return { answer: presentOrder(known, locale), isReplay: true }
}

/** Test orders use a reserved number prefix, so none can block a real order. */
function requireTestNumber(number: string): void {
  if (number.startsWith(TEST_ORDER_PREFIX)) return
  const message = `begins with ${TEST_ORDER_PREFIX} when a test key hands it over`
  throw new AppError("validation_failed", `order_id: ${message}`, { fields: [{ path: "order_id", message }] })
}

type StoredCustomer = { id: string | null; phone: string | null; sealed: string }

async function normaliseCustomer(ctx: Ctx, customer: OrderCustomer): Promise<StoredCustomer> {
  const { country } = await getMerchantCached(ctx)
  const phone = "phone" in customer ? await readPhone(ctx, customer.phone) : null
  if ("phone" in customer && !phone)
    throw new AppError("validation_failed", "The phone is not a number.", {
      fields: [{ path: "customer.phone", message: `not a phone number in ${country}; send it as +33…` }],
    })
  const kept = phone ? { ...customer, phone } : customer
  return {
    id: "id" in customer ? customer.id : null,
    phone,
    sealed: seal(JSON.stringify(kept), customerContext(ctx.merchantId)),
  }
}

/**
 * Stores an order with rewards and claims its wallet entries in the same transaction. Each entry is confirmed only
 * through this order's line; if one cannot be claimed, the order is refused.
 */
async function storeWithRewards(
  ctx: Ctx,
  order: PosOrder,
  payloadHash: string,
  customer: StoredCustomer | null,
  callingTill: string | null,
) {
  const location = await requireLocation(ctx, order.location_id, { archivedToo: true })
  const [known] = await sql<{ payload_hash: string; state: string }[]>`
    select payload_hash, state from orders
    where merchant_id = ${ctx.merchantId} and location_id = ${location.id} and ref = ${order.order_id}`
  // A repeat returns its stored answer even though its rewards are spent by now.
  if (known && (known.payload_hash === payloadHash || !CHANGEABLE.includes(known.state))) return undefined
  if (!known) await requireLocation(ctx, order.location_id)
  // An order paid in another system that confirms no rewards claims none.
  const confirmsRewards = order.external_payment?.confirms !== false
  const { customerId, rewards, warnings } = confirmsRewards
    ? await identifyRewards(ctx, order, customer)
    : { customerId: null, rewards: [], warnings: [] }
  const named: PosOrder = {
    ...order,
    lines: order.lines.map((line, index) => {
      const reward = rewards.find((candidate) => candidate.line === index)
      return reward
        ? { ...line, reward: { reward_id: reward.rewardId, hash: reward.hash ?? undefined } }
        : line
    }),
  }
  const removed = await findRemovedRewards(ctx.merchantId, named)
  const travelling = { ...named, lines: withoutRewards(named.lines, removed) }
  const holders = lockHolders(ctx.actor, order.till?.id ?? callingTill)
  return db.transaction(async (tx) => {
    const [stored] = await insertOrder(tx, ctx, travelling, {
      payloadHash,
      customer,
      removed,
      warnings: [...findWarnings(order, new Date()), ...warnings],
    })
    if (!stored) return undefined
    const held = rewards.filter(({ line }) => travelling.lines[line]!.reward)
    if (held.length > 0) await holdRewards(tx, ctx.merchantId, stored.id, customerId!, held, holders)
    if (removed) await releaseRewards(tx, ctx.merchantId, stored.id, removed, holders)
    return stored
  })
}

const CHANGEABLE = ["open", "external_payment", "payment_failed"]

/**
 * Stores order, payload and delivery in one statement (measured: twice the throughput of three in a transaction).
 * Returns no row when the location is unknown or the number belongs to an order that can no longer change.
 */
function insertOrder(
  on: Sql | Tx,
  ctx: Ctx,
  order: PosOrder,
  {
    payloadHash,
    customer,
    removed,
    warnings,
  }: {
    payloadHash: string
    customer: StoredCustomer | null
    removed: RemovedRewards | null
    warnings: Warning[]
  },
) {
  const { customer: _, ...body } = order
  const now = new Date()
  const saidAt = order.closed_at ? new Date(order.closed_at) : now
  // A till whose clock is ahead must not stand first in the log until that moment.
  const closedAt = saidAt < now ? saidAt : now
  const state =
    order.state === "external_payment" && !order.external_payment?.confirms ? "paid_elsewhere" : order.state
  const delivery = state === "paid" ? "queued" : state === "paid_elsewhere" ? "skipped" : "waiting_payment"
  const reason = state === "paid_elsewhere" ? "payment_not_confirmable" : null
  const hashes = state === "paid_elsewhere" ? [] : order.lines.flatMap((line) => line.reward?.hash ?? [])
  return on<StoredOrder[]>`
    with location as (
      select l.id, l.ref, l.name, h.reason, h.mapped_slug, g.sends_anonymous_orders
      from locations l
      join delivery_holds h on h.location_id = l.id
      join merchants g on g.id = l.merchant_id
      where l.merchant_id = ${ctx.merchantId} and l.ref = ${order.location_id}
        -- An archived location accepts no new orders; its open ones can still be changed and closed.
        and (l.archived_at is null or exists (
          select 1 from orders k
          where k.merchant_id = l.merchant_id and k.location_id = l.id and k.ref = ${order.order_id}))
        and (${ctx.keyLocationId}::uuid is null or l.id = ${ctx.keyLocationId}::uuid)
    ), accepted as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents,
                          external_ref, customer_id, customer_phone_index, reward_count, till_id, till_name, api_key_id, paid_at, warnings, removed_rewards)
      select ${newId()}, ${ctx.merchantId}, l.id, ${order.order_id}, ${state}, ${payloadHash}, ${closedAt},
             ${order.total_cents}, ${order.external_order_id ?? null}, ${customer?.id ?? null},
             ${customer?.phone ? blindIndex(customer.phone, phoneContext(ctx.merchantId)) : null},
             ${order.lines.filter((line) => line.reward).length}, ${order.till?.id ?? null}, ${order.till?.name ?? null},
             ${ctx.actor.kind === "key" ? ctx.actor.id : null}, ${state === "paid" ? saidAt : null},
             ${sql.json(warnings)}, ${removed && sql.json(removed)}
      from location l
      on conflict (merchant_id, location_id, ref) do update set
        state = excluded.state, payload_hash = excluded.payload_hash, closed_at = excluded.closed_at,
        total_cents = excluded.total_cents, external_ref = excluded.external_ref, customer_id = excluded.customer_id,
        customer_phone_index = excluded.customer_phone_index, reward_count = excluded.reward_count,
        till_id = excluded.till_id, till_name = excluded.till_name, paid_at = excluded.paid_at,
        warnings = excluded.warnings, closing_hash = null,
        removed_rewards = excluded.removed_rewards
        where orders.state in ('open', 'external_payment', 'payment_failed')
          and orders.payload_hash <> excluded.payload_hash
          and (select d.is_test from deliveries d where d.order_id = orders.id) = ${isTestTill(ctx)}
      returning *, xmax = 0 as is_new
    ), payload as (
      insert into order_payloads (order_id, body, customer)
      select id, ${sql.json(body)}, ${customer?.sealed ?? null} from accepted
      on conflict (order_id) do update set body = excluded.body, customer = excluded.customer
    ), outbox as (
      insert into deliveries (order_id, merchant_id, location_id, closed_at, is_test, state, reason, next_attempt_at)
      select a.id, a.merchant_id, a.location_id, a.closed_at, ${isTestTill(ctx)},
             case when f.is_off then 'skipped' else ${delivery} end,
             case when f.is_off then 'anonymous_orders_off' else ${reason} end, now()
      from accepted a, location l,
        lateral (select ${delivery} = 'queued' and ${customer === null} and not l.sends_anonymous_orders as is_off) f
      on conflict (order_id) do update set
        closed_at = excluded.closed_at, state = excluded.state, reason = excluded.reason,
        next_attempt_at = excluded.next_attempt_at
        where deliveries.state in ('waiting_payment', 'skipped')
      returning *
    ), freed as (
      -- Rewards that the change removed from the order.
      delete from reward_holds h using accepted a
      where not a.is_new and h.merchant_id = a.merchant_id and h.order_id = a.id and not (h.hash = any(${hashes}))
    ), changed as (
      insert into order_events (id, order_id, merchant_id, kind, actor)
      select ${newId()}, id, merchant_id, 'changed', ${actorLabel(ctx)} from accepted where not is_new
    )
    select a.id, a.merchant_id as "merchantId", a.ref, a.state, h.id as "locationId", h.ref as "locationRef",
           h.name as "locationName", a.payload_hash as "payloadHash",
           a.received_at as "receivedAt", a.total_cents as "totalCents", a.refunded_cents as "refundedCents", a.warnings,
           a.removed_rewards as "removedRewards", a.reversal,
           ${customerIdOf("a")} as "customerId", ${customer?.sealed ?? null}::text as "sealedCustomer", d.is_test as "isTest", d.attempts, null::timestamptz as "nextAttemptAt",
           null::timestamptz as "deliveredAt", null::text as message,
           coalesce(d.store_slug, h.mapped_slug) as "storeSlug",
           ${syncColumns()}
    from accepted a join outbox d on d.order_id = a.id, location h`
}
