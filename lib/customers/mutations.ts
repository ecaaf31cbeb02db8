import { type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { requireLocation } from "@/lib/locations/queries"
import { type MappedLocation, requireMappedLocation } from "@/lib/mappings/queries"
import { getMerchantCached } from "@/lib/merchants/queries"
import { isUnknownOutcome } from "@/lib/pongo/error"
import type { NewPongoCustomer, PongoCustomer, PongoCustomerFields } from "@/lib/pongo/wire/customers"
import { noteEvidence, noteIdentified } from "@/lib/tills/note-evidence"
import { claimConsent, releaseConsent } from "./consent-claim"
import { rememberCustomer, says } from "./directory"
import { customerNotFound, getProfile, isCustomerId, presentCustomer, type Told } from "./profile"
import { findIdByPhone, readPhone } from "./queries"
import { readScan } from "./scan"
import type { CustomerAnswer, Enlist, Identify, LoyaltyProfile, PatchCustomer } from "./schema"

/** Tolerated difference between Pongo's clock and ours. */
const CLOCKS_APART_MS = 120_000

/**
 * Finds a customer by phone or by a scanned pass. Adds a customer that only Pongo knew to the directory.
 * @throws AppError `customer_not_found` (with `can_enlist`: true for a phone), `validation_failed`, and those of
 * `requireMappedLocation` and `getProfile`
 */
export async function identifyCustomer(
  ctx: Ctx,
  input: Identify,
  tillId: string | null,
): Promise<LoyaltyProfile> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const location = await requireMappedLocation(ctx, input.location_id)
  const where = { locationId: location.id, tillId }
  if ("phone" in input) {
    const profile = await identifyByPhone(ctx, location, await requirePhone(ctx, input.phone), tillId)
    noteEvidence(ctx, "identified_by_phone", where)
    noteIdentified(ctx, { customerId: profile.customer.id, locationId: location.id, how: "phone" })
    return profile
  }
  const scan = readScan(input.code)
  if (scan.ok) {
    const profile = await getProfile(ctx, location, scan.customerId, { tillId })
    if (profile.fresh) noteCode(ctx, profile.customer.id, where, input.typed)
    return profile
  }
  throw invalid(
    "code",
    scan.reason === "several"
      ? "holds two different customers; scan one pass at a time"
      : "holds no cust_… id",
    "not_a_pass",
  )
}

/** Only the till knows whether a code was scanned or typed. A till that does not say proves no scan. */
function noteCode(
  ctx: Ctx,
  customerId: string,
  where: { locationId: string; tillId: string | null },
  typed: boolean | undefined,
) {
  noteEvidence(ctx, "identified_by_code", where)
  if (typed !== false) return
  noteEvidence(ctx, "identified_by_scan", where)
  noteIdentified(ctx, { customerId, locationId: where.locationId, how: "scan" })
}

/** Asks everything at once for a phone in the directory. Pongo's answer decides whether the directory is right. */
async function identifyByPhone(ctx: Ctx, location: MappedLocation, e164: string, tillId: string | null) {
  const knownId = await findIdByPhone(ctx, e164)
  if (knownId) {
    const profile = await getProfile(ctx, location, knownId, { tillId }).catch((error) => {
      if (error instanceof AppError && error.code === "customer_not_found") return null
      throw error
    })
    if (profile && (!profile.fresh || profile.customer.phone === e164)) return profile
  }
  const told = await askByPhone(ctx, e164)
  if (!told) throw customerNotFound(true)
  return getProfile(ctx, location, told.customer.id, { tillId, told })
}

/**
 * Signs a customer up with both opt-in answers. An existing customer stays unchanged, consents included.
 * @returns whether the customer is new
 * @throws AppError `validation_failed`, those of `requireMappedLocation` and of `callPongo`
 */
export async function enlistCustomer(
  ctx: Ctx,
  input: Enlist,
  tillId: string | null,
): Promise<{ profile: LoyaltyProfile; isNew: boolean }> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const location = await requireMappedLocation(ctx, input.location_id)
  const phone = await requirePhone(ctx, input.phone)
  // An order may be enlisting this phone right now.
  const holder = newId()
  await claimConsent(ctx, { phone }, holder, Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS)
  const { told, isNew } = await create(ctx, {
    ...toPongoFields(input),
    phone,
    storeSlug: location.storeSlug,
  }).catch(async (error) => {
    const kind = pongoKind(error)
    if (kind === null || !isUnknownOutcome(kind)) await releaseConsent(ctx, holder)
    throw error
  })
  const { customer } = told
  // An existing customer keeps their consents. Signing up again also brings back an erased customer.
  const answers = isNew ? input.opt_in : {}
  await rememberCustomer(ctx, customer, told.asOf, {
    source: "enlist",
    answers,
    locationId: location.id,
    tillId,
  })
  await releaseConsent(ctx, holder)
  if (isNew) noteEnlisted(ctx, input, customer, { locationId: location.id, tillId })
  const profile = await getProfile(ctx, location, customer.id, { tillId, told })
  return { profile: isNew ? profile : { ...profile, already_enlisted: true }, isNew }
}

function noteEnlisted(
  ctx: Ctx,
  { opt_in }: Enlist,
  { optIn }: PongoCustomer,
  where: { locationId: string; tillId: string | null },
) {
  noteEvidence(ctx, "customer_enlisted", where)
  if (optIn.sms === says(opt_in.sms) && optIn.email === says(opt_in.email))
    noteEvidence(ctx, "opt_in_recorded", where)
}

async function create(ctx: Ctx, fields: NewPongoCustomer): Promise<{ told: Told; isNew: boolean }> {
  const asOf = new Date()
  try {
    const customer = await callPongo(ctx, "enlist", (client, token) => client.createCustomer(token, fields))
    return { told: { customer, asOf }, isNew: true }
  } catch (error) {
    const kind = pongoKind(error)
    if (kind === null || (kind !== "conflict" && !isUnknownOutcome(kind))) throw inOurWords(error)
    const told = await askByPhone(ctx, fields.phone).catch(() => null)
    if (!told) throw error
    return { told, isNew: kind !== "conflict" && isTheOneCreated(told, fields, asOf) }
  }
}

/** After a lost answer: a customer who appeared with this phone since then, with the same answers, is ours. */
function isTheOneCreated({ customer }: Told, { optIn }: NewPongoCustomer, since: Date): boolean {
  const isRecent =
    customer.createdAt !== null && customer.createdAt.getTime() > since.getTime() - CLOCKS_APART_MS
  return isRecent && customer.optIn.sms === says(optIn?.sms) && customer.optIn.email === says(optIn?.email)
}

/**
 * Changes only the named fields: a consent that was not asked about stays as it is.
 * @throws AppError `customer_not_found`, `location_unknown`, `location_not_allowed`, `validation_failed`, and those of
 * `callPongo`
 */
export async function changeCustomer(
  ctx: Ctx,
  customerId: string,
  input: PatchCustomer,
  tillId: string | null,
): Promise<CustomerAnswer> {
  requireRoleOrScope(ctx, "manager", "checkout")
  if (!isCustomerId(customerId)) throw customerNotFound()
  const locationId = input.location_id
    ? (await requireLocation(ctx, input.location_id)).id
    : ctx.keyLocationId
  const holder = newId()
  // A job may be giving Pongo the answers of an order right now.
  if (input.opt_in)
    await claimConsent(ctx, { customerId }, holder, Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS)
  try {
    const asOf = new Date()
    const customer = await callPongo(ctx, "change customer", (client, token) =>
      client.updateCustomer(token, customerId, toPongoFields(input)),
    )
    await rememberCustomer(ctx, customer, asOf, {
      source: "change",
      answers: input.opt_in ?? {},
      locationId,
      tillId,
    })
    return { customer: presentCustomer(customer) }
  } catch (error) {
    throw pongoKind(error) === "not_found" ? customerNotFound() : inOurWords(error)
  } finally {
    if (input.opt_in) await releaseConsent(ctx, holder)
  }
}

async function askByPhone(ctx: Ctx, e164: string): Promise<Told | null> {
  const asOf = new Date()
  const customer = await callPongo(ctx, "find by phone", (client, token) =>
    client.findCustomerByPhone(token, e164),
  )
  return customer && { customer, asOf }
}

async function requirePhone(ctx: Ctx, written: string): Promise<string> {
  const phone = await readPhone(ctx, written)
  if (phone) return phone
  const { country } = await getMerchantCached(ctx)
  throw invalid("phone", `not a phone number in ${country}; send it as +33…`)
}

const toPongoFields = (
  input: Omit<Enlist, "location_id" | "phone" | "opt_in"> & Pick<PatchCustomer, "opt_in">,
): PongoCustomerFields => ({
  firstName: input.first_name,
  lastName: input.last_name,
  email: input.email,
  birthday: input.birthday,
  optIn: input.opt_in,
})

/** The cashier can correct input that Pongo refused. */
function inOurWords(error: unknown): unknown {
  if (pongoKind(error) !== "invalid" || !(error instanceof AppError)) return error
  return new AppError("validation_failed", error.message, {
    fields: [{ path: "", message: error.message }],
    cause: error.cause,
  })
}

const invalid = (path: string, message: string, cashierCase?: "not_a_pass") =>
  new AppError("validation_failed", `${path}: ${message}`, { fields: [{ path, message }], cashierCase })
