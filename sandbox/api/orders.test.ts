import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "../state/seed"
import { anOrder, BASTILLE, type Bench, COFFEE, openBench, POOR_PHONE, RICH_PHONE } from "../testing"

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.sandbox.close())

const send = (changes?: Record<string, unknown>) => bench.client.post("/v1/orders", anOrder(changes))
const customerOf = (phone: string) => bench.sandbox.state.customerByPhone(LE_COMPTOIR, phone)
const coffeeLine = { name: "Café", quantity: 1, unit_amount: 0, amount: 0, reward_id: COFFEE }
const violations = () => bench.sandbox.ledger().violations.map((violation) => violation.kind)

describe("receiving", () => {
  test("an order is accepted once: each repeat is a 202 that only increments the count", async () => {
    const first = await send({ customer: { phone: POOR_PHONE } })
    expect(first.status).toBe(201)
    expect(first.json.data.id).toMatch(/^ord_/)
    for (let repeat = 0; repeat < 2; repeat++) {
      const again = await send({ customer: { phone: POOR_PHONE } })
      expect(again.status).toBe(202)
      expect(again.json.message).toBe("This order has already been processed.")
    }
    const [order, ...others] = bench.sandbox.ledger().orders
    expect(order).toMatchObject({ order_id: "A-2041", times_posted: 3, points_awarded: 12 })
    expect(others).toEqual([])
    expect(customerOf(POOR_PHONE)?.points).toBe(12)
  })

  test("fifty posts of the same order at once have one effect", async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => send({ customer: { phone: POOR_PHONE } })),
    )
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 202)).toHaveLength(49)
    expect(customerOf(POOR_PHONE)?.points).toBe(12)
  })

  test("the same order id in another store is another order", async () => {
    expect((await send()).status).toBe(201)
    expect((await send({ loyalty_store_slug: "le-comptoir-republique" })).status).toBe(201)
  })

  test("an unknown store, or another merchant's, is a 422 on loyalty_store_slug", async () => {
    for (const slug of ["nowhere", "chez-rosalie-lille"]) {
      const reply = await send({ loyalty_store_slug: slug })
      expect(reply.status).toBe(422)
      expect(reply.json.errors).toEqual({
        loyalty_store_slug: ["The selected loyalty store slug is invalid."],
      })
    }
  })

  test("an empty body names every required field", async () => {
    const { status, json } = await bench.client.post("/v1/orders", {})
    expect(status).toBe(422)
    expect(Object.keys(json.errors)).toEqual([
      "order_id",
      "channel",
      "delivery_mode",
      "loyalty_store_slug",
      "amount",
      "status",
      "created_at",
      "delivery_status",
      "lines",
    ])
  })

  test.each([
    ["order_id", 12],
    ["external_order_id", 12],
    ["channel", "phone"],
    ["delivery_mode", "drone"],
    ["tablet_id", "3"],
    ["amount", 12.5],
    ["amount", -1],
    ["amount", "1250"],
    ["taxes", "20%"],
    ["reward_ids", "rew_0ece003f2e"],
    ["reward_ids.0", ["rew_unknown"]],
    ["status", "open"],
    ["created_at", "2025-03-01 12:30"],
    ["created_at", "2025-13-01T12:30:00Z"],
    ["delivery_status", "lost"],
    ["withdrawal_at", "noon"],
    ["comment", 1],
    ["lines", []],
    ["lines", {}],
    ["lines.0.name", [{ quantity: 1, unit_amount: 1, amount: 1 }]],
    ["lines.0.quantity", [{ name: "Café", quantity: 0, unit_amount: 1, amount: 1 }]],
    ["lines.0.amount", [{ name: "Café", quantity: 1, unit_amount: 1 }]],
    ["lines.0.reward_id", [{ ...coffeeLine, reward_id: "rew_7a1be40d92" }]],
    ["customer", "Camille"],
    ["customer.id", { id: "cust_unknown" }],
    ["customer.phone", { phone: "0612000001" }],
    ["customer.email", { email: "camille" }],
    ["customer.has_optin_sms", { has_optin_sms: 1 }],
    ["payments.0.method", [{ amount: 100 }]],
    ["device_id", 7],
  ])("%s refuses %j", async (field, value) => {
    const [top = ""] = field.split(".")
    const { status, json } = await send({ [top]: value })
    expect(status).toBe(422)
    expect(Object.keys(json.errors)).toEqual([field])
    expect(bench.sandbox.state.orders.size).toBe(0)
  })

  test("null is accepted wherever a field is optional", async () => {
    const empty = {
      external_order_id: null,
      tablet_id: null,
      taxes: null,
      withdrawal_at: null,
      comment: null,
    }
    expect((await send({ ...empty, customer: null, device_id: null, device_name: null })).status).toBe(201)
  })

  test("with bodies off, the order is kept and its body is not", async () => {
    const lean = await openBench({ recordBodies: false })
    await lean.client.post("/v1/orders", anOrder())
    expect(lean.sandbox.state.orders.rows()[0]?.payload).toBeNull()
    expect(lean.sandbox.requests()[0]).toMatchObject({ status: 201, request_body: null })
    await lean.sandbox.close()
  })
})

describe("points", () => {
  test("one point for each whole euro, to the customer with that id or that phone", async () => {
    const rich = customerOf(RICH_PHONE)
    await send({ order_id: "by-id", amount: 1_999, customer: { id: rich?.id } })
    await send({ order_id: "by-phone", amount: 100, customer: { phone: RICH_PHONE } })
    expect(rich?.points).toBe(1_200 + 19 + 1)
  })

  test("an unknown phone is enlisted with its consents and gets the points", async () => {
    await send({ customer: { phone: "33698000003", first_name: "Zoé", has_optin_sms: false } })
    expect(customerOf("33698000003")).toMatchObject({
      first_name: "Zoé",
      points: 12,
      has_optin_sms: false,
      has_optin_email: null,
      reference_store_slug: BASTILLE,
    })
  })

  test("an order that changes an enlisted customer's consent takes effect and is a violation", async () => {
    const customer = { phone: "33698000003", has_optin_sms: true }
    await send({ order_id: "first", customer })
    await send({ order_id: "same", customer })
    expect(violations()).toEqual([])
    await send({ order_id: "other", customer: { ...customer, has_optin_sms: false } })
    expect(customerOf("33698000003")?.has_optin_sms).toBe(false)
    expect(violations()).toEqual(["consent_changed_by_order"])
  })

  test("an order without a customer gives no points", async () => {
    await send()
    expect(bench.sandbox.ledger().orders[0]).toMatchObject({ customer_id: null, points_awarded: 0 })
  })

  test("cancelling takes the points back once, and never below zero", async () => {
    await send({ customer: { phone: POOR_PHONE }, amount: 10_000 })
    const id = customerOf(POOR_PHONE)?.id
    await bench.client.post(`/v1/rewards/${COFFEE}/buy`, { customer: id, store_slug: BASTILLE })
    const first = await bench.client.patch("/v1/orders/A-2041/status", { status: "cancelled" })
    expect(first.json.data).toMatchObject({ status: "cancelled", points_taken_back: 50 })
    await bench.client.patch("/v1/orders/A-2041/status", { status: "refunded" })
    expect(customerOf(POOR_PHONE)?.points).toBe(0)
    expect(violations()).toEqual([])
  })
})

describe("rewards on lines", () => {
  test("a line spends one unused won reward", async () => {
    await send({ customer: { phone: RICH_PHONE }, lines: [coffeeLine] })
    expect(bench.sandbox.ledger().uses).toMatchObject([
      { reward_id: COFFEE, via: "order_line", order_id: "A-2041" },
    ])
    expect(violations()).toEqual([])
  })

  test("posting the same order twice spends one reward", async () => {
    for (let time = 0; time < 2; time++) {
      await send({ customer: { phone: RICH_PHONE }, lines: [coffeeLine] })
    }
    expect(bench.sandbox.ledger().uses).toHaveLength(1)
    expect(violations()).toEqual([])
  })

  test("a line without an unused won reward is accepted and shows up as a violation", async () => {
    await send({ order_id: "1", customer: { phone: RICH_PHONE }, lines: [coffeeLine, coffeeLine] })
    expect(violations()).toEqual(["reward_used_twice"])
    await send({ order_id: "2", customer: { phone: POOR_PHONE }, lines: [coffeeLine] })
    await send({ order_id: "3", lines: [coffeeLine] })
    expect(violations()).toEqual(["reward_used_twice", "reward_never_bought", "reward_without_customer"])
    expect(bench.sandbox.ledger().orders).toHaveLength(3)
  })

  test("confirming on a line and by PATCH use shows up as a violation", async () => {
    const customer = customerOf(RICH_PHONE)
    await send({ customer: { phone: RICH_PHONE }, lines: [coffeeLine] })
    const [{ hash } = { hash: "" }] = bench.sandbox.ledger().uses
    const body = { customer: customer?.id, store_slug: BASTILLE, hash }
    expect((await bench.client.patch(`/v1/rewards/${COFFEE}/use`, body)).status).toBe(409)
    expect(violations()).toEqual(["reward_confirmed_both_ways"])
  })
})

describe("afterwards", () => {
  test("the status of the merchant's own order changes; an unknown status or order is refused", async () => {
    await send()
    const path = "/v1/orders/A-2041/status"
    expect((await bench.client.patch(path, { status: "refunded" })).json.data.status).toBe("refunded")
    expect((await bench.client.patch(path, { status: "eaten" })).status).toBe(422)
    expect((await bench.client.patch("/v1/orders/none/status", { status: "cancelled" })).status).toBe(404)
    expect((await bench.as(CHEZ_ROSALIE).patch(path, { status: "closed" })).status).toBe(404)
  })

  test("an order id shared by two stores requires the store", async () => {
    await send()
    await send({ loyalty_store_slug: "le-comptoir-republique" })
    const path = "/v1/orders/A-2041/status"
    expect((await bench.client.patch(path, { status: "cancelled" })).status).toBe(422)
    const named = { status: "cancelled", loyalty_store_slug: BASTILLE }
    expect((await bench.client.patch(path, named)).json.data.store_slug).toBe(BASTILLE)
  })

  test("an order resent with another amount keeps the first amount and shows up as a violation", async () => {
    await send()
    expect((await send({ amount: 9_900 })).status).toBe(202)
    expect(bench.sandbox.ledger().orders[0]?.amount).toBe(1_250)
    expect(violations()).toEqual(["order_resent_with_another_amount"])
  })

  test("the ledger detects points and uses that do not add up", async () => {
    const { sandbox } = bench
    const rich = customerOf(RICH_PHONE)
    await bench.client.post(`/v1/rewards/${COFFEE}/buy`, {
      customer: rich?.id,
      store_slug: BASTILLE,
      used: true,
    })
    const [purchase] = sandbox.state.tables.purchases.rows()
    const [use] = sandbox.state.tables.uses.rows()
    if (!rich || !purchase || !use) throw new Error("nothing was bought")
    rich.points += 7
    purchase.points_after = -1
    sandbox.state.tables.uses.put({ ...use, id: "use_again" })
    expect(violations().sort()).toEqual(["points_below_zero", "points_do_not_add_up", "reward_used_twice"])
  })
})
