import { sql } from "./index"

/**
 * A CTE `relaxed` that, where a statement outside a transaction reads it, lets the statement's commit return before it
 * is on disk. If PostgreSQL itself crashes (never only a process of ours), the last 0.6 s of such statements may be
 * lost, and never one that a later durable commit followed. For writes that are repeated without harm: a lane's lease,
 * and what Pongo answered, because an order without its answer is sent again under its number.
 */
export const relaxedCommit = () =>
  sql`relaxed as materialized (select set_config('synchronous_commit', 'off', true))`
