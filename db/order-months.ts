import { setTimeout as sleep } from "node:timers/promises"
import type { Sql, TransactionSql } from "postgres"

const MONTHS_AHEAD = 3
const TRIES = 5

/**
 * Creates the missing partitions of `order_payloads` and `attempts`, from the month of `from` (default: now) to three
 * months ahead. Runs at every start and every night, so that every order finds its month. An order without one goes to
 * the default partition until the month is created. Safe to call concurrently.
 */
export async function makeOrderMonths(sql: Sql, from = new Date()): Promise<void> {
  const months: string[] = []
  const now = new Date()
  for (let at = firstOfMonth(from); at <= firstOfMonth(now, MONTHS_AHEAD); at = firstOfMonth(at, 1))
    months.push(at.toISOString().slice(0, 10))
  const missing = await sql<{ month: string }[]>`
    select month::text from unnest(${months}::text[]) as month
    where (select count(*) from pg_class
           where relnamespace = 'public'::regnamespace
             and relname in ('order_payloads' || to_char(month::date, '_YYYY_MM'),
                             'attempts' || to_char(month::date, '_YYYY_MM'))) < 2`
  for (const { month } of missing)
    await withLockRetries(sql, async (tx) => {
      await tx`select make_order_month(${month}::text::date)`
    })
}

/** One lock for creating and dropping months, so that only one process does either. */
const MONTHS_LOCK = 0x6d6f6e74

/**
 * Runs `work` in a transaction that waits at most a second for a lock, because others queue behind a waiting
 * transaction. It then gives up and tries again, five times.
 */
export async function withLockRetries<T>(sql: Sql, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return (await sql.begin(async (tx) => {
        await tx`set local statement_timeout = '10min'`
        await tx`select pg_advisory_xact_lock(${MONTHS_LOCK})`
        await tx`set local lock_timeout = '1s'`
        return work(tx)
      })) as T
    } catch (error) {
      // 55P03: lock timeout. 40P01: deadlock, which waiting resolves too.
      const { code } = error as { code?: string }
      if ((code !== "55P03" && code !== "40P01") || tries === TRIES) throw error
      await sleep(1_000 * tries)
    }
}

function firstOfMonth(at: Date, later = 0): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1))
}
