import { expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { acceptOrder } from "@/lib/orders/accept"
import { listOpenIncidents, listPastIncidents } from "./queries"
import { sweepMerchant } from "./sweep"
import { listChanged } from "./sweep-marks"

/** A merchant whose only location holds orders. */
async function makeHeld(count: number) {
  const { merchantId, owner, till } = await makeMerchant()
  await connect(merchantId, "token")
  const location = await makeLocation(merchantId, { storeSlug: undefined })
  const accept = async () => (await acceptOrder(till, paidOrder(location.ref), "en")).answer.id
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push(await accept())
  return {
    merchantId,
    owner,
    ids,
    accept,
    set: (id: string, state: string) =>
      sql`update deliveries set state = ${state}, delivered_at = now() where order_id = ${id}`,
    revoke: () => sql`update connections set state = 'revoked' where merchant_id = ${merchantId}`,
    deliverAll: () => sql`update deliveries set state = 'delivered' where merchant_id = ${merchantId}`,
    changed: () => db.transaction((tx) => listChanged(tx, merchantId, false)),
  }
}

test("a sweep leaves nothing to examine until an order joins, leaves or has another cause", async () => {
  const { merchantId, ids, accept, set, revoke, deliverAll, changed } = await makeHeld(2)
  const changes: [string, () => Promise<unknown>][] = [
    ["the first orders", async () => {}],
    ["joins", accept],
    ["leaves", () => set(ids[0]!, "skipped")],
    ["another cause", revoke],
    ["all leave", deliverAll],
  ]
  for (const [what, change] of changes) {
    await change()
    expect(await changed(), what).toHaveLength(1)
    await sweepMerchant(merchantId)
    expect(await changed(), what).toEqual([])
  }
  expect(await sql`select 1 from incident_sweep_marks where merchant_id = ${merchantId}`).toHaveLength(0)
})

test("an order on its way to Pongo during a sweep is counted once it has arrived", async () => {
  const { merchantId, owner, ids, set } = await makeHeld(2)
  await sweepMerchant(merchantId)
  await set(ids[0]!, "sending")
  await sweepMerchant(merchantId)
  await sweepMerchant(merchantId)
  const find = async () => [...(await listOpenIncidents(owner)), ...(await listPastIncidents(owner, {})).rows]
  expect(await find()).toMatchObject([{ orders: 2, recovered: 0 }])
  await set(ids[0]!, "delivered")
  await sweepMerchant(merchantId)
  expect(await find()).toMatchObject([{ orders: 2, recovered: 1, remaining: 1 }])
})

/** Rows and index entries that PostgreSQL has read so far for the tables of a sweep. */
async function countRead() {
  await sql`select pg_stat_force_next_flush()`
  const [row] = await sql<[{ read: number }]>`
    select (sum(t.seq_tup_read) + (select sum(i.idx_tup_read) from pg_stat_user_indexes i
                                   where i.relname in ('incident_orders', 'deliveries', 'orders')))::int as read
    from pg_stat_user_tables t where t.relname in ('incident_orders', 'deliveries', 'orders')`
  return row.read
}

test("a sweep of a merchant newer than the statistics does not compare every order with every other", async () => {
  const other = await makeHeld(1)
  // Statistics in which one merchant has every order: PostgreSQL expects one row of any other.
  await sql`
    with site as (
      insert into locations (id, merchant_id, ref, name)
      select gen_random_uuid(), ${other.merchantId}, 'old-' || n, 'Old' from generate_series(1, 100) n returning id
    ), filler as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
      select gen_random_uuid(), ${other.merchantId}, s.id, n, 'paid', 'hash', now(), 100
      from site s, generate_series(1, 200) n returning *
    ), delivery as (
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      select id, merchant_id, location_id, closed_at, 'queued' from filler
    ), incident as (
      insert into incidents (id, merchant_id, cause, cause_key, began_at)
      select gen_random_uuid(), ${other.merchantId}, 'location_unmapped', '', now() returning id
    )
    insert into incident_orders (incident_id, order_id, merchant_id, location_id, touched_at)
    select i.id, f.id, f.merchant_id, f.location_id, now() from filler f, incident i`
  for (const table of ["orders", "deliveries", "incident_orders"]) await sql`analyze ${sql(table)}`

  const { merchantId, till } = await makeMerchant()
  await connect(merchantId, "token")
  const count = 150
  for (let n = 0; n < count; n++) {
    const { ref } = await makeLocation(merchantId, { ref: `new-${n}`, storeSlug: undefined })
    await acceptOrder(till, paidOrder(ref), "en")
  }
  for (const what of ["first", "second"]) {
    const before = await countRead()
    await sweepMerchant(merchantId)
    expect((await countRead()) - before, `the ${what} sweep`).toBeLessThan(50 * count)
  }
}, 60_000)
