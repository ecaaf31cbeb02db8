import { BoundedMap } from "./bounded-map"

/** Slots remembered. Beyond this, the oldest is forgotten and its next call passes. */
const MOST_SLOTS = 10_000

export type Throttle = {
  /** Returns true, and records the call, if the slot's last permitted call is long enough ago. */
  isDue(slot: string): boolean
  /** Permits the slot's next call, because the work failed. */
  retry(slot: string): void
}

/** Permits one call per slot every `everyMs`, in this process. */
export function createThrottle(everyMs: number, now: () => number = Date.now): Throttle {
  const lastAt = new BoundedMap<string, number>(MOST_SLOTS)
  return {
    isDue(slot) {
      const last = lastAt.get(slot)
      if (last !== undefined && now() - last < everyMs) return false
      lastAt.set(slot, now())
      return true
    },
    retry: (slot) => lastAt.delete(slot),
  }
}
