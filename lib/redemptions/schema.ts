import { z } from "zod"

const locationId = z.string().trim().min(1).max(100)
const pin = z
  .string()
  .regex(/^\d{4}$/, "4 digits")
  .optional()

/** `POST /customers/{customer_id}/rewards/{reward_id}/redeem` */
export const redeemBody = z.strictObject({ location_id: locationId, pin })

/** `POST /customers/{customer_id}/wallet/{hash}/lock` */
export const lockBody = z.strictObject({ location_id: locationId, pin })

/** `POST /customers/{customer_id}/wallet/{hash}/use` */
export const useBody = z.strictObject({ location_id: locationId })

export const redemptionAnswer = z.strictObject({
  id: z.uuid(),
  customer_id: z.string(),
  reward_id: z.string(),
  hash: z.string(),
  redeemed_at: z.iso.datetime({ offset: true }),
})

export const lockAnswer = z.strictObject({
  hash: z.string(),
  locked: z.boolean(),
  locked_until: z.iso.datetime({ offset: true }).nullable(),
})

export const useAnswer = z.strictObject({ hash: z.string(), used: z.literal(true) })
