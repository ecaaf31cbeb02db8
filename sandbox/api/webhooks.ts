import { randomBytes } from "node:crypto"
import { type Answer, ApiError, type MerchantCall, paginate, type Route } from "../server/http"
import { newId } from "../state/ids"
import type { Webhook } from "../state/state"
import { isoNow, type World } from "../state/world"
import { guarded } from "./tokens"
import { FieldErrors, FieldReader } from "./validation"

const EVENTS = ["customer.created", "customer.updated"]
const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

export const webhookRoutes: Route[] = [
  guarded("GET", "/v1/webhooks", null, (world, call) => {
    const mine = world.state.tables.webhooks.rows().filter((row) => row.merchant_id === call.merchantId)
    return paginate(call, mine, presentWebhook)
  }),
  guarded("POST", "/v1/webhooks", null, subscribe),
  guarded("GET", "/v1/webhooks/{id}", null, (world, call) => ({
    status: 200,
    body: { data: presentWebhook(requireWebhook(world, call)) },
  })),
  guarded("PUT", "/v1/webhooks/{id}", null, changeWebhook),
  guarded("PATCH", "/v1/webhooks/{id}", null, changeWebhook),
  guarded("DELETE", "/v1/webhooks/{id}", null, (world, call) => {
    world.state.tables.webhooks.delete(requireWebhook(world, call).id)
    return { status: 204 }
  }),
]

/** Omits the secret, which is shown only at creation. */
function presentWebhook({ id, event, url, created_at }: Webhook) {
  return { id, event, url, created_at }
}

function subscribe(world: World, call: MerchantCall): Answer {
  const { event, url, secret } = readWebhook(world, call, true)
  const webhook = world.state.tables.webhooks.put({
    id: newId("whk"),
    merchant_id: call.merchantId,
    event: event ?? "",
    url: url ?? "",
    secret: secret ?? randomBytes(24).toString("hex"),
    created_at: isoNow(world),
  })
  // A generated secret must be shown once.
  const body =
    secret === null ? { ...presentWebhook(webhook), secret: webhook.secret } : presentWebhook(webhook)
  return { status: 201, body: { data: body } }
}

function changeWebhook(world: World, call: MerchantCall): Answer {
  const webhook = requireWebhook(world, call)
  const { event, url, secret } = readWebhook(world, call, false)
  webhook.event = event ?? webhook.event
  webhook.url = url ?? webhook.url
  webhook.secret = secret ?? webhook.secret
  return { status: 200, body: { data: presentWebhook(webhook) } }
}

function readWebhook(world: World, call: MerchantCall, required: boolean) {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const event = fields.oneOf("event", EVENTS, { required })
  const url = fields.string("url", { required, max: 2_000 })
  if (url !== null && !isAcceptedUrl(url, world.settings.allowInsecureWebhooks)) {
    errors.add("url", "The url field must be a valid https URL.")
  }
  const secret = fields.string("secret")
  errors.throwIfAny()
  return { event, url, secret }
}

function isAcceptedUrl(text: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  if (protocol === "https:") return true
  return allowInsecure && protocol === "http:" && LOCAL_HOSTS.includes(hostname)
}

function requireWebhook(world: World, call: MerchantCall): Webhook {
  const webhook = world.state.tables.webhooks.get(call.param("id"))
  if (webhook?.merchant_id !== call.merchantId) throw new ApiError(404, "Webhook not found.")
  return webhook
}
