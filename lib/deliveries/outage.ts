import { sql } from "@/db/index"
import { env } from "@/lib/env"
import type { Failing, Pause, Paused } from "./pauses"

/** What a worker found holds this long without a sign of life of it. Longer than between two beats and two probes. */
const LIVES_SECONDS = 60
export const PAUSE_BEAT_MS = 15_000

const until = () => sql`now() + make_interval(secs => ${LIVES_SECONDS})`
const rowsOf = (failing: Failing[]) =>
  sql`jsonb_to_recordset(${sql.json(failing.map(({ merchantId, since }) => ({ merchant_id: merchantId, since: since.toISOString() })))})`
const host = () => new URL(env.PONGO_API_URL).host

/** Keeps what a worker found about Pongo, for people and other workers to see, and sends what waited once it answers. */
export async function notePause(pause: Pause): Promise<void> {
  if (pause.isOpen)
    return keepPauses(pause.of === "all" ? pause.since : null, pause.of === "merchant" ? [pause] : [])
  if (pause.of === "all") {
    await sql`
      update pongo_health set state = 'closed', since = now(), expires_at = null
      where host = ${host()} and state = 'open'`
    await retryAfterOutage(pause.failing)
  } else {
    await sql`delete from pongo_pauses where merchant_id = ${pause.merchantId}`
    await retryAfterOutage([pause])
  }
}

/**
 * A sign of life of a worker that keeps deliveries paused: without it the pause ends by itself.
 * @param all since when Pongo answers nobody; null when it does
 */
export async function keepPauses(all: Date | null, merchants: Failing[]): Promise<void> {
  if (all)
    await sql`
      insert into pongo_health (host, state, since, expires_at) values (${host()}, 'open', ${all}, ${until()})
      on conflict (host) do update set
        state = 'open', expires_at = excluded.expires_at,
        since = case when pongo_health.state = 'open' and pongo_health.expires_at > now()
          then pongo_health.since else excluded.since end`
  if (merchants.length > 0)
    await sql`
      insert into pongo_pauses (merchant_id, since, expires_at)
      select p.merchant_id, p.since, ${until()}
      from ${rowsOf(merchants)} as p(merchant_id uuid, since timestamptz)
      order by p.merchant_id
      on conflict (merchant_id) do update set
        expires_at = excluded.expires_at,
        since = case when pongo_pauses.expires_at > now() then pongo_pauses.since else excluded.since end`
}

/** The pauses that stand, for a worker that starts. */
export async function readPauses(): Promise<Paused> {
  const [all] = await sql<{ since: Date }[]>`
    select since from pongo_health where host = ${host()} and state = 'open' and expires_at > now()`
  const merchants = await sql<Failing[]>`
    select merchant_id as "merchantId", since from pongo_pauses where expires_at > now()`
  return { all: all?.since ?? null, merchants: [...merchants] }
}

/**
 * Pongo answers again: what these merchants tried in vain since it stopped goes out now, in the order it was closed. Each
 * order gets back the attempt that this takes, so that an outage that comes and goes uses up no schedule. What failed
 * before, or for another reason, keeps its schedule.
 */
export async function retryAfterOutage(failing: Failing[]): Promise<void> {
  if (failing.length === 0) return
  await sql`
    update deliveries d set next_attempt_at = now(), is_aside = false, schedule_step = greatest(schedule_step - 1, 0)
    from ${rowsOf(failing)} as f(merchant_id uuid, since timestamptz)
    where d.merchant_id = f.merchant_id and d.state = 'retrying'
      and d.last_attempt_at >= f.since
      and d.last_error_kind in ('dns', 'refused', 'tls', 'connect_timeout', 'timeout', 'reset', 'server_error')`
}
