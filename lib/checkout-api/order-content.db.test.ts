import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import { listOrders } from "@/lib/order-log/queries"
import { getOrder } from "@/lib/orders/queries"
import type { PosOrder } from "@/lib/orders/schema"
import { makeShop } from "./testing/shop"
import { expectProblem } from "./testing/till"

const LINE = { sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 }
const NO_CONSENT = { sms: false, email: false }
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** Untyped, as a till may send it. */
const send = async (changes: Record<string, unknown>) => {
  const { pos, location, manager, merchantId } = await makeShop()
  const reply = await pos.post("/orders", { ...paidOrder(location.ref), ...changes })
  return { reply, manager, merchantId }
}

test.for<[string, Record<string, unknown>, string[]]>([
  ["no lines", { lines: [] }, ["lines"]],
  ["lines left out", { lines: undefined }, ["lines"]],
  ["a negative quantity", { lines: [{ ...LINE, quantity: -1 }] }, ["lines.0.quantity"]],
  ["a quantity of zero", { lines: [{ ...LINE, quantity: 0 }] }, ["lines.0.quantity"]],
  ["a negative total", { total_cents: -1 }, ["total_cents"]],
  ["cents with a fraction", { total_cents: 14.5 }, ["total_cents"]],
  ["cents as text", { total_cents: "1450" }, ["total_cents"]],
  ["a total beyond any till", { total_cents: 2 ** 53 }, ["total_cents"]],
  ["a total just above the integers of SQL", { total_cents: 2 ** 31 }, ["total_cents"]],
  ["a line beyond any till", { lines: [{ ...LINE, unit_price_cents: 1e21 }] }, ["lines.0.unit_price_cents"]],
  ["a fraction on a line", { lines: [LINE, { ...LINE, total_cents: 0.1 }] }, ["lines.1.total_cents"]],
  [
    "a fraction in a payment",
    { payments: [{ method: "card", amount_cents: 0.5 }] },
    ["payments.0.amount_cents"],
  ],
  ["an unknown state", { state: "closed" }, ["state"]],
  ["an unknown channel", { channel: "drone" }, ["channel"]],
  ["an unknown field", { total: 1450 }, ["total"]],
  ["two unknown fields deep inside", { lines: [{ ...LINE, vat: 1, sk: 2 }] }, ["lines.0.vat", "lines.0.sk"]],
  ["an unknown field of the customer", { customer: { id: "cust_1", nam: "x" } }, ["customer.nam"]],
  ["a customer by nothing", { customer: {} }, ["customer.id"]],
  ["a customer id of another form", { customer: { id: "9f2c" } }, ["customer.id"]],
  ["a phone without its opt-ins", { customer: { phone: "0612345678" } }, ["customer.opt_in"]],
  [
    "a phone with half of its opt-ins",
    { customer: { phone: "0612345678", opt_in: { sms: true } } },
    ["customer.opt_in.email"],
  ],
  [
    "an opt-in that is no yes or no",
    { customer: { phone: "0612345678", opt_in: { sms: "yes", email: false } } },
    ["customer.opt_in.sms"],
  ],
  ["an empty number", { order_id: "   " }, ["order_id"]],
  ["an external payment that says nothing of it", { state: "external_payment" }, ["external_payment"]],
  [
    "an external payment of a paid order",
    { external_payment: { system: "x", confirms: true, supports_vouchers: true } },
    ["external_payment"],
  ],
])("an order with %s is refused with its path", async ([, changes, paths]) => {
  const { reply, merchantId } = await send(changes)
  expectProblem(reply, 422, "validation_failed", paths)
  expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(0)
})

test("a field called __proto__ is unknown like any other", async () => {
  const { pos, location } = await makeShop()
  const body = JSON.stringify(paidOrder(location.ref)).replace("{", '{"__proto__": {"state": "open"},')
  expectProblem(await pos.post("/orders", body), 422, "validation_failed", ["__proto__"])
})

test("a number too large for a double is refused", async () => {
  const { pos, location } = await makeShop()
  const body = JSON.stringify(paidOrder(location.ref)).replace('"total_cents":1450', '"total_cents":1e400')
  expectProblem(await pos.post("/orders", body), 422, "validation_failed")
})

test.for([
  ["2026-11-22T12:00:00", "no offset"],
  ["2026-11-22", "no time"],
  ["22/11/2026 12:00", "French writing"],
  [1795348800, "Unix seconds"],
  ["2026-02-30T12:00:00Z", "a day that is none"],
  ["2026-11-22T25:00:00Z", "an hour that is none"],
  ["0000-01-01T00:00:00Z", "before the calendar of SQL"],
  ["9999-12-31T23:59:59-10:00", "after the calendar of ISO"],
  ["0001-01-01T00:00:00Z", "before any till"],
])("a time of %s is refused (%s)", async ([time]) => {
  for (const field of ["created_at", "closed_at", "withdrawal_at"])
    expectProblem((await send({ [field]: time })).reply, 422, "validation_failed", [field])
})

test.for(["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.123456+05:30", "2026-11-22T12:00:00-03:00"])(
  "a time of %s is accepted",
  async (time) => {
    const { reply } = await send({ created_at: time, closed_at: time })
    expect(reply.status).toBe(202)
  },
)

test.for([
  ["1970-01-01T00:00:00Z", true],
  ["2099-01-01T00:00:00Z", true],
  [minutesAgo(60 * 24 * 30), true],
  [minutesAgo(-60), true],
  [minutesAgo(60 * 12), false],
  [minutesAgo(-1), false],
] as const)("a clock at %s is accepted; with a warning: %s", async ([closed_at, isWarned]) => {
  const { reply } = await send({ created_at: closed_at, closed_at })
  expect(reply.status).toBe(202)
  expect(reply.json.warnings.map((warning: { code: string }) => warning.code)).toEqual(
    isWarned ? ["clock_far_off"] : [],
  )
  for (const { message } of reply.json.warnings) expect(message).toMatch(/./)
})

test("an order dated in the future stands in the log where it arrived, not first until that day", async () => {
  const { pos, location, viewer } = await makeShop()
  const closed_at = "2099-01-01T00:00:00Z"
  const [paid, closed, last] = ["paid", "open", "paid"].map((state) =>
    paidOrder(location.ref, { state: state as "paid" | "open", closed_at }),
  ) as [PosOrder, PosOrder, PosOrder]
  await pos.post("/orders", paid)
  await pos.post("/orders", closed)
  await pos.post(`/orders/${closed.order_id}/payment`, {
    location_id: location.ref,
    status: "paid",
    paid_at: closed_at,
  })
  await pos.post("/orders", { ...last, closed_at: new Date().toISOString() })
  const { rows } = await listOrders(viewer, {})
  expect(rows.map(({ ref }) => ref)).toEqual([last, closed, paid].map(({ order_id }) => order_id))
  const reply = await pos.post(`/orders/${paid.order_id}/payment`, {
    location_id: location.ref,
    status: "paid",
    paid_at: closed_at,
  })
  expect([reply.status, reply.headers.get("idempotent-replayed")]).toEqual([200, "true"])
})

test.for<[string, Record<string, unknown>, string[]]>([
  ["lines that miss the total", { total_cents: 1400, payments: undefined }, ["lines_total_mismatch"]],
  ["a line that misses its price", { lines: [{ ...LINE, quantity: 2 }] }, ["line_total_mismatch"]],
  [
    "payments that miss the total",
    { payments: [{ method: "cash", amount_cents: 1000 }] },
    ["payments_total_mismatch"],
  ],
  [
    "payments that add up",
    {
      payments: [
        { method: "cash", amount_cents: 450 },
        { method: "card", amount_cents: 1000 },
      ],
    },
    [],
  ],
  ["no payments at all", { payments: undefined }, []],
  ["weights", { lines: [{ ...LINE, quantity: 0.333, unit_price_cents: 4354 }] }, []],
  [
    "a discount line",
    {
      total_cents: 1350,
      payments: null,
      lines: [LINE, { ...LINE, sku: "V", unit_price_cents: -100, total_cents: -100 }],
    },
    [],
  ],
])("an order with %s is accepted, with the warnings it deserves", async ([, changes, codes]) => {
  const { reply } = await send(changes)
  expect(reply.status).toBe(202)
  expect(reply.json.warnings.map((warning: { code: string }) => warning.code)).toEqual(codes)
})

test("an order of 10,000 lines under 1 MiB is accepted whole", async () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => ({
    sku: `S${index}`,
    name: "x",
    quantity: 1,
    unit_price_cents: 1,
    total_cents: 1,
  }))
  const { reply, manager } = await send({ lines, total_cents: 10_000, payments: undefined })
  expect([reply.status, reply.json.warnings]).toEqual([202, []])
  const { body } = await getOrder(manager, reply.json.id)
  expect(body.lines).toHaveLength(10_000)
  expect(body.lines.at(-1)!.sku).toBe("S9999")
})

test.for<[string, string]>([
  ["emoji", "Crêpe 🥞👩‍🍳 à l’Orléanaise"],
  ["right to left", "شاورما دجاج ‏(כשר)‎ \u202Eabc\u202C"],
  ["quotes and SQL", `'; drop table orders; -- " \\ $1 %s`],
  ["markup", "<script>alert(1)</script>"],
  ["control characters", "a\tb\nc\u0001\u007f"],
  ["combining marks", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢"],
])("text with %s comes back as it was sent", async ([, text]) => {
  const { reply, manager } = await send({
    comment: text,
    lines: [{ ...LINE, name: text }],
    customer: { phone: "0612345678", opt_in: NO_CONSENT, first_name: text },
  })
  expect(reply.status).toBe(202)
  const stored = await getOrder(manager, reply.json.id)
  expect(stored.body).toMatchObject({ comment: text, lines: [{ name: text }] })
  expect(stored.customer).toMatchObject({ first_name: text })
})

test.for<[string, string]>([
  ["U+0000", "a\u0000b"],
  ["a lone high surrogate", "cut \ud83d"],
  ["a lone low surrogate", "\ude00 cut"],
])("text with %s is a validation error with its path, not a 500", async ([, text]) => {
  expectProblem((await send({ comment: text })).reply, 422, "validation_failed", ["comment"])
  expectProblem((await send({ order_id: text })).reply, 422, "validation_failed", ["order_id"])
  expectProblem((await send({ location_id: text })).reply, 422, "validation_failed", ["location_id"])
  expectProblem((await send({ lines: [LINE, { ...LINE, name: text }] })).reply, 422, "validation_failed", [
    "lines.1.name",
  ])
  const customer = { phone: "0612345678", opt_in: NO_CONSENT, first_name: text }
  expectProblem((await send({ customer })).reply, 422, "validation_failed", ["customer.first_name"])
  expectProblem((await send({ [text]: 1 })).reply, 422, "validation_failed")
})

test.for([
  "06 12 34 56 78",
  "06.12.34.56.78",
  "+33 6 12 34 56 78",
  "+33 (0)6 12 34 56 78",
  "0033612345678",
  "tel:+33612345678",
  "０６１２３４５６７８",
  "\u202A+33 6 12 34 56 78\u202C",
])("a phone written as %s is read as the same customer's", async (phone) => {
  const { reply, manager, merchantId } = await send({ customer: { phone, opt_in: NO_CONSENT } })
  expect(reply.status).toBe(202)
  expect((await getOrder(manager, reply.json.id)).customer).toMatchObject({ phone: "+33612345678" })
  const dump = JSON.stringify(
    await sql`select o.*, p.* from orders o join order_payloads p on p.order_id = o.id where merchant_id = ${merchantId}`,
  )
  expect(dump).not.toMatch(/612345678|6 12 34/)
})

test("a phone is read with the merchant's country", async () => {
  const { pos, location, merchantId, manager } = await makeShop()
  await sql`update merchants set country = 'BE' where id = ${merchantId}`
  const customer = { phone: "0470 12 34 56", opt_in: NO_CONSENT }
  const { json } = await pos.post("/orders", paidOrder(location.ref, { customer }))
  expect((await getOrder(manager, json.id)).customer).toMatchObject({ phone: "+32470123456" })
})

test.for(["hello", "12345", "+33", "06 12", "----", "0612345678 ou 0698765432", "😀😀😀😀"])(
  "%s is not a phone, and the answer names the field",
  async (phone) => {
    const { reply, merchantId } = await send({ customer: { phone, opt_in: NO_CONSENT } })
    expectProblem(reply, 422, "validation_failed", ["customer.phone"])
    expect(reply.text).not.toContain(phone)
    expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(0)
  },
)

test("an order's customer is stored with both opt-ins as answered", async () => {
  const opt_in = { sms: true, email: false }
  const customer: PosOrder["customer"] = { phone: "0612345678", opt_in, email: "ines@example.org" }
  const { reply, manager } = await send({ customer })
  expect((await getOrder(manager, reply.json.id)).customer).toEqual({ ...customer, phone: "+33612345678" })
})
