import { type Answer, ApiError, type MerchantCall, paginate, type Route } from "../server/http"
import { newId } from "../state/ids"
import { type Customer, type Order, orderKey } from "../state/state"
import { isoNow, type World } from "../state/world"
import { enlist, movePoints } from "./customers"
import { ORDER_STATUSES, type OrderCustomer, type OrderFields, readOrder } from "./order-fields"
import { isLockedByAnother, lockOwner } from "./reward-locks"
import { markUsed } from "./rewards"
import { guarded } from "./tokens"
import { FieldErrors, FieldReader, fieldError } from "./validation"
import { recordViolation } from "./violations"

const CENTS_PER_POINT = 100

export const orderRoutes: Route[] = [
  guarded("POST", "/v1/orders", "order.create", createOrder),
  guarded("GET", "/v1/orders", "order.read", (world, call) => {
    const mine = world.state.orders.rows().filter((order) => order.merchant_id === call.merchantId)
    return paginate(call, mine, presentOrder)
  }),
  guarded("GET", "/v1/orders/{order_id}", "order.read", (world, call) => ({
    status: 200,
    body: { data: presentOrder(requireOrder(world, call, null)) },
  })),
  guarded("PATCH", "/v1/orders/{order_id}/status", "order.update", changeStatus),
]

function presentOrder(order: Order) {
  const { merchant_id: _merchant, payload: _payload, times_posted: _times, ...shown } = order
  return shown
}

function createOrder(world: World, call: MerchantCall): Answer {
  const fields = readOrder(world, call.merchantId, call.json())
  const { store } = fields
  const known = world.state.orders.get(orderKey(store.public_id, fields.orderId))
  if (known) {
    noteRepeat(world, known, fields)
    const data = { id: known.id, order_id: known.order_id }
    return { status: 202, body: { message: "This order has already been processed.", data } }
  }

  const customer = fields.customer && findOrEnlist(world, call.merchantId, fields.customer, store.slug)
  if (fields.customer?.known) takeConsent(world, fields.customer.known, fields)
  const earnsPoints = customer !== null && fields.status === "closed"
  const points = earnsPoints ? Math.floor(fields.amountCents / CENTS_PER_POINT) : 0
  const order = world.state.orders.put({
    id: newId("ord", 16),
    order_id: fields.orderId,
    external_order_id: fields.externalOrderId,
    merchant_id: call.merchantId,
    store_id: store.public_id,
    store_slug: store.slug,
    channel: fields.channel,
    delivery_mode: fields.deliveryMode,
    amount: fields.amountCents,
    status: fields.status,
    created_at: fields.createdAt,
    received_at: isoNow(world),
    customer_id: customer?.id ?? null,
    device_id: fields.deviceId,
    points_awarded: points,
    points_taken_back: 0,
    times_posted: 1,
    payload: world.settings.recordBodies ? call.json() : null,
  })
  if (customer) movePoints(world, customer, points)
  for (const rewardId of fields.lineRewardIds) confirmReward(world, call, order, customer, rewardId)
  return { status: 201, body: { data: { id: order.id, order_id: order.order_id, status: order.status } } }
}

function noteRepeat(world: World, order: Order, fields: OrderFields): void {
  order.times_posted += 1
  if (fields.amountCents === order.amount) return
  recordViolation(world, "order_resent_with_another_amount", {
    detail: `Order ${order.order_id} was accepted at ${order.amount} cents and sent again at ${fields.amountCents}.`,
    order_id: order.order_id,
  })
}

function findOrEnlist(
  world: World,
  merchantId: string,
  { known, phone, ...profile }: OrderCustomer,
  storeSlug: string,
): Customer | null {
  if (known) return known
  if (phone === null) return null
  return enlist(world, merchantId, { ...profile, phone, reference_store_slug: storeSlug })
}

/**
 * An order may carry a consent given long ago, or never. Pongo accepts it as it is; a correct client never sends it.
 */
function takeConsent(world: World, known: Customer, { customer, orderId }: OrderFields): void {
  for (const channel of ["has_optin_sms", "has_optin_email"] as const) {
    const answer = customer?.[channel] ?? null
    if (answer === null || answer === known[channel]) continue
    recordViolation(world, "consent_changed_by_order", {
      detail: `Order ${orderId} changes ${channel} of a known customer from ${known[channel]} to ${answer}.`,
      order_id: orderId,
      customer_id: known.id,
    })
    known[channel] = answer
  }
}

/** Spends one unused won reward. The sale is over, so a missing one is recorded instead of refused. */
function confirmReward(
  world: World,
  call: MerchantCall,
  order: Order,
  customer: Customer | null,
  rewardId: string,
): void {
  const about = { order_id: order.order_id, reward_id: rewardId }
  if (!customer) {
    const detail = `Order ${order.order_id} confirms reward ${rewardId} and names no customer.`
    recordViolation(world, "reward_without_customer", { ...about, detail })
    return
  }
  const won = world.state.wonRewardsOf(customer.id).filter((row) => row.reward.id === rewardId)
  const unused = won.filter((row) => !row.is_used)
  const owner = lockOwner(call)
  const spent = unused.find((row) => !isLockedByAnother(world, row, owner)) ?? unused[0]
  if (spent) {
    markUsed(world, spent, { storeSlug: order.store_slug, via: "order_line", orderId: order.order_id })
    return
  }
  const kind = won.length > 0 ? "reward_used_twice" : "reward_never_bought"
  const reason = won.length > 0 ? "has used every one of them already" : "never bought it"
  recordViolation(world, kind, {
    ...about,
    customer_id: customer.id,
    detail: `Order ${order.order_id} confirms reward ${rewardId}, but the customer ${reason}.`,
  })
}

function changeStatus(world: World, call: MerchantCall): Answer {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const status = fields.oneOf("status", ORDER_STATUSES, { required: true })
  const slug = fields.string("loyalty_store_slug")
  errors.throwIfAny()
  const order = requireOrder(world, call, slug)
  order.status = status ?? order.status
  if (order.status !== "closed") takePointsBack(world, order)
  if (order.status !== "closed" && call.returnsRewards) returnRewards(world, order)
  return { status: 200, body: { data: presentOrder(order) } }
}

/** By default, a reversed order's reward stays used. */
function returnRewards(world: World, order: Order): void {
  if (order.customer_id === null) return
  const { uses } = world.state.tables
  const won = world.state.wonRewardsOf(order.customer_id)
  for (const use of uses.rows().filter((row) => row.order_id === order.order_id)) {
    const entry = won.find((row) => row.hash === use.hash)
    if (!entry) continue
    entry.is_used = false
    entry.used_at = null
    uses.delete(use.id)
  }
}

/** Runs once, and never goes below zero: the customer may have spent the points. */
function takePointsBack(world: World, order: Order): void {
  const customer = order.customer_id === null ? undefined : world.state.customers.get(order.customer_id)
  if (!customer || order.points_taken_back > 0) return
  order.points_taken_back = Math.min(order.points_awarded, customer.points)
  movePoints(world, customer, -order.points_taken_back)
}

/** An order by the partner's id. If two stores share the id, the store slug decides. */
function requireOrder(world: World, call: MerchantCall, slug: string | null): Order {
  const id = call.param("order_id")
  const found: Order[] = []
  for (const store of world.state.storesOf(call.merchantId)) {
    const order = world.state.orders.get(orderKey(store.public_id, id))
    if (order && (slug === null || store.slug === slug)) found.push(order)
  }
  const [order] = found
  if (!order) throw new ApiError(404, "Order not found.")
  if (found.length > 1) {
    throw fieldError("loyalty_store_slug", "Several stores have an order with this id: name the store.")
  }
  return order
}
