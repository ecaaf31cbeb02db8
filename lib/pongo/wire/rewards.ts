import { z } from "zod"
import { query, segment, type WireCall } from "./calls"
import { amount, flag, identity, instant, readOne, readPage, shownInstant, shownText, text } from "./fields"

const rewardOnWire = z.object({
  id: identity,
  name: shownText,
  description: shownText,
  image: shownText,
  type: identity,
  points: amount,
  external_id: text,
  value: amount,
})

const toReward = (wire: z.output<typeof rewardOnWire>) => ({
  id: wire.id,
  name: wire.name ?? wire.id,
  description: wire.description,
  image: wire.image,
  /** `free_product`, `voucher_amount`, `voucher_percent`, another `voucher_…`, or an unknown type. */
  type: wire.type,
  points: wire.points ?? 0,
  externalId: wire.external_id,
  /** Cents for `voucher_amount`, percent for `voucher_percent`. */
  value: wire.value,
})

const reward = rewardOnWire.transform(toReward)
export type PongoReward = z.output<typeof reward>

const wonRewardOnWire = rewardOnWire.extend({
  hash: identity,
  coupon_code: text,
  is_used: flag,
  won_at: shownInstant,
  used_at: shownInstant,
  expires_at: instant,
})

const wonReward = wonRewardOnWire.transform((wire) => ({
  ...toReward(wire),
  hash: wire.hash,
  couponCode: wire.coupon_code,
  isUsed: wire.is_used ?? wire.used_at !== null,
  wonAt: wire.won_at,
  usedAt: wire.used_at,
  expiresAt: wire.expires_at,
}))
export type WonReward = z.output<typeof wonReward>

/** The names each answer should have. `pongo:check` reports names that are missing or read differently. */
export const REWARD_FIELDS = rewardOnWire.shape
export const WON_REWARD_FIELDS = wonRewardOnWire.shape

export const readRewards = (body: unknown) => readPage(reward, body)
export const readWonReward = (body: unknown) => readOne(wonReward, body)
export const readWonRewards = (body: unknown) => readPage(wonReward, body)

/** Without a customer: the whole catalogue. With one, Pongo requires the store as well. */
export type RewardsFilter = {
  customerId?: string
  storeSlug?: string
}

export const rewardsCall = (filter: RewardsFilter, page: number): WireCall => ({
  method: "GET",
  path: `/v1/rewards${query({ customer: filter.customerId, store_slug: filter.storeSlug, page: beyondFirst(page) })}`,
})

export const wonRewardsCall = (customerId: string, page: number): WireCall => ({
  method: "GET",
  path: `/v1/customers/${segment(customerId)}/rewards${query({ page: beyondFirst(page) })}`,
})

const beyondFirst = (page: number) => (page > 1 ? page : undefined)

export type RewardPurchase = {
  customerId: string
  storeSlug: string
  pin?: string
}

export const buyRewardCall = (rewardId: string, ask: RewardPurchase): WireCall => ({
  method: "POST",
  path: `/v1/rewards/${segment(rewardId)}/buy`,
  body: { customer: ask.customerId, store_slug: ask.storeSlug, ...withPin(ask.pin) },
})

export type RewardUse = {
  customerId: string
  storeSlug: string
  hash: string
}

export const useRewardCall = (rewardId: string, ask: RewardUse): WireCall => ({
  method: "PATCH",
  path: `/v1/rewards/${segment(rewardId)}/use`,
  body: { customer: ask.customerId, store_slug: ask.storeSlug, hash: ask.hash },
})

export const lockRewardCall = (customerId: string, hash: string, pin?: string): WireCall => ({
  method: "POST",
  path: `/v1/customers/${segment(customerId)}/rewards/lock`,
  body: { hash, ...withPin(pin) },
})

export const unlockRewardCall = (customerId: string, hash: string, pin?: string): WireCall => ({
  method: "DELETE",
  path: `/v1/customers/${segment(customerId)}/rewards/lock`,
  body: { hash, ...withPin(pin) },
})

const withPin = (pin: string | undefined) => (pin === undefined ? {} : { pin })

/** The cause Pongo gives for refusing a reward: it names the field or, for the PIN, says so in its message. */
export function blamedForReward(
  fieldErrors: Record<string, string[]> | undefined,
  message: string,
): "pin" | "store" | "hash" | null {
  if (fieldErrors && "pin" in fieldErrors) return "pin"
  if (fieldErrors && "store_slug" in fieldErrors) return "store"
  if (fieldErrors && "hash" in fieldErrors) return "hash"
  return /\bpin\b/i.test(message) ? "pin" : null
}
