import { hrefWith } from "@/lib/address"
import type { DayFilters } from "@/lib/reconciliation/schema"

export const daysHref = (filters: DayFilters = {}) => hrefWith("/reconciliation", filters)

/** The address of one day. @param location shows one location only */
export const dayHref = (day: string, location?: string) =>
  hrefWith(`/reconciliation/${day}` as const, { location })
