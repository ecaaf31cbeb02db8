import { sql } from "@/db/index"
import { env } from "@/lib/env"

const LOOK_EVERY_MS = 50
/** Beyond the longest answers of Pongo: about the customer's consent, and to the order. What is in the air then belongs to a worker that died. */
const GRACE_MS = 1_000

/**
 * Waits until the orders that were in the air when this is called have landed. Called after the commit of a change that
 * keeps orders from leaving: when it returns, none is under way as things were before.
 * @param locationIds only these locations; all of the merchant's when absent
 */
export async function untilLanded(merchantId: string, locationIds?: string[]): Promise<void> {
  const until = Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS + env.PONGO_TIMEOUT_MS + GRACE_MS
  const [start] = await sql<[{ at: string }]>`select clock_timestamp()::text as at`
  const here = locationIds ? sql`and location_id = any(${locationIds})` : sql``
  for (;;) {
    const inAir = await sql`
      select 1 from deliveries
      where merchant_id = ${merchantId} ${here} and state = 'sending' and last_attempt_at <= ${start.at}::text::timestamptz
      limit 1`
    if (inAir.length === 0 || Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
