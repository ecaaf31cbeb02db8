import { sql } from "@/db/index"
import { logger } from "@/lib/log"

export const WAKE_CHANNEL = "deliveries"

/** NOTIFY takes a database-wide lock at commit, so it runs outside the order's transaction, at most once per 10 ms. */
const DEBOUNCE_MS = 10
let pending = false

/** Wakes the workers when work may be due. Polling is the fallback: a lost call costs a second, never an order. */
export function wakeWorkers(): void {
  if (pending) return
  pending = true
  setTimeout(() => {
    pending = false
    sql.notify(WAKE_CHANNEL, "").catch((error) => logger.warn({ err: error }, "workers not woken"))
  }, DEBOUNCE_MS)
}
