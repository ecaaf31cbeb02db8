import { sql } from "@/db/index"
import { logger } from "@/lib/log"

export const WAKE_CHANNEL = "deliveries"

/** NOTIFY takes a database-wide lock at commit, so it runs outside the order's transaction, at most once per 10 ms. */
const DEBOUNCE_MS = 10
/** A payload of NOTIFY ends at 8,000 bytes. */
const MOST_LOCATIONS = 80

const announced = new Map<string, string>()
let wantsScan = false
let pending = false

/**
 * Wakes the workers when work may be due: at this location, or anywhere, which costs them a scan. Scanning from time to
 * time is their fallback: a lost call costs seconds, never an order.
 */
export function wakeWorkers(location?: { locationId: string; merchantId: string }): void {
  if (location && announced.size < MOST_LOCATIONS) announced.set(location.locationId, location.merchantId)
  else wantsScan = true
  if (pending) return
  pending = true
  setTimeout(() => {
    const payload = wantsScan ? "" : JSON.stringify([...announced])
    announced.clear()
    wantsScan = false
    pending = false
    sql.notify(WAKE_CHANNEL, payload).catch((error) => logger.warn({ err: error }, "workers not woken"))
  }, DEBOUNCE_MS)
}

/** @returns the announced locations; undefined when there may be work anywhere */
export function readWake(payload: string): { locationId: string; merchantId: string }[] | undefined {
  if (payload === "") return undefined
  const locations: [string, string][] = JSON.parse(payload)
  return locations.map(([locationId, merchantId]) => ({ locationId, merchantId }))
}
