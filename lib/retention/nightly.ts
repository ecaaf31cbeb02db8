import type { PendingQuery, Row } from "postgres"
import { sql } from "@/db/index"
import { makeOrderMonths } from "@/db/order-months"
import { agesFrom, dropOldMonths } from "./old-months"

const BATCH = 1_000
const EVENTS_DAYS = 30
/** Old orders name rewards and stores that Pongo no longer has. */
const GONE_DAYS = 400

/**
 * Deletes expired data: OAuth states, idempotency records (72 h), sessions, counters, product files never imported (a
 * day), Pongo's events (30 days), rewards and unmapped stores gone from Pongo (400 days), and each merchant's data by
 * its own periods. Large tables lose {@link BATCH} rows at a time, so that no other transaction waits; a month past
 * every merchant's period is dropped whole.
 */
export async function deleteExpired(): Promise<void> {
  await makeOrderMonths(sql)
  await sql`delete from oauth_states where expires_at < now() - interval '1 day'`
  await inBatches(
    () => sql`
      delete from idempotency_records where ctid = any(array(
        select ctid from idempotency_records where created_at < now() - interval '72 hours'
        limit ${BATCH} for update skip locked
      ))`,
  )
  await sql`delete from consent_claims where expires_at < now()`
  await sql`delete from sessions where expires_at < now() - interval '30 days'`
  await sql`delete from account_links where expires_at < now() - interval '30 days'`
  await sql`delete from catalog_imports where imported_at is null and read_at < now() - interval '1 day'`
  await sql`delete from rate_limits where expire < extract(epoch from now()) * 1000`
  await inBatches(
    () => sql`
      delete from webhook_events where ctid = any(array(
        select ctid from webhook_events where received_at < now() - make_interval(days => ${EVENTS_DAYS})
        limit ${BATCH} for update skip locked
      ))`,
  )
  await sql`delete from rewards where gone_at < now() - make_interval(days => ${GONE_DAYS})`
  await sql`
    delete from stores s
    where gone_at < now() - make_interval(days => ${GONE_DAYS}) and not exists (
      select 1 from store_mappings m where m.merchant_id = s.merchant_id and m.store_slug = s.slug)`
  await emptyOrders()
  const merchants = await sql<Period[]>`
    select id as "merchantId", personal_data_days as "personalDataDays" from merchants`
  for (const period of merchants) await forgetCustomers(period)
  await dropOldMonths()
}

type Period = { merchantId: string; personalDataDays: number }

async function inBatches(statement: () => PendingQuery<Row[]>) {
  for (;;) if ((await statement()).count < BATCH) return
}

/**
 * Walks all old orders once, in order of arrival, and removes from each what its age requires. An order still in
 * delivery keeps everything; a refused or unpaid one keeps its items, because it can still be sent. Ids start with the
 * arrival time, so the primary key finds the old ones.
 */
async function emptyOrders() {
  let id = "00000000-0000-0000-0000-000000000000"
  for (;;) {
    const [end] = await sql<{ id: string; count: number }[]>`
      with youngest as (
        select least(min(order_content_days), min(personal_data_days), min(log_days)) as days from merchants
      ), page as (
        select d.order_id, d.state, m.log_days,
               ${agesFrom()} < now() - make_interval(days => m.order_content_days) as has_old_content,
               ${agesFrom()} < now() - make_interval(days => m.personal_data_days) as has_old_names,
               ${agesFrom()} < now() - make_interval(days => m.log_days) as has_old_log
        from deliveries d join orders o on o.id = d.order_id join merchants m on m.id = d.merchant_id
        where d.order_id > ${id} and d.order_id < first_order_id(now() - make_interval(days => (select days from youngest)))
        order by d.order_id limit ${BATCH}
      ), names as (
        update orders o set customer_phone_index = null from page
        where o.id = page.order_id and o.customer_phone_index is not null and has_old_names
          and page.state in ('delivered', 'skipped', 'failed', 'waiting_payment')
      ), payloads as (
        update order_payloads p set
          customer = case when has_old_names or (has_old_content and is_over) then null else customer end,
          corrections = case when has_old_names or (has_old_content and is_over) then null else corrections end,
          body = case when has_old_content and is_over
            then jsonb_build_object('lines', '[]'::jsonb) || (body - ${[...CONTENT]}::text[]) else body end
        from page, lateral (select page.state in ('delivered', 'skipped') as is_over) s
        where p.order_id = page.order_id and page.state in ('delivered', 'skipped', 'failed', 'waiting_payment')
          and ((has_old_names and (customer is not null or corrections is not null))
            or (has_old_content and is_over and (customer is not null or body ->> 'lines' <> '[]')))
      ), reasons as (
        update order_events e set reason = null from page
        where e.order_id = page.order_id and e.reason is not null
          and page.state in ('delivered', 'skipped', 'failed', 'waiting_payment')
          and (has_old_names or (has_old_content and page.state in ('delivered', 'skipped')))
      ), log as (
        delete from attempts a using page
        where a.order_id = page.order_id and has_old_log and page.state in ('delivered', 'skipped', 'failed')
          and a.started_at < now() - make_interval(days => page.log_days)
      )
      select order_id as id, (select count(*)::int from page) as count from page order by order_id desc limit 1`
    if (!end || end.count < BATCH) return
    id = end.id
  }
}

/** Content of an order beyond its number, total and how it was received. */
const CONTENT = ["lines", "payments", "comment", "tax_cents", "external_order_id", "till"] as const

/** Forgets inactive customers; a returning one is looked up at Pongo like a new one. */
async function forgetCustomers({ merchantId, personalDataDays }: Period) {
  await inBatches(
    () => sql`
      delete from identified_customers where ctid = any(array(
        select ctid from identified_customers
        where merchant_id = ${merchantId} and at < now() - make_interval(days => ${personalDataDays})
        limit ${BATCH} for update skip locked
      ))`,
  )
  await inBatches(
    () => sql`
      update customers set profile = null, phone_index = null, email_index = null
      where merchant_id = ${merchantId} and id = any(array(
        select id from customers
        where merchant_id = ${merchantId} and profile is not null
          and as_of < now() - make_interval(days => ${personalDataDays})
        order by as_of nulls first limit ${BATCH} for update skip locked
      ))`,
  )
}
