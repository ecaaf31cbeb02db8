type Entry = { status: number; title: string } & (
  | { retryable: false }
  /** `retryAfterSeconds`: default of `Retry-After`, if the thrower gives none. */
  | { retryable: true; retryAfterSeconds: number }
)

/**
 * The closed list of codes a till can meet (`docs/checkout-api.md`, Errors and retries): status, title, and whether the same call may
 * succeed later. The cashier's sentences are in `lib/i18n/messages/*\/till.json`.
 */
export const POS_ERRORS = {
  invalid_json: { status: 400, retryable: false, title: "The body is not valid JSON" },
  unauthorized: { status: 401, retryable: false, title: "The API key is missing or unknown" },
  key_revoked: { status: 401, retryable: false, title: "The API key has been revoked" },
  forbidden: { status: 403, retryable: false, title: "The API key lacks the scope for this call" },
  location_not_allowed: { status: 403, retryable: false, title: "The API key belongs to another location" },
  not_found: { status: 404, retryable: false, title: "No such resource" },
  customer_not_found: { status: 404, retryable: false, title: "No such customer in this loyalty programme" },
  location_unknown: { status: 404, retryable: false, title: "No such location" },
  order_not_found: { status: 404, retryable: false, title: "No such order at this location" },
  reward_not_found: { status: 404, retryable: false, title: "No such reward for this customer" },
  method_not_allowed: { status: 405, retryable: false, title: "This resource does not answer that verb" },
  request_in_progress: {
    status: 409,
    retryable: true,
    retryAfterSeconds: 2,
    title: "A call with this Idempotency-Key is still running",
  },
  order_conflict: {
    status: 409,
    retryable: false,
    title: "This order is already recorded with different content",
  },
  order_not_correctable: {
    status: 409,
    retryable: false,
    title: "Only an order that Pongo rejected can be corrected",
  },
  order_not_paid: {
    status: 409,
    retryable: false,
    title: "The order is not paid, so there is nothing to refund",
  },
  order_already_closed: { status: 409, retryable: false, title: "The order is already closed" },
  reward_already_used: { status: 409, retryable: false, title: "The reward has already been used" },
  not_enough_points: { status: 409, retryable: false, title: "The customer does not have enough points" },
  not_connected: { status: 409, retryable: false, title: "The merchant is not connected to Pongo" },
  location_unmapped: { status: 409, retryable: false, title: "The location is not mapped to a Pongo store" },
  too_many_locations: {
    status: 409,
    retryable: false,
    title: "The merchant has as many locations as there may be, archived ones included",
  },
  too_many_products: {
    status: 409,
    retryable: false,
    title: "The merchant has as many products as there may be, those off sale included",
  },
  body_too_large: { status: 413, retryable: false, title: "The body is larger than 1 MiB" },
  unsupported_media_type: { status: 415, retryable: false, title: "The body must be application/json" },
  validation_failed: { status: 422, retryable: false, title: "The request is not valid" },
  idempotency_key_reused: {
    status: 422,
    retryable: false,
    title: "This Idempotency-Key was used with another body",
  },
  idempotency_key_required: { status: 422, retryable: false, title: "This call needs an Idempotency-Key" },
  pin_refused: { status: 422, retryable: false, title: "The customer's PIN is missing or wrong" },
  reward_locked: {
    status: 423,
    retryable: true,
    retryAfterSeconds: 10,
    title: "The reward is held by another till",
  },
  rate_limited: {
    status: 429,
    retryable: true,
    retryAfterSeconds: 60,
    title: "Too many calls with this key",
  },
  internal: {
    status: 500,
    retryable: true,
    retryAfterSeconds: 2,
    title: "Something went wrong on our side",
  },
  unavailable: {
    status: 503,
    retryable: true,
    retryAfterSeconds: 2,
    title: "The service cannot take the call at the moment",
  },
  pongo_unreadable_answer: {
    status: 502,
    retryable: true,
    retryAfterSeconds: 5,
    title: "Pongo gave an answer that cannot be read",
  },
  pongo_rejected: { status: 502, retryable: false, title: "Pongo refused the request" },
  pongo_unavailable: {
    status: 503,
    retryable: true,
    retryAfterSeconds: 15,
    title: "Pongo cannot be reached",
  },
  pongo_timeout: {
    status: 504,
    retryable: true,
    retryAfterSeconds: 5,
    title: "Pongo did not answer in time",
  },
} as const satisfies Record<string, Entry>

export type PosErrorCode = keyof typeof POS_ERRORS

/** Delay before the same call may be repeated, in seconds; undefined if a retry does not help. */
export function retryAfterSeconds(code: PosErrorCode): number | undefined {
  const entry: Entry = POS_ERRORS[code]
  return entry.retryable ? entry.retryAfterSeconds : undefined
}

/** Codes of the portal only. Their sentences are in `lib/i18n/messages/*\/errors.json`. */
export const PORTAL_ERRORS = [
  "signed_out",
  "role_required",
  "acting_refused",
  "conflict",
  "store_taken",
  "store_unknown",
  "location_ref_taken",
  "already_member",
  "last_owner",
  "invitation_invalid",
  "invitation_other_account",
  "email_taken",
  "sandbox_only",
  "oauth_state_invalid",
  "oauth_in_progress",
  "oauth_denied",
  "oauth_exchange_failed",
  "pongo_not_configured",
  "token_refused",
  "link_invalid",
  "pongo_account_differs",
  "replay_not_possible",
  "verification_not_possible",
  "replay_empty",
  "replay_too_large",
  "replay_expired",
  "second_person_required",
  "planner_confirms",
  "too_many_attempts",
  "too_busy",
  "wrong_password",
  "account_link_invalid",
  "mail_off",
  "csv_refused",
  "webhook_address_refused",
  "consent_required",
  "too_many",
] as const
type PortalErrorCode = (typeof PORTAL_ERRORS)[number]

/** Cases whose code has a sentence that would mislead the cashier. Their own sentences are in `till.json` too. */
export type CashierCase = "outcome_unknown" | "not_a_pass"

export type ErrorCode = PosErrorCode | PortalErrorCode
export type FieldError = { path: string; message: string }

/**
 * An error with a meaning for the caller. Anything else thrown is a defect: a bland 500 outside, the full error in the
 * log.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldError[]
  /** Values for the sentence (a name, a number), never personal data. */
  readonly params: Record<string, string | number>
  readonly retryAfterSeconds: number | undefined
  /** Extra members of the problem document, for example `can_enlist`. */
  readonly extra: Record<string, string | number | boolean>
  readonly cashierCase: CashierCase | undefined

  constructor(
    code: ErrorCode,
    detail?: string,
    options: {
      fields?: FieldError[]
      params?: Record<string, string | number>
      retryAfterSeconds?: number
      extra?: Record<string, string | number | boolean>
      cashierCase?: CashierCase
      cause?: unknown
    } = {},
  ) {
    super(detail ?? code, { cause: options.cause })
    this.name = "AppError"
    this.code = code
    this.fields = options.fields ?? []
    this.params = options.params ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
    this.extra = options.extra ?? {}
    this.cashierCase =
      options.cashierCase ?? (this.extra.outcome === "unknown" ? "outcome_unknown" : undefined)
  }
}

export function isPosErrorCode(code: ErrorCode): code is PosErrorCode {
  return code in POS_ERRORS
}
