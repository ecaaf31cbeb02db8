import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant, paidOrder, product } from "@/db/testing/fixtures"
import { expectProblem, makeTill } from "./testing/till"

const COMPOSED = "caf\u00e9-1"
const DECOMPOSED = "cafe\u0301-1"
const UNUSABLE = [
  "",
  "  ",
  ".",
  "..",
  "a\rb",
  "a\nb",
  "a\u202eb",
  "a\u200bb",
  "a\0b",
  "a\ud83e",
  "x".repeat(101),
]

async function shop(locationId = "bastille") {
  const merchant = await makeMerchant()
  const pos = makeTill(merchant.key)
  expect((await pos.put("/locations", { locations: [{ id: locationId, name: "Bastille" }] })).status).toBe(
    200,
  )
  return { ...merchant, pos }
}

test("an order is found under every encoding of its number and its location's id", async () => {
  const { pos } = await shop(` ${DECOMPOSED} `)
  const order = paidOrder(COMPOSED, { order_id: `  42 ${DECOMPOSED}` })
  expect((await pos.post("/orders", order)).status).toBe(202)
  const again = { ...order, order_id: `42 ${COMPOSED} `, location_id: DECOMPOSED }
  expect((await pos.post("/orders", again)).headers.get("Idempotent-Replayed")).toBe("true")
  for (const number of [`42 ${COMPOSED}`, `  42 ${DECOMPOSED}`])
    for (const location of [COMPOSED, ` ${DECOMPOSED}`]) {
      const address = `/orders/${encodeURIComponent(number)}?location_id=${encodeURIComponent(location)}`
      expect((await pos.get(address)).json.order_id).toBe(`42 ${COMPOSED}`)
    }
  const closed = await pos.post(`/orders/${encodeURIComponent(` 42 ${DECOMPOSED}`)}/cancel`, {
    location_id: DECOMPOSED,
  })
  expect(closed.status).toBe(200)
  expect((await pos.delete(`/locations/${encodeURIComponent(DECOMPOSED)}`)).json.id).toBe(COMPOSED)
})

describe("an id that is invalid in an address is refused in every input:", () => {
  test.each(UNUSABLE)("%j", async (id) => {
    const { pos } = await shop()
    const [line] = paidOrder("bastille").lines
    const beat = { location_id: "bastille", offline_orders: 0, sent_at: new Date().toISOString() }
    const refused = [
      await pos.put("/locations", { locations: [{ id, name: "A" }] }),
      await pos.put("/catalog", { products: [product(id)] }),
      await pos.put("/catalog", { products: [product("A", { location_ids: [id] })] }),
      await pos.post("/orders", paidOrder("bastille", { order_id: id })),
      await pos.post("/orders", paidOrder(id)),
      await pos.post("/orders", paidOrder("bastille", { lines: [{ ...line!, sku: id }] })),
      await pos.post("/orders", paidOrder("bastille", { till: { id } })),
      await pos.post("/tills/heartbeat", { ...beat, till_id: id }),
      await pos.put("/days/2026-11-20", { location_id: id, orders: 0, total_cents: 0 }),
      await pos.post("/customers/identify", { location_id: id, phone: "0612345678" }),
    ]
    for (const reply of refused) expectProblem(reply, 422, "validation_failed")
  })
})

test("any text as an order number is refused, or found again under the same text", async () => {
  const { pos } = await shop()
  let count = 0
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 20 }), async (text) => {
      // Two texts may be the same number.
      const order_id = `${text}-${++count}`
      const reply = await pos.post("/orders", paidOrder("bastille", { order_id }))
      if (reply.status === 422) return
      const found = await pos.get(`/orders/${encodeURIComponent(order_id)}?location_id=bastille`)
      expect([reply.status, found.status]).toEqual([202, 200])
    }),
    { numRuns: 60 },
  )
})

test("a till is the same in a header, an order or a heartbeat", async () => {
  const { pos, merchantId } = await shop()
  const id = "Caisse d\u2019\u00e9t\u00e9 2"
  const header = { "X-Till-Id": Buffer.from(` ${id} `, "utf8").toString("latin1") }
  await pos.get("/status", header)
  const beat = { location_id: "bastille", offline_orders: 0, sent_at: new Date().toISOString() }
  await pos.post("/tills/heartbeat", { ...beat, till_id: id.normalize("NFD") })
  await expect.poll(() => sql`select ref from tills where merchant_id = ${merchantId}`).toEqual([{ ref: id }])
})

describe("one unreadable order does not hold up the others of its batch:", () => {
  const deep = "bottomless"
  const bottomless = "[".repeat(100_000) + "]".repeat(100_000)
  test.each<[string, object | unknown[]]>([
    ["a half emoji in a comment", { comment: "Tarte \ud83e" }],
    [
      "U+0000 in a line",
      { lines: [{ sku: "A", name: "a\0", quantity: 1, unit_price_cents: 1, total_cents: 1 }] },
    ],
    ["bottomless nesting in a comment", { comment: deep }],
    ["bottomless nesting in a field nobody knows", { extra: deep }],
    ["an unusable number", { order_id: "." }],
  ])("%s", async (_, fault) => {
    const { pos } = await shop()
    const orders = [
      paidOrder("bastille"),
      { ...paidOrder("bastille"), ...fault },
      paidOrder("bastille"),
      deep,
    ]
    const body = JSON.stringify({ orders }).replaceAll('"bottomless"', bottomless)
    for (const replayed of [null, "true"]) {
      const reply = await pos.post("/orders/batch", body, { "Idempotency-Key": "batch" })
      expect([reply.status, reply.headers.get("Idempotent-Replayed")]).toEqual([207, replayed])
      expect(reply.json.results.map(({ status }: { status: number }) => status)).toEqual([202, 422, 202, 422])
    }
  })
})
