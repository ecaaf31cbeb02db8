import type postgres from "postgres"
import { isPending } from "@/db/delivery-holds"
import { HOLD_REASONS, type SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { OrderSelection } from "@/lib/orders/schema"

type Fragment = postgres.PendingQuery<postgres.Row[]>

/**
 * The single definition of the log's filters, as a condition over `deliveries d join orders o on o.id = d.order_id`.
 * Used by the list, the count, the export and bulk actions. Holds are derived when the query runs. Includes test orders
 * unless `test` excludes them; totals add `and not d.is_test`. Columns that both tables have are compared in both, so
 * that PostgreSQL can combine the indexes of either.
 * @param timeZone the merchant's: days run from midnight to midnight there
 */
export function matching(ctx: Ctx, filters: OrderSelection, timeZone: string): Fragment {
  const { status, reason, error, http, location, till, customer, reward, min, max, test, q } = filters
  return sql`d.merchant_id = ${ctx.merchantId} and o.merchant_id = ${ctx.merchantId}
    ${status ? sql`and ${statusIs(ctx, status)}` : sql``}
    ${reason ? sql`and ${reasonIs(ctx, reason)}` : sql``}
    ${error ? sql`and d.last_error_kind = ${error}` : sql``}
    ${http !== undefined ? sql`and d.last_http_status = ${http} and d.last_error_kind is not null` : sql``}
    ${location ? sql`and d.location_id = ${location} and o.location_id = ${location}` : sql``}
    ${till ? sql`and o.till_id = ${till}` : sql``}
    ${customer ? sql`and ${customerIs(ctx, customer)}` : sql``}
    ${reward === "yes" ? sql`and o.reward_count > 0` : reward === "no" ? sql`and o.reward_count = 0` : sql``}
    ${min !== undefined ? sql`and o.total_cents >= ${min}` : sql``}
    ${max !== undefined ? sql`and o.total_cents <= ${max}` : sql``}
    ${test ? (test === "only" ? sql`and d.is_test` : sql`and not d.is_test`) : sql``}
    ${q ? sql`and ${isNamed(q)}` : sql``}
    ${closedWithin(filters, timeZone, sql`d.closed_at`)}
    ${closedWithin(filters, timeZone, sql`o.closed_at`)}`
}

/** Locations whose orders are held, for any reason or for one. */
export const heldLocations = (ctx: Ctx, reason?: string): Fragment => sql`
  array(select location_id from delivery_holds
        where merchant_id = ${ctx.merchantId} and ${reason ? sql`reason = ${reason}` : sql`reason is not null`})`

/** A hold is not stored: an order is held when it is pending at a location with a hold. */
function statusIs(ctx: Ctx, status: SyncStatus): Fragment {
  if (status === "held") return sql`${isPending()} and d.location_id = any(${heldLocations(ctx)})`
  if (status === "queued" || status === "retrying")
    return sql`d.state = ${status} and d.location_id = any(
      array(select location_id from delivery_holds where merchant_id = ${ctx.merchantId} and reason is null))`
  return sql`d.state = ${status}`
}

function reasonIs(ctx: Ctx, reason: NonNullable<OrderSelection["reason"]>): Fragment {
  return isHold(reason)
    ? sql`${isPending()} and d.location_id = any(${heldLocations(ctx, reason)})`
    : sql`d.reason = ${reason}`
}

export const isHold = (reason: string): boolean => (HOLD_REASONS as readonly string[]).includes(reason)

/** An order names its customer by id or by phone; the directory maps phones to ids. */
function customerIs(ctx: Ctx, customer: string): Fragment {
  const { id, phoneIndex } = customerKeys(ctx, customer)
  return sql`(o.customer_id = any(${id}) or o.customer_phone_index = any(${phoneIndex}))`
}

/** The customer's id and phone index as arrays of zero or one element. */
export function customerKeys(ctx: Ctx, customer: string): { id: Fragment; phoneIndex: Fragment } {
  if (customer.startsWith("cust_"))
    return {
      id: sql`array[${customer}::text]`,
      phoneIndex: sql`array(select phone_index from customers
        where merchant_id = ${ctx.merchantId} and id = ${customer} and phone_index is not null)`,
    }
  const index = customer.slice(3)
  return {
    id: sql`array(select id from customers where merchant_id = ${ctx.merchantId} and phone_index = ${index})`,
    phoneIndex: sql`array[${index}::text]`,
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Sorts after any continuation of a prefix. */
const LAST = "\u{10FFFF}"

/** Whether the order's number or receipt starts or ends with `q`, ignoring case, or `q` is our id. */
const isNamed = (q: string): Fragment =>
  sql`(${orderNumberMatches(q).reduce((some, naming) => sql`${some} or ${naming}`)})`

/**
 * The ways `q` may name an order `o`, each served by its own index. Substrings do not match: a trigram index mixes all
 * merchants' numbers, which are mostly digits (10 M orders: 500 ms a search and five times the work to insert an
 * order).
 */
export function orderNumberMatches(q: string): [Fragment, ...Fragment[]] {
  if (UUID.test(q)) return [sql`o.id = ${q}`]
  const [written, reversed] = [sql`lower(${q}::text)`, sql`reverse(lower(${q}::text))`]
  return [
    begins(sql`lower(o.ref)`, written),
    begins(sql`reverse(lower(o.ref))`, reversed),
    begins(sql`lower(o.external_ref)`, written),
    begins(sql`reverse(lower(o.external_ref))`, reversed),
  ]
}

/** Prefix match as a range, so that a generic plan can use the index; `like` needs a plan per pattern. */
const begins = (text: Fragment, start: Fragment): Fragment =>
  sql`(${text} ~>=~ ${start} and ${text} ~<~ (${start} || ${LAST}::text))`

/** @param closedAt the column, as spelled in the index being walked */
export function closedWithin(
  { period, from, to }: OrderSelection,
  timeZone: string,
  closedAt: Fragment,
): Fragment {
  const midnight = (daysAgo: number) =>
    sql`(date_trunc('day', now() at time zone ${timeZone}) - make_interval(days => ${daysAgo})) at time zone ${timeZone}`
  if (period === "yesterday") return sql`and ${closedAt} >= ${midnight(1)} and ${closedAt} < ${midnight(0)}`
  if (period) return sql`and ${closedAt} >= ${midnight({ today: 0, "7d": 6, "30d": 29 }[period])}`
  return sql`
    ${from ? sql`and ${closedAt} >= ${from}::timestamp at time zone ${timeZone}` : sql``}
    ${to ? sql`and ${closedAt} < (${to}::timestamp + interval '1 day') at time zone ${timeZone}` : sql``}`
}
