import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, paidOrder, statusBecomes } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { orderAnswer } from "@/lib/orders/schema"
import { expectProblem } from "./testing/till"

const sandbox = await useSandbox()

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

const EXTERNAL = { system: "Sunday", confirms: true, supports_vouchers: true }

async function shop() {
  const merchant = await openShop(sandbox)
  const { location, pos } = merchant
  const pay = (ref: string, status: string, more: Record<string, unknown> = {}) =>
    pos.post(`/orders/${ref}/payment`, { location_id: location.ref, status, ...more })
  return { ...merchant, pay }
}

const atPongo = (ref: string) => sandbox.state.orders.rows().filter((order) => order.order_id === ref)
const delivered = (id: string) => statusBecomes(id, "delivered")

/** Waits until everything that this shop queued before has been sent. */
async function afterTheQueue({ pos, location }: Awaited<ReturnType<typeof shop>>) {
  const { json } = await pos.post("/orders", paidOrder(location.ref))
  await delivered(json.id)
}

test("an open order reaches Pongo once it is paid, and not before", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, { state: "open", closed_at: null })
  await s.pos.post("/orders", order)
  await afterTheQueue(s)
  expect(atPongo(order.order_id)).toEqual([])
  const reply = await s.pay(order.order_id, "paid")
  expect(reply.status).toBe(200)
  expect(orderAnswer.parse(reply.json)).toMatchObject({ order_id: order.order_id, sync: { reason: null } })
  expect(["queued", "sending", "delivered"]).toContain(reply.json.sync.status)
  await delivered(reply.json.id)
  expect(atPongo(order.order_id)).toMatchObject([{ times_posted: 1 }])
})

test("an external payment that confirms is held until its callback", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, {
    state: "external_payment",
    external_payment: EXTERNAL,
    payments: null,
  })
  const answer = await s.pos.post("/orders", order)
  expect(answer.json.sync.status).toBe("waiting_payment")
  expect(answer.json).not.toHaveProperty("reward_prompt")
  await afterTheQueue(s)
  expect(atPongo(order.order_id)).toEqual([])
  const paid = await s.pay(order.order_id, "paid", {
    paid_at: new Date().toISOString(),
    payments: [{ method: "sunday", amount_cents: 1450 }],
  })
  await delivered(paid.json.id)
  expect(JSON.stringify(atPongo(order.order_id))).toContain("sunday")
})

test("an external payment that never confirms is never sent: the other system reports it", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, {
    state: "external_payment",
    external_payment: { ...EXTERNAL, confirms: false },
  })
  const answer = await s.pos.post("/orders", order)
  expect(answer.json.sync).toMatchObject({ status: "skipped", reason: "payment_not_confirmable" })
  expectProblem(await s.pay(order.order_id, "paid"), 409, "order_already_closed")
  await afterTheQueue(s)
  expect(atPongo(order.order_id)).toEqual([])
})

test.for([
  ["failed", "payment_failed"],
  ["cancelled", "cancelled"],
])("an order whose payment %s never reaches Pongo", async ([status, reason]) => {
  const s = await shop()
  const open = paidOrder(s.location.ref, { state: "open" })
  const external = paidOrder(s.location.ref, { state: "external_payment", external_payment: EXTERNAL })
  for (const order of [open, external]) {
    await s.pos.post("/orders", order)
    const reply = await s.pay(order.order_id, status!)
    expect(reply.status).toBe(200)
    expect(reply.json.sync).toMatchObject({ status: "skipped", reason })
  }
  await afterTheQueue(s)
  expect([...atPongo(open.order_id), ...atPongo(external.order_id)]).toEqual([])
})

test("a failed payment may still succeed, a cancelled order stays cancelled", async () => {
  const s = await shop()
  const retried = paidOrder(s.location.ref, { state: "open" })
  const cancelled = paidOrder(s.location.ref, { state: "open" })
  for (const order of [retried, cancelled]) await s.pos.post("/orders", order)
  await s.pay(retried.order_id, "failed")
  await delivered((await s.pay(retried.order_id, "paid")).json.id)
  await s.pay(cancelled.order_id, "cancelled")
  expectProblem(await s.pay(cancelled.order_id, "paid"), 409, "order_already_closed")
  expectProblem(await s.pos.post("/orders", { ...cancelled, state: "paid" }), 409, "order_conflict")
  await afterTheQueue(s)
  expect(atPongo(cancelled.order_id)).toEqual([])
})

test("paid twice, or twice at once, is paid and sent once", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, { state: "open" })
  await s.pos.post("/orders", order)
  const replies = await Promise.all(Array.from({ length: 8 }, () => s.pay(order.order_id, "paid")))
  expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(200))
  const again = await s.pay(order.order_id, "paid")
  expect(again.status).toBe(200)
  await delivered(again.json.id)
  expect((await s.pay(order.order_id, "paid")).json.sync.status).toBe("delivered")
  await afterTheQueue(s)
  expect(atPongo(order.order_id)).toMatchObject([{ times_posted: 1 }])
  const events = await sql`select kind from order_events where order_id = ${again.json.id}`
  expect(events.map((event) => event.kind)).toEqual(["payment_paid"])
})

test("paid and cancelled at once: one of them wins, and Pongo gets the same", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, { state: "open" })
  await s.pos.post("/orders", order)
  const [paid, cancelled] = await Promise.all([
    s.pay(order.order_id, "paid"),
    s.pay(order.order_id, "cancelled"),
  ])
  expect([paid.status, cancelled.status].sort()).toEqual([200, 409])
  // Closed now, so it is sent after the order that afterTheQueue waits for, which was closed a minute ago.
  if (paid.status === 200)
    await eventually("Pongo has the order", async () => atPongo(order.order_id).length > 0)
  await afterTheQueue(s)
  expect(atPongo(order.order_id)).toHaveLength(paid.status === 200 ? 1 : 0)
})

test("a paid order does not become unpaid", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref)
  await s.pos.post("/orders", order)
  expectProblem(await s.pay(order.order_id, "failed"), 409, "order_already_closed")
  expectProblem(await s.pay(order.order_id, "cancelled"), 409, "order_already_closed")
  expect((await s.pay(order.order_id, "paid")).status).toBe(200)
})

test("an open order paid while it is being changed keeps one consistent content", async () => {
  const s = await shop()
  const order = paidOrder(s.location.ref, { state: "open" })
  const { json } = await s.pos.post("/orders", order)
  const changed = { ...order, comment: "changed", total_cents: 2000 }
  const [change, paid] = await Promise.all([s.pos.post("/orders", changed), s.pay(order.order_id, "paid")])
  expect(paid.status).toBe(200)
  await delivered(json.id)
  const total = change.status === 202 ? 2000 : 1450
  const [row] = await sql`
    select o.state, o.total_cents, p.body->>'comment' as comment, (p.body->>'total_cents')::int as body_cents
    from orders o join order_payloads p on p.order_id = o.id where o.id = ${json.id}`
  expect(row).toMatchObject({ state: "paid", total_cents: total, body_cents: total })
})

test("a payment of a missing order, or an invalid one, is refused", async () => {
  const s = await shop()
  expectProblem(await s.pay("nowhere", "paid"), 404, "order_not_found")
  expectProblem(await s.pay("A", "paid", { location_id: "nowhere" }), 404, "location_unknown")
  expectProblem(await s.pay("A", "done"), 422, "validation_failed", ["status"])
  expectProblem(await s.pay("A", "paid", { amount: 1 }), 422, "validation_failed", ["amount"])
  expectProblem(await s.pay("A", "paid", { paid_at: "2026-11-22" }), 422, "validation_failed", ["paid_at"])
  expectProblem(await s.pay("A", "paid", { paid_at: "0000-01-01T00:00:00Z" }), 422, "validation_failed", [
    "paid_at",
  ])
  const payments = [{ method: "card\u0000", amount_cents: 1 }]
  expectProblem(await s.pay("A", "paid", { payments }), 422, "validation_failed", ["payments.0.method"])
})

test("another merchant's order cannot be paid", async () => {
  const mine = await shop()
  const theirs = await shop()
  const order = paidOrder(theirs.location.ref, { state: "open" })
  await theirs.pos.post("/orders", order)
  const reply = await mine.pos.post(`/orders/${order.order_id}/payment`, {
    location_id: theirs.location.ref,
    status: "paid",
  })
  expectProblem(reply, 404, "order_not_found")
  expect(await sql`select state from orders where merchant_id = ${theirs.merchantId}`).toMatchObject([
    { state: "open" },
  ])
})

test("an open order outlives its location: it can be read and paid after the location was archived", async () => {
  const { pos, location, pay, manager } = await shop()
  const order = paidOrder(location.ref, { state: "open" })
  await pos.post("/orders", order)
  const { archiveLocation } = await import("@/lib/locations/mutations")
  await archiveLocation(manager, location.ref)
  expect((await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`)).status).toBe(200)
  const paid = await pay(order.order_id, "paid")
  expect(paid.status).toBe(200)
  expect(orderAnswer.parse(paid.json).sync).toMatchObject({ status: "held", reason: "location_unmapped" })
  expectProblem(await pos.post("/orders", paidOrder(location.ref)), 404, "location_unknown")
})
