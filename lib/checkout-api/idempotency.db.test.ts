import { expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { outsideTransaction } from "@/db/open-transaction"
import { makeLocation, paidOrder } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { sha256 } from "@/lib/crypto"
import { deleteExpired } from "@/lib/retention/nightly"
import { claimKey, keepAnswer } from "./idempotency"
import { makeShop } from "./testing/shop"
import { expectProblem, makeTill } from "./testing/till"

const keyed = (key: string) => ({ "Idempotency-Key": key })
const ordersOf = (merchantId: string) => sql`select id, ref from orders where merchant_id = ${merchantId}`

/** Blocks every write to orders until the work is done, as a slow database would. */
const whileOrdersAreLocked = (work: () => Promise<void>) =>
  db.transaction(async (tx) => {
    await tx`lock table orders in exclusive mode`
    await outsideTransaction(work)
  })

test("the same key and body give the first answer again", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const first = await pos.post("/orders", order, keyed("k-1"))
  await sql`update deliveries set state = 'delivered' where merchant_id = ${merchantId}`
  const second = await pos.post("/orders", order, keyed("k-1"))
  expect(first.headers.has("Idempotent-Replayed")).toBe(false)
  expect(second.headers.get("Idempotent-Replayed")).toBe("true")
  expect([second.status, second.text]).toEqual([first.status, first.text])
  expect(second.headers.get("X-Request-Id")).not.toBe(first.headers.get("X-Request-Id"))
})

test("the same key with another body is refused and changes nothing", async () => {
  const { pos, location, merchantId } = await makeShop()
  await pos.post("/orders", paidOrder(location.ref), keyed("k-1"))
  expectProblem(
    await pos.post("/orders", paidOrder(location.ref), keyed("k-1")),
    422,
    "idempotency_key_reused",
  )
  expect(await ordersOf(merchantId)).toHaveLength(1)
})

test("the same key on another call is refused", async () => {
  const { pos, location, merchantId } = await makeShop()
  await pos.delete(`/locations/${location.ref}`, keyed("k-1"))
  const other = await makeLocation(merchantId)
  expectProblem(await pos.delete(`/locations/${other.ref}`, keyed("k-1")), 422, "idempotency_key_reused")
})

test("a repeated DELETE gets its success again, not a 404", async () => {
  const { pos, location } = await makeShop()
  const first = await pos.delete(`/locations/${location.ref}`, keyed("gone"))
  const second = await pos.delete(`/locations/${location.ref}`, keyed("gone"))
  expect([first.status, second.status, second.text]).toEqual([200, 200, first.text])
})

test("a call whose first is still running is told so, and gets its answer once that ends", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  let first: ReturnType<typeof pos.post> | undefined
  await whileOrdersAreLocked(async () => {
    first = pos.post("/orders", order, keyed("k-1"))
    await expect
      .poll(() => sql`select 1 from idempotency_records where merchant_id = ${merchantId}`)
      .toHaveLength(1)
    expectProblem(await pos.post("/orders", order, keyed("k-1")), 409, "request_in_progress")
    const other = await pos.post("/orders", paidOrder(location.ref), keyed("k-1"))
    expectProblem(other, 422, "idempotency_key_reused")
  })
  expect((await first!).status).toBe(202)
  const again = await pos.post("/orders", order, keyed("k-1"))
  expect([again.status, again.text]).toEqual([202, (await first!).text])
})

test("twenty calls at once with one key have one effect", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => pos.post("/orders", order, keyed("k-1"))),
  )
  expect(await ordersOf(merchantId)).toHaveLength(1)
  for (const reply of replies) if (reply.status !== 202) expectProblem(reply, 409, "request_in_progress")
  const firsts = replies.filter(
    (reply) => reply.status === 202 && reply.headers.get("Idempotent-Replayed") !== "true",
  )
  expect(firsts).toHaveLength(1)
})

test("a refusal by the verb is kept: the same key does not try again", async () => {
  const { pos, merchantId } = await makeShop()
  const order = paidOrder("elsewhere")
  const first = await pos.post("/orders", order, keyed("k-1"))
  expectProblem(first, 404, "location_unknown")
  await makeLocation(merchantId, { ref: "elsewhere" })
  const again = await pos.post("/orders", order, keyed("k-1"))
  expectProblem(again, 404, "location_unknown")
  expect(again.text).toBe(first.text)
  expect(again.headers.get("Idempotent-Replayed")).toBe("true")
  expect((await pos.post("/orders", order, keyed("k-2"))).status).toBe(202)
  const conflict = { ...order, total_cents: 1, comment: "changed" }
  expectProblem(await pos.post("/orders", conflict, keyed("k-3")), 409, "order_conflict")
  expectProblem(await pos.post("/orders", conflict, keyed("k-3")), 409, "order_conflict")
})

test("a validation error is not kept: the corrected call with the same key succeeds", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  const wrong = { ...order, customer: { phone: "not a phone", opt_in: { sms: false, email: false } } }
  expectProblem(await pos.post("/orders", { ...order, lines: [] }, keyed("k-1")), 422, "validation_failed")
  expectProblem(await pos.post("/orders", wrong, keyed("k-1")), 422, "validation_failed")
  expect((await pos.post("/orders", order, keyed("k-1"))).status).toBe(202)
})

test("refusals before the verb runs are not kept either", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  expectProblem(await makeTill(null).post("/orders", order, keyed("k-1")), 401, "unauthorized")
  const plain = { "Content-Type": "text/plain", ...keyed("k-1") }
  expectProblem(await pos.post("/orders", order, plain), 415, "unsupported_media_type")
  expectProblem(await pos.post("/orders", "{", keyed("k-1")), 400, "invalid_json")
  expect((await pos.post("/orders", order, keyed("k-1"))).status).toBe(202)
})

test("a 5xx is not kept: the same key tries again", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  await sql`alter table order_payloads rename to order_payloads_away`
  expectProblem(await pos.post("/orders", order, keyed("k-1")), 500, "internal")
  await sql`alter table order_payloads_away rename to order_payloads`
  const again = await pos.post("/orders", order, keyed("k-1"))
  expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([202, null])
})

test("a call that died without an answer does not block its key for ever", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order, keyed("k-1"))
  await sql`
    update idempotency_records set status = null, body = null, claimed_until = now() - interval '1 second'
    where merchant_id = ${merchantId}`
  const again = await pos.post("/orders", order, keyed("k-1"))
  expect(again.status).toBe(202)
  expect(await ordersOf(merchantId)).toHaveLength(1)
})

test("two merchants may use the same key", async () => {
  const a = await makeShop()
  const b = await makeShop()
  const first = await a.pos.post("/orders", paidOrder(a.location.ref), keyed("order-1"))
  const second = await b.pos.post("/orders", paidOrder(b.location.ref), keyed("order-1"))
  expect([first.status, second.status]).toEqual([202, 202])
  expect(second.json.id).not.toBe(first.json.id)
})

test("a key has at most 255 characters", async () => {
  const { pos, location } = await makeShop()
  expect((await pos.post("/orders", paidOrder(location.ref), keyed("k".repeat(255)))).status).toBe(202)
  const tooLong = await pos.post("/orders", paidOrder(location.ref), keyed("k".repeat(256)))
  expectProblem(tooLong, 422, "validation_failed", ["Idempotency-Key"])
  expectProblem(await pos.post("/orders", paidOrder(location.ref), keyed("")), 422, "validation_failed", [
    "Idempotency-Key",
  ])
})

test("a GET does not use up a key", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order)
  await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`, keyed("k-1"))
  expect(await sql`select 1 from idempotency_records where merchant_id = ${merchantId}`).toHaveLength(0)
})

test("a key is kept for 72 h and then deleted", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  const age = (hours: number) =>
    sql`update idempotency_records set created_at = now() - make_interval(hours => ${hours}) where merchant_id = ${merchantId}`
  await pos.post("/orders", order, keyed("k-1"))
  await age(71)
  await deleteExpired()
  expectProblem(
    await pos.post("/orders", paidOrder(location.ref), keyed("k-1")),
    422,
    "idempotency_key_reused",
  )
  await age(73)
  await deleteExpired()
  expect((await pos.post("/orders", paidOrder(location.ref), keyed("k-1"))).status).toBe(202)
})

test("kept answers contain no phone or e-mail of a request", async () => {
  const { pos, location, merchantId } = await makeShop()
  const customer = { phone: "06 12 34 56 78", opt_in: { sms: true, email: true }, email: "ines@example.org" }
  await pos.post("/orders", paidOrder(location.ref, { customer }), keyed("k-1"))
  const kept = JSON.stringify(await sql`select * from idempotency_records where merchant_id = ${merchantId}`)
  expect(kept).not.toMatch(/612345678|06 12 34|ines@example/)
})

test("an answer with a customer is kept sealed, and its request cannot be guessed from the record", async () => {
  const { merchantId, till } = await makeShop()
  const request = 'POST /customers/identify\n{"phone":"+33612345678"}'
  const claimed = await claimKey(till, "k-1", request)
  const body = '{"customer":{"phone":"+33612345678","first_name":"Inès"}}'
  if (claimed.kind === "first") await keepAnswer(till, "k-1", claimed.claim, { status: 200, body }, {})
  const [kept] =
    await sql`select request_hash, body, subjects from idempotency_records where merchant_id = ${merchantId}`
  expect(JSON.stringify(kept)).not.toMatch(/612345678|Inès/)
  expect(kept!.request_hash).not.toBe(sha256(request))
  expect(await claimKey(till, "k-1", request)).toMatchObject({ kind: "again", status: 200, body })
})

test("two notations of one JSON document are the same call", async () => {
  const { pos, location } = await makeShop()
  const order = paidOrder(location.ref)
  const first = await pos.post("/orders", order, keyed("k-1"))
  const reversed = JSON.stringify(Object.fromEntries(Object.entries(order).reverse()), null, 2)
  const again = await pos.post(
    "/orders",
    reversed.replace('"total_cents": 1450', '"total_cents": 1450.0'),
    keyed("k-1"),
  )
  expect([again.status, again.text, again.headers.get("Idempotent-Replayed")]).toEqual([
    202,
    first.text,
    "true",
  ])
})

test("a call that is still running is repeated after Retry-After", async () => {
  const { pos, location, merchantId } = await makeShop()
  const order = paidOrder(location.ref)
  await pos.post("/orders", order, keyed("k-1"))
  await sql`update idempotency_records set status = null, body = null where merchant_id = ${merchantId}`
  const reply = await pos.post("/orders", order, keyed("k-1"))
  expectProblem(reply, 409, "request_in_progress")
  expect(Number(reply.headers.get("Retry-After"))).toBeGreaterThan(0)
})

test("a key bound to one location never receives another location's kept answer", async () => {
  const { owner, merchantId, location, pos } = await makeShop()
  const other = await makeLocation(merchantId)
  const bound = async (locationId: string) =>
    makeTill((await createApiKey(owner, { name: "Bound", scopes: ["checkout"], locationId })).key)
  const [here, there] = [await bound(location.id), await bound(other.id)]
  const customer = { phone: "0612345678", opt_in: { sms: true, email: false } }
  const order = paidOrder(location.ref, { customer })
  const paths: [typeof pos, string][] = [
    [here, "from-here"],
    [pos, "from-the-back-end"],
  ]
  for (const [first, key] of paths) {
    expect((await first.post("/orders", order, keyed(key))).status).toBe(202)
    expectProblem(await there.post("/orders", order, keyed(key)), 403, "location_not_allowed")
    expect((await here.post("/orders", order, keyed(key))).headers.get("Idempotent-Replayed")).toBe("true")
    expect((await pos.post("/orders", order, keyed(key))).headers.get("Idempotent-Replayed")).toBe("true")
  }
  const batch = { orders: [order] }
  await here.post("/orders/batch", batch, keyed("batch"))
  expectProblem(await there.post("/orders/batch", batch, keyed("batch")), 403, "location_not_allowed")
})
