import { z } from "zod"

/** The scripted till's steps, in order: the same calls that a till makes. */
const REHEARSAL_STEPS = [
  "enlist",
  "find",
  "scan",
  "profile",
  "open_order",
  "arrive",
  "redeem",
  "reward_product",
  "reward_voucher",
] as const
export type RehearsalStepId = (typeof REHEARSAL_STEPS)[number]

const STEP_STATES = ["waiting", "running", "passed", "failed", "skipped"] as const

const step = z.object({
  id: z.enum(REHEARSAL_STEPS),
  state: z.enum(STEP_STATES),
  /** When it ended. */
  at: z.iso.datetime().nullable(),
  /** Why it failed or was skipped: a code of `lib/errors`, a reason of the order, or one of the script's own. */
  code: z.string().nullable(),
  /** The order that it made. */
  order: z.object({ id: z.string(), ref: z.string() }).nullable(),
})
export type RehearsalStep = z.infer<typeof step>
export const rehearsalSteps = z.array(step)

export const newSteps = (): RehearsalStep[] =>
  REHEARSAL_STEPS.map((id) => ({ id, state: "waiting", at: null, code: null, order: null }))

/** `passed` when nothing failed: steps that do not apply here may be skipped. */
export const resultOfSteps = (steps: readonly RehearsalStep[]): "passed" | "failed" =>
  steps.some(({ state }) => state === "failed") ? "failed" : "passed"

/** Binds the sealed key of a rehearsal's till to the rehearsal. */
export const rehearsalContext = (rehearsalId: string) => `go-live.rehearsal:${rehearsalId}`
