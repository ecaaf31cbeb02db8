import { z } from "zod"

export const PERIODS = ["today", "7d", "30d"] as const
export type Period = (typeof PERIODS)[number]

/** Filters of the overview, from the address bar. Replaces unreadable values instead of failing. */
export const overviewFilters = z.object({
  period: z.enum(PERIODS).catch("today"),
  location: z.uuid().optional().catch(undefined),
})
export type OverviewFilters = z.infer<typeof overviewFilters>
