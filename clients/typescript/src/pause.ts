export type Backoff = { firstMs: number; mostMs: number }

/** Doubles with each failure up to a limit. Half of it is random, so that a shop's tills do not call in step. */
export function backoffMs(failures: number, { firstMs, mostMs }: Backoff): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30))
  return whole / 2 + Math.random() * (whole / 2)
}

/**
 * Waits for `ms` or until the signal aborts. Never throws.
 * @param isIdle lets the process exit during the pause
 */
export function pause(ms: number, signal?: AbortSignal, isIdle = false): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    if (isIdle) timer.unref()
    signal?.addEventListener("abort", end)
  })
}
