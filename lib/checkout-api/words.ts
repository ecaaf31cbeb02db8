import type { PosErrorCode } from "@/lib/errors"

export const GROUPS = {
  Status: "What a till asks before it shows anything of loyalty, and what it tells about itself.",
  Customers: "Who stands at the till, and what they may have.",
  Rewards: "Buying a reward with points, holding it, using it.",
  Orders: "Handing orders over. What is answered with 202 is stored, whatever happens next.",
  Setup: "Locations and catalogue, sent by the POS vendor's back end.",
} as const
export type Group = keyof typeof GROUPS

/** What the reference says of a route beyond what its schemas say. */
export type Words = {
  /** `operationId`, and the name of the example in `examples.ts`. */
  id: string
  group: Group
  summary: string
  description?: string
  /** What the success means. */
  success: string
  /** Another success status and when it is answered. */
  also?: Record<number, string>
  /** Refusals of this route; those that its shape brings (scope, body, idempotency) are added. */
  errors: readonly PosErrorCode[]
}

/** The location in the request does not exist, or the key is bound to another one. */
export const LOCATION_ERRORS = ["location_unknown", "location_not_allowed"] as const satisfies PosErrorCode[]

/** Pongo has to be asked, and did not answer usefully. */
export const PONGO_ERRORS = [
  "not_connected",
  "pongo_rejected",
  "pongo_unreadable_answer",
  "pongo_unavailable",
  "pongo_timeout",
] as const satisfies PosErrorCode[]

/** Every loyalty call: Pongo is asked about a mapped location. */
export const LOYALTY_ERRORS = [
  ...LOCATION_ERRORS,
  "location_unmapped",
  ...PONGO_ERRORS,
] as const satisfies PosErrorCode[]
