import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import type { PosOrder } from "@/lib/orders/schema"
import { makeShop } from "./testing/shop"
import { expectProblem } from "./testing/till"

async function shop(changes: Partial<PosOrder> = {}) {
  const shop = await makeShop()
  const { location, pos } = shop
  const order = paidOrder(location.ref, changes)
  const { id } = (await pos.post("/orders", order)).json
  const refund = (more: Record<string, unknown>, headers: Record<string, string> = {}) =>
    pos.post(`/orders/${order.order_id}/refund`, { location_id: location.ref, ...more }, headers)
  const refundedCents = async () =>
    (await sql`select refunded_cents from orders where id = ${id}`)[0]!.refunded_cents
  return { ...shop, order, id, refund, refundedCents }
}

test("a refund without its own id is refused: nobody could tell it from a repeat", async () => {
  const { refund, refundedCents } = await shop()
  expectProblem(await refund({ amount_cents: 500 }), 422, "idempotency_key_required")
  expectProblem(await refund({}), 422, "idempotency_key_required")
  expect(await refundedCents()).toBe(0)
})

test("the same refund twice, and eight times at once, refunds once", async () => {
  const { refund, refundedCents } = await shop()
  const first = await refund({ refund_id: "R-1", amount_cents: 500 })
  expect([first.status, first.json.refunded_cents, first.headers.get("Idempotent-Replayed")]).toEqual([
    200,
    500,
    null,
  ])
  const again = await refund({ refund_id: "R-1", amount_cents: 500 })
  expect([again.status, again.json.refunded_cents, again.headers.get("Idempotent-Replayed")]).toEqual([
    200,
    500,
    "true",
  ])
  await Promise.all(Array.from({ length: 8 }, () => refund({ refund_id: "R-2", amount_cents: 100 })))
  expect(await refundedCents()).toBe(600)
})

test("two refunds of the same amount with their own ids are two", async () => {
  const { refund, refundedCents } = await shop()
  await refund({ refund_id: "R-1", amount_cents: 500 })
  await refund({ refund_id: "R-2", amount_cents: 500 })
  expect(await refundedCents()).toBe(1_000)
})

test("a refund's id with another amount is refused", async () => {
  const { refund, refundedCents } = await shop()
  await refund({ refund_id: "R-1", amount_cents: 500 })
  expectProblem(await refund({ refund_id: "R-1", amount_cents: 501 }), 422, "idempotency_key_reused")
  expectProblem(await refund({ refund_id: "R-1" }), 422, "idempotency_key_reused")
  expect(await refundedCents()).toBe(500)
})

test("an Idempotency-Key refunds once, even if its first answer was lost with the process", async () => {
  const { refund, refundedCents, merchantId } = await shop()
  const key = { "Idempotency-Key": "till-2-refund-7" }
  await refund({ amount_cents: 500 }, key)
  await sql`delete from idempotency_records where merchant_id = ${merchantId}`
  const again = await refund({ amount_cents: 500 }, key)
  expect([again.status, again.json.refunded_cents]).toEqual([200, 500])
  expect(await refundedCents()).toBe(500)
})

test("a till's refund id is never mistaken for another till's Idempotency-Key", async () => {
  const { refund, refundedCents } = await shop()
  await refund({ amount_cents: 500 }, { "Idempotency-Key": "7" })
  await refund({ amount_cents: 500, refund_id: "7" })
  expect(await refundedCents()).toBe(1_000)
})

test("a refund's id is scoped to its order", async () => {
  const { refund, pos, location } = await shop()
  await refund({ refund_id: "R-1", amount_cents: 500 })
  const other = paidOrder(location.ref)
  await pos.post("/orders", other)
  const path = `/orders/${other.order_id}/refund`
  const reply = await pos.post(path, { location_id: location.ref, refund_id: "R-1", amount_cents: 100 })
  expect(reply.json.refunded_cents).toBe(100)
})

test("after a full refund, no warning says that Pongo was not told of a part", async () => {
  const { id, refund } = await shop()
  await sql`update deliveries set state = 'delivered', maybe_sent = true where order_id = ${id}`
  const codes = async (more: object) =>
    (await refund({ ...more })).json.warnings.map(({ code }: { code: string }) => code)
  expect(await codes({ refund_id: "R-1", amount_cents: 500 })).toEqual(["partial_refund_not_told"])
  expect(await codes({ refund_id: "R-2" })).toEqual([])
})

test("an unpaid order has nothing to refund, and the answer says so", async () => {
  const external_payment = { system: "Sunday", confirms: true, supports_vouchers: true }
  for (const changes of [{ state: "open" }, { state: "external_payment", external_payment }] as const) {
    const { refund, pos, order, location } = await shop({ ...changes, payments: null })
    const refused = await refund({ refund_id: "R-1" })
    expectProblem(refused, 409, "order_not_paid")
    expect(refused.json.cashier_message).toContain("annulez")
    expectProblem(await refund({ refund_id: "R-2", amount_cents: 1 }), 409, "order_not_paid")
    await pos.post(`/orders/${order.order_id}/payment`, { location_id: location.ref, status: "failed" })
    expectProblem(await refund({ refund_id: "R-1" }), 409, "order_not_paid")
  }
  const elsewhere = { ...external_payment, confirms: false }
  const { refund } = await shop({ state: "external_payment", external_payment: elsewhere, payments: null })
  expectProblem(await refund({ refund_id: "R-1" }), 409, "order_not_paid")
})

test("a partial refund of an order that Pongo has gets a warning from then on", async () => {
  const { refund, pos, order, location, id } = await shop()
  await sql`update deliveries set state = 'delivered', maybe_sent = true, delivered_at = now() where order_id = ${id}`
  const codes = (json: { warnings: { code: string }[] }) => json.warnings.map(({ code }) => code)
  for (const refund_id of ["R-1", "R-2"])
    expect(codes((await refund({ refund_id, amount_cents: 100 })).json)).toEqual(["partial_refund_not_told"])
  const read = await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`)
  expect([codes(read.json), read.json.refunded_cents]).toEqual([["partial_refund_not_told"], 200])
})

test("partial refunds up to the total leave a refunded order", async () => {
  const { refund } = await shop()
  await refund({ refund_id: "R-1", amount_cents: 1_000 })
  const last = await refund({ refund_id: "R-2", amount_cents: 450 })
  expect(last.json).toMatchObject({ state: "refunded", total_cents: 1_450, refunded_cents: 1_450 })
  expectProblem(await refund({ refund_id: "R-3", amount_cents: 1 }), 409, "order_already_closed")
})
