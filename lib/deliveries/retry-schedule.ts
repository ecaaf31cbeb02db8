/** Largest random extension of a delay, as a fraction, so that a thousand orders are not retried in the same second. */
const JITTER = 0.25

/**
 * Seconds until the next attempt, or null when the schedule is used up.
 * @param step counted attempts so far, at least 1
 * @param retryAfterSeconds Pongo's Retry-After; the result is never less
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
