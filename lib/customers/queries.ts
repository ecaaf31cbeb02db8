import type { ConsentAnswer } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex, open } from "@/lib/crypto"
import { getMerchantCached } from "@/lib/merchants/queries"
import { parsePhone } from "@/lib/phone"

/** The sealed part of the directory. */
export type SealedProfile = {
  phone: string | null
  email: string | null
  firstName: string | null
  lastName: string | null
  birthday: string | null
}

export type KnownCustomer = SealedProfile & {
  id: string
  points: number
  optIn: { sms: ConsentAnswer; email: ConsentAnswer }
  /** When Pongo said so. */
  asOf: Date
}

/** The customer as last read from Pongo; null when the directory does not have this id, or it was erased. */
export async function findKnownCustomer(ctx: Ctx, customerId: string): Promise<KnownCustomer | null> {
  const [row] = await sql<
    {
      profile: string | null
      points: number
      optInSms: ConsentAnswer
      optInEmail: ConsentAnswer
      asOf: Date
    }[]
  >`
    select profile, points, opt_in_sms as "optInSms", opt_in_email as "optInEmail", as_of as "asOf"
    from customers where merchant_id = ${ctx.merchantId} and id = ${customerId}`
  if (!row?.profile) return null
  return {
    ...openProfile(ctx.merchantId, customerId, row.profile),
    id: customerId,
    points: row.points,
    optIn: { sms: row.optInSms, email: row.optInEmail },
    asOf: row.asOf,
  }
}

/** Unseals a stored profile: mask it before showing it. */
export const openProfile = (merchantId: string, customerId: string, sealed: string): SealedProfile =>
  JSON.parse(open(sealed, profileContext(merchantId, customerId)))

/** The known owner of this phone. @param e164 E.164 */
export async function findIdByPhone(ctx: Ctx, e164: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from customers
    where merchant_id = ${ctx.merchantId} and phone_index = ${blindIndex(e164, phoneContext(ctx.merchantId))}`
  return row?.id ?? null
}

/**
 * Reads a phone as E.164; null when it is none. A number that used to be read differently (see `formerE164`) keeps its
 * former reading for a customer known by it, here and at Pongo.
 */
export async function readPhone(ctx: Ctx, written: string): Promise<string | null> {
  const { country } = await getMerchantCached(ctx)
  const phone = parsePhone(written, country)
  if (!phone?.formerE164) return phone?.e164 ?? null
  if (await findIdByPhone(ctx, phone.e164)) return phone.e164
  return (await findIdByPhone(ctx, phone.formerE164)) ? phone.formerE164 : phone.e164
}

/** Binds a sealed profile to its customer. */
export const profileContext = (merchantId: string, customerId: string) =>
  `customers.profile:${merchantId}:${customerId}`

/** Binds a phone's blind index to its merchant, for customers and orders alike. */
export const phoneContext = (merchantId: string) => `phone:${merchantId}`

/** Binds an e-mail's blind index to its merchant. The e-mail is indexed in lower case. */
export const emailContext = (merchantId: string) => `email:${merchantId}`
