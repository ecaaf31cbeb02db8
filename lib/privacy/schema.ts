import { z } from "zod"
import { customerId } from "@/lib/customers/schema"

/** Pongo's id of the customer it is about. */
export const customerRef = z.object({ id: customerId })

/**
 * What a merchant may choose, in days. The log is kept longer than an order can be retried (72 h and more); ten years is
 * what accountants ask for.
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
