import { z } from "zod"
import { segment, type WireCall } from "./calls"
import { type PongoCustomerFields, writeCustomer } from "./customers"
import { identity, type Reading, readExact, readOne } from "./fields"

type PongoChannel = "pos" | "kiosk" | "click_and_collect" | "order_and_pay"
type PongoDeliveryMode = "on_site" | "take_away" | "delivery"

/** A paid and closed order. Amounts are cents, times ISO 8601 with an offset. */
export type PongoOrder = {
  orderId: string
  /** The order's id at the partner that created it. */
  externalOrderId?: string | null
  channel: PongoChannel
  deliveryMode: PongoDeliveryMode
  storeSlug: string
  amountCents: number
  taxCents?: number | null
  createdAt: string
  withdrawalAt?: string | null
  comment?: string | null
  lines: PongoOrderLine[]
  /** Pongo enlists a customer whose phone it does not know. */
  customer: PongoOrderCustomer | null
  payments?: { method: string; amountCents: number }[]
  deviceId?: string | null
  deviceName?: string | null
}

type PongoOrderLine = {
  sku: string
  name: string
  quantity: number
  unitAmountCents: number
  amountCents: number
  /** Confirms this reward as used. */
  rewardId?: string | null
}

export type PongoOrderCustomer = Pick<PongoCustomerFields, "firstName" | "lastName" | "email" | "optIn"> & {
  id?: string | null
  phone?: string | null
}

const CHANNELS = {
  pos: "pos",
  kiosk: "kiosk",
  click_and_collect: "click_and_collect",
  order_and_pay: "order_and_pay",
} as const satisfies Record<PongoChannel, string>

const DELIVERY_MODES = {
  on_site: "on_site",
  take_away: "take_away",
  delivery: "delivery",
} as const satisfies Record<PongoDeliveryMode, string>

export const sendOrderCall = (order: PongoOrder): WireCall => ({
  method: "POST",
  path: "/v1/orders",
  body: known({
    order_id: order.orderId,
    external_order_id: order.externalOrderId,
    channel: CHANNELS[order.channel],
    delivery_mode: DELIVERY_MODES[order.deliveryMode],
    loyalty_store_slug: order.storeSlug,
    amount: order.amountCents,
    taxes: order.taxCents,
    status: "closed",
    created_at: order.createdAt,
    delivery_status: "delivered",
    withdrawal_at: order.withdrawalAt,
    comment: order.comment,
    lines: order.lines.map((line) =>
      known({
        external_id: line.sku,
        name: line.name,
        quantity: line.quantity,
        unit_amount: line.unitAmountCents,
        amount: line.amountCents,
        reward_id: line.rewardId,
      }),
    ),
    customer: order.customer && writeOrderCustomer(order.customer),
    payments: order.payments?.map(({ method, amountCents }) => ({ method, amount: amountCents })),
    device_id: order.deviceId,
    device_name: order.deviceName,
  }),
})

const writeOrderCustomer = ({ id, phone, ...fields }: PongoOrderCustomer) =>
  known({ id, ...writeCustomer({ ...fields, phone: phone ?? undefined }) })

const known = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

export type SentOrder = {
  /** Pongo answers *already processed* to an order it has. Both outcomes mean delivered. */
  outcome: "created" | "already_processed"
  pongoOrderId: string | null
}

/** The fields the answer to an order should have. An order counts as sent without them. */
export const SENT_ORDER_FIELDS = { id: identity }

const order = z.object({ id: identity.nullish().catch(null), order_id: identity.nullish().catch(null) })

const ALREADY_PROCESSED = "This order has already been processed."
const repeat = z.object({ message: z.string().trim().pipe(z.literal(ALREADY_PROCESSED)) })

/**
 * A 202 proves that Pongo has the order only with its message and the order's id. Any other 202 may come from a queue
 * or a gateway. It is unreadable, so the outcome stays unknown.
 */
export function readSentOrder(body: unknown, status: number): Reading<SentOrder> {
  const reading = readOne(order, body)
  if (!reading.ok) return reading
  const pongoOrderId = reading.value.id ?? null
  if (status !== 202) return { ok: true, value: { outcome: "created", pongoOrderId } }
  const said = readExact(repeat, body)
  if (!said.ok) return said
  if (pongoOrderId ?? reading.value.order_id)
    return { ok: true, value: { outcome: "already_processed", pongoOrderId } }
  return { ok: false, jsonPath: "data.id", problem: "missing" }
}

export type ClosedOrderStatus = "cancelled" | "refunded"

/** Sends the store too: two stores of a merchant may use the same order number. */
export const orderStatusCall = (
  orderId: string,
  { status, storeSlug }: { status: ClosedOrderStatus; storeSlug: string },
): WireCall => ({
  method: "PATCH",
  path: `/v1/orders/${segment(orderId)}/status`,
  body: { status, loyalty_store_slug: storeSlug },
})

/** Whether an order was refused because its store slug is not, or no longer, one of the merchant's. */
export const blamesStore = (fieldErrors: Record<string, string[]> | undefined) =>
  fieldErrors !== undefined && "loyalty_store_slug" in fieldErrors
