import { sql } from "@/db/index"

/** Deletes what has served its time: OAuth states, idempotency records (72 h), sessions, counters. */
export async function deleteExpired(): Promise<void> {
  await sql`delete from oauth_states where expires_at < now() - interval '1 day'`
  await sql`delete from idempotency_records where created_at < now() - interval '72 hours'`
  await sql`delete from sessions where expires_at < now() - interval '30 days'`
  await sql`delete from rate_limits where expire < extract(epoch from now()) * 1000`
}
