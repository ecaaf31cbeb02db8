import { type Answer, ApiError, type MerchantCall, paginate, type Route } from "../server/http"
import { newId } from "../state/ids"
import type { Customer } from "../state/state"
import { isoNow, type World } from "../state/world"
import { requireStore } from "./stores"
import { guarded } from "./tokens"
import { FieldErrors, FieldReader, fieldError, isPhone } from "./validation"

const GENDERS = ["man", "woman", "undisclosed", "other"]

export const customerRoutes: Route[] = [
  // Also serves HEAD, without a body.
  guarded("GET", "/v1/customers/phone/{phone}", "customer.read", findByPhone),
  guarded("GET", "/v1/customers/{id}", "customer.read", (world, call) => ({
    status: 200,
    body: { data: presentCustomer(requireCustomer(world, call)) },
  })),
  guarded("GET", "/v1/customers", "customer.read", (world, call) => {
    const mine = world.state.customers.rows().filter((row) => row.merchant_id === call.merchantId)
    return paginate(call, mine, presentCustomer)
  }),
  guarded("POST", "/v1/customers", "customer.create", createCustomer),
  guarded("PUT", "/v1/customers/{id}", "customer.update", updateCustomer),
  guarded("PATCH", "/v1/customers/{id}", "customer.update", updateCustomer),
]

/** A customer as Pongo presents it: never with the PIN. */
export function presentCustomer(customer: Customer) {
  const { merchant_id: _merchant, opening_points: _opening, pin: _pin, ...shown } = customer
  return shown
}

/** The customer named in the path. Throws a 404 if the merchant has no such customer. */
export function requireCustomer(world: World, call: MerchantCall): Customer {
  const customer = world.state.customerOf(call.merchantId, call.param("id"))
  if (!customer) throw new ApiError(404, "Customer not found.")
  return customer
}

export type CustomerProfile = Pick<Customer, "phone"> &
  Partial<Omit<Customer, "id" | "merchant_id" | "phone" | "created_at" | "updated_at">>

/** Enlists a customer and announces it. The phone must not be enlisted yet. */
export function enlist(world: World, merchantId: string, profile: CustomerProfile): Customer {
  const now = isoNow(world)
  const customer = world.state.addCustomer({
    id: newId("cust"),
    merchant_id: merchantId,
    first_name: null,
    last_name: null,
    email: null,
    points: profile.opening_points ?? 0,
    opening_points: 0,
    has_optin_sms: null,
    has_optin_email: null,
    gender: null,
    birthday: null,
    tags: [],
    pin: null,
    reference_store_slug: null,
    ...profile,
    created_at: now,
    updated_at: now,
  })
  world.webhooks.emit(merchantId, "customer.created", presentCustomer(customer))
  return customer
}

/** Adds or subtracts points and announces the customer's new balance. */
export function movePoints(world: World, customer: Customer, difference: number): void {
  if (difference === 0) return
  customer.points += difference
  announceUpdate(world, customer)
}

/** Throws a 422 if a PIN is given and is not the customer's. */
export function checkPin(customer: Customer, pin: string | null): void {
  if (pin !== null && customer.pin !== null && pin !== customer.pin) {
    throw fieldError("pin", "The pin is incorrect.")
  }
}

export function readPin(fields: FieldReader): string | null {
  return fields.string("pin", { pattern: /^\d{4}$/, says: "must be 4 digits." })
}

function findByPhone(world: World, call: MerchantCall): Answer {
  const phone = call.param("phone")
  if (!isPhone(phone)) {
    throw fieldError("phone", "The phone field must be an international phone number in digits, without +.")
  }
  const customer = world.state.customerByPhone(call.merchantId, phone)
  if (!customer) throw new ApiError(404, "Customer not found.")
  return { status: 200, body: { data: presentCustomer(customer) } }
}

function createCustomer(world: World, call: MerchantCall): Answer {
  const profile = readProfile(world, call, { required: true })
  if (world.state.customerByPhone(call.merchantId, profile.phone ?? "")) throw alreadyEnlisted()
  const customer = enlist(world, call.merchantId, profile as CustomerProfile)
  return { status: 201, body: { data: presentCustomer(customer) } }
}

function updateCustomer(world: World, call: MerchantCall): Answer {
  const customer = requireCustomer(world, call)
  const { phone, ...changes } = readProfile(world, call, { required: false })
  if (phone !== undefined && phone !== customer.phone) {
    if (world.state.customerByPhone(call.merchantId, phone)) throw alreadyEnlisted()
    world.state.changePhone(customer, phone)
  }
  Object.assign(customer, changes)
  announceUpdate(world, customer)
  return { status: 200, body: { data: presentCustomer(customer) } }
}

/** The profile fields in the body. Absent fields stay absent, so they change nothing. */
function readProfile(world: World, call: MerchantCall, { required }: { required: boolean }) {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const profile: Partial<CustomerProfile> = {}

  const phone = fields.phone("phone", { required: required || fields.has("phone") })
  if (phone !== null) profile.phone = phone
  const slug = fields.string("reference_store_slug", { required })
  if (slug !== null) profile.reference_store_slug = slug
  requireStore(world, call.merchantId, slug, "reference_store_slug", errors)

  const optional = {
    email: fields.email("email"),
    has_optin_sms: fields.boolean("has_optin_sms"),
    has_optin_email: fields.boolean("has_optin_email"),
    first_name: fields.string("first_name"),
    last_name: fields.string("last_name"),
    gender: fields.oneOf("gender", GENDERS),
    birthday: fields.day("birthday"),
    tags: fields.strings("tags"),
    pin: readPin(fields),
  }
  const today = isoNow(world).slice(0, 10)
  if (optional.birthday !== null && optional.birthday >= today) {
    errors.add("birthday", "The birthday field must be a date before today.")
  }
  errors.throwIfAny()
  const given = Object.entries(optional).filter(([name]) => fields.has(name))
  return Object.assign(profile, Object.fromEntries(given) as Partial<typeof optional>)
}

function announceUpdate(world: World, customer: Customer): void {
  customer.updated_at = isoNow(world)
  world.webhooks.emit(customer.merchant_id, "customer.updated", presentCustomer(customer))
}

function alreadyEnlisted(): ApiError {
  return new ApiError(409, "A customer with this phone is already enlisted.")
}
