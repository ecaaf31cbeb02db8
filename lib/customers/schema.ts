import { z } from "zod"
import { CONSENT_ANSWERS } from "@/db/enums"
import { availableReward, walletEntry } from "@/lib/rewards/schema"
import { outsideDay, outsideId, searchWords, toStorable } from "@/lib/text"

/** Pongo's customer id. */
export const customerId = z.string().regex(/^cust_[\w-]{1,100}$/, "starts with cust_")
const phone = z.string().trim().min(1).max(64)
const name = z.string().trim().min(1).max(100)
const email = z.email().max(254)
const birthday = outsideDay.refine((day) => day < new Date().toISOString().slice(0, 10), "a day before today")

/** `POST /customers/identify`: by phone in any usual format, or by the scanned text. */
export const identifyBody = z
  .union([
    z.strictObject({ location_id: outsideId, phone }),
    z.strictObject({
      location_id: outsideId,
      // Scanners end their input with U+0000 or cut it inside a character.
      code: z.string().min(1).max(4_000).transform(toStorable),
      typed: z.boolean().optional(),
    }),
  ])
  .meta({ id: "Identify" })
export type Identify = z.infer<typeof identifyBody>

/** `POST /customers`. Both answers are required, whatever they are: the cashier has asked. */
export const enlistBody = z
  .strictObject({
    location_id: outsideId,
    phone,
    opt_in: z.strictObject({ sms: z.boolean(), email: z.boolean() }),
    first_name: name.nullish(),
    last_name: name.nullish(),
    email: email.nullish(),
    birthday: birthday.nullish(),
  })
  .meta({ id: "Enlist" })
export type Enlist = z.infer<typeof enlistBody>

/** `PATCH /customers/{customer_id}`. Absent fields stay; null empties. `location_id`: where the customer was asked. */
export const patchCustomerBody = z
  .strictObject({
    location_id: outsideId.optional(),
    first_name: name.nullable().optional(),
    last_name: name.nullable().optional(),
    email: email.nullable().optional(),
    birthday: birthday.nullable().optional(),
    opt_in: z
      .strictObject({ sms: z.boolean().optional(), email: z.boolean().optional() })
      .refine(({ sms, email }) => sms !== undefined || email !== undefined, "say sms, email or both")
      .optional(),
  })
  .refine(
    ({ location_id: _, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    "name at least one field to change",
  )
  .meta({ id: "CustomerChanges" })
export type PatchCustomer = z.infer<typeof patchCustomerBody>

export const profileQuery = z.strictObject({
  location_id: outsideId.optional(),
})

const loyaltyCustomer = z
  .strictObject({
    id: z.string(),
    phone: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    email: z.string().nullable(),
    points: z.number(),
    opt_in: z.strictObject({ sms: z.enum(CONSENT_ANSWERS), email: z.enum(CONSENT_ANSWERS) }),
  })
  .meta({ id: "Customer" })
export type LoyaltyCustomer = z.infer<typeof loyaltyCustomer>

/** `docs/checkout-api.md`, Loyalty profile. `available` and `wallet` are never mixed. */
export const loyaltyProfile = z
  .strictObject({
    customer: loyaltyCustomer,
    rewards: z.strictObject({
      available: z.array(availableReward),
      wallet: z.array(walletEntry),
    }),
    fresh: z.boolean(),
    as_of: z.iso.datetime({ offset: true }),
    already_enlisted: z.literal(true).optional(),
  })
  .meta({ id: "LoyaltyProfile" })
export type LoyaltyProfile = z.infer<typeof loyaltyProfile>

export const customerAnswer = z.strictObject({ customer: loyaltyCustomer }).meta({ id: "CustomerAnswer" })
export type CustomerAnswer = z.infer<typeof customerAnswer>

/** The directory's page, from the address bar. Unreadable parameters are ignored, never an error page. */
export const customerFilters = z.object({
  cursor: z
    .string()
    .regex(/^[ab]\.\d{1,17}\.cust_[\w-]{1,100}$/)
    .optional()
    .catch(undefined),
})
export type CustomerFilters = z.infer<typeof customerFilters>

/** Typed or scanned text, see `readSubject`. Sent by POST: a phone does not belong in an address. */
export const subjectSearch = z.object({ q: searchWords(254) })
