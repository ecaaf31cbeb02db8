import { enlist, presentCustomer } from "../api/customers"
import { requireStore } from "../api/stores"
import { isScope, issueTokenByHand, revokeTokens, SCOPES } from "../api/tokens"
import { FieldErrors, FieldReader, fieldError } from "../api/validation"
import { readFault } from "../server/faults"
import { type Answer, ApiError, type Call, type Route } from "../server/http"
import { seededId } from "../state/ids"
import { computeLedger } from "../state/ledger"
import { storeKey } from "../state/state"
import { isoNow, type World } from "../state/world"
import { boardPage } from "./board-page"

export const controlRoutes: Route[] = [
  { method: "GET", path: "/", handle: boardPage },
  { method: "GET", path: "/_sandbox/state", handle: showState },
  {
    method: "GET",
    path: "/_sandbox/ledger",
    handle: (world) => ok(computeLedger(world.state, isoNow(world))),
  },
  { method: "POST", path: "/_sandbox/reset", handle: reset },
  { method: "GET", path: "/_sandbox/faults", handle: (world) => ok({ faults: world.faults.list() }) },
  { method: "POST", path: "/_sandbox/faults", handle: addFault },
  { method: "DELETE", path: "/_sandbox/faults", handle: clearFaults },
  { method: "DELETE", path: "/_sandbox/faults/{id}", handle: removeFault },
  // An HTML form can only POST.
  { method: "POST", path: "/_sandbox/faults/clear", handle: clearFaults },
  { method: "POST", path: "/_sandbox/faults/{id}/remove", handle: removeFault },
  { method: "POST", path: "/_sandbox/tokens", handle: handOutToken },
  { method: "POST", path: "/_sandbox/tokens/revoke", handle: revoke },
  { method: "POST", path: "/_sandbox/stores", handle: changeStores },
  { method: "POST", path: "/_sandbox/customers", handle: addCustomer },
  { method: "DELETE", path: "/_sandbox/customers/{id}", handle: deleteCustomer },
  { method: "DELETE", path: "/_sandbox/webhooks/{id}", handle: dropWebhook },
  { method: "POST", path: "/_sandbox/customers/{id}/remove", handle: deleteCustomer },
  { method: "POST", path: "/_sandbox/webhooks/{id}/remove", handle: dropWebhook },
]

function ok(body: unknown, status = 200): Answer {
  return { status, body }
}

/** Redirects a browser's form to the board; answers anything else with JSON. */
function done(call: Call, body: unknown, status = 200): Answer {
  return call.isForm() ? { status: 303, html: "", headers: { location: "/" } } : ok(body, status)
}

function showState(world: World): Answer {
  return ok({
    ...world.state.snapshot(),
    faults: world.faults.list(),
    requests: world.requests.list(),
    requests_total: world.requests.total,
  })
}

function reset(world: World, call: Call): Answer {
  world.reset()
  return done(call, { message: "The sandbox is back to its seed." })
}

function addFault(world: World, call: Call): Answer {
  const fault = world.faults.add(readFault(call.isForm() ? readFaultForm(call.form()) : call.json()))
  return done(call, fault, 201)
}

/** Reads the board's form: one field holds method and path, empty fields are dropped, numbers are parsed. */
function readFaultForm(form: URLSearchParams): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const [method, path] = (form.get("endpoint") ?? "").split(" ")
  if (method !== "ANY") fields.method = method
  fields.path = path
  for (const name of ["status", "retry_after", "delay_ms", "times", "probability"]) {
    const text = form.get(name)
    if (text) fields[name] = Number(text)
  }
  fields.kind = form.get("kind")
  // The form always sends the status select, but only one fault kind uses it.
  if (fields.kind !== "status") delete fields.status
  const body = form.get("body")
  if (body) fields.body = readJson(body)
  const orderId = form.get("order_id")
  if (orderId) fields.match = { order_id: orderId }
  return fields
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fieldError("body", "The body field must be JSON.")
  }
}

function clearFaults(world: World, call: Call): Answer {
  world.faults.clear()
  return done(call, { faults: [] })
}

function removeFault(world: World, call: Call): Answer {
  const isRemoved = world.faults.remove(call.param("id"))
  // On the board, a second click on the same button is no error.
  if (!isRemoved && !call.isForm()) throw new ApiError(404, "Fault not found.")
  return done(call, { faults: world.faults.list() })
}

function handOutToken(world: World, call: Call): Answer {
  const { fields, errors, merchantId } = readMerchant(world, call)
  const scopes = fields.has("scopes") ? fields.strings("scopes") : [...SCOPES]
  for (const [index, scope] of scopes.entries()) {
    if (!isScope(scope)) errors.addInvalid(`scopes.${index}`)
  }
  errors.throwIfAny()
  const token = issueTokenByHand(world, merchantId, scopes)
  return ok({ access_token: token.token, scopes, expires_at: token.expires_at }, 201)
}

function revoke(world: World, call: Call): Answer {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const token = fields.string("token", { max: 4_000 }) ?? undefined
  const merchantId = fields.string("merchant_id") ?? undefined
  errors.throwIfAny()
  if (!token && !merchantId) throw fieldError("merchant_id", "Give a merchant_id or a token.")
  return ok({ revoked: revokeTokens(world, { token, merchantId }) })
}

function changeStores(world: World, call: Call): Answer {
  const { fields, errors, merchantId } = readMerchant(world, call)
  const action = fields.oneOf("action", ["add", "rename", "remove"], { required: true })
  const slug = fields.string("slug", { required: true }) ?? ""
  const name = fields.string("name")
  const newSlug = fields.string("new_slug")
  const address = fields.string("address") ?? ""
  const zipCode = fields.string("zip_code") ?? ""
  const city = fields.string("city") ?? ""
  const { stores } = world.state
  const key = storeKey(merchantId, slug)
  const wanted = action === "add" ? slug : newSlug
  if (
    wanted !== null &&
    stores.has(storeKey(merchantId, wanted)) &&
    !(action === "rename" && wanted === slug)
  ) {
    errors.add(action === "add" ? "slug" : "new_slug", "The merchant already has a store with this slug.")
  }
  const store = action === "add" ? null : requireStore(world, merchantId, slug || null, "slug", errors)
  errors.throwIfAny()

  if (action === "add") {
    const added = stores.put({
      slug,
      public_id: seededId("store", `${merchantId}/${slug}/${world.now()}`),
      merchant_id: merchantId,
      name: name ?? slug,
      address,
      zip_code: zipCode,
      city,
      country: "FR",
      phone: null,
    })
    return ok({ store: added }, 201)
  }
  if (store && action === "rename") {
    store.name = name ?? store.name
    if (newSlug !== null && newSlug !== slug) {
      stores.delete(key)
      store.slug = newSlug
      stores.put(store)
    }
    return ok({ store })
  }
  stores.delete(key)
  return ok({ store })
}

function addCustomer(world: World, call: Call): Answer {
  const { fields, errors, merchantId } = readMerchant(world, call)
  const phone = fields.phone("phone", { required: true }) ?? ""
  const points = fields.integer("points", { min: 0 }) ?? 0
  const slug = fields.string("reference_store_slug")
  requireStore(world, merchantId, slug, "reference_store_slug", errors)
  const profile = {
    first_name: fields.string("first_name"),
    last_name: fields.string("last_name"),
    email: fields.email("email"),
    has_optin_sms: fields.boolean("has_optin_sms"),
    has_optin_email: fields.boolean("has_optin_email"),
    pin: fields.string("pin"),
  }
  errors.throwIfAny()
  if (world.state.customerByPhone(merchantId, phone)) {
    throw new ApiError(409, "A customer with this phone is already enlisted.")
  }
  const customer = enlist(world, merchantId, {
    ...profile,
    phone,
    opening_points: points,
    reference_store_slug: slug ?? world.state.storesOf(merchantId)[0]?.slug ?? null,
  })
  return ok({ customer: presentCustomer(customer) }, 201)
}

/** Pongo announces no deletion. */
function deleteCustomer(world: World, call: Call): Answer {
  const customer = world.state.customers.get(call.param("id"))
  if (customer) world.state.removeCustomer(customer)
  else if (!call.isForm()) throw new ApiError(404, "Customer not found.")
  return done(call, { message: "The customer is deleted." })
}

/** Simulates a subscription that Pongo lost: nobody is told. */
function dropWebhook(world: World, call: Call): Answer {
  const isDropped = world.state.tables.webhooks.delete(call.param("id"))
  if (!isDropped && !call.isForm()) throw new ApiError(404, "Webhook not found.")
  return done(call, { message: "The subscription is gone." })
}

function readMerchant(world: World, call: Call) {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const merchantId = fields.string("merchant_id", { required: true }) ?? ""
  if (merchantId && !world.state.merchants.has(merchantId)) errors.addInvalid("merchant_id")
  return { fields, errors, merchantId }
}
