import type { TransactionSql } from "postgres"
import { sql } from "@/db/index"
import { withLockRetries } from "@/db/order-months"
import { logger } from "@/lib/log"

/** Most rows to move under a lock; a month with more waits. */
const MOST_KEPT = 10_000
const BATCH = 1_000

/** The order no longer needs its content. After a failed payment it still does: the payment can be retried. */
const isOver = () => sql`(d.state in ('delivered', 'skipped') and o.state <> 'payment_failed')`

/**
 * Start of an order's age: when it was received or last sent. By our clock only, because a till's dates are not
 * reliable: an order dated 1970 is as new as any other.
 */
export const agesFrom = () => sql`greatest(o.received_at, d.delivered_at, d.last_attempt_at)`

/**
 * Drops months of `order_payloads` and `attempts` older than the longest period of any merchant
 * (`order_content_days`, `log_days`). First moves rows still needed to the default partition: content of orders in
 * delivery, refused or unpaid, or sent much later than received; attempts of orders in delivery and recent attempts of
 * a replay. The order itself stays forever, with its number. Any number may run at once, and each may die at any
 * moment.
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

/** Attempts detached by this job or by one that crashed. */
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
 * One transaction, otherwise a held order released in between would have no content. Finds the rows to keep before the
 * lock; under the lock only those that became active again.
 */
function dropContents({ part, from, to }: Month) {
  return withLockRetries(sql, async (tx) => {
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
    // An array, so that PostgreSQL uses the month's index regardless of its statistics.
    await tx`
      insert into order_payloads select * from ${tx(part)} where order_id = any(array(select order_id from kept))`
    await tx`drop table ${tx(part)}`
    logger.info({ part, kept: row!.kept }, "an old month was dropped")
  })
}

/** Detaches the month under one short lock; copies back the rows still needed without a lock. */
const detachAttempts = ({ part }: Month) =>
  withLockRetries(sql, async (tx) => {
    if (!(await isThere(tx, part))) return
    await tx`alter table attempts detach partition ${tx(part)}`
    await tx`alter table ${tx(part)} rename to ${tx(`${part}_leaving`)}`
  })

const dropAttempts = ({ part, from, to }: Month) =>
  withLockRetries(sql, async (tx) => {
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

/** Another job may have dropped it. Not to_regclass, which may answer from before the wait for the lock. */
async function isThere(tx: TransactionSql, part: string): Promise<boolean> {
  const found =
    await tx`select 1 from pg_class where relname = ${part} and relnamespace = 'public'::regnamespace`
  return found.length > 0
}

/** Deletes contents kept past their month, once nothing needs them. */
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
