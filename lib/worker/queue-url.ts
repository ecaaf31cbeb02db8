import { LIMITS } from "@/db/work"

/** Seconds of silence after which a connection of the queue is given up: longer than any of its statements. */
const SILENCE_MS = LIMITS.worker.silenceMs

/**
 * Where the job queue's own client (pg) connects to, with the limits of background work.
 * @throws Error when there is no `DATABASE_URL`
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
