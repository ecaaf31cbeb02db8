import { z } from "zod"
import { REPLAY_KINDS } from "@/db/enums"
import { orderSelection } from "@/lib/orders/schema"

/** A plan that nobody confirms, and one that nobody approves, is void after this. */
export const PLAN_HOURS = 24
/** From the second person's approval to the first order sent: time to take it back. */
export const UNDO_SECONDS = 300
/** Orders that one plan may hold, the skipped ones included. */
export const MOST_ORDERS: Record<(typeof REPLAY_KINDS)[number], number> = {
  send: 200_000,
  /** Each is a call to Pongo of its own. */
  verify: 2_000,
}
/** Rows of a list that can be chosen by hand. */
const MOST_CHOSEN = 1_000
export const THRESHOLD_LIMITS = { min: 1, max: 100_000 } as const

/** Which orders: those chosen by hand, or those the log's filters keep at this moment. */
export const replayPlan = z.object({
  kind: z.enum(REPLAY_KINDS),
  orders: z.union([
    z.object({ ids: z.array(z.uuid()).min(1).max(MOST_CHOSEN) }),
    z.object({ filters: orderSelection }),
  ]),
})
export type ReplayPlan = z.infer<typeof replayPlan>

export const replayId = z.object({ id: z.uuid() })
export const replayConfirmation = replayId.extend({ name: z.string().trim().min(1).max(80) })
export const approvalThreshold = z.object({
  orders: z.int().min(THRESHOLD_LIMITS.min).max(THRESHOLD_LIMITS.max),
})

/** Where the history goes on. What cannot be read is left out. */
export const replayHistory = z.object({ before: z.uuid().optional().catch(undefined) })
