import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder, product } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { PosOrder } from "@/lib/orders/schema"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { expectProblem, makeTill } from "./testing/till"

const sandbox = await useSandbox()

const COFFEE = "rew_0ece003f2e"
const USED_DESSERT = "rew_1d5a7c90b4"

/** A shop of Le Comptoir, and its customer with an unused coffee and a used dessert. */
async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = await makeLocation(merchant.merchantId, { storeSlug: "le-comptoir-bastille" })
  const { id } = sandbox.state.customerByPhone(LE_COMPTOIR, "33612000001")!
  const pos = makeTill(merchant.key)
  const sku = sandbox.state.rewards.get(COFFEE)!.external_id!.split(",")[0]!.trim()
  await pos.put("/catalog", { products: [product(sku), product("BRG-02")] })
  const order = (line: Partial<PosOrder["lines"][number]>, changes: Partial<PosOrder> = {}) =>
    paidOrder(location.ref, {
      customer: { id },
      total_cents: 0,
      payments: null,
      lines: [{ sku, name: "Café", quantity: 1, unit_price_cents: 0, total_cents: 0, ...line }],
      ...changes,
    })
  return { ...merchant, pos, location, order }
}

const countOrders = async (merchantId: string) =>
  (await sql`select 1 from orders where merchant_id = ${merchantId}`).length

test("a reward from the customer's wallet goes with the order, without a warning", async () => {
  const { pos, order } = await shop()
  const { status, json } = await pos.post("/orders", order({ reward: { reward_id: COFFEE } }))
  expect([status, json.warnings]).toEqual([202, []])
})

test("a reward on a product that it does not cover is accepted with a warning", async () => {
  const { pos, order } = await shop()
  const wrong = order({ sku: "BRG-02", name: "Burger", reward: { reward_id: COFFEE } })
  const { status, json } = await pos.post("/orders", wrong)
  expect(status).toBe(202)
  expect(json.warnings.map((warning: { code: string }) => warning.code)).toEqual(["reward_sku_mismatch"])
})

test.for([
  ["that is not in the wallet", { reward_id: "rew_unknown" }, 404, "reward_not_found"],
  ["with a hash that is not in the wallet", { reward_id: COFFEE, hash: "h_none" }, 404, "reward_not_found"],
  ["that was used before", { reward_id: USED_DESSERT }, 404, "reward_not_found"],
] as const)("a reward %s is refused, and nothing is stored", async ([, reward, status, code]) => {
  const { pos, order, merchantId } = await shop()
  expectProblem(await pos.post("/orders", order({ reward })), status, code, ["lines.0.reward"])
  expect(await countOrders(merchantId)).toBe(0)
})

test("a reward without a customer is refused", async () => {
  const { pos, order, merchantId } = await shop()
  const anonymous = order({ reward: { reward_id: COFFEE } }, { customer: null })
  expectProblem(await pos.post("/orders", anonymous), 404, "reward_not_found")
  expect(await countOrders(merchantId)).toBe(0)
})

test("one bought reward on two orders at once goes with one of them", async () => {
  const { pos, order, merchantId } = await shop()
  const orders = Array.from({ length: 4 }, () => order({ reward: { reward_id: COFFEE } }))
  const replies = await Promise.all(orders.map((each) => pos.post("/orders", each)))
  expect(replies.filter((reply) => reply.status === 202)).toHaveLength(1)
  for (const reply of replies.filter(({ status }) => status !== 202)) {
    expect(["reward_already_used", "reward_locked"]).toContain(reply.json.code)
    expect(reply.json.errors).toEqual([{ path: "lines.0.reward", message: expect.any(String) }])
  }
  expect(await countOrders(merchantId)).toBe(1)
})

test("the same order again is a replay although its reward has been used", async () => {
  const { pos, order } = await shop()
  const sent = order({ reward: { reward_id: COFFEE } })
  const first = await pos.post("/orders", sent)
  const again = await pos.post("/orders", sent)
  expect([again.status, again.headers.get("Idempotent-Replayed"), again.json]).toEqual([
    202,
    "true",
    first.json,
  ])
})

test("the same order with a reward five times at once is one order", async () => {
  const { pos, order, merchantId } = await shop()
  const sent = order({ reward: { reward_id: COFFEE } })
  const replies = await Promise.all(Array.from({ length: 5 }, () => pos.post("/orders", sent)))
  expect(replies.map((reply) => reply.status)).toEqual(Array(5).fill(202))
  expect(new Set(replies.map((reply) => reply.json.id)).size).toBe(1)
  expect(await countOrders(merchantId)).toBe(1)
})

test("while Pongo is down an order with a reward is accepted, with a warning", async () => {
  const { pos, order } = await shop()
  sandbox.faults.add({ path: "/v1/customers/*", kind: "status", status: 503 })
  try {
    const { status, json } = await pos.post("/orders", order({ reward: { reward_id: COFFEE } }))
    expect(status).toBe(202)
    expect(json.warnings.map((warning: { code: string }) => warning.code)).toEqual(["reward_not_verified"])
  } finally {
    sandbox.faults.clear()
  }
})
