/** Lifetime of an expensive answer. */
const GOOD_FOR_MS = 30_000

/**
 * Bounds the cost of an expensive read, however many people watch it and however often their pages refresh. Concurrent
 * callers of one key share a read, and a large answer is cached for 30 s. A small one is always fresh.
 * @param isLarge whether the answer was expensive
 */
export function createSharedRead<T>(
  isLarge: (answer: T) => boolean,
  now: () => number = () => performance.now(),
): (key: string, read: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { answer: Promise<T>; until: number }>()
  return async (key, read) => {
    for (const [other, { until }] of kept) if (until <= now()) kept.delete(other)
    const known = kept.get(key)
    if (known) return known.answer
    const entry = { answer: read(), until: Number.POSITIVE_INFINITY }
    kept.set(key, entry)
    try {
      const answer = await entry.answer
      if (isLarge(answer)) entry.until = now() + GOOD_FOR_MS
      else kept.delete(key)
      return answer
    } catch (error) {
      kept.delete(key)
      throw error
    }
  }
}
