import { z } from "zod"
import { loyaltyProfile } from "@/lib/customers/schema"
import { outsideId } from "@/lib/text"

const pin = z
  .string()
  .regex(/^\d{4}$/, "4 digits")
  .optional()

/** `POST /customers/{customer_id}/rewards/{reward_id}/redeem` */
export const redeemBody = z.strictObject({ location_id: outsideId, pin }).meta({ id: "Redeem" })

/** `POST /customers/{customer_id}/wallet/{hash}/lock` */
export const lockBody = z.strictObject({ location_id: outsideId, pin }).meta({ id: "LockReward" })

/** `POST /customers/{customer_id}/wallet/{hash}/use` */
export const useBody = z.strictObject({ location_id: outsideId }).meta({ id: "UseReward" })

const redemptionAnswer = z.strictObject({
  id: z.uuid(),
  customer_id: z.string(),
  reward_id: z.string(),
  hash: z.string(),
  redeemed_at: z.iso.datetime({ offset: true }),
})

/** The redemption with the profile after it, so that the till refreshes in one call. */
export const redeemedAnswer = z
  .strictObject({
    redemption: redemptionAnswer,
    profile: loyaltyProfile.nullable(),
  })
  .meta({ id: "Redeemed" })
export type RedeemedAnswer = z.infer<typeof redeemedAnswer>

export const lockAnswer = z
  .strictObject({
    hash: z.string(),
    locked: z.boolean(),
    locked_until: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: "RewardLock" })

export const useAnswer = z.strictObject({ hash: z.string(), used: z.literal(true) }).meta({ id: "RewardUse" })
