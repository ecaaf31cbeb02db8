import type { Customer, Store } from "../state/state"
import type { World } from "../state/world"
import { requireStore } from "./stores"
import { FieldErrors, FieldReader } from "./validation"

const CHANNELS = ["pos", "kiosk", "click_and_collect", "order_and_pay"]
const DELIVERY_MODES = ["on_site", "take_away", "delivery"]
export const ORDER_STATUSES = ["closed", "cancelled", "refunded"]
const DELIVERY_STATUSES = ["delivered"]

export type OrderCustomer = {
  /** The existing customer with this id or phone, if any. */
  known: Customer | null
  phone: string | null
  first_name: string | null
  last_name: string | null
  email: string | null
  has_optin_sms: boolean | null
  has_optin_email: boolean | null
}

export type OrderFields = {
  orderId: string
  externalOrderId: string | null
  channel: string
  deliveryMode: string
  store: Store
  amountCents: number
  status: string
  createdAt: string
  deviceId: string | null
  customer: OrderCustomer | null
  /** One entry per line that confirms a reward. */
  lineRewardIds: string[]
}

/** Reads and validates every field of an order. Throws one 422 that lists all errors. */
export function readOrder(world: World, merchantId: string, body: Record<string, unknown>): OrderFields {
  const errors = new FieldErrors()
  const fields = new FieldReader(body, errors)
  const required = { required: true }

  const orderId = fields.string("order_id", required)
  const externalOrderId = fields.string("external_order_id")
  const channel = fields.oneOf("channel", CHANNELS, required)
  const deliveryMode = fields.oneOf("delivery_mode", DELIVERY_MODES, required)
  const slug = fields.string("loyalty_store_slug", required)
  const store = requireStore(world, merchantId, slug, "loyalty_store_slug", errors)
  fields.integer("tablet_id")
  const amountCents = fields.integer("amount", { required: true, min: 0 })
  fields.integer("taxes", { min: 0 })
  for (const [index, id] of fields.strings("reward_ids").entries()) {
    if (!isRewardOf(world, merchantId, id)) errors.addInvalid(`reward_ids.${index}`)
  }
  const status = fields.oneOf("status", ORDER_STATUSES, required)
  const createdAt = fields.instant("created_at", required)
  fields.oneOf("delivery_status", DELIVERY_STATUSES, required)
  fields.instant("withdrawal_at")
  fields.string("comment", { max: 2_000 })
  const deviceId = fields.string("device_id")
  fields.string("device_name")
  const lineRewardIds = readLines(world, merchantId, fields, errors)
  const customer = readCustomer(world, merchantId, fields, errors)
  for (const payment of fields.objects("payments")) {
    payment.string("method", required)
    payment.integer("amount", required)
  }
  errors.throwIfAny()

  // Required fields were checked for null above.
  return {
    orderId,
    externalOrderId,
    channel,
    deliveryMode,
    store,
    amountCents,
    status,
    createdAt,
    deviceId,
    customer,
    lineRewardIds,
  } as OrderFields
}

function readLines(world: World, merchantId: string, fields: FieldReader, errors: FieldErrors): string[] {
  const rewardIds: string[] = []
  for (const [index, line] of fields.objects("lines", { required: true }).entries()) {
    line.string("external_id")
    line.string("name", { required: true })
    line.integer("quantity", { required: true, min: 1 })
    // A discount may be a line of its own, so there is no minimum.
    line.integer("unit_amount", { required: true })
    line.integer("amount", { required: true })
    const rewardId = line.string("reward_id")
    if (rewardId === null) continue
    if (isRewardOf(world, merchantId, rewardId)) rewardIds.push(rewardId)
    else errors.addInvalid(`lines.${index}.reward_id`)
  }
  return rewardIds
}

function readCustomer(
  world: World,
  merchantId: string,
  fields: FieldReader,
  errors: FieldErrors,
): OrderCustomer | null {
  const given = fields.object("customer")
  if (!given) return null
  const id = given.string("id")
  const phone = given.phone("phone")
  const byId = id === null ? undefined : world.state.customerOf(merchantId, id)
  const byPhone = phone === null ? undefined : world.state.customerByPhone(merchantId, phone)
  // An unknown id is an error only without a phone to fall back on.
  if (id !== null && !byId && phone === null) errors.addInvalid("customer.id")
  return {
    known: byId ?? byPhone ?? null,
    phone,
    first_name: given.string("first_name"),
    last_name: given.string("last_name"),
    email: given.email("email"),
    has_optin_sms: given.boolean("has_optin_sms"),
    has_optin_email: given.boolean("has_optin_email"),
  }
}

function isRewardOf(world: World, merchantId: string, id: string): boolean {
  return world.state.rewards.get(id)?.merchant_id === merchantId
}
