import { AppError, type ErrorCode } from "@/lib/errors"
import { PongoError, type PongoErrorKind } from "./error"

const CODES: Partial<Record<PongoErrorKind, ErrorCode>> = {
  unauthorized: "token_refused",
  forbidden: "token_refused",
  rate_limited: "rate_limited",
  timeout: "pongo_timeout",
  connect_timeout: "pongo_timeout",
  unreadable: "pongo_unreadable_answer",
  rejected: "pongo_rejected",
}

/**
 * For a person who pressed a button: what Pongo answered becomes an error with a sentence.
 * @throws AppError `token_refused`, `rate_limited`, `pongo_timeout`, `pongo_unreadable_answer`, `pongo_rejected`,
 * `pongo_unavailable`, and whatever else `work` throws
 */
export async function forPerson<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof PongoError)
      throw new AppError(CODES[error.kind] ?? "pongo_unavailable", error.message, { cause: error })
    throw error
  }
}
