import type { Sql } from "postgres"
import type { Ctx } from "../lib/auth/ctx"

const WINDOWS = 12
const WINDOW_DAYS = 30
/** Above this many rows, build the indexes after inserting. */
const BUILD_AFTER = 100_000

export type BenchMerchant = {
  name: string
  rows: number
  owner: Ctx
  key: string
  locationIds: string[]
  /** Also write payloads and attempts, which the log never reads. */
  hasContent: boolean
}

const STORES = Array.from({ length: 11 }, (_, n) => `store-${n + 1}`)

/** A connected merchant with one location per store, plus one unmapped location. */
export async function makeBenchMerchant(
  name: string,
  rows: number,
  { hasContent = true, stores = STORES, token = "bench" } = {},
): Promise<BenchMerchant> {
  const { connect, makeLocation, makeMerchant } = await import("../db/testing/fixtures")
  const { merchantId, owner, key } = await makeMerchant(name)
  await connect(merchantId, token)
  const locationIds: string[] = []
  for (const [n, storeSlug] of [...stores, undefined].entries())
    locationIds.push((await makeLocation(merchantId, { ref: `loc-${n + 1}`, storeSlug })).id)
  return { name, rows, owner, key, locationIds, hasContent }
}

/**
 * Inserts a year of orders of all merchants in the order they would have arrived, with the merchants interleaved.
 * Nearly all are delivered, some at the second attempt; a few were refused, given up, cancelled or never paid; the
 * unmapped location has held its orders for a month. Six in ten name a customer, by id or by phone, and some customers
 * come far more often than others.
 */
export async function fillOrders(sql: Sql, merchants: BenchMerchant[]): Promise<void> {
  const { makeOrderMonths } = await import("../db/order-months")
  const total = merchants.reduce((sum, { rows }) => sum + rows, 0)
  await makeOrderMonths(sql, new Date(Date.now() - (WINDOWS * WINDOW_DAYS + 1) * 86_400_000))
  const later = total > BUILD_AFTER ? await dropIndexes(sql) : []
  await sql`set synchronous_commit = off`
  await sql`set maintenance_work_mem = '1GB'`
  await sql`select setseed(0.2026)`
  await sql`
    create temp table shops as
    select * from jsonb_to_recordset(${sql.json(
      merchants.map(({ rows, owner, locationIds, hasContent }) => ({
        merchant_id: owner.merchantId,
        per_window: Math.ceil(rows / WINDOWS),
        customers: Math.ceil(rows / 15),
        location_ids: locationIds,
        has_content: hasContent,
      })),
    )}) as s(merchant_id uuid, per_window int, customers int, location_ids jsonb, has_content boolean)`
  for (let window = WINDOWS - 1; window >= 0; window--) await fillWindow(sql, window)
  await fillCustomers(sql)
  for (const definition of later) await sql.unsafe(definition)
  await sql`analyze orders`
  await sql`analyze deliveries`
  await sql`analyze customers`
  await sql`vacuum orders`
  await sql`vacuum deliveries`
  await sql`drop table shops`
}

async function fillWindow(sql: Sql, window: number): Promise<void> {
  await sql`drop table if exists drawn`
  // Draw each row's random numbers first, so that the columns derived from them agree.
  await sql`
    create temp table drawn as
    select t.*,
      (lpad(to_hex((extract(epoch from t.closed_at) * 1000)::bigint), 12, '0') || '7' || substr(t.hash, 1, 3) || '8'
        || substr(t.hash, 4, 15))::uuid as id,
      t.location_ids ->> (t.location - 1) as location_id,
      to_char(t.closed_at, 'YYYYMMDD') || '-' || t.till || '-' || lpad((t.n + ${window} * t.per_window)::text, 7, '0') as ref,
      case
        when t.location = jsonb_array_length(t.location_ids) and t.closed_at > now() - interval '30 days' then 'held'
        when t.fate < 0.003 then 'refused'
        when t.fate < 0.004 then 'given_up'
        when t.fate < 0.010 then 'cancelled'
        when t.fate < 0.012 then 'unpaid'
        when t.fate < 0.016 then 'anonymous'
        when t.fate < 0.0165 then 'waiting'
        when t.fate < 0.03 and t.closed_at > now() - interval '1 day' then 'retrying'
        when t.fate > 0.97 then 'second'
        else 'first'
      end as kind
    from (
      select s.*, n, md5(random()::text) as hash, random() as fate, random() as who, random() as extra,
             1 + floor(random() * jsonb_array_length(s.location_ids))::int as location, 1 + floor(random() * 3)::int as till,
             round(exp(7.3 + 0.55 * (random() + random() + random() - 1.5) * 2))::int as cents,
             least(now() - random() * interval '1 hour',
                   date_trunc('day', now()) - make_interval(days => ${window * WINDOW_DAYS} + floor(random() * ${WINDOW_DAYS})::int)
                   + case when random() < 0.55 then interval '11 hours' + random() * interval '3 hours'
                          else interval '17 hours' + random() * interval '5 hours' end) as closed_at,
             floor(power(random(), 2.5) * s.customers)::int as customer
      from shops s, generate_series(1, s.per_window) n
    ) t
    order by t.closed_at`
  await sql`
    insert into orders (id, merchant_id, location_id, ref, external_ref, state, payload_hash, closed_at, total_cents,
                        customer_id, customer_phone_index, reward_count, till_id, till_name, received_at, paid_at)
    select id, merchant_id, location_id::uuid, ref, case when extra < 0.6 then 'R' || substr(hash, 20, 8) end,
           case kind when 'cancelled' then 'cancelled' when 'unpaid' then 'payment_failed' when 'waiting' then 'open' else 'paid' end,
           md5(hash), closed_at, cents,
           case when who < 0.4 and kind <> 'anonymous' then 'cust_bench' || customer end,
           case when who between 0.4 and 0.62 and kind <> 'anonymous' then rpad('bench' || customer, 43, 'x') end,
           case when who < 0.62 and extra > 0.9 then 1 else 0 end, 'loc-' || location || '-t' || till, 'Caisse ' || till,
           closed_at + interval '300 ms', case when kind not in ('unpaid', 'waiting') then closed_at end
    from drawn`
  await sql`
    insert into deliveries (order_id, merchant_id, location_id, closed_at, state, reason, message, store_slug,
                            pongo_order_ref, maybe_sent, attempts, schedule_step, is_aside, next_attempt_at,
                            last_error_kind, last_http_status, last_attempt_at, delivered_at)
    select id, merchant_id, location_id::uuid, closed_at,
           case kind when 'held' then 'queued' when 'refused' then 'failed' when 'given_up' then 'failed'
             when 'waiting' then 'waiting_payment' when 'retrying' then 'retrying'
             when 'first' then 'delivered' when 'second' then 'delivered' else 'skipped' end,
           case kind when 'refused' then 'rejected_by_pongo' when 'given_up' then 'retries_exhausted'
             when 'cancelled' then 'cancelled' when 'unpaid' then 'payment_failed' when 'anonymous' then 'anonymous_orders_off' end,
           case kind when 'refused' then 'The given data was invalid.' end,
           case when kind in ('first', 'second', 'refused', 'given_up') then 'store-' || location end,
           case when kind in ('first', 'second', 'refused', 'given_up') then ref end,
           kind in ('first', 'second', 'given_up'),
           case kind when 'first' then 1 when 'refused' then 1 when 'second' then 2 when 'retrying' then 3 when 'given_up' then 12 else 0 end,
           case kind when 'retrying' then 3 when 'second' then 1 else 0 end, kind = 'retrying',
           case when kind = 'retrying' then now() + interval '1 day' else closed_at end,
           case kind when 'refused' then 'invalid' when 'given_up' then (array['timeout', 'server_error', 'refused'])[1 + n % 3]
             when 'retrying' then (array['timeout', 'server_error', 'dns'])[1 + n % 3] end,
           case kind when 'first' then 201 when 'second' then 201 when 'refused' then 422
             when 'given_up' then (array[null, 503, null])[1 + n % 3] when 'retrying' then (array[null, 500, null])[1 + n % 3] end,
           case when kind in ('first', 'second', 'refused', 'given_up', 'retrying') then closed_at + interval '1 second' end,
           case kind when 'first' then closed_at + interval '1 second' when 'second' then closed_at + interval '9 seconds' end
    from drawn`
  await sql`
    insert into order_payloads (order_id, body)
    select id, jsonb_build_object('channel', 'pos', 'delivery_mode', 'on_site', 'created_at', closed_at,
             'total_cents', cents, 'payments', jsonb_build_array(jsonb_build_object('method', 'card', 'amount_cents', cents)),
             'lines', jsonb_build_array(
               jsonb_build_object('sku', 'BRG-02', 'name', 'Burger', 'quantity', 1, 'unit_price_cents', cents - 220, 'total_cents', cents - 220),
               jsonb_build_object('sku', 'CAF-01', 'name', 'Café', 'quantity', 1, 'unit_price_cents', 220, 'total_cents', 220)))
    from drawn where has_content`
  await sql`
    insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, outcome, error_kind, http_status,
                          is_counted, store_slug, response)
    select gen_random_uuid(), id, merchant_id, closed_at + try * interval '1 second', 80 + n % 240,
           case when try = 1 then 'first' else 'automatic' end,
           case when kind = 'refused' then 'rejected' when kind = 'second' and try = 1 then 'will_retry' else 'delivered' end,
           case when kind = 'refused' then 'invalid' when kind = 'second' and try = 1 then 'server_error' end,
           case when kind = 'refused' then 422 when kind = 'second' and try = 1 then 503 else 201 end, true,
           'store-' || location, '{"data":{"id":"' || ref || '"}}'
    from drawn, generate_series(1, case when kind = 'second' then 2 when kind in ('first', 'refused') then 1 else 0 end) try
    where has_content`
}

/** As long as a real blind index, so that the log's filters accept it. */
export const phoneIndex = (customer: number) => `bench${customer}`.padEnd(43, "x")

/** Fills the directory: every customer by id, every second one with a phone. */
async function fillCustomers(sql: Sql): Promise<void> {
  await sql`
    insert into customers (merchant_id, id, phone_index, points, opt_in_sms, opt_in_email, as_of)
    select merchant_id, 'cust_bench' || n, case when n % 2 = 0 then rpad('bench' || n, 43, 'x') end, 0, 'yes', 'no', now()
    from shops, generate_series(0, customers - 1) n where has_content`
}

/** Drops the indexes that slow the inserts down. Returns the statements that create them again. */
async function dropIndexes(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string; definition: string }[]>`
    select i.indexname as name, i.indexdef as definition from pg_indexes i
    where i.tablename in ('orders', 'deliveries')
      and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`
  for (const { name } of rows) await sql`drop index ${sql(name)}`
  return rows.map(({ definition }) => definition)
}
