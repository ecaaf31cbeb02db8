import { z } from "zod"
import { customerId } from "@/lib/customers/schema"

/** Pongo's customer id. */
export const customerRef = z.object({ id: customerId })

/**
 * What a merchant may choose, in days. The log outlives an order's retries (72 h and more). Ten years is what
 * accountants need.
 */
export const RETENTION_LIMITS = {
  orderContentDays: { min: 30, max: 3_650 },
  personalDataDays: { min: 30, max: 3_650 },
  logDays: { min: 7, max: 3_650 },
} as const

const days = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max)

export const privacySettings = z.object({
  orderContentDays: days(RETENTION_LIMITS.orderContentDays),
  personalDataDays: days(RETENTION_LIMITS.personalDataDays),
  logDays: days(RETENTION_LIMITS.logDays),
  sendsAnonymousOrders: z.boolean(),
  /** Hour of local time at which a business day ends. */
  dayCutoffHour: z.int().min(0).max(23),
})
export type PrivacySettings = z.infer<typeof privacySettings>
