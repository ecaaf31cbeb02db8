import type { TransactionSql } from "postgres"
import { sql } from "@/db/index"
import { patiently } from "@/db/order-months"
import { logger } from "@/lib/log"

/** More rows than this are not moved under a lock: the month waits until there are fewer. */
const MOST_KEPT = 10_000
const BATCH = 1_000

/** What an order's row says when nothing needs its content any more; a payment that failed can still be made. */
const isOver = () => sql`(d.state in ('delivered', 'skipped') and o.state <> 'payment_failed')`

/**
 * From when an order's age counts: when it came, or was last sent. Our clock alone: a till says what it likes, and an order
 * dated 1970 is as new as any other.
 */
export const agesFrom = () => sql`greatest(o.received_at, d.delivered_at, d.last_attempt_at)`

/**
 * Drops the months of `order_payloads` and `attempts` that have served their time: those whose last moment lies further
 * back than the longest period of any merchant (`order_content_days`, `log_days`). What is still needed there moves to the
 * default partition first: the content of orders under way, refused or unpaid, or sent much later than they came; the
 * attempts of orders under way and the young ones of a replay. The order itself stays for ever, with its number. Any
 * number may run at once, and each may die at any moment.
 */
export async function dropOldMonths(): Promise<void> {
  const [longest] = await sql<{ content: number | null; log: number | null }[]>`
    select max(order_content_days) as content, max(log_days) as log from merchants`
  if (longest?.content != null)
    for (const month of await listMonthsBefore("order_payloads", longest.content)) await dropContents(month)
  if (longest?.log != null)
    for (const month of await listMonthsBefore("attempts", longest.log)) await detachAttempts(month)
  for (const part of await listDetached()) await dropAttempts(part)
  await deleteLeftovers()
}

/** A table of one month; its orders have ids from `from` up to `to`. */
type Month = { part: string; from: string; to: string }

const listMonthsBefore = (parent: "order_payloads" | "attempts", days: number) => sql<Month[]>`
  select part, from_id as from, to_id as to
  from (select inhrelid as oid from pg_inherits where inhparent = ${parent}::text::regclass) i
  join (${monthTables()}) t using (oid)
  where ends_at < now() - make_interval(days => ${days}) order by part`

/** Attempts that were detached, by this job or by one that died before it was through. */
const listDetached = () => sql<Month[]>`
  select part, from_id as from, to_id as to from (${monthTables()}) t where part like 'attempts%_leaving' order by part`

const monthTables = () => sql`
  select oid, part, ends_at, first_order_id(starts_at)::text as from_id, first_order_id(ends_at)::text as to_id
  from (
    select oid, relname as part, to_date(substring(relname from '[0-9]{4}_[0-9]{2}'), 'YYYY_MM')::timestamp as month
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname ~ '^(order_payloads|attempts)_[0-9]{4}_[0-9]{2}(_leaving)?$'
  ) c, lateral (select month at time zone 'UTC' as starts_at, (month + interval '1 month') at time zone 'UTC' as ends_at) m`

/**
 * In one transaction, or a held order that is released meanwhile would have no content. What is needed is looked for
 * before the lock; under it, only for what came back under way.
 */
function dropContents({ part, from, to }: Month) {
  return patiently(sql, async (tx) => {
    if (!(await isThere(tx, part))) return
    await tx`
      create temp table kept on commit drop as
      select d.order_id from deliveries d join orders o on o.id = d.order_id join merchants m on m.id = d.merchant_id
      where d.order_id >= ${from} and d.order_id < ${to}
        and not (${isOver()} and ${agesFrom()} < now() - make_interval(days => m.order_content_days))`
    const [row] = await tx<{ kept: number }[]>`select count(*)::int as kept from kept`
    if (row!.kept > MOST_KEPT) {
      logger.warn({ part, kept: row!.kept }, "an old month stays: too many of its orders are not over")
      return
    }
    await tx`lock table order_payloads in access exclusive mode`
    await tx`
      insert into kept select order_id from deliveries
      where state in ('queued', 'sending', 'retrying') and order_id >= ${from} and order_id < ${to}`
    await tx`alter table order_payloads detach partition ${tx(part)}`
    // An array, so that the month is entered by its index whatever is known about it.
    await tx`
      insert into order_payloads select * from ${tx(part)} where order_id = any(array(select order_id from kept))`
    await tx`drop table ${tx(part)}`
    logger.info({ part, kept: row!.kept }, "an old month was dropped")
  })
}

/** Out of the way by one short lock; what is still needed comes back afterwards, without one. */
const detachAttempts = ({ part }: Month) =>
  patiently(sql, async (tx) => {
    if (!(await isThere(tx, part))) return
    await tx`alter table attempts detach partition ${tx(part)}`
    await tx`alter table ${tx(part)} rename to ${tx(`${part}_leaving`)}`
  })

const dropAttempts = ({ part, from, to }: Month) =>
  patiently(sql, async (tx) => {
    if (!(await isThere(tx, part))) return
    const { count } = await tx`
      insert into attempts
      select a.* from ${tx(part)} a
      join deliveries d on d.order_id = a.order_id and d.order_id >= ${from} and d.order_id < ${to}
      join merchants m on m.id = d.merchant_id
      where not (d.state in ('delivered', 'skipped', 'failed')
                 and a.started_at < now() - make_interval(days => m.log_days))`
    await tx`drop table ${tx(part)}`
    logger.info({ part, kept: count }, "an old month was dropped")
  })

/** Another job may have been here meanwhile. Not to_regclass: it may answer from before the lock was waited for. */
async function isThere(tx: TransactionSql, part: string): Promise<boolean> {
  const found =
    await tx`select 1 from pg_class where relname = ${part} and relnamespace = 'public'::regnamespace`
  return found.length > 0
}

/** Contents that outlived their month, once nothing needs them any more. */
async function deleteLeftovers(): Promise<void> {
  for (;;) {
    const { count } = await sql`
      delete from order_payloads_default where order_id = any(array(
        select p.order_id from order_payloads_default p
        join deliveries d on d.order_id = p.order_id
        join orders o on o.id = p.order_id
        join merchants m on m.id = d.merchant_id
        where ${isOver()} and ${agesFrom()} < now() - make_interval(days => m.order_content_days)
        limit ${BATCH}
      ))`
    if (count < BATCH) return
  }
}
