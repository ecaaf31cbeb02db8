import { z } from "zod"
import { cutText } from "@/lib/text"
import { amount, identity, isRecord, phone, readOne, readPage, shownText, text } from "./fields"

/*
 * Pongo's names. Only files in `lib/pongo/wire/` spell them: this file those that all calls share, each other file
 * those of one resource. Some names are assumed. `npm run pongo:check` reports the wrong ones; correct them here.
 */

export const PONGO_SCOPES = [
  "customer.create",
  "customer.read",
  "customer.update",
  "reward.create",
  "reward.read",
  "reward.update",
  "order.create",
  "order.read",
  "order.update",
] as const

/** No call of ours needs these. Buying a reward needs `reward.update`, whatever its verb suggests. */
const UNUSED_SCOPES: readonly string[] = ["order.read", "reward.create"]

/** The till cannot work without these. A token may not list its scopes at all. */
export const REQUIRED_SCOPES: readonly string[] = PONGO_SCOPES.filter(
  (scope) => !UNUSED_SCOPES.includes(scope),
)

export const PONGO_WEBHOOK_EVENTS = ["customer.created", "customer.updated"] as const
export type PongoWebhookEvent = (typeof PONGO_WEBHOOK_EVENTS)[number]

export const PONGO_SIGNATURE_HEADER = "pongo-signature"

/** Never recorded, neither as a request field nor as an echo in an answer. */
export const SECRET_FIELDS = ["secret", "client_secret", "code", "pin", "access_token", "refresh_token"]

/** Masked before an exchange is stored. */
export const PERSONAL_FIELDS = ["phone", "email", "first_name", "last_name", "birthday"]

export type WireCall = {
  method: "HEAD" | "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  path: string
  /** Recorded instead of a path that contains personal data. */
  shownPath?: string
  body?: Record<string, unknown>
}

const storeOnWire = z.object({
  slug: identity,
  public_id: text,
  name: shownText,
  address: shownText,
  zip_code: shownText,
  city: shownText,
  country: shownText,
  phone: phone.catch(null),
})

const store = storeOnWire.transform((wire) => ({
  slug: wire.slug,
  publicId: wire.public_id,
  name: wire.name ?? wire.slug,
  address: wire.address,
  postalCode: wire.zip_code,
  city: wire.city,
  country: wire.country,
  phone: wire.phone,
}))
export type PongoStore = z.output<typeof store>

/** The names each answer should have. `pongo:check` reports names that are missing or read differently. */
export const STORE_FIELDS = storeOnWire.shape
/** The documented shape. The reader also accepts the bare merchant. */
export const ACCOUNT_FIELDS = {
  id: identity,
  email: shownText,
  merchant: z.object({ id: identity, name: shownText }),
}

const merchant = z
  .object({
    id: identity.nullish(),
    email: shownText,
    name: shownText,
    merchant: z.object({ id: identity, name: shownText }).nullish(),
  })
  .transform((wire, ctx) => {
    const id = wire.merchant?.id ?? wire.id
    if (id) return { id, name: wire.merchant?.name ?? wire.name, email: wire.email }
    ctx.addIssue({ code: "custom", path: ["merchant", "id"], message: "missing" })
    return z.NEVER
  })
export type PongoMerchant = z.output<typeof merchant>

const token = z
  .object({ access_token: z.string().trim().min(1).max(8_192), expires_in: amount, scope: text.catch(null) })
  .transform((wire) => ({
    accessToken: wire.access_token,
    expiresInSeconds: wire.expires_in,
    scopes: wire.scope?.split(/[\s,]+/) ?? null,
  }))

export const readMerchant = (body: unknown) => readOne(merchant, body)
export const readStores = (body: unknown) => readPage(store, body)
export const readToken = (body: unknown) => readOne(token, body)
export const readWebhookSubscription = (body: unknown) => readOne(z.object({ id: identity }), body)

const claims = z.object({
  exp: z.coerce.number().positive().nullish().catch(null),
  scope: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(null),
  scopes: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(null),
})

/** Reads the payload of a JWT access token. */
export function readTokenClaims(payload: unknown) {
  const parsed = claims.safeParse(payload)
  if (!parsed.success) return { expiresAtSeconds: null, scopes: null }
  const told = parsed.data.scopes ?? parsed.data.scope ?? null
  const scopes = typeof told === "string" ? told.split(/[\s,]+/).filter(Boolean) : told
  return { expiresAtSeconds: parsed.data.exp ?? null, scopes }
}

/** Length of one sentence from Pongo, in code points. */
const MAX_WORDS = 500

/** Pongo's own words in an error answer, in any shape that Laravel and its gateways use. */
export function readProblem(body: unknown): {
  message: string | null
  fieldErrors: Record<string, string[]> | undefined
} {
  if (!isRecord(body)) return { message: null, fieldErrors: undefined }
  const nested = isRecord(body.error) ? body.error.message : body.error
  const message = [body.message, body.error_description, nested].find(
    (candidate): candidate is string => typeof candidate === "string" && candidate.trim() !== "",
  )
  const fields = isRecord(body.errors)
    ? Object.entries(body.errors).map(
        ([field, said]) =>
          [cutText(field, 100), [said].flat().map((words) => cutText(String(words), MAX_WORDS))] as const,
      )
    : []
  return {
    message: message === undefined ? null : cutText(message.trim(), MAX_WORDS),
    fieldErrors: fields.length > 0 ? Object.fromEntries(fields) : undefined,
  }
}

export const segment = encodeURIComponent

export const query = (values: Record<string, string | number | undefined>) => {
  const told = Object.entries(values).filter(([, value]) => value !== undefined)
  return told.length === 0 ? "" : `?${told.map(([name, value]) => `${name}=${segment(value!)}`).join("&")}`
}

/** `/v1/oauth/form?…`, where the merchant's browser is sent. */
export const authorizationPath = (ask: {
  clientId: string
  state: string
  redirectUri: string
  scopes: readonly string[]
  locale?: string
}) =>
  `/v1/oauth/form${query({ client_id: ask.clientId, state: ask.state, redirect_uri: ask.redirectUri, locale: ask.locale })}&scope=${ask.scopes.map(segment).join(",")}`

export const tokenCall = (ask: { code: string; clientId: string; clientSecret: string }): WireCall => ({
  method: "POST",
  path: "/v1/oauth/token",
  body: {
    grant_type: "client_credentials",
    code: ask.code,
    client_id: ask.clientId,
    client_secret: ask.clientSecret,
  },
})

export const meCall = (): WireCall => ({ method: "GET", path: "/v1/oauth/me" })

export const storesCall = (page: number): WireCall => ({
  method: "GET",
  path: `/v1/stores${query({ page })}`,
})

export const webhookCall = (ask: { event: PongoWebhookEvent; url: string; secret: string }): WireCall => ({
  method: "POST",
  path: "/v1/webhooks",
  body: { event: ask.event, url: ask.url, secret: ask.secret },
})

export const readWebhookCall = (id: string): WireCall => ({
  method: "GET",
  path: `/v1/webhooks/${segment(id)}`,
})

export const deleteWebhookCall = (id: string): WireCall => ({
  method: "DELETE",
  path: `/v1/webhooks/${segment(id)}`,
})
