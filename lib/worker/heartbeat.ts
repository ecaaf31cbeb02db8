import { sql } from "@/db/index"
import { workAs } from "@/db/work"

export const BEAT_MS = 10_000
/** A worker that has not beaten for this long is dead; graphile-worker alone would keep its jobs locked for 4 h. */
const DEAD_AFTER_MS = 60_000
/** Longest gap between two heartbeats of a worker with uninterrupted database access. */
const STEADY_MS = 3 * BEAT_MS

/**
 * Renews these workers' heartbeats and frees the jobs of dead workers. Judges the others only after it has itself
 * beaten for as long as they were silent: during a database outage no worker can beat, and the first one back would
 * take the live ones for dead.
 * @param now milliseconds of a monotonic clock
 */
export function createHeartbeat(now: () => number = () => performance.now()) {
  let steadySince = Number.POSITIVE_INFINITY
  let lastBeatAt = Number.NEGATIVE_INFINITY
  return (workerIds: readonly string[]): Promise<void> =>
    workAs("worker", async () => {
      const at = now()
      await sql`
        insert into workers (id, started_at, beat_at) select id, now(), now() from unnest(${[...workerIds]}::text[]) as id
        on conflict (id) do update set beat_at = now()`
      if (at - lastBeatAt > STEADY_MS) steadySince = at
      lastBeatAt = at
      if (at - steadySince >= DEAD_AFTER_MS) await freeDead()
    })
}

const freeDead = () => sql`
  with dead as (
    delete from workers where beat_at < now() - make_interval(secs => ${DEAD_AFTER_MS / 1000}) returning id
  )
  select graphile_worker.force_unlock_workers(array_agg(id)) from dead having count(*) > 0`
