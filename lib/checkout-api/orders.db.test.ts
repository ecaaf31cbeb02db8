import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { disconnect } from "@/lib/connections/mutations"
import { archiveLocation } from "@/lib/locations/mutations"
import { orderAnswer, orderWithAttempts } from "@/lib/orders/schema"
import { makeShop } from "./testing/shop"
import { expectProblem, makeTill } from "./testing/till"

async function connectedShop() {
  const found = await makeShop({ storeSlug: "bastille" })
  await connect(found.merchantId, "token")
  return found
}

const rows = (merchantId: string) =>
  sql`
    select o.ref, o.state, o.total_cents, d.state as delivery, d.reason, p.body
    from orders o left join deliveries d on d.order_id = o.id left join order_payloads p on p.order_id = o.id
    where o.merchant_id = ${merchantId} order by o.ref`

test("a paid order is answered with 202 and is stored with its delivery", async () => {
  const { pos, location, merchantId } = await connectedShop()
  const order = paidOrder(location.ref)
  const reply = await pos.post("/orders", order)
  expect(reply.status).toBe(202)
  expect(reply.headers.get("Content-Type")).toContain("application/json")
  expect(orderAnswer.parse(reply.json)).toMatchObject({
    order_id: order.order_id,
    location_id: location.ref,
    sync: {
      status: "queued",
      reason: null,
      store_slug: "bastille",
      attempts: 0,
      next_attempt_at: null,
      delivered_at: null,
    },
    warnings: [],
  })
  expect(reply.json).not.toHaveProperty("reward_prompt")
  expect(await rows(merchantId)).toMatchObject([{ state: "paid", delivery: "queued", reason: null }])
})

test("an order with every field of the documentation's example is accepted", async () => {
  const { pos, merchantId } = await makeShop()
  await makeLocation(merchantId, { ref: "bastille" })
  const at = new Date().toISOString().replace("Z", "+00:00")
  const reply = await pos.post("/orders", {
    order_id: "A-2041",
    location_id: "bastille",
    state: "paid",
    channel: "pos",
    delivery_mode: "on_site",
    created_at: at,
    closed_at: at,
    total_cents: 1450,
    tax_cents: 214,
    customer: { id: "cust_9f2c" },
    lines: [
      { sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 },
      {
        sku: "CAF-01",
        name: "Café",
        quantity: 1,
        unit_price_cents: 0,
        total_cents: 0,
        reward: { reward_id: "rew_0ece003f2e", hash: "h_80" },
      },
    ],
    payments: [{ method: "card", amount_cents: 1450 }],
    till: { id: "till-2", name: "Caisse 2" },
    comment: null,
    external_order_id: null,
  })
  const codes = reply.json.warnings.map((warning: { code: string }) => warning.code)
  // Pongo was not asked about the reward: this merchant is not connected.
  expect([reply.status, codes]).toEqual([202, ["reward_not_verified"]])
})

test("the same order again is the same 202, marked as replayed", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const first = await pos.post("/orders", order)
  const second = await pos.post("/orders", order)
  expect([first.headers.get("Idempotent-Replayed"), second.headers.get("Idempotent-Replayed")]).toEqual([
    null,
    "true",
  ])
  expect([second.status, second.json]).toEqual([202, first.json])
  expect(await rows(merchantId)).toHaveLength(1)
})

test("the same order with its keys in another sequence is the same order", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref, { customer: { id: "cust_1" }, till: { id: "t", name: "T" } })
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : value && typeof value === "object"
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, reversed(inner)]),
          )
        : value
  await pos.post("/orders", order)
  const again = await pos.post("/orders", reversed(order))
  expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([202, "true"])
  expect(await rows(merchantId)).toHaveLength(1)
})

test("the same order ten times at once is one order", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const replies = await Promise.all(Array.from({ length: 10 }, () => pos.post("/orders", order)))
  expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(202))
  expect(new Set(replies.map((reply) => reply.json.id)).size).toBe(1)
  expect(replies.filter((reply) => !reply.headers.has("Idempotent-Replayed"))).toHaveLength(1)
  expect(await rows(merchantId)).toHaveLength(1)
})

test("two different paid orders with one number at once: one is stored, the other is refused", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const other = { ...order, comment: "another" }
  const replies = await Promise.all([pos.post("/orders", order), pos.post("/orders", other)])
  expect(replies.map((reply) => reply.status).sort()).toEqual([202, 409])
  expect(await rows(merchantId)).toHaveLength(1)
})

test("other content under the number of a paid order is a conflict that says what to do", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  const conflict = await pos.post("/orders", { ...order, total_cents: 990 })
  expectProblem(conflict, 409, "order_conflict")
  expect(conflict.json.detail).toContain("unique")
  expect(await rows(merchantId)).toMatchObject([{ total_cents: 1450 }])
})

test("one number at two locations is two orders", async () => {
  const { pos, location, merchantId } = await makeShop()
  const other = await makeLocation(merchantId)
  const order = paidOrder(location.ref)
  const first = await pos.post("/orders", order)
  const second = await pos.post("/orders", { ...order, location_id: other.ref })
  expect(second.json.id).not.toBe(first.json.id)
  expect(second.headers.has("Idempotent-Replayed")).toBe(false)
})

test("an open order waits, and sending it again changes it", async () => {
  const { pos, location, merchantId } = await connectedShop()
  const order = paidOrder(location.ref, { state: "open", closed_at: null })
  const first = await pos.post("/orders", order)
  expect(first.json.sync).toMatchObject({ status: "waiting_payment", reason: null })
  const changed = { ...order, total_cents: 2000, comment: "une frite de plus", customer: { id: "cust_7" } }
  const second = await pos.post("/orders", changed)
  expect([second.status, second.headers.get("Idempotent-Replayed")]).toEqual([202, null])
  expect(second.json.id).toBe(first.json.id)
  expect(await rows(merchantId)).toMatchObject([
    { state: "open", total_cents: 2000, delivery: "waiting_payment", body: { comment: "une frite de plus" } },
  ])
  const paid = await pos.post("/orders", { ...changed, state: "paid", closed_at: new Date().toISOString() })
  expect(paid.json).toMatchObject({ id: first.json.id, sync: { status: "queued" } })
})

test("a paid order cannot be opened again", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  expectProblem(await pos.post("/orders", { ...order, state: "open" }), 409, "order_conflict")
  expect(await rows(merchantId)).toMatchObject([{ state: "paid" }])
})

test("orders are held with their reason until the cause is gone", async () => {
  const { pos, location, merchantId, owner } = await makeShop()
  const order = paidOrder(location.ref)
  const status = async () => {
    const { json } = await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`)
    return [json.sync.status, json.sync.reason]
  }
  const answer = await pos.post("/orders", order)
  expect(answer.json.sync).toMatchObject({ status: "held", reason: "not_connected", attempts: 0 })
  await connect(merchantId, "token")
  expect(await status()).toEqual(["held", "location_unmapped"])
  await sql`insert into stores (merchant_id, slug, name) values (${merchantId}, 's', 'S')`
  await sql`insert into store_mappings (location_id, merchant_id, store_slug) values (${location.id}, ${merchantId}, 's')`
  expect(await status()).toEqual(["queued", null])
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId}`
  expect(await status()).toEqual(["held", "store_gone"])
  await sql`update connections set state = 'revoked' where merchant_id = ${merchantId}`
  expect(await status()).toEqual(["held", "connection_revoked"])
  await disconnect(owner)
  expect(await status()).toEqual(["held", "not_connected"])
})

test("an anonymous order is sent unless the merchant decides otherwise, orders with a customer always", async () => {
  const { pos, location, merchantId } = await connectedShop()
  expect((await pos.post("/orders", paidOrder(location.ref))).json.sync.status).toBe("queued")
  await sql`update merchants set sends_anonymous_orders = false where id = ${merchantId}`
  const off = await pos.post("/orders", paidOrder(location.ref))
  expect(off.json.sync).toMatchObject({ status: "skipped", reason: "anonymous_orders_off" })
  const byId = await pos.post("/orders", paidOrder(location.ref, { customer: { id: "cust_1" } }))
  expect(byId.json.sync.status).toBe("queued")
  const customer = { phone: "0612345678", opt_in: { sms: false, email: false } }
  expect((await pos.post("/orders", paidOrder(location.ref, { customer }))).json.sync.status).toBe("queued")
})

test("an anonymous open order is decided on when it is paid", async () => {
  const { pos, location, merchantId } = await connectedShop()
  await sql`update merchants set sends_anonymous_orders = false where id = ${merchantId}`
  const anonymous = paidOrder(location.ref, { state: "open" })
  const known = paidOrder(location.ref, { state: "open" })
  await pos.post("/orders", anonymous)
  await pos.post("/orders", known)
  await pos.post("/orders", { ...known, customer: { id: "cust_1" } })
  const pay = (order: typeof known) =>
    pos.post(`/orders/${order.order_id}/payment`, { location_id: location.ref, status: "paid" })
  expect((await pay(anonymous)).json.sync).toMatchObject({
    status: "skipped",
    reason: "anonymous_orders_off",
  })
  expect((await pay(known)).json.sync).toMatchObject({ status: "queued", reason: null })
})

test("an unknown or archived location is reported, and nothing is stored", async () => {
  const { pos, location, manager, merchantId } = await makeShop()
  expectProblem(await pos.post("/orders", paidOrder("nowhere")), 404, "location_unknown")
  await archiveLocation(manager, location.ref)
  expectProblem(await pos.post("/orders", paidOrder(location.ref)), 404, "location_unknown")
  expect(await rows(merchantId)).toEqual([])
})

test("another merchant's location is unknown, even when both have one with that name", async () => {
  const mine = await makeShop()
  const theirs = await makeShop()
  await makeLocation(theirs.merchantId, { ref: "only-theirs" })
  expectProblem(await mine.pos.post("/orders", paidOrder("only-theirs")), 404, "location_unknown")
  await makeLocation(mine.merchantId, { ref: "only-theirs" })
  expect((await mine.pos.post("/orders", paidOrder("only-theirs"))).status).toBe(202)
  expect(await rows(theirs.merchantId)).toEqual([])
})

test("a key bound to one location reads and writes there only", async () => {
  const { owner, location, pos, merchantId } = await makeShop()
  const other = await makeLocation(merchantId)
  const { key } = await createApiKey(owner, {
    name: "Bound",
    scopes: ["checkout", "setup"],
    locationId: location.id,
  })
  const bound = makeTill(key)
  const here = paidOrder(location.ref)
  const there = paidOrder(other.ref, { state: "open" })
  await pos.post("/orders", there)
  expect((await bound.post("/orders", here)).status).toBe(202)
  expectProblem(await bound.post("/orders", paidOrder(other.ref)), 403, "location_not_allowed")
  const address = `/orders/${there.order_id}`
  expectProblem(await bound.get(`${address}?location_id=${other.ref}`), 403, "location_not_allowed")
  const closing = { location_id: other.ref, status: "paid" }
  expectProblem(await bound.post(`${address}/payment`, closing), 403, "location_not_allowed")
  expectProblem(await bound.get(address), 404, "order_not_found")
  expect((await bound.get(`/orders/${here.order_id}`)).json.order_id).toBe(here.order_id)
  expect((await pos.get(`${address}?location_id=${other.ref}`)).json.sync.status).toBe("waiting_payment")
})

test("an order is read back with its attempts", async () => {
  const { pos, location, merchantId } = await connectedShop()
  const order = paidOrder(location.ref)
  const { json: accepted } = await pos.post("/orders", order)
  await sql`
    insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, outcome, http_status, message, is_counted)
    values (gen_random_uuid(), ${accepted.id}, ${merchantId}, now(), 12, 'first', 'rejected', 422, 'No.', true)`
  await sql`
    update deliveries set state = 'failed', reason = 'rejected_by_pongo', message = 'No.', attempts = 1
    where order_id = ${accepted.id}`
  const reply = await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`)
  expect(reply.status).toBe(200)
  const read = orderWithAttempts.parse(reply.json)
  expect(read.sync).toMatchObject({ status: "failed", reason: "rejected_by_pongo", attempts: 1 })
  expect(read.sync.message).toContain("No.")
  expect(read.attempts).toMatchObject([{ trigger: "first", outcome: "rejected", http_status: 422 }])
})

test("the reason is in French, or in English on request", async () => {
  const { pos, location } = await makeShop()
  const message = async (language: string) =>
    (await pos.post("/orders", paidOrder(location.ref), { "Accept-Language": language })).json.sync.message
  expect(await message("fr")).toContain("Pongo n’est pas connecté")
  expect(await message("en")).toContain("Pongo is not connected")
})

test("a missing order is 404, as is another merchant's", async () => {
  const { pos, location } = await makeShop()
  const theirs = await makeShop()
  await makeLocation(theirs.merchantId, { ref: location.ref })
  const order = paidOrder(location.ref)
  await theirs.pos.post("/orders", order)
  expectProblem(
    await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`),
    404,
    "order_not_found",
  )
  expectProblem(await pos.get(`/orders/${order.order_id}?location_id=nowhere`), 404, "location_unknown")
  expectProblem(await pos.get(`/orders/${order.order_id}`), 422, "validation_failed", ["location_id"])
  const typo = await pos.get(`/orders/${order.order_id}?location_id=${location.ref}&locaton=1`)
  expectProblem(typo, 422, "validation_failed", ["locaton"])
})

test.for(["A/2041 b?é#%", "😀", "100%"])("an order number like %s can be read back", async (number) => {
  const { pos, location } = await makeShop()
  await pos.post("/orders", paidOrder(location.ref, { order_id: number }))
  const reply = await pos.get(`/orders/${encodeURIComponent(number)}?location_id=${location.ref}`)
  expect([reply.status, reply.json.order_id]).toEqual([200, number])
})

test.for(["/orders/%00?location_id=x", "/orders/%E0%A4%A?location_id=x", "/orders/%ff?location_id=x"])(
  "an unreadable address is 404: %s",
  async (path) => {
    const { pos, merchantId } = await makeShop()
    await makeLocation(merchantId, { ref: "x" })
    expect((await pos.get(path)).status).toBe(404)
  },
)

test("a NUL in a query is a validation error, not a 500", async () => {
  const { pos } = await makeShop()
  expectProblem(await pos.get("/orders/A-1?location_id=%00x"), 422, "validation_failed", ["location_id"])
})

test("an open order is changed and closed by sending it again after its location was archived", async () => {
  const { pos, location } = await makeShop()
  const open = paidOrder(location.ref, { state: "open", payments: null })
  await pos.post("/orders", open)
  await sql`update locations set archived_at = now() where id = ${location.id}`
  const changed = await pos.post("/orders", { ...open, comment: "sans sel" })
  expect([changed.status, changed.json.state]).toEqual([202, "open"])
  const closed = await pos.post("/orders", { ...open, comment: "sans sel", state: "paid" })
  expect([closed.status, closed.json.state]).toEqual([202, "paid"])
  expectProblem(await pos.post("/orders", { ...open, state: "paid" }), 409, "order_conflict")
})

test("a paid order sent again after its location was archived gets the same 202; a new one is refused", async () => {
  const merchant = await makeMerchant()
  const pos = makeTill(merchant.key)
  const location = await makeLocation(merchant.merchantId)
  const order = paidOrder(location.ref)
  const first = await pos.post("/orders", order)
  expect((await pos.delete(`/locations/${location.ref}`)).status).toBe(200)
  const again = await pos.post("/orders", order)
  expect([again.status, again.json.id]).toEqual([202, first.json.id])
  expect(again.headers.get("Idempotent-Replayed")).toBe("true")
  expectProblem(await pos.post("/orders", paidOrder(location.ref)), 404, "location_unknown")
})
