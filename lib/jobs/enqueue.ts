import { sql, type Tx } from "@/db/index"
import { findJob, type JobName, type Jobs } from "./list"

/** From the 11th attempt on, attempts are 6 h apart; 25 attempts span four days. */
const DEFAULT_MOST_ATTEMPTS = 25

function queueOf<Name extends JobName>(name: Name, payload: Jobs[Name]): string | null {
  const { pongo, isAlone } = findJob(name)!
  if (isAlone) return name
  return pongo && "merchantId" in payload ? `pongo:${payload.merchantId}:${pongo}` : null
}

/**
 * Queues a durable job, in the caller's transaction when given one. Replaces a job with the same `key` that has not
 * started.
 * @param options.delaySeconds earliest start, by the database's clock
 * @param options.isPatient a replaced job keeps its start time, so that a new one cannot shorten a delay
 */
export async function enqueueJob<Name extends JobName>(
  name: Name,
  payload: Jobs[Name],
  options: { within?: Tx; key?: string; delaySeconds?: number; isPatient?: boolean } = {},
): Promise<void> {
  const most = findJob(name)!.mostAttempts ?? DEFAULT_MOST_ATTEMPTS
  const { key = null, delaySeconds = 0 } = options
  const queue = queueOf(name, payload)
  const mode = options.isPatient ? "preserve_run_at" : "replace"
  await (options.within ?? sql)`
    select graphile_worker.add_job(${name}, ${sql.json(payload)}::json, queue_name => ${queue}, job_key => ${key},
                                   max_attempts => ${most}, run_at => now() + make_interval(secs => ${delaySeconds}),
                                   job_key_mode => ${mode})`
}
