import { syncColumns } from "@/db/delivery-holds"
import type { SyncReason, SyncStatus } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex } from "@/lib/crypto"
import { findCustomers } from "@/lib/customers/list"
import { phoneContext } from "@/lib/customers/queries"
import { readSubject } from "@/lib/customers/subject"
import { AppError } from "@/lib/errors"
import { getMerchantCached } from "@/lib/merchants/queries"
import type { OrderFacts } from "./diagnose"

type Fragment = ReturnType<typeof sql>

/** What the search means: an order (the newest match, a test order only if there is no other), a customer without orders, or nothing known here. */
export type Subject =
  | { kind: "order"; id: string }
  | { kind: "customer"; id: string }
  | { kind: "none"; as: "phone" | "customer" | "number" }

/** Finds the subject of typed or scanned text. An order number takes precedence. */
export async function findSubject(ctx: Ctx, written: string): Promise<Subject> {
  const text = written.trim()
  const named = await readSubject(ctx, text)
  const byNumber = named.kind === "customer" ? null : await findNewestByNumber(ctx, text)
  if (byNumber) return { kind: "order", id: byNumber }

  const [known] = await findCustomers(ctx, named)
  const customerId = named.kind === "customer" ? named.id : null
  const phone = named.kind === "phone" ? named.e164 : null
  const order = await findNewestOfCustomer(ctx, known?.id ?? customerId, phone)
  if (order) return { kind: "order", id: order }
  if (known) return { kind: "customer", id: known.id }
  return { kind: "none", as: named.kind === "email" ? "customer" : named.kind }
}

/** Matches an order or receipt number in either case, without a leading # and the suffix we add for Pongo. */
async function findNewestByNumber(ctx: Ctx, text: string): Promise<string | null> {
  const plain = text.replace(/^(n°|nº|no\.?|#)\s*/i, "")
  const writings = [text, plain, plain.toUpperCase(), plain.toLowerCase(), plain.split("~")[0]!]
  const [row] = await sql<{ id: string }[]>`
    -- All matches first, then the newest: with a plain limit, PostgreSQL walks back through all orders.
    with found as materialized (
      select o.id, o.closed_at, d.is_test from locations l
      join orders o on o.merchant_id = l.merchant_id and o.location_id = l.id and o.ref = any(${[...new Set(writings)]}::text[])
      join deliveries d on d.order_id = o.id
      where l.merchant_id = ${ctx.merchantId}
      union all
      select o.id, o.closed_at, d.is_test from orders o join deliveries d on d.order_id = o.id
      where o.merchant_id = ${ctx.merchantId} and lower(o.external_ref) = lower(${plain})
    )
    select id from found order by is_test, closed_at desc, id desc limit 1`
  return row?.id ?? null
}

async function findNewestOfCustomer(ctx: Ctx, id: string | null, e164: string | null) {
  const phoneIndex = e164 && blindIndex(e164, phoneContext(ctx.merchantId))
  const newest = (where: Fragment) => sql`
    (select o.id, o.closed_at, d.is_test from orders o join deliveries d on d.order_id = o.id
     where o.merchant_id = ${ctx.merchantId} and ${where} order by o.closed_at desc, o.id desc limit 1)`
  const byId: Fragment = sql`o.customer_id = ${id}`
  const byPhone: Fragment = sql`o.customer_phone_index = coalesce(${phoneIndex},
    (select phone_index from customers where merchant_id = ${ctx.merchantId} and id = ${id}))`
  const isReal: Fragment = sql`not d.is_test`
  const [row] = await sql<{ id: string }[]>`
    select id from (
      ${newest(sql`${byId} and ${isReal}`)} union all ${newest(sql`${byPhone} and ${isReal}`)}
      union all ${newest(byId)} union all ${newest(byPhone)}
    ) named
    order by is_test, closed_at desc, id desc limit 1`
  return row?.id ?? null
}

/** {@link OrderFacts} of an order, with the names its sentences use. */
export type DiagnosedOrder = OrderFacts & {
  id: string
  ref: string
  locationId: string
  locationName: string
  tillName: string | null
  closedAt: Date
  receivedAt: Date
  paidAt: Date | null
  totalCents: number
  /** From the directory; null when the order has no customer, or only an unknown phone. */
  customerId: string | null
  storeSlug: string | null
  storeName: string | null
  attempts: number
  pongoOrderRef: string | null
  deliveredAt: Date | null
  nextAttemptAt: Date | null
  message: string | null
}

/**
 * Reads the facts that decide whether one order reaches Pongo.
 * @throws AppError `order_not_found`, also for another merchant's order
 */
export async function getDiagnosedOrder(ctx: Ctx, id: string): Promise<DiagnosedOrder> {
  const [row] = await sql<
    (Omit<DiagnosedOrder, "delivery"> & {
      deliveryState: OrderFacts["delivery"]["state"]
      reason: SyncReason | null
      hasReachedPongo: boolean
    })[]
  >`
    select o.id, o.ref, o.state, o.location_id as "locationId", l.name as "locationName",
           coalesce(o.till_name, o.till_id) as "tillName", o.closed_at as "closedAt", o.received_at as "receivedAt",
           o.paid_at as "paidAt", o.total_cents as "totalCents",
           (o.customer_id is not null or o.customer_phone_index is not null) as "hasCustomer",
           coalesce(o.customer_id, (
             select c.id from customers c where c.merchant_id = o.merchant_id and c.phone_index = o.customer_phone_index
           )) as "customerId",
           d.state as "deliveryState", d.reason, d.message, d.pongo_order_ref as "pongoOrderRef",
           coalesce(d.store_slug, m.store_slug) as "storeSlug", coalesce(sent.name, s.name) as "storeName",
           d.attempts, d.delivered_at as "deliveredAt",
           case when d.state = 'retrying' then d.next_attempt_at end as "nextAttemptAt",
           -- A replayed order starts anew: earlier attempts no longer count.
           (d.maybe_sent or d.last_http_status is not null) and d.next_trigger not in ('replay', 'bulk_replay') as "hasReachedPongo",
           case when m.store_slug is null then 'unmapped' when s.gone_at is not null then 'store_gone' else 'mapped' end as mapping,
           case c.state when 'connected' then 'alive' when 'revoked' then 'revoked' else 'none' end as connection
    from orders o
    join deliveries d on d.order_id = o.id
    join locations l on l.id = o.location_id
    left join store_mappings m on m.location_id = o.location_id
    left join stores s on s.merchant_id = o.merchant_id and s.slug = m.store_slug
    left join stores sent on sent.merchant_id = o.merchant_id and sent.slug = d.store_slug
    left join connections c on c.merchant_id = o.merchant_id
    where o.merchant_id = ${ctx.merchantId} and o.id = ${id}`
  if (!row) throw new AppError("order_not_found")
  const { deliveryState, reason, hasReachedPongo, ...order } = row
  return { ...order, delivery: { state: deliveryState, reason, hasReachedPongo } }
}

export type Alternative = {
  id: string
  ref: string
  locationName: string
  closedAt: Date
  totalCents: number
  status: SyncStatus
  isTest: boolean
}

const ALTERNATIVES = 10

/** Orders the search may have meant, this one included, newest first, test orders last: same customer, or same number elsewhere. */
export async function listAlternatives(ctx: Ctx, orderId: string): Promise<Alternative[]> {
  const newest = (where: Fragment) => sql`
    (select o.id, o.closed_at from orders o, this
     where o.merchant_id = ${ctx.merchantId} and ${where} order by o.closed_at desc, o.id desc limit ${ALTERNATIVES})`
  return sql<Alternative[]>`
    with this as (
      select o.id, o.ref, coalesce(o.customer_id, byphone.id) as customer_id,
             coalesce(o.customer_phone_index, byid.phone_index) as phone_index
      from orders o
      left join customers byid on byid.merchant_id = o.merchant_id and byid.id = o.customer_id
      left join customers byphone on byphone.merchant_id = o.merchant_id and byphone.phone_index = o.customer_phone_index
      where o.merchant_id = ${ctx.merchantId} and o.id = ${orderId}
    ), meant as (
      ${newest(sql`o.customer_id = this.customer_id`)}
      union ${newest(sql`o.customer_phone_index = this.phone_index`)}
      union ${newest(sql`o.ref = this.ref and o.location_id in (select id from locations where merchant_id = ${ctx.merchantId})`)}
    )
    select o.id, o.ref, l.name as "locationName", o.closed_at as "closedAt", o.total_cents as "totalCents", d.is_test as "isTest",
           ${syncColumns()}
    from (select id from meant union select id from this) named
    join orders o on o.id = named.id
    join deliveries d on d.order_id = o.id
    join locations l on l.id = o.location_id
    join delivery_holds h on h.location_id = o.location_id
    where o.merchant_id = ${ctx.merchantId}
    order by d.is_test, o.closed_at desc, o.id desc limit ${ALTERNATIVES + 1}`
}

export type Surroundings = {
  /** Paid orders of {@link SURROUNDING_DAYS} days without a customer, counted up to {@link UNNAMED_LIMIT} + 1. */
  unnamedOrders: number
  sendsAnonymousOrders: boolean
  /** The last order number of each location, as an example of the format. */
  lastNumbers: { locationName: string; ref: string; closedAt: Date }[]
}

const SURROUNDING_DAYS = 7
export const UNNAMED_LIMIT = 500
const SHOWN_LOCATIONS = 6

/** What to check when nothing was found. `lib/tills` provides the till's version. */
export async function getSurroundings(ctx: Ctx): Promise<Surroundings> {
  const { sendsAnonymousOrders } = await getMerchantCached(ctx)
  const [[unnamed], lastNumbers] = await Promise.all([
    sql<{ count: number }[]>`
      select count(*)::int as count from (
        select 1 from deliveries d join orders o on o.id = d.order_id
        where d.merchant_id = ${ctx.merchantId} and not d.is_test
          and d.closed_at > now() - make_interval(days => ${SURROUNDING_DAYS})
          and o.state = 'paid' and o.customer_id is null and o.customer_phone_index is null
        order by d.closed_at desc nulls last limit ${UNNAMED_LIMIT + 1}
      ) unnamed`,
    sql<Surroundings["lastNumbers"]>`
      select l.name as "locationName", o.ref, last.closed_at as "closedAt"
      from locations l, lateral (
        select d.order_id, d.closed_at from deliveries d
        where d.merchant_id = ${ctx.merchantId} and d.location_id = l.id and not d.is_test
        order by d.closed_at desc nulls last, d.order_id desc nulls last limit 1
      ) last
      join orders o on o.id = last.order_id
      where l.merchant_id = ${ctx.merchantId} and l.archived_at is null
      order by last.closed_at desc, l.id limit ${SHOWN_LOCATIONS}`,
  ])
  return { unnamedOrders: unnamed!.count, sendsAnonymousOrders, lastNumbers }
}
