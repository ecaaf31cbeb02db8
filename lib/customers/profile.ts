import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { callPongo } from "@/lib/connections/call"
import { AppError } from "@/lib/errors"
import type { MappedLocation } from "@/lib/mappings/queries"
import type { PongoCustomer } from "@/lib/pongo/wire/customers"
import type { PongoReward, WonReward } from "@/lib/pongo/wire/rewards"
import { rememberRewards } from "@/lib/rewards/mutations"
import { listRememberedRewards, presentRewards } from "@/lib/rewards/queries"
import type { Hold } from "@/lib/rewards/resolve"
import { noteEvidence } from "@/lib/tills/note-evidence"
import { lockHolder } from "@/lib/tills/queries"
import { noteAbsent } from "./absent"
import { rememberCustomer } from "./directory"
import { findKnownCustomer } from "./queries"
import { customerId, type LoyaltyCustomer, type LoyaltyProfile } from "./schema"

/** Pongo's statement about a customer, and the moment before it was asked. */
export type Told = { customer: PongoCustomer; asOf: Date }

type Fresh = Told & { available: PongoReward[]; won: WonReward[] }

/** Failures that say nothing about the customer, so the last known state stands. */
const NO_ANSWER = ["pongo_unavailable", "pongo_timeout", "pongo_unreadable_answer"]

/**
 * The loyalty profile of a customer at a location: fetched from Pongo, stored, and resolved against the catalogue.
 * While Pongo gives no usable answer it is the last known profile, with `fresh: false` and nothing usable in it.
 * @param customerId Pongo's id
 * @param options.tillId the till whose own locks do not count
 * @param options.told Pongo's very recent answer about the customer, which saves a call
 * @throws AppError `customer_not_found`, and those of `callPongo` when no profile is known either
 */
export async function getProfile(
  ctx: Ctx,
  location: MappedLocation,
  customerId: string,
  options: { tillId: string | null; told?: Told },
): Promise<LoyaltyProfile> {
  if (!isCustomerId(customerId)) throw customerNotFound()
  try {
    const fresh = await askPongo(ctx, location, customerId, options.told)
    if (!fresh) {
      await noteAbsent(ctx, customerId)
      throw customerNotFound()
    }
    return await present(ctx, location, fresh, options.tillId)
  } catch (error) {
    const known = isNoAnswer(error) ? await findStale(ctx, customerId) : null
    if (!known) throw error
    return known
  }
}

/** Whether it can be a Pongo id: it becomes part of a call's path. */
export const isCustomerId = (text: string) => customerId.safeParse(text).success

/** Not in this merchant's programme. @param canEnlist whether the till has what enlisting needs */
export const customerNotFound = (canEnlist = false) =>
  new AppError("customer_not_found", undefined, { extra: { can_enlist: canEnlist } })

/** Whether Pongo failed in a way that leaves the last known state valid. */
const isNoAnswer = (error: unknown) => error instanceof AppError && NO_ANSWER.includes(error.code)

/** Pongo's customer in the checkout API's terms. */
export function presentCustomer(customer: Omit<PongoCustomer, "birthday" | "createdAt">): LoyaltyCustomer {
  return {
    id: customer.id,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    points: customer.points,
    opt_in: { sms: customer.optIn.sms, email: customer.optIn.email },
  }
}

/** Makes the three calls in parallel. Null: there is no such customer. */
async function askPongo(
  ctx: Ctx,
  location: MappedLocation,
  customerId: string,
  told: Told | undefined,
): Promise<Fresh | null> {
  const asOf = told?.asOf ?? new Date()
  return callPongo(ctx, "profile", async (client, token) => {
    const [found, available, won] = await Promise.allSettled([
      told ? { value: told.customer } : client.getCustomer(token, customerId),
      client.rewards(token, { customerId, storeSlug: location.storeSlug }),
      client.wonRewards(token, customerId),
    ])
    const customer = settled(found).value
    // For a missing customer, Pongo's error about the rewards means nothing.
    if (!customer) return { value: null }
    if (available.status === "rejected" || won.status === "rejected")
      await rememberCustomer(ctx, customer, asOf)
    return {
      value: { customer, asOf, available: settled(available).value.items, won: settled(won).value.items },
    }
  })
}

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason
  return result.value
}

async function present(
  ctx: Ctx,
  location: MappedLocation,
  fresh: Fresh,
  tillId: string | null,
): Promise<LoyaltyProfile> {
  const [holds] = await Promise.all([
    findHolds(ctx, fresh.won, tillId),
    rememberCustomer(ctx, fresh.customer, fresh.asOf),
    rememberRewards(ctx, fresh.available, fresh.asOf),
  ])
  const rewards = await presentRewards(ctx, location, { ...fresh, points: fresh.customer.points, holds })
  const where = { locationId: location.id, tillId }
  noteEvidence(ctx, "profile_shown", where)
  if (rewards.available.length > 0) noteEvidence(ctx, "rewards_shown", where)
  if (rewards.wallet.length > 0) noteEvidence(ctx, "wallet_shown", where)
  return {
    customer: presentCustomer(fresh.customer),
    rewards,
    fresh: true,
    as_of: fresh.asOf.toISOString(),
  }
}

/** Our own tills' holds on these bought rewards. A reward on an order stays held until the order frees it. */
async function findHolds(
  ctx: Ctx,
  won: readonly WonReward[],
  tillId: string | null,
): Promise<Map<string, Hold>> {
  const unused = won.filter(({ isUsed }) => !isUsed).map(({ hash }) => hash)
  if (unused.length === 0) return new Map()
  const rows = await sql<{ hash: string; state: string }[]>`
    select hash, state from reward_holds
    where merchant_id = ${ctx.merchantId} and hash = any(${unused})
      and (state <> 'locked' or (locked_until > now() and holder is distinct from ${lockHolder(ctx, tillId)}))`
  return new Map(rows.map(({ hash, state }) => [hash, state === "used" ? "used" : "locked_elsewhere"]))
}

async function findStale(ctx: Ctx, customerId: string): Promise<LoyaltyProfile | null> {
  const known = await findKnownCustomer(ctx, customerId)
  if (!known) return null
  return {
    customer: presentCustomer(known),
    rewards: { available: await listRememberedRewards(ctx, known.points), wallet: [] },
    fresh: false,
    as_of: known.asOf.toISOString(),
  }
}
