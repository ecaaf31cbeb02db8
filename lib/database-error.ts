import { AppError } from "@/lib/errors"

/**
 * Error codes of a database that cannot serve a valid call now: SQLSTATE classes and codes (PostgreSQL, Appendix A),
 * postgres.js's codes, and those of `db/pool.ts`.
 */
const UNAVAILABLE = [
  /^08/, // connection lost
  /^53/, // disk full, out of memory, too many connections
  /^57P/, // shutting down, starting up, crashed
  /^58/, // the server's files cannot be read or written
  /^25006$/, // read only: a standby, or switched so by its operator
  /^25P0[34]$/, // a transaction took too long
  /^(55P03|57014)$/, // lock or statement timeout
  /^(40001|40P01)$/, // lost against another transaction
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/,
  /^DATABASE_(BUSY|SILENT)$/,
]
/** Node's codes for a failed connection. Calls to other systems fail with them too. */
const NETWORK = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENET|EAI_|ENOTFOUND$)/

/** Whether the database is at fault, so that the same call may succeed in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  // drizzle wraps its client's errors. A host with several addresses fails with one error for each.
  if (!(error instanceof Error)) return false
  if (error instanceof AppError) return error.code === "unavailable"
  const { code } = error as { code?: unknown }
  if (typeof code === "string") {
    if (UNAVAILABLE.some((known) => known.test(code))) return true
    // postgres.js adds the statement to its errors.
    if (NETWORK.test(code) && "query" in error) return true
  }
  return isDatabaseUnavailable(error.cause)
}

/** The AppError that this error means for the caller, or null for a defect. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  return isDatabaseUnavailable(error) ? new AppError("unavailable", undefined, { cause: error }) : null
}
