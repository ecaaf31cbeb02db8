/** Share by which a wait is lengthened at random, so that a thousand orders do not come back in the same second. */
const JITTER = 0.25

/**
 * Seconds until the next attempt, or null when the schedule is used up.
 * @param step counted attempts so far, at least 1
 * @param retryAfterSeconds what Pongo asked for; never less than that
 */
export function nextDelaySeconds(
  schedule: readonly number[],
  step: number,
  retryAfterSeconds: number | null,
  random: () => number = Math.random,
): number | null {
  const planned = schedule[step - 1]
  if (planned === undefined) return null
  return Math.max(planned * (1 + random() * JITTER), retryAfterSeconds ?? 0)
}
