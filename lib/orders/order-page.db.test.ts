import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { rememberCustomer } from "@/lib/customers/directory"
import { newId } from "@/lib/id"
import { mapLocation, unmapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "./accept"
import { listPastHolds } from "./hold-history"
import { getOrderLoyalty } from "./order-loyalty"
import { getOrder } from "./queries"

async function makeShop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "token")
  await makeStore(merchant.merchantId, "s-1")
  return { ...merchant, location: await makeLocation(merchant.merchantId) }
}

test("an order that waited for its location shows when and who ended the wait; a later order shows none", async () => {
  const { owner, till, location } = await makeShop()
  const held = await acceptOrder(till, paidOrder(location.ref), "en")
  await mapLocation(owner, { locationId: location.id, storeSlug: "s-1" })
  const later = await acceptOrder(till, paidOrder(location.ref), "en")
  const pastHolds = async (id: string) => {
    const { receivedAt } = await getOrder(owner, id)
    return listPastHolds(owner, { locationId: location.id, from: receivedAt, until: new Date() })
  }
  const { receivedAt } = await getOrder(owner, held.answer.id)
  expect(await pastHolds(held.answer.id)).toEqual([
    { reason: "location_unmapped", from: receivedAt, until: expect.any(Date), by: "owner" },
  ])
  expect(await pastHolds(later.answer.id)).toEqual([])
  await unmapLocation(owner, { locationId: location.id })
  expect(await pastHolds(later.answer.id)).toEqual([
    { reason: "location_unmapped", from: expect.any(Date), until: null, by: null },
  ])
})

test("a change at another location is not a wait of this order", async () => {
  const { owner, merchantId, till, location } = await makeShop()
  const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
  const other = await makeLocation(merchantId)
  await mapLocation(owner, { locationId: other.id, storeSlug: "s-1" })
  const { receivedAt } = await getOrder(owner, answer.id)
  expect(
    await listPastHolds(owner, { locationId: location.id, from: receivedAt, until: new Date() }),
  ).toEqual([])
})

test("an order shows its customer's points and the price of its rewards", async () => {
  const { owner, merchantId, till, location } = await makeShop()
  const customer = { phone: "0612345678", opt_in: { sms: true, email: true } }
  const { answer } = await acceptOrder(till, paidOrder(location.ref, { customer }), "en")
  expect(await getOrderLoyalty(owner, answer.id)).toEqual({ customer: null, rewards: [] })

  const profile = { firstName: "Inès", lastName: null, email: null, birthday: null, createdAt: null }
  const known = { ...profile, id: "cust_1", phone: "+33612345678", points: 42 }
  await rememberCustomer(owner, { ...known, optIn: { sms: "yes", email: "yes" } }, new Date())
  await sql`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id)
    values (${merchantId}, 'h1', 'cust_1', 'rew_1', 'on_order', ${answer.id})`
  await sql`
    insert into redemptions (id, merchant_id, customer_id, reward_id, location_id, actor, request_key, state,
                             wallet_before, hash, points, started_at, settled_at)
    values (${newId()}, ${merchantId}, 'cust_1', 'rew_1', ${location.id}, 'system::test', 'k', 'bought', '[]', 'h1', 50,
            now(), now())`
  expect(await getOrderLoyalty(owner, answer.id)).toEqual({
    customer: { id: "cust_1", points: 42, asOf: expect.any(Date) },
    rewards: [
      {
        hash: "h1",
        rewardId: "rew_1",
        name: null,
        state: "on_order",
        points: 50,
        boughtAt: expect.any(Date),
      },
    ],
  })
})
