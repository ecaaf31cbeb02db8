import { BoundedMap } from "./bounded-map"

/** Slots remembered. Beyond them the oldest is forgotten, and its next call goes through. */
const MOST_SLOTS = 10_000

export type Throttle = {
  /** Whether the slot's last call that went through is long enough ago; if so, this one goes through. */
  isDue(slot: string): boolean
  /** Lets the slot's next call through: the work failed. */
  retry(slot: string): void
}

/** Lets one call of each slot through every `everyMs`, in this process. */
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
