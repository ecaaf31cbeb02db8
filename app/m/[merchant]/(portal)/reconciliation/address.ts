import { hrefWith } from "@/lib/address"
import type { DayFilters } from "@/lib/reconciliation/schema"

/** The address of the list of days. */
export const daysHref = (filters: DayFilters = {}) => hrefWith("/reconciliation", filters)

/** The address of one day. @param location looks at one location alone */
export const dayHref = (day: string, location?: string) =>
  hrefWith(`/reconciliation/${day}` as const, { location })
