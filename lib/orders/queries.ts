import { syncColumns } from "@/db/delivery-holds"
import type {
  AttemptError,
  AttemptOutcome,
  AttemptTrigger,
  OrderState,
  SyncReason,
  SyncStatus,
} from "@/db/enums"
import { sql } from "@/db/index"
import type { OrderReversal, RemovedRewards } from "@/db/schema/orders"
import { actorName, type Ctx, isTestTill } from "@/lib/auth/ctx"
import { open } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { requireLocation } from "@/lib/locations/queries"
import { maskPhone } from "@/lib/phone"
import { explainSync } from "./explain"
import { rewardPrompt } from "./reward-prompt"
import type { OrderAnswer, OrderCustomer, OrderWithAttempts, PosOrder } from "./schema"
import { presentWarnings, type Warning } from "./warnings"

/** Restricts a till's calls about existing orders: the test till sees test orders only. */
export const visibleToTill = (ctx: Ctx, orderId: ReturnType<typeof sql>) =>
  isTestTill(ctx)
    ? sql`exists (select 1 from deliveries k where k.order_id = ${orderId} and k.is_test)`
    : sql`true`

export type StoredOrder = {
  id: string
  merchantId: string
  ref: string
  state: OrderState
  locationId: string
  locationRef: string
  locationName: string
  payloadHash: string
  receivedAt: Date
  totalCents: number
  refundedCents: number
  /** Pongo's id, when the order or the directory knows it. */
  customerId: string | null
  sealedCustomer: string | null
  warnings: Warning[]
  removedRewards: RemovedRewards | null
  reversal: OrderReversal | null
  isTest: boolean
  status: SyncStatus
  reason: SyncReason | null
  message: string | null
  storeSlug: string | null
  attempts: number
  nextAttemptAt: Date | null
  deliveredAt: Date | null
}

/** Pongo's id of the order's customer. @param order the alias of `orders` in the query */
export const customerIdOf = (order: string) => sql`
  coalesce(${sql(order)}.customer_id, (
    select k.id from customers k
    where k.merchant_id = ${sql(order)}.merchant_id and k.phone_index = ${sql(order)}.customer_phone_index))`

/**
 * Reads one order with its sync state.
 * @param options.realToo lets the test till see a real order too, only to report that its number is taken
 * @throws AppError `order_not_found`
 */
export async function readOrder(
  ctx: Ctx,
  locationId: string,
  ref: string,
  options: { realToo?: boolean } = {},
): Promise<StoredOrder> {
  const [row] = await sql<StoredOrder[]>`
    select o.id, o.merchant_id as "merchantId", o.ref, o.state, l.id as "locationId", l.ref as "locationRef",
           l.name as "locationName", o.payload_hash as "payloadHash", o.received_at as "receivedAt", o.total_cents as "totalCents", o.refunded_cents as "refundedCents",
           ${customerIdOf("o")} as "customerId", p.customer as "sealedCustomer", o.warnings,
           o.removed_rewards as "removedRewards", o.reversal,
           d.is_test as "isTest", ${syncColumns()}, d.message,
           coalesce(d.store_slug, h.mapped_slug) as "storeSlug", d.attempts,
           case when d.state = 'retrying' then d.next_attempt_at end as "nextAttemptAt", d.delivered_at as "deliveredAt"
    from orders o
    join deliveries d on d.order_id = o.id
    join locations l on l.id = o.location_id
    join delivery_holds h on h.location_id = o.location_id
    left join order_payloads p on p.order_id = o.id
    where o.merchant_id = ${ctx.merchantId} and o.location_id = ${locationId} and o.ref = ${ref}`
  if (!row || (isTestTill(ctx) && !row.isTest && !options.realToo))
    throw new AppError("order_not_found", `No order ${JSON.stringify(ref)} at this location.`)
  return row
}

/** The order as every route of the checkout API returns it. */
export function presentOrder(row: StoredOrder, locale: Locale): OrderAnswer {
  return {
    id: row.id,
    order_id: row.ref,
    location_id: row.locationRef,
    state: row.state,
    total_cents: row.totalCents,
    refunded_cents: row.refundedCents,
    customer: presentCustomer(row),
    sync: {
      status: row.status,
      reason: row.reason,
      message: explainSync(row, locale),
      store_slug: row.storeSlug,
      attempts: row.attempts,
      next_attempt_at: row.status === "held" ? null : (row.nextAttemptAt?.toISOString() ?? null),
      delivered_at: row.deliveredAt?.toISOString() ?? null,
    },
    warnings: presentWarnings(row.warnings, locale),
    reversal: row.reversal && presentReversal(row.reversal),
    ...(row.removedRewards && UNPAID_HERE.includes(row.state)
      ? { reward_prompt: rewardPrompt(row.removedRewards, locale) }
      : {}),
  }
}

/** States in which the customer can still choose to pay here. */
const UNPAID_HERE: readonly OrderState[] = ["external_payment", "payment_failed", "paid_elsewhere"]

const presentReversal = ({ at, pointsBefore, pointsAfter, rewards }: OrderReversal) => ({
  at,
  points_before: pointsBefore,
  points_after: pointsAfter,
  rewards: rewards.map(({ rewardId, hash, name, outcome }) => ({ reward_id: rewardId, hash, name, outcome })),
})

/** Shows just enough to tell customers apart; the full profile has its own call. */
function presentCustomer({ merchantId, customerId, sealedCustomer }: StoredOrder): OrderAnswer["customer"] {
  const told = sealedCustomer && openCustomer(merchantId, sealedCustomer)
  const phone = told && "phone" in told ? maskPhone(told.phone) : null
  return customerId || phone ? { id: customerId, phone } : null
}

export type Attempt = {
  id: string
  startedAt: Date
  durationMs: number | null
  trigger: AttemptTrigger
  actor: string | null
  outcome: AttemptOutcome
  errorKind: AttemptError | null
  httpStatus: number | null
  phase: string | null
  message: string | null
  isCounted: boolean
  nextAttemptAt: Date | null
  storeSlug: string | null
  request: unknown
  response: string | null
}

/** Every delivery attempt of the order, oldest first, bodies redacted. */
export async function listAttempts(ctx: Ctx, orderId: string): Promise<Attempt[]> {
  const rows = await sql<Attempt[]>`
    select id, started_at as "startedAt", duration_ms as "durationMs", trigger, actor, outcome,
           error_kind as "errorKind", http_status as "httpStatus", phase, message, is_counted as "isCounted",
           next_attempt_at as "nextAttemptAt", store_slug as "storeSlug", request, response
    from attempts where order_id = ${orderId} and merchant_id = ${ctx.merchantId}
    order by started_at, id`
  return rows.map((row) => ({ ...row, actor: row.actor && actorName(row.actor) }))
}

/** {@link presentOrder} with its attempts, for `GET /orders/{order_id}`. */
export async function getOrderForTill(
  ctx: Ctx,
  ref: string,
  locationRef: string | undefined,
  locale: Locale,
): Promise<OrderWithAttempts> {
  if (!locationRef && !ctx.keyLocationId)
    throw new AppError(
      "validation_failed",
      "location_id is required: order numbers are unique within a location.",
      {
        fields: [{ path: "location_id", message: "required with a key that is not bound to a location" }],
      },
    )
  const locationId = locationRef
    ? (await requireLocation(ctx, locationRef, { archivedToo: true })).id
    : ctx.keyLocationId!
  const order = await readOrder(ctx, locationId, ref)
  const attempts = await listAttempts(ctx, order.id)
  return {
    ...presentOrder(order, locale),
    attempts: attempts.map((attempt) => ({
      at: attempt.startedAt.toISOString(),
      trigger: attempt.trigger,
      outcome: attempt.outcome,
      http_status: attempt.httpStatus,
      error: attempt.errorKind,
      message: attempt.message,
      duration_ms: attempt.durationMs,
    })),
  }
}

export type OrderDetail = Omit<StoredOrder, "merchantId" | "customerId" | "sealedCustomer"> & {
  locationId: string
  closedAt: Date
  paidAt: Date | null
  externalRef: string | null
  rewardCount: number
  tillName: string | null
  apiKeyName: string | null
  /** Without the fields that the merchant's retention periods removed. */
  body: Pick<PosOrder, "lines"> & Partial<Omit<PosOrder, "customer">>
  customer: OrderCustomer | null
  /** `reason`: the cashier's own words. */
  events: { kind: string; actor: string | null; reason: string | null; at: Date }[]
}

/**
 * Everything the order page shows.
 * @throws AppError `order_not_found`, also for another merchant's order
 */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderDetail> {
  const [row] = await sql<(Omit<OrderDetail, "customer"> & { sealedCustomer: string | null })[]>`
    select o.id, o.ref, o.state, l.id as "locationId", l.ref as "locationRef", l.name as "locationName",
           o.payload_hash as "payloadHash", o.received_at as "receivedAt", o.closed_at as "closedAt",
           o.paid_at as "paidAt", o.total_cents as "totalCents", o.reward_count as "rewardCount", o.warnings,
           o.removed_rewards as "removedRewards", o.reversal,
           o.refunded_cents as "refundedCents", o.external_ref as "externalRef", d.is_test as "isTest",
           coalesce(o.till_name, o.till_id) as "tillName", k.name as "apiKeyName", ${syncColumns()}, d.message,
           coalesce(d.store_slug, h.mapped_slug) as "storeSlug", d.attempts,
           case when d.state = 'retrying' then d.next_attempt_at end as "nextAttemptAt",
           d.delivered_at as "deliveredAt", coalesce(p.body, '{"lines":[]}') as body, p.customer as "sealedCustomer",
           coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'actor', e.actor, 'reason', e.reason, 'at', e.at) order by e.at, e.id)
                     from order_events e where e.order_id = o.id), '[]') as events
    from orders o
    join deliveries d on d.order_id = o.id
    join locations l on l.id = o.location_id
    join delivery_holds h on h.location_id = o.location_id
    left join order_payloads p on p.order_id = o.id
    left join api_keys k on k.id = o.api_key_id
    where o.merchant_id = ${ctx.merchantId} and o.id = ${id}`
  if (!row) throw new AppError("order_not_found")
  const { sealedCustomer, ...order } = row
  return {
    ...order,
    customer: sealedCustomer ? openCustomer(ctx.merchantId, sealedCustomer) : null,
    events: order.events.map((event) => ({
      ...event,
      actor: event.actor && actorName(event.actor),
      reason: event.reason && open(event.reason, reasonContext(ctx.merchantId)),
      at: new Date(event.at),
    })),
  }
}

/** The customer as the till sent it. */
export const openCustomer = (merchantId: string, sealed: string): OrderCustomer =>
  JSON.parse(open(sealed, customerContext(merchantId)))

/** Binds the sealed reason of a cancellation or refund to its merchant. */
export const reasonContext = (merchantId: string) => `order_events.reason:${merchantId}`

/** Binds a sealed customer to its merchant. */
export function customerContext(merchantId: string): string {
  return `orders.customer:${merchantId}`
}
