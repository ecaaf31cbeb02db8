import { sql } from "@/db/index"
import { env } from "@/lib/env"
import type { BreakerState } from "@/lib/pongo/breaker"

/** Keeps whether Pongo answers, for people to see, and sends what waited for it once it does again. */
export async function noteOutage(state: BreakerState): Promise<void> {
  const { host } = new URL(env.PONGO_API_URL)
  await sql`
    insert into pongo_health (host, state, since) values (${host}, ${state}, now())
    on conflict (host) do update set state = excluded.state, since = excluded.since
    where pongo_health.state <> excluded.state`
  if (state === "closed") await retryAfterOutage()
}

/**
 * Pongo answers again: what failed because it was down goes out now, in the order it was closed. It gets back the attempt
 * that this takes, so that an outage that comes and goes uses up no schedule.
 */
export async function retryAfterOutage(): Promise<void> {
  await sql`
    update deliveries set next_attempt_at = now(), is_aside = false, schedule_step = greatest(schedule_step - 1, 0)
    where state = 'retrying' and next_attempt_at > now()
      and last_error_kind in ('dns', 'refused', 'tls', 'connect_timeout', 'timeout', 'reset', 'server_error')`
}
