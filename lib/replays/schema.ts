import { z } from "zod"
import { REPLAY_KINDS } from "@/db/enums"
import { orderSelection } from "@/lib/orders/schema"

/** A plan that is not confirmed, or not approved, expires after this. */
export const PLAN_HOURS = 24
/** Time between the second person's approval and the first order sent, in which the replay can be cancelled. */
export const UNDO_SECONDS = 300
/** Most orders in one plan, including skipped ones. */
export const MOST_ORDERS: Record<(typeof REPLAY_KINDS)[number], number> = {
  send: 200_000,
  /** Each one costs a separate call to Pongo. */
  verify: 2_000,
}
/** Most rows that can be selected by hand. */
const MOST_CHOSEN = 1_000
export const THRESHOLD_LIMITS = { min: 1, max: 100_000 } as const

/** Orders selected by hand, or those that match the log's filters now. */
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

/** Cursor of the history. Drops an unreadable value. */
export const replayHistory = z.object({ before: z.uuid().optional().catch(undefined) })
