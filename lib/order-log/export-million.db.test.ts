import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"

const MILLION = 1_000_000
const MOST_BYTES = 200 * 1_048_576

test("a million orders are exported by a process of less than 200 MB", async () => {
  const { merchantId, viewer } = await makeMerchant()
  const { id } = await makeLocation(merchantId)
  await dropWhatOnlySlowsWriting()
  await db.transaction(async (tx) => {
    await tx`set local statement_timeout = 0`
    // Ids and times increase together, as in production.
    await tx`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, till_id)
      select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ${merchantId}, ${id}, 'A-' || n, 'paid', '',
             timestamptz '2026-01-01' + n * interval '20 seconds', n % 10000, 'Caisse 1'
      from generate_series(1, ${MILLION}::int) n`
    await tx`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      select id, merchant_id, location_id, closed_at, 'delivered' from orders where merchant_id = ${merchantId}`
    await tx`analyze orders, deliveries`
  })
  const userId = viewer.actor.kind === "user" ? viewer.actor.id : ""
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--max-old-space-size=96", "--import", "tsx", "lib/orders/testing/export-memory.ts", merchantId, userId],
    { env: process.env },
  )
  const { lines, maxRssBytes } = JSON.parse(stdout)
  expect(lines).toBe(MILLION + 1)
  expect(maxRssBytes).toBeLessThan(MOST_BYTES)
}, 300_000)

/** Drops indexes and foreign keys the export does not need. The database belongs to this file alone. */
async function dropWhatOnlySlowsWriting() {
  const indexes = await sql<{ name: string }[]>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid in ('orders'::regclass, 'deliveries'::regclass) and not i.indisprimary
      and c.relname not in ('deliveries_log')`
  for (const { name } of indexes) await sql`drop index ${sql(name)}`
  const links = await sql<{ table: string; name: string }[]>`
    select conrelid::regclass::text as table, conname as name from pg_constraint
    where contype = 'f' and conrelid in ('orders'::regclass, 'deliveries'::regclass)`
  for (const { table, name } of links) await sql`alter table ${sql(table)} drop constraint ${sql(name)}`
}
