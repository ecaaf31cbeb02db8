import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { createPongoClient } from "@/lib/pongo/client"
import { lockReward, useReward } from "@/lib/redemptions/holds"
import { redeemReward } from "@/lib/redemptions/redeem"
import { COFFEE, makeCustomer, STORE } from "@/lib/redemptions/testing/purchases"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { acceptOrder } from "./accept"
import type { PosOrder } from "./schema"

const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 400 })

/** A customer with points, and the given number of coffees in the wallet. */
async function scene(coffees: number) {
  const shop = await openShop(sandbox)
  const { merchantId, till } = shop
  const location = { ...shop.location, storeSlug: STORE }
  const customer = await makeCustomer(sandbox, 900)
  const redeem = (requestKey: string = randomUUID()) =>
    redeemReward(till, { customerId: customer.id, rewardId: COFFEE, location, requestKey, tillId: "t" })
  const hashes: string[] = []
  for (let i = 0; i < coffees; i++) hashes.push((await redeem()).hash)
  const order = (rewards: { reward_id: string; hash?: string }[], changes: Partial<PosOrder> = {}) =>
    paidOrder(location.ref, {
      customer: { id: customer.id },
      total_cents: 0,
      payments: null,
      lines: [null, ...rewards].map((reward) => ({
        sku: "CAF-01",
        name: "Café",
        quantity: 1,
        unit_price_cents: 0,
        total_cents: 0,
        reward,
      })),
      ...changes,
    })
  const purchases = () =>
    sandbox.state.tables.purchases.rows().filter((purchase) => purchase.customer_id === customer.id).length
  return { merchantId, till, location, customerId: customer.id, hashes, order, redeem, purchases }
}

test("one bought reward is used on one line of an order", async () => {
  const { till, order, hashes } = await scene(1)
  const twice = order([1, 2].map(() => ({ reward_id: COFFEE, hash: hashes[0]! })))
  expect(await codeOf(acceptOrder(till, twice, "en"))).toBe("reward_already_used")
})

test("a wallet entry counts for its own reward only", async () => {
  const { till, order, hashes } = await scene(2)
  const dearer = order([
    { reward_id: "rew_6072c9e4b1", hash: hashes[0]! },
    { reward_id: COFFEE, hash: hashes[1]! },
  ])
  expect(await codeOf(acceptOrder(till, dearer, "en"))).toBe("reward_not_found")
})

test("a reward that is taken off an open order is free again", async () => {
  const { till, order, hashes, customerId } = await scene(1)
  const open = order([{ reward_id: COFFEE, hash: hashes[0]! }], { state: "open" })
  await acceptOrder(till, open, "en")
  await acceptOrder(till, { ...open, lines: open.lines.slice(0, 1) }, "en")
  await useReward(till, { customerId, hash: hashes[0]!, tillId: "elsewhere" }, STORE)
})

test("when two orders want the same rewards in different sequences, one gets them and one gets an error", async () => {
  const { till, order, hashes } = await scene(6)
  const rewards = hashes.map((hash) => ({ reward_id: COFFEE, hash }))
  const orders = Array.from({ length: 6 }, (_, i) => order(i % 2 ? rewards : rewards.toReversed()))
  const results = await Promise.allSettled(orders.map((each) => acceptOrder(till, each, "en")))
  const codes = results.map((each) => (each.status === "rejected" ? each.reason.code : "accepted"))
  expect(codes.toSorted()).toEqual(["accepted", ...Array(5).fill("reward_already_used")])
})

test("a process that died while using a reward does not take it from the customer", async () => {
  const { till, hashes, customerId, merchantId } = await scene(1)
  const hold = { customerId, hash: hashes[0]!, tillId: "t" }
  await lockReward(till, hold)
  await sql`update reward_holds set state = 'used', updated_at = now() where merchant_id = ${merchantId}`
  expect(await codeOf(useReward(till, hold, STORE))).toBe("reward_already_used")
  await sql`update reward_holds set updated_at = now() - interval '5 minutes' where merchant_id = ${merchantId}`
  await useReward(till, hold, STORE)
})

test.for([{ kind: "status", status: 504 }, { kind: "reset" }] as const)(
  "a purchase that Pongo completes after its gateway failed (%j) is not repeated",
  async (fault) => {
    const { redeem, customerId, purchases } = await scene(0)
    const key = randomUUID()
    sandbox.faults.add({ method: "POST", path: "/v1/rewards/{id}/buy", ...fault, times: 1 })
    await codeOf(redeem(key))
    const late = createPongoClient({ baseUrl: sandbox.url, timeoutMs: 1_000 })
    await late.buyReward(sandbox.issueToken(LE_COMPTOIR), COFFEE, { customerId, storeSlug: STORE })
    await late.close()
    await redeem(key)
    expect(purchases()).toBe(1)
  },
)
