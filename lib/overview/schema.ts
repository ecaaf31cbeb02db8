import { z } from "zod"

export const PERIODS = ["today", "7d", "30d"] as const
export type Period = (typeof PERIODS)[number]

/** What the overview looks at, from the address bar. What cannot be read is left out, never an error page. */
export const overviewFilters = z.object({
  period: z.enum(PERIODS).catch("today"),
  location: z.uuid().optional().catch(undefined),
})
export type OverviewFilters = z.infer<typeof overviewFilters>
