import { sql } from "@/db/index"

const BATCH = 1_000

/**
 * Deletes plans a day after they expired unconfirmed, and the order lists of replays past the merchant's log period. A
 * replay that ran keeps its row: who, when, how many.
 */
export async function forgetReplays(): Promise<void> {
  const old = await sql<{ id: string; isPlan: boolean }[]>`
    select r.id, r.confirmed_at is null as "isPlan"
    from replays r join merchants m on m.id = r.merchant_id
    where (r.confirmed_at is null and r.expires_at < now() - interval '1 day')
      or coalesce(r.finished_at, r.cancelled_at, r.expires_at) < now() - make_interval(days => m.log_days)
        and exists (select 1 from replay_orders o where o.replay_id = r.id)
        and r.state <> 'running'`
  for (const { id, isPlan } of old) {
    while ((await deleteSome(id)) === BATCH);
    if (isPlan) await sql`delete from replays where id = ${id} and confirmed_at is null`
  }
}

async function deleteSome(replayId: string): Promise<number> {
  const { count } = await sql`
    delete from replay_orders where replay_id = ${replayId} and order_id = any(array(
      select order_id from replay_orders where replay_id = ${replayId} limit ${BATCH}))`
  return count
}
