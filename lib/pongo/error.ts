import type { PongoErrorKind } from "@/db/enums"
import type { Exchange } from "./exchange"

type PongoErrorDetails = {
  exchange: Exchange
  fieldErrors?: Record<string, string[]>
  jsonPath?: string
  cause?: unknown
}

/** A failed call to Pongo. `message` holds Pongo's own words if it gave any. */
export class PongoError extends Error {
  override readonly name = "PongoError"
  readonly kind: PongoErrorKind
  readonly exchange: Exchange
  readonly fieldErrors: Record<string, string[]> | undefined
  /** Where an unreadable answer stops matching, for example `data[0].points`. */
  readonly jsonPath: string | undefined

  constructor(kind: PongoErrorKind, message: string, details: PongoErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.exchange = details.exchange
    this.fieldErrors = details.fieldErrors
    this.jsonPath = details.jsonPath
  }

  get status() {
    return this.exchange.status
  }

  get retryAfterSeconds() {
    return this.exchange.retryAfterSeconds
  }
}

const NO_CONNECTION: readonly PongoErrorKind[] = ["dns", "refused", "tls", "connect_timeout"]
const GATEWAY_STATUSES: readonly (number | null)[] = [502, 503, 504]

/** True when no request could have succeeded: Pongo is down or unreachable. */
export function isUnreachable(kind: PongoErrorKind, status: number | null): boolean {
  return NO_CONNECTION.includes(kind) || (kind === "server_error" && GATEWAY_STATUSES.includes(status))
}

/** Laravel's 404 for an unknown path. */
const UNKNOWN_ROUTE = /\broute\b.*could not be found/i

/**
 * Whether a 404 concerns the requested record. A 404 in HTML, or about the route, means a wrong address and must not
 * read as "no such customer".
 */
export function isNoSuchRecord(error: PongoError): boolean {
  const isHtml = error.exchange.responseBody?.trimStart().startsWith("<")
  return error.kind === "not_found" && !isHtml && !UNKNOWN_ROUTE.test(error.message)
}

const UNKNOWN_OUTCOMES: readonly PongoErrorKind[] = ["timeout", "reset", "unreadable", "server_error"]

/** True when a write may have taken effect although the call failed. */
export function isUnknownOutcome(kind: PongoErrorKind): boolean {
  return UNKNOWN_OUTCOMES.includes(kind)
}
