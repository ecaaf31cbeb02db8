import { AppError } from "@/lib/errors"

/**
 * What PostgreSQL, the network and our own deadlines say when the database cannot take a call now, though the call is
 * right: SQLSTATE classes and codes (PostgreSQL, Appendix A), postgres.js's codes, and those of `db/pool.ts`.
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
/** Node's codes for a connection that failed: also met on the way to other systems. */
const NETWORK = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENET|EAI_|ENOTFOUND$)/

/** Whether the database is at fault and the same call may succeed in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  // drizzle wraps what its client throws; a host with several addresses fails with one error for each.
  if (!(error instanceof Error)) return false
  if (error instanceof AppError) return error.code === "unavailable"
  const { code } = error as { code?: unknown }
  if (typeof code === "string") {
    if (UNAVAILABLE.some((known) => known.test(code))) return true
    // postgres.js notes the statement on what it throws.
    if (NETWORK.test(code) && "query" in error) return true
  }
  return isDatabaseUnavailable(error.cause)
}

/** The error with a meaning for the caller that this one is, or null for a defect. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  return isDatabaseUnavailable(error) ? new AppError("unavailable", undefined, { cause: error }) : null
}
