import type { PongoErrorKind } from "@/db/enums"
import { AppError, type ErrorCode } from "@/lib/errors"
import { PongoError } from "./error"

/** `rate_limited` is our own limit for a till. Pongo's limit means that Pongo is unavailable for a moment. */
const CODES: Record<PongoErrorKind, ErrorCode> = {
  dns: "pongo_unavailable",
  refused: "pongo_unavailable",
  tls: "pongo_unavailable",
  reset: "pongo_unavailable",
  server_error: "pongo_unavailable",
  rate_limited: "pongo_unavailable",
  connect_timeout: "pongo_timeout",
  timeout: "pongo_timeout",
  unreadable: "pongo_unreadable_answer",
  unauthorized: "token_refused",
  forbidden: "pongo_rejected",
  not_found: "pongo_rejected",
  conflict: "pongo_rejected",
  invalid: "pongo_rejected",
  locked: "pongo_rejected",
  rejected: "pongo_rejected",
}

/** The failed call as the caller sees it. */
export const asAppError = (error: PongoError): AppError =>
  new AppError(CODES[error.kind], `Pongo: ${error.message}`, {
    cause: error,
    retryAfterSeconds: error.retryAfterSeconds ?? undefined,
  })

/**
 * Waits for `work` on behalf of a person who pressed a button.
 * @throws AppError as {@link asAppError}, and whatever else `work` throws
 */
export async function forPerson<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof PongoError ? asAppError(error) : error
  }
}
