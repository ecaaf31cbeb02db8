import type { PosErrorCode } from "@/lib/errors"

/** The chapters of the reference, in its order. */
export const GROUPS = ["Status", "Customers", "Rewards", "Orders", "Changes", "Setup"] as const
export type Group = (typeof GROUPS)[number]

/** What the reference says of a route beyond what its schemas say. Its sentences are in `messages/…/reference.json`. */
export type Words = {
  /** `operationId`, and the name of its sentences and of the example in `examples.ts`. */
  id: string
  group: Group
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
