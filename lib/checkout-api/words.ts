import type { PosErrorCode } from "@/lib/errors"

/** The chapters of the reference, in its order. */
export const GROUPS = ["Status", "Customers", "Rewards", "Orders", "Changes", "Setup"] as const
export type Group = (typeof GROUPS)[number]

/** The reference's additions to a route's schemas. Their sentences are in `messages/…/reference.json`. */
export type Words = {
  /** `operationId`, also the key of its sentences and of the example in `examples.ts`. */
  id: string
  group: Group
  /** Refusals of this route, without those that its shape adds (scope, body, idempotency). */
  errors: readonly PosErrorCode[]
}

/** The location in the request does not exist, or the key is bound to another one. */
export const LOCATION_ERRORS = ["location_unknown", "location_not_allowed"] as const satisfies PosErrorCode[]

/** The call asks Pongo, and Pongo gave no usable answer. */
export const PONGO_ERRORS = [
  "not_connected",
  "pongo_rejected",
  "pongo_unreadable_answer",
  "pongo_unavailable",
  "pongo_timeout",
] as const satisfies PosErrorCode[]

/** Every loyalty call asks Pongo about a mapped location. */
export const LOYALTY_ERRORS = [
  ...LOCATION_ERRORS,
  "location_unmapped",
  ...PONGO_ERRORS,
] as const satisfies PosErrorCode[]
