import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import { makeShop } from "./testing/shop"
import { expectProblem } from "./testing/till"

const countOrders = async (merchantId: string) =>
  (await sql`select count(*)::int as count from orders where merchant_id = ${merchantId}`)[0]!.count

test("POST /orders/batch answers each order in its place, and a wrong one does not hold the others back", async () => {
  const { pos, location, merchantId } = await makeShop()
  const good = [paidOrder(location.ref), paidOrder(location.ref)]
  const reply = await pos.post("/orders/batch", { orders: [good[0], { order_id: "X" }, good[1]] })
  expect(reply.status).toBe(207)
  const results = reply.json.results as { order_id: string; status: number; problem?: { code: string } }[]
  expect(results.map(({ order_id, status }) => [order_id, status])).toEqual([
    [good[0]!.order_id, 202],
    ["X", 422],
    [good[1]!.order_id, 202],
  ])
  expect(results[1]!.problem?.code).toBe("validation_failed")
  expect(await countOrders(merchantId)).toBe(2)
})

test("the same batch sent twice, and resent after it broke off, accepts each order once", async () => {
  const { pos, location, merchantId } = await makeShop()
  const orders = Array.from({ length: 6 }, () => paidOrder(location.ref))
  await pos.post("/orders/batch", { orders: orders.slice(0, 3) })
  for (let again = 0; again < 2; again++) {
    const reply = await pos.post("/orders/batch", { orders })
    expect(reply.json.results.map((result: { status: number }) => result.status)).toEqual(Array(6).fill(202))
  }
  await Promise.all([pos.post("/orders/batch", { orders }), pos.post("/orders/batch", { orders })])
  expect(await countOrders(merchantId)).toBe(6)
})

test("POST /orders/batch accepts 1 to 500 orders", async () => {
  const { pos } = await makeShop()
  expectProblem(await pos.post("/orders/batch", { orders: [] }), 422, "validation_failed", ["orders"])
  expectProblem(await pos.post("/orders/batch", { orders: Array(501).fill({}) }), 422, "validation_failed", [
    "orders",
  ])
})

test("POST /orders/{order_id}/refund of an unsent order keeps it from Pongo; twice has one effect", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  for (let again = 0; again < 2; again++) {
    const reply = await pos.post(`/orders/${order.order_id}/refund`, {
      location_id: location.ref,
      refund_id: "R-1",
    })
    expect(reply.status).toBe(200)
    expect(reply.json.sync).toMatchObject({ status: "skipped", reason: "cancelled" })
  }
})

test("POST /orders/{order_id}/refund of more than is left is refused", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  const refund = (amount_cents: number) =>
    pos.post(`/orders/${order.order_id}/refund`, {
      location_id: location.ref,
      refund_id: `R-${amount_cents}`,
      amount_cents,
    })
  expect((await refund(1_000)).status).toBe(200)
  expectProblem(await refund(451), 422, "validation_failed", ["amount_cents"])
  expect((await refund(450)).json.sync.status).toBe("skipped")
})

test("PUT /days/{date} answers the gap, and an invalid day is refused with its path", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref, { closed_at: "2026-11-20T13:00:00+01:00" })
  await pos.post("/orders", order)
  const total = {
    location_id: location.ref,
    orders: 2,
    total_cents: 3_000,
    order_ids: [order.order_id, "A-404"],
  }
  const reply = await pos.put("/days/2026-11-20", total)
  expect(reply.status).toBe(200)
  expect(reply.json).toMatchObject({ gap: { orders: 1, total_cents: 1_550 }, missing_order_ids: ["A-404"] })
  expectProblem(await pos.put("/days/yesterday", total), 422, "validation_failed", ["date"])
})

test.for(["/customers/cust_1/rewards/rew_1/redeem", "/customers/cust_1/wallet/h_1/lock"])(
  "POST %s without an Idempotency-Key is refused as idempotency_key_required",
  async (path) => {
    const { pos, location } = await makeShop()
    expectProblem(await pos.post(path, { location_id: location.ref }), 422, "idempotency_key_required")
  },
)
