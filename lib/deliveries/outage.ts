import { sql } from "@/db/index"
import { env } from "@/lib/env"
import type { Failing, Pause, Paused } from "./pauses"

/** How long a pause lasts without a heartbeat. Must exceed the heartbeat interval and the probe interval. */
const LIVES_SECONDS = 60
export const PAUSE_BEAT_MS = 15_000

const until = () => sql`now() + make_interval(secs => ${LIVES_SECONDS})`
const rowsOf = (failing: Failing[]) =>
  sql`jsonb_to_recordset(${sql.json(failing.map(({ merchantId, since }) => ({ merchant_id: merchantId, since: since.toISOString() })))})`
const host = () => new URL(env.PONGO_API_URL).host

/** Records a pause or its end for the portal and other workers; at its end, releases the waiting orders. */
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
 * Heartbeat of a worker that keeps deliveries paused; without it the pause expires.
 * @param all since when Pongo has answered no merchant; null when it does
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

/** The current pauses, for a worker that starts. */
export async function readPauses(): Promise<Paused> {
  const [all] = await sql<{ since: Date }[]>`
    select since from pongo_health where host = ${host()} and state = 'open' and expires_at > now()`
  const merchants = await sql<Failing[]>`
    select merchant_id as "merchantId", since from pongo_pauses where expires_at > now()`
  return { all: all?.since ?? null, merchants: [...merchants] }
}

/**
 * Pongo answers again: makes these merchants' orders that failed since the outage began due now, in closing order. Each
 * order gets back the attempt this costs, so an intermittent outage uses up no schedule. Orders that failed earlier, or
 * for another reason, keep their schedule.
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
