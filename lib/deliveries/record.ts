import { sql } from "@/db/index"
import { newId } from "@/lib/id"
import { type Exchange, withoutPersonalData } from "@/lib/pongo/exchange"
import type { Claimed, Lane } from "./claim"
import type { Verdict } from "./verdict"

export type AttemptRecord = {
  startedAt: Date
  exchange: Exchange
  errorKind: string | null
  message: string | null
  isProbe: boolean
}

/**
 * Writes an attempt and what it means for its order, and prolongs the claim on the location, in one statement.
 * @returns false when the claim was lost meanwhile (the lease ended): nothing is written, the new owner decides
 */
export async function recordAttempt(
  lane: Lane,
  order: Claimed,
  verdict: Verdict,
  attempt: AttemptRecord,
  leaseSeconds: number,
): Promise<boolean> {
  const { exchange, message } = attempt
  const safe = withoutPersonalData(exchange)
  const nextAttemptAt =
    verdict.delaySeconds === null ? null : new Date(Date.now() + verdict.delaySeconds * 1000)
  const isDone = verdict.state === "delivered" || verdict.state === "failed"
  const rows = await sql`
    with lane as (
      update delivery_lanes set lease_until = now() + make_interval(secs => ${leaseSeconds})
      where location_id = ${lane.locationId} and lease_id = ${lane.leaseId} returning location_id
    ), settled as (
      update deliveries d set
        state = case when ${verdict.state} = 'queued' and d.attempts > 0 then 'retrying' else ${verdict.state} end,
        reason = ${verdict.reason}, message = ${message}, maybe_sent = ${verdict.maybeSent},
        attempts = d.attempts + ${verdict.isCounted ? 1 : 0},
        schedule_step = d.schedule_step + ${verdict.isCounted ? 1 : 0}, is_aside = d.is_aside or ${verdict.stepsAside},
        store_slug = case when ${verdict.maybeSent || isDone} then d.store_slug end,
        pongo_order_ref = case when ${verdict.maybeSent || isDone} then d.pongo_order_ref end,
        next_attempt_at = coalesce(${nextAttemptAt}::timestamptz, now()),
        next_trigger = case when ${verdict.isCounted || verdict.state === "retrying"} then 'automatic' else d.next_trigger end,
        requested_by = case when ${verdict.isCounted} then null else d.requested_by end,
        lease_until = null, last_error_kind = ${attempt.errorKind}, last_http_status = ${exchange.status},
        delivered_at = case when ${verdict.state === "delivered"} then now() end
      from lane
      where d.order_id = ${order.orderId} and d.location_id = lane.location_id and d.state = 'sending'
      returning d.order_id
    )
    insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, actor, outcome, error_kind,
                          http_status, phase, message, is_counted, next_attempt_at, store_slug, request, response)
    select ${newId()}, order_id, ${order.merchantId}, ${attempt.startedAt}, ${Math.round(exchange.durationMs)},
           ${attempt.isProbe ? "probe" : order.trigger}, ${order.requestedBy}, ${verdict.outcome}, ${attempt.errorKind},
           ${exchange.status}, ${exchange.phase}, ${message}, ${verdict.isCounted},
           ${verdict.state === "retrying" ? nextAttemptAt : null}, ${order.storeSlug},
           ${safe.requestBody ? sql.json(safe.requestBody as never) : null}, ${safe.responseBody}
    from settled returning id`
  return rows.length > 0
}
