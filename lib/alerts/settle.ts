import type { AlertDeliveryReason } from "@/db/enums"
import { sql } from "@/db/index"
import { scrubText } from "@/lib/log"
import { cutText, toStorable } from "@/lib/text"

/** Claim lifetime. Must exceed the slowest send timeout, or two workers could send the same alert. */
export const CLAIM_SECONDS = 90
/** With graphile-worker's delays, about a day. */
const MOST_ATTEMPTS = 12

type Outcome = {
  httpStatus?: number
  /** The failure; absent when it was sent. */
  error?: string
  /** Retrying is pointless. */
  isFinal?: boolean
}

/**
 * Records the outcome for the messages of this claim. An expired claim records nothing.
 * @returns whether to retry
 */
export async function settle(merchantId: string, claim: string, outcome: Outcome): Promise<boolean> {
  const { error, httpStatus = null, isFinal = false } = outcome
  const words = error === undefined ? null : cutText(toStorable(scrubText(error)), 300)
  const rows = await sql<{ state: string }[]>`
    update alert_deliveries set claim = null, claimed_until = null, http_status = ${httpStatus}, error = ${words},
      state = case when ${words}::text is null then 'sent'
                   when ${isFinal} or attempts >= ${MOST_ATTEMPTS} then 'failed' else 'waiting' end,
      sent_at = case when ${words}::text is null then now() end
    where merchant_id = ${merchantId} and claim = ${claim} and state = 'sending'
    returning state`
  return rows.some(({ state }) => state === "waiting")
}

/** Skips messages that nobody should get any more. */
export async function skip(merchantId: string, ids: string[], reason: AlertDeliveryReason): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update alert_deliveries set state = 'skipped', reason = ${reason}, claim = null, claimed_until = null
    where merchant_id = ${merchantId} and id = any(${ids}::uuid[]) and state = 'sending'`
}
