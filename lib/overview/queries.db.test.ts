import { expect, test } from "vitest"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { addLocation, archiveLocation } from "@/lib/locations/mutations"
import { listArchivedWaiting, listLocationNames, listLocations } from "@/lib/locations/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { countMatching } from "@/lib/orders/list"
import { countToday } from "./queries"

test("today's orders are counted where they stand, and another merchant counts none of them", async () => {
  const { merchantId, owner, till } = await makeMerchant()
  const other = await makeMerchant()
  const { ref } = await makeLocation(merchantId)
  const now = new Date().toISOString()
  await acceptOrder(till, paidOrder(ref, { closed_at: now }), "en")
  await acceptOrder(till, paidOrder(ref, { closed_at: now, state: "open" }), "en")
  expect(await countToday(owner)).toEqual({ held: 1, waiting_payment: 1 })
  expect(await countMatching(owner, { period: "today" })).toBe(2)
  expect(await countMatching(owner, { status: "held" })).toBe(1)
  expect(await countToday(other.owner)).toEqual({})
  expect(await countMatching(other.owner, {})).toBe(0)
  expect(await listLocationNames(other.owner)).toEqual([])
})

test("orders waiting at an archived location stay in sight until it is back in service", async () => {
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
