import { expect, test } from "vitest"
import type { DeliveryState } from "@/db/enums"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { mapLocation, unmapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { addLocation, archiveLocation } from "./mutations"
import { listArchivedWaiting, listLocations } from "./queries"

async function shop() {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await connect(merchantId, "a-token")
  const hole = await makeLocation(merchantId, { ref: "hole" })
  const order = async (
    locationId: string,
    closedAt: string,
    cents: number,
    state: DeliveryState = "queued",
    isTest = false,
  ) => {
    const id = newId()
    await sql`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
      values (${id}, ${merchantId}, ${locationId}, ${id}, 'paid', 'x', ${closedAt}, ${cents})`
    await sql`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state, is_test)
      values (${id}, ${merchantId}, ${locationId}, ${closedAt}, ${state}, ${isTest})`
  }
  const costs = async () =>
    (await listLocations(merchant.viewer)).map(({ ref, heldOrders, heldCents, heldSince }) => [
      ref,
      heldOrders,
      heldCents,
      heldSince?.toISOString() ?? null,
    ])
  return { ...merchant, hole, order, costs }
}

test("a location without a store reports its waiting orders: count, cents and the oldest", async () => {
  const { merchantId, hole, order, costs } = await shop()
  const mapped = await makeLocation(merchantId, { ref: "mapped", storeSlug: "lyon" })
  await makeLocation(merchantId, { ref: "new" })
  await order(hole.id, "2026-11-20T12:00:00Z", 1_450)
  await order(hole.id, "2026-11-19T12:00:00Z", 2_000, "retrying")
  for (const state of ["delivered", "failed", "skipped", "waiting_payment", "sending"] as const)
    await order(hole.id, "2026-11-01T12:00:00Z", 9_999, state)
  await order(hole.id, "2026-11-01T12:00:00Z", 9_999, "queued", true)
  await order(mapped.id, "2026-11-20T12:00:00Z", 9_999)
  expect(await costs()).toEqual([
    ["hole", 2, 3_450, "2026-11-19T12:00:00.000Z"],
    ["mapped", 0, 0, null],
    ["new", 0, 0, null],
  ])
})

test("the cost disappears once the location is mapped, and returns once it is unmapped", async () => {
  const { merchantId, manager, hole, order, costs } = await shop()
  await sql`insert into stores (merchant_id, slug, name) values (${merchantId}, 'lyon', 'Lyon')`
  await order(hole.id, "2026-11-20T12:00:00Z", 1_450)
  await mapLocation(manager, { locationId: hole.id, storeSlug: "lyon" })
  expect(await costs()).toEqual([["hole", 0, 0, null]])
  await unmapLocation(manager, { locationId: hole.id })
  expect(await costs()).toEqual([["hole", 1, 1_450, "2026-11-20T12:00:00.000Z"]])
})

test("a location whose store is gone costs as much as one that never had one", async () => {
  const { merchantId, order, costs } = await shop()
  const gone = await makeLocation(merchantId, { ref: "gone", storeSlug: "nice" })
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId} and slug = 'nice'`
  await order(gone.id, "2026-11-20T12:00:00Z", 700)
  expect(await costs()).toContainEqual(["gone", 1, 700, "2026-11-20T12:00:00.000Z"])
})

test("another merchant sees neither the location nor its cost", async () => {
  const { hole, order } = await shop()
  await order(hole.id, "2026-11-20T12:00:00Z", 1_450)
  const other = await shop()
  expect(await other.costs()).toEqual([["hole", 0, 0, null]])
})

test("orders waiting at an archived location stay visible until it is back in service", async () => {
  const { merchantId, manager, till } = await makeMerchant()
  const other = await makeMerchant()
  const { id, ref } = await makeLocation(merchantId)
  await acceptOrder(till, paidOrder(ref), "en")
  await archiveLocation(manager, ref)
  expect(await listArchivedWaiting(manager)).toMatchObject([{ id, heldOrders: 1, heldCents: 1450 }])
  expect(await listArchivedWaiting(other.manager)).toEqual([])
  await addLocation(manager, { ref, name: "Back" })
  expect(await listArchivedWaiting(manager)).toEqual([])
  expect(await listLocations(manager)).toMatchObject([
    { id, name: "Back", heldOrders: 1, isStoreGone: false },
  ])
})
