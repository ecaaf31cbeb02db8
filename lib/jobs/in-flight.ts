import { sql } from "@/db/index"
import { env } from "@/lib/env"

const LOOK_EVERY_MS = 50
/** Added to the timeouts of Pongo's two answers. An order in flight for longer belongs to a dead worker. */
const GRACE_MS = 1_000

/**
 * Waits for the orders in flight now. Call it after committing a change that keeps orders from being sent: when it
 * returns, no order is in flight under the old state.
 * @param locationIds only these locations; all of the merchant's when absent
 */
export async function waitForInFlight(merchantId: string, locationIds?: string[]): Promise<void> {
  const until = Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS + env.PONGO_TIMEOUT_MS + GRACE_MS
  const [start] = await sql<[{ at: string }]>`select clock_timestamp()::text as at`
  const here = locationIds ? sql`and location_id = any(${locationIds})` : sql``
  for (;;) {
    const inFlight = await sql`
      select 1 from deliveries
      where merchant_id = ${merchantId} ${here} and state = 'sending' and last_attempt_at <= ${start.at}::text::timestamptz
      limit 1`
    if (inFlight.length === 0 || Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
