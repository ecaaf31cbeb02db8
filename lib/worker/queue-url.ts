import { LIMITS } from "@/db/work"

/** Idle time after which a queue connection counts as dead. Must exceed its longest statement. */
const SILENCE_MS = LIMITS.worker.silenceMs

/**
 * Database URL of the job queue's own client (pg), with the timeouts of background work.
 * @throws Error without a `DATABASE_URL`
 */
export function queueUrl(): string {
  const given = process.env.DATABASE_URL
  if (!given) throw new Error("DATABASE_URL is not set: start with npm start or npm run worker.")
  const { statementMs, lockMs, idleInTransactionMs, connectSeconds } = LIMITS.job
  const limits = {
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    query_timeout: SILENCE_MS,
    connectionTimeoutMillis: connectSeconds * 1000,
  }
  const query = Object.entries(limits).map(([name, value]) => `${name}=${value}`)
  return `${given}${given.includes("?") ? "&" : "?"}${query.join("&")}`
}
