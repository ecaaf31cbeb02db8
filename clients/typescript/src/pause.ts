export type Backoff = {
  firstMs: number
  mostMs: number
}

/** Doubles with each failure up to a limit; half of it is chance, so that a shop's tills do not call as one. */
export function backoffMs(failures: number, { firstMs, mostMs }: Backoff): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30))
  return whole / 2 + Math.random() * (whole / 2)
}

/**
 * Waits, or until the signal is given. Never throws.
 * @param isIdle nothing is waited for: the process may end meanwhile
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
