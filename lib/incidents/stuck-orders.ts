import { isPending } from "@/db/delivery-holds"
import { sql } from "@/db/index"

/** Errors caused by Pongo or the network more often than by an order. */
const DOWN_ERRORS = [
  ...["dns", "refused", "tls", "connect_timeout", "timeout", "reset", "server_error", "unreadable"],
]

/**
 * A merchant's waiting or failed orders, each with one cause: a hold, Pongo being down, or Pongo's refusal. Excludes
 * test orders. Refusals are grouped by Pongo's message without its numbers and ids; the same problem at several
 * locations is one cause. Columns: `order_id, location_id, cause, cause_key, mapped_slug, said, http_status,
 * failed_at`.
 * @param isDown the breaker is open: orders that would have been sent by now count as waiting for Pongo
 * @param filter a condition on the delivery `d`
 */
export const stuckOrders = (merchantId: string, isDown: boolean, filter = sql`true`) => sql`
  select d.order_id, h.location_id, coalesce(h.reason, 'pongo_down') as cause,
         '' as cause_key, h.mapped_slug, null::text as said, null::int as http_status, null::timestamptz as failed_at
  from (select * from delivery_holds where merchant_id = ${merchantId} offset 0) h
  cross join lateral (
    select * from deliveries d
    where d.location_id = h.location_id and d.merchant_id = h.merchant_id and ${isPending()} and not d.is_test
      and ${filter}
    offset 0
  ) d
  where h.reason is not null or (d.state = 'retrying' and d.last_error_kind = any(${DOWN_ERRORS}::text[]))
    or (${isDown} and d.state = 'queued' and d.next_attempt_at < now() - interval '1 minute')
  union all
  select d.order_id, d.location_id, d.reason,
         case d.reason when 'rejected_by_pongo' then coalesce(d.last_http_status, 0) || ':' || left(md5(
           regexp_replace(lower(coalesce(d.message, '')), '\\S*[0-9]\\S*', '#', 'g')), 16) else '' end, null::text,
         d.message, d.last_http_status, d.last_attempt_at
  from deliveries d
  where d.merchant_id = ${merchantId} and d.state = 'failed' and not d.is_test and d.reason is not null and ${filter}`

/**
 * Whether an order `t` of {@link stuckOrders} is not in an incident of its cause yet. `offset 0` prevents a join, in
 * which PostgreSQL would compare every order with every other if the merchant is newer than its statistics.
 */
export const isFresh = (merchantId: string) => sql`
  not exists (
    select 1 from incident_orders o join incidents i on i.id = o.incident_id
    where o.merchant_id = ${merchantId} and o.order_id = t.order_id and o.recovered_at is null and o.ended_at is null
      and i.cause = t.cause and i.cause_key = t.cause_key
    offset 0
  )`
