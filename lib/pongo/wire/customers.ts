import { z } from "zod"
import { readOutsideJson } from "@/lib/pongo/outside"
import { query, segment, type WireCall } from "./calls"
import {
  amount,
  day,
  identity,
  optIn,
  phone,
  type Reading,
  readExact,
  readOne,
  readPage,
  shownInstant,
  shownText,
  text,
} from "./fields"

const customerOnWire = z.object({
  id: identity,
  phone,
  first_name: shownText,
  last_name: shownText,
  email: shownText,
  points: amount,
  has_optin_sms: optIn,
  has_optin_email: optIn,
  birthday: day,
  created_at: shownInstant,
})

const customer = customerOnWire.transform((wire) => ({
  id: wire.id,
  /** E.164; null when Pongo has none or one without a country code. */
  phone: wire.phone,
  firstName: wire.first_name,
  lastName: wire.last_name,
  email: wire.email,
  points: wire.points ?? 0,
  optIn: { sms: wire.has_optin_sms, email: wire.has_optin_email },
  birthday: wire.birthday,
  createdAt: wire.created_at,
}))
export type PongoCustomer = z.output<typeof customer>

/** The names a customer should have. `pongo:check` reports names that are missing or read differently. */
export const CUSTOMER_FIELDS = customerOnWire.shape

const webhookEvent = z
  .object({ id: text.catch(null), event: identity, created_at: shownInstant, data: customer })
  .transform((wire) => ({
    id: wire.id,
    event: wire.event,
    /** When it happened, if Pongo says: a repeated delivery may be signed anew. */
    at: wire.created_at,
    customer: wire.data,
  }))
export type PongoWebhookPayload = z.output<typeof webhookEvent>

export const readCustomer = (body: unknown) => readOne(customer, body)
export const readCustomers = (body: unknown) => readPage(customer, body)
/** A customer that cannot be read is null, so that it does not keep the others out of an import. */
export const readEachCustomer = (body: unknown) => readPage(customer.nullable().catch(null), body)

/** Reads the raw body of a webhook call. Verify its signature first. */
export function readWebhookPayload(rawBody: string): Reading<PongoWebhookPayload> {
  const json = readOutsideJson(rawBody)
  return json.ok ? readExact(webhookEvent, json.value) : { ok: false, jsonPath: "", problem: json.problem }
}

const webhookId = z.object({ id: z.string().min(1).max(200) })

/** Pongo's event id, if the body contains one that can be stored. */
export function readWebhookId(rawBody: string): string | null {
  const json = readOutsideJson(rawBody)
  const reading = json.ok ? readExact(webhookId, json.value) : null
  return reading?.ok ? reading.value.id : null
}

/** The customer fields we can send. A consent nobody asked for is absent, never false. */
export type PongoCustomerFields = {
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  /** `YYYY-MM-DD`. */
  birthday?: string | null
  optIn?: { sms?: boolean; email?: boolean }
}

export type NewPongoCustomer = PongoCustomerFields & {
  /** E.164. */
  phone: string
  storeSlug: string
}

export type PongoCustomerPatch = PongoCustomerFields & {
  phone?: string
}

/** Absent fields are not sent. */
export const writeCustomer = (fields: PongoCustomerPatch) => ({
  ...(fields.phone !== undefined && { phone: phoneDigits(fields.phone) }),
  ...(fields.firstName !== undefined && { first_name: fields.firstName }),
  ...(fields.lastName !== undefined && { last_name: fields.lastName }),
  ...(fields.email !== undefined && { email: fields.email }),
  ...(fields.birthday !== undefined && { birthday: fields.birthday }),
  ...(typeof fields.optIn?.sms === "boolean" && { has_optin_sms: fields.optIn.sms }),
  ...(typeof fields.optIn?.email === "boolean" && { has_optin_email: fields.optIn.email }),
})

/** Pongo wants international digits without the `+`. */
const phoneDigits = (e164: string) => e164.replace(/\D/g, "")

export const customerByPhoneCall = (e164: string): WireCall => {
  const digits = phoneDigits(e164)
  return {
    method: "GET",
    path: `/v1/customers/phone/${digits}`,
    shownPath: `/v1/customers/phone/•••${digits.slice(-2)}`,
  }
}

/** Whether this phone is enlisted: 200 or 404, without a body. */
export const phoneKnownCall = (e164: string): WireCall => ({ ...customerByPhoneCall(e164), method: "HEAD" })

export const customerCall = (id: string): WireCall => ({
  method: "GET",
  path: `/v1/customers/${segment(id)}`,
})

export const customersCall = (ask: { page: number; perPage: number }): WireCall => ({
  method: "GET",
  path: `/v1/customers${query({ page: ask.page, per_page: ask.perPage })}`,
})

export const createCustomerCall = ({ storeSlug, ...fields }: NewPongoCustomer): WireCall => ({
  method: "POST",
  path: "/v1/customers",
  body: { ...writeCustomer(fields), reference_store_slug: storeSlug },
})

export const updateCustomerCall = (id: string, patch: PongoCustomerPatch): WireCall => ({
  method: "PUT",
  path: `/v1/customers/${segment(id)}`,
  body: writeCustomer(patch),
})
