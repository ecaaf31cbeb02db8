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
