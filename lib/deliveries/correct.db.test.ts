import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder, statusBecomes, syncOf } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { expectProblem } from "@/lib/checkout-api/testing/till"
import { openShop } from "@/lib/customers/testing/shop"
import { eraseCustomer } from "@/lib/privacy/mutations"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { correctOrder, previewCorrection } from "./correct"

const sandbox = await useSandbox()
let nextPhone = 33_693_000_000

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

const isStatus = (id: string, status: string) => statusBecomes(id, status)

/** An order that Pongo refuses while its SKU is BAD. */
async function rejected() {
  const merchant = await openShop(sandbox)
  const { location, pos } = merchant
  nextPhone += 1
  const line = { name: "Burger", quantity: 1, unit_price_cents: 725, total_cents: 725 }
  const order = paidOrder(location.ref, {
    customer: { phone: `+${nextPhone}`, opt_in: { sms: false, email: false }, email: "wrong@example.org" },
    comment: "sans oignon",
    lines: [
      { ...line, sku: "BRG-02" },
      { ...line, sku: "BAD" },
    ],
  })
  const poison = { path: "/v1/orders", kind: "status", status: 422 } as const
  sandbox.faults.add({ ...poison, match: { order_id: order.order_id, body_includes: '"BAD"' } })
  const { id } = (await pos.post("/orders", order)).json
  await isStatus(id, "failed")
  const put = (body: Record<string, unknown>) =>
    pos.put(`/orders/${order.order_id}/correction`, { location_id: location.ref, ...body })
  const atPongo = () => sandbox.state.orders.rows().find((row) => row.order_id === order.order_id)
  return { ...merchant, order, id: id as string, put, atPongo, phone: String(nextPhone) }
}

const FIX = { lines: [{ line: 1, sku: "BRG-03" }] }

test("an order that Pongo rejected is corrected by its till, sent again, and earns its points", async () => {
  const s = await rejected()
  const reply = await s.put({ ...FIX, customer: { email: "right@example.org" }, comment: null })
  expect(reply.status).toBe(200)
  await isStatus(s.id, "delivered")
  const sent = s.atPongo()!
  expect(sent).toMatchObject({
    amount: 1_450,
    points_awarded: 14,
    payload: { customer: { email: "right@example.org" } },
  })
  expect(JSON.stringify(sent.payload)).not.toMatch(/BAD|oignon/)
  const again = await s.pos.post("/orders", s.order)
  expect([again.status, again.json.sync.status]).toEqual([202, "delivered"])
})

test("a manager sees the difference before anything changes, and the portal corrects like the till", async () => {
  const s = await rejected()
  const changes = [{ path: "lines.1.sku", before: "BAD", after: "BRG-03" }]
  expect(await previewCorrection(s.manager, { id: s.id, ...FIX })).toEqual(changes)
  expect((await syncOf(s.id)).status).toBe("failed")
  await correctOrder(s.manager, { id: s.id, ...FIX })
  await isStatus(s.id, "delivered")
})

test("the original content is kept sealed, and the audit trail says who changed which field", async () => {
  const s = await rejected()
  await correctOrder(s.manager, { id: s.id, ...FIX, customer: { email: null } })
  const [row] = await sql`
    select p.corrections, a.details, a.actor from order_payloads p, audit_events a
    where p.order_id = ${s.id} and a.merchant_id = ${s.merchantId} and a.action = 'order.corrected'`
  expect(row!.corrections).not.toContain("wrong@example.org")
  expect(row!.details).toEqual({ fields: "customer.email, lines.1.sku" })
  expect(row!.actor).toContain("manager")
  const { open } = await import("@/lib/crypto")
  const kept = JSON.parse(open(row!.corrections, `orders.corrections:${s.merchantId}`))
  expect(kept[0].changes).toEqual([
    { path: "customer.email", before: "wrong@example.org", after: null },
    { path: "lines.1.sku", before: "BAD", after: "BRG-03" },
  ])
  const events = await sql`select kind from order_events where order_id = ${s.id}`
  expect(events.map(({ kind }) => kind)).toEqual(["corrected"])
})

test.for<[string, Record<string, unknown>, string[]]>([
  ["its total", { total_cents: 1 }, ["total_cents"]],
  ["a line's amount", { lines: [{ line: 0, total_cents: 1 }] }, ["lines.0.total_cents"]],
  ["a line's quantity", { lines: [{ line: 0, quantity: 2 }] }, ["lines.0.quantity"]],
  ["its payments", { payments: [] }, ["payments"]],
  ["its customer's phone", { customer: { phone: "+33612345678" } }, ["customer.phone"]],
  ["its customer's id", { customer: { id: "cust_1" } }, ["customer.id"]],
  ["a consent", { customer: { opt_in: { sms: true, email: true } } }, ["customer.opt_in"]],
  ["another reward", { lines: [{ line: 0, reward: { reward_id: "rew_1" } }] }, ["lines.0.reward"]],
  ["a missing line", { lines: [{ line: 9, sku: "A" }] }, ["lines"]],
  ["nothing", { comment: "sans oignon" }, [""]],
])("a correction of %s is refused, and nothing changes", async ([, body, paths]) => {
  const s = await rejected()
  expectProblem(await s.put(body), 422, "validation_failed", paths)
  expect((await syncOf(s.id)).status).toBe("failed")
  expect(
    await sql`select 1 from order_payloads where order_id = ${s.id} and corrections is not null`,
  ).toEqual([])
})

test("only an order that Pongo rejected can be corrected", async () => {
  const s = await rejected()
  const open = paidOrder(s.location.ref, { state: "open", payments: null })
  await s.pos.post("/orders", open)
  const path = `/orders/${open.order_id}/correction`
  expectProblem(
    await s.pos.put(path, { location_id: s.location.ref, comment: "x" }),
    409,
    "order_not_correctable",
  )
  await sql`update deliveries set reason = 'retries_exhausted' where order_id = ${s.id}`
  expectProblem(await s.put(FIX), 409, "order_not_correctable")
  await sql`update deliveries set reason = 'rejected_by_pongo' where order_id = ${s.id}`
  await s.pos.post(`/orders/${s.order.order_id}/cancel`, { location_id: s.location.ref })
  expectProblem(await s.put(FIX), 409, "order_not_correctable")
})

test("a correction repeated, or sent six times at once, is made once", async () => {
  const s = await rejected()
  const replies = await Promise.all(Array.from({ length: 6 }, () => s.put(FIX)))
  expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200))
  await isStatus(s.id, "delivered")
  const again = await s.put(FIX)
  expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([200, "true"])
  expectProblem(await s.put({ lines: [{ line: 0, sku: "OTHER" }] }), 409, "order_not_correctable")
  expect(await sql`select 1 from order_events where order_id = ${s.id} and kind = 'corrected'`).toHaveLength(
    1,
  )
  expect(s.atPongo()).toMatchObject({ times_posted: 1 })
})

test("a reward removed from a line returns to the wallet, and the order is sent without it", async () => {
  const s = await rejected()
  const reward = { reward_id: "rew_0ece003f2e", hash: "h_gone" }
  await sql`
    update order_payloads set body = jsonb_set(body, '{lines,0,reward}', ${sql.json(reward)}) where order_id = ${s.id}`
  await sql`update orders set reward_count = 1 where id = ${s.id}`
  await sql`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id)
    values (${s.merchantId}, 'h_gone', 'cust_1', ${reward.reward_id}, 'on_order', ${s.id})`
  await s.put({ lines: [{ line: 0, reward: null }, ...FIX.lines] })
  await isStatus(s.id, "delivered")
  expect(JSON.stringify(s.atPongo()!.payload)).not.toContain("reward_id")
  const [hold] =
    await sql`select state, locked_until <= now() as ended from reward_holds where merchant_id = ${s.merchantId}`
  expect(hold).toEqual({ state: "locked", ended: true })
  expect(await sql`select reward_count from orders where id = ${s.id}`).toEqual([{ reward_count: 0 }])
})

test("an erased customer leaves no trace in the corrections", async () => {
  const s = await rejected()
  await s.put({ ...FIX, customer: { email: "right@example.org" } })
  await isStatus(s.id, "delivered")
  const { id } = sandbox.state.customerByPhone(LE_COMPTOIR, s.phone)!
  await s.pos.post("/customers/identify", { location_id: s.location.ref, phone: `+${s.phone}` })
  await eraseCustomer(s.owner, { id })
  expect(await sql`select customer, corrections from order_payloads where order_id = ${s.id}`).toEqual([
    { customer: null, corrections: null },
  ])
})
