import type { PongoErrorKind } from "@/db/enums"
import type { Exchange } from "./exchange"

type PongoErrorDetails = {
  exchange: Exchange
  fieldErrors?: Record<string, string[]>
  jsonPath?: string
  cause?: unknown
}

/** A call to Pongo that did not work. `message` holds Pongo's own words when it gave some. */
export class PongoError extends Error {
  override readonly name = "PongoError"
  readonly kind: PongoErrorKind
  readonly exchange: Exchange
  readonly fieldErrors: Record<string, string[]> | undefined
  /** Where an unreadable answer stopped making sense, for example `data[0].points`. */
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

const UNREACHABLE: readonly PongoErrorKind[] = ["dns", "refused", "tls", "connect_timeout"]
const GATEWAY_STATUSES: readonly (number | null)[] = [502, 503, 504]

/** True when no request could have worked: Pongo itself is down or cannot be reached. */
export function isNeverTheRequestsFault(kind: PongoErrorKind, status: number | null): boolean {
  return UNREACHABLE.includes(kind) || (kind === "server_error" && GATEWAY_STATUSES.includes(status))
}

/** Laravel's 404 for a path that it does not have. */
const UNKNOWN_ROUTE = /\broute\b.*could not be found/i

/**
 * Whether a 404 is about the record that was asked for. One in HTML, or about the route, is about a wrong address and
 * must not read as "no such customer".
 */
export function isNoSuchRecord(error: PongoError): boolean {
  const isHtml = error.exchange.responseBody?.trimStart().startsWith("<")
  return error.kind === "not_found" && !isHtml && !UNKNOWN_ROUTE.test(error.message)
}

const UNKNOWN_OUTCOMES: readonly PongoErrorKind[] = ["timeout", "reset", "unreadable", "server_error"]

/** True when a write may have taken effect although it failed for us. */
export function isUnknownOutcome(kind: PongoErrorKind): boolean {
  return UNKNOWN_OUTCOMES.includes(kind)
}
