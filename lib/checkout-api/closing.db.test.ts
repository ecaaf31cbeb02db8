import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import { makeShop } from "./testing/shop"
import { expectProblem } from "./testing/till"

async function shop() {
  const shop = await makeShop()
  const { location, pos } = shop
  const open = async (changes = {}) => {
    const order = paidOrder(location.ref, { state: "open", closed_at: null, payments: null, ...changes })
    await pos.post("/orders", order)
    return order.order_id
  }
  const pay = (ref: string, more: Record<string, unknown> = {}, headers = {}) =>
    pos.post(`/orders/${ref}/payment`, { location_id: location.ref, status: "paid", ...more }, headers)
  return { ...shop, open, pay }
}

const codes = (json: { warnings: { code: string }[] }) => json.warnings.map(({ code }) => code)
const card = (amount_cents: number) => [{ method: "card", amount_cents }]

test.for<[string, Record<string, unknown>, string[]]>([
  ["payments above the total", { payments: card(5_000) }, ["payments_total_mismatch"]],
  ["payments below the total", { payments: card(1) }, ["payments_total_mismatch"]],
  ["a time in 1970", { paid_at: "1970-01-01T00:00:00Z" }, ["clock_far_off"]],
  ["a time in 2099", { paid_at: "2099-01-01T00:00:00Z" }, ["clock_far_off"]],
  ["payments that add up, just now", { payments: card(1_450), paid_at: new Date().toISOString() }, []],
])(
  "a payment with %s gets the same warning as in POST /orders, and the order keeps it",
  async ([, said, warned]) => {
    const { open, pay, pos, location } = await shop()
    const ref = await open()
    expect(codes((await pay(ref, said)).json)).toEqual(warned)
    expect(codes((await pos.get(`/orders/${ref}?location_id=${location.ref}`)).json)).toEqual(warned)
    const { paid_at, payments } = said
    const arrived = paidOrder(location.ref, {
      payments: (payments as never) ?? null,
      ...(paid_at ? { closed_at: paid_at as string } : {}),
    })
    expect(codes((await pos.post("/orders", arrived)).json)).toEqual(warned)
  },
)

test("warnings from before the payment are repeated afterwards", async () => {
  const { open, pay } = await shop()
  const ref = await open({ total_cents: 1_400 })
  expect(codes((await pay(ref, { payments: card(1_450) })).json)).toEqual([
    "lines_total_mismatch",
    "payments_total_mismatch",
  ])
})

test("the same payment again is a replay; with other content it is a conflict, and changes nothing", async () => {
  const { open, pay, pos, location } = await shop()
  const ref = await open()
  const said = { payments: card(1_450), paid_at: "2026-11-22T12:00:00+01:00" }
  const first = await pay(ref, said)
  expect(first.headers.get("Idempotent-Replayed")).toBeNull()
  // The same instant in another notation is the same content.
  for (const paid_at of [said.paid_at, "2026-11-22T11:00:00.000Z"]) {
    const again = await pay(ref, { ...said, paid_at })
    expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([200, "true"])
    expect(again.json).toEqual(first.json)
  }
  for (const other of [
    { payments: card(1_400) },
    { paid_at: "2026-11-22T12:00:01+01:00" },
    { payments: null },
  ])
    expectProblem(await pay(ref, { ...said, ...other }), 409, "order_conflict")
  expect((await pos.get(`/orders/${ref}?location_id=${location.ref}`)).json).toMatchObject(first.json)
})

test("two payments with different content at once: one closes the order, the other is a conflict", async () => {
  const { open, pay } = await shop()
  const ref = await open()
  const replies = await Promise.all([
    pay(ref, { payments: card(1_450) }),
    pay(ref, { payments: card(1_449) }),
  ])
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  expectProblem(replies.find(({ status }) => status === 409)!, 409, "order_conflict")
})

test("a payment of an order that arrived paid must agree with it, or is a conflict", async () => {
  const { pos, location, pay } = await shop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  for (const said of [{}, { payments: order.payments }, { paid_at: order.closed_at }])
    expect((await pay(order.order_id, said)).status).toBe(200)
  expectProblem(await pay(order.order_id, { payments: card(1) }), 409, "order_conflict")
  expectProblem(await pay(order.order_id, { paid_at: "1970-01-01T00:00:00Z" }), 409, "order_conflict")
})

test("an order changed after its payment failed is closed again", async () => {
  const { pos, location, pay } = await shop()
  const order = paidOrder(location.ref, { state: "open", payments: null })
  await pos.post("/orders", order)
  await pay(order.order_id, { status: "failed" })
  await pos.post("/orders", { ...order, comment: "changed" })
  const failed = await pay(order.order_id, { status: "failed" })
  expect([failed.headers.get("Idempotent-Replayed"), failed.json.state]).toEqual([null, "payment_failed"])
})

test("every answer about an order says what became of the sale, and who gets the points", async () => {
  const { pos, location, pay, merchantId } = await shop()
  const customer = { phone: "06 12 34 56 78", opt_in: { sms: false, email: false } }
  const order = paidOrder(location.ref, { state: "open", payments: null, customer })
  const facts = { total_cents: 1_450, refunded_cents: 0, customer: { id: null, phone: "+33 6 •• •• •• 78" } }
  const accepted = await pos.post("/orders", order)
  expect(accepted.json).toMatchObject({ state: "open", ...facts })
  expect((await pos.post("/orders", order)).json).toEqual(accepted.json)
  expect((await pay(order.order_id)).json).toMatchObject({ state: "paid", ...facts })
  const path = `/orders/${order.order_id}`
  const refund = { location_id: location.ref, refund_id: "R-1", amount_cents: 450 }
  expect((await pos.post(`${path}/refund`, refund)).json).toMatchObject({
    state: "paid",
    refunded_cents: 450,
  })
  await sql`
    insert into customers (merchant_id, id, phone_index, points, opt_in_sms, opt_in_email, as_of)
    select ${merchantId}, 'cust_1', customer_phone_index, 0, 'no', 'no', now() from orders where merchant_id = ${merchantId}`
  const cancelled = await pos.post(`${path}/cancel`, { location_id: location.ref })
  expect(cancelled.json).toMatchObject({ state: "cancelled", customer: { id: "cust_1" } })
  const read = await pos.get(`${path}?location_id=${location.ref}`)
  expect(read.json).toMatchObject({ state: "cancelled", total_cents: 1_450, refunded_cents: 450 })
  const anonymous = paidOrder(location.ref)
  expect((await pos.post("/orders", anonymous)).json.customer).toBeNull()
  const batch = await pos.post("/orders/batch", {
    orders: [paidOrder(location.ref, { customer: { id: "cust_2" } })],
  })
  expect(batch.json.results[0].order.customer).toEqual({ id: "cust_2", phone: null })
})

test("warnings are in the till's language, on every answer", async () => {
  const { open, pay, pos, location } = await shop()
  const ref = await open({ total_cents: 1_400 })
  const path = `/orders/${ref}?location_id=${location.ref}`
  const message = (json: { warnings: { message: string }[] }) => json.warnings[0]!.message
  expect(message((await pos.get(path)).json)).toContain("centimes")
  expect(message((await pos.get(path, { "Accept-Language": "en" })).json)).toContain("add up")
  expect(message((await pay(ref, {}, { "Accept-Language": "en" })).json)).toContain("add up")
})
