import { expect, test } from "vitest"
import { posOrder } from "@/lib/orders/schema"
import {
  addProduct,
  type Discount,
  lineTotals,
  newTicketNumber,
  type Settlement,
  type TicketLine,
  takeOne,
  ticketTotal,
  toOrder,
} from "./ticket"

const BURGER = { sku: "BRG-02", name: "Burger", price_cents: 1450 }
const COFFEE = { sku: "CAF-01", name: "Café", price_cents: 220 }
const BACON = { name: "Bacon", price_cents: 150 }
const free: TicketLine = {
  ...{ ...COFFEE, price_cents: 0 },
  ...{ id: "h_1", quantity: 1, options: [], reward: { reward_id: "rew_1", hash: "h_1" } },
}
const off = (discount: Discount, hash = "h_2"): TicketLine => ({
  ...{ sku: "PONGO-1", name: "-10 %", price_cents: 0 },
  ...{ id: hash, quantity: 1, options: [], reward: { reward_id: "rew_2", hash }, discount },
})
const ticket = { number: "TEST-1", customerId: "cust_1" }
const NOW = new Date("2026-11-28T12:00:00Z")

test("the same product with the same options is one line, a free one keeps its own", () => {
  let lines = addProduct(addProduct([free], COFFEE), COFFEE)
  lines = addProduct(addProduct(lines, COFFEE, [BACON]), COFFEE, [BACON])
  expect(lines.map(({ options, quantity }) => [options.length, quantity])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ])
  const { id } = lines[1]!
  expect(takeOne(takeOne(lines, id), id)).toEqual([lines[0], lines[2]])
})

test("paid options are charged, on a free product too", () => {
  expect(ticketTotal(addProduct(addProduct([], BURGER, [BACON]), BURGER, [BACON]))).toBe(3200)
  expect(ticketTotal([{ ...free, options: [BACON] }])).toBe(150)
})

test("a free product costs nothing, and discounts together never exceed the ticket", () => {
  const lines = addProduct([], BURGER)
  expect(ticketTotal([...lines, free])).toBe(1450)
  expect(ticketTotal([...lines, off({ percent: 10 })])).toBe(1305)
  expect(lineTotals([off({ amount_cents: 1_000 }), ...lines, off({ amount_cents: 1_000 }, "h_3")])).toEqual([
    -1000, 1450, -450,
  ])
})

test("a discount on nothing is zero, not minus zero", () => {
  for (const discount of [{ percent: 10 }, { amount_cents: 500 }, { amount_cents: 0 }])
    expect(lineTotals([off(discount)])).toEqual([0])
})

const SETTLEMENTS: Settlement[] = [
  {
    state: "paid",
    payments: [
      { method: "card", amount_cents: 1000 },
      { method: "cash", amount_cents: 638 },
    ],
  },
  { state: "open" },
  {
    state: "external_payment",
    external_payment: {
      ...{ system: "Sunday", confirms: true },
      ...{ supports_vouchers: false, supports_products: false },
    },
  },
]

test.each(SETTLEMENTS)("the checkout API accepts the ticket as $state, and its sums add up", (settlement) => {
  const lines = [...addProduct(addProduct([], BURGER, [BACON]), COFFEE), free, off({ percent: 10 })]
  const order = toOrder({ ...ticket, lines }, "bastille", settlement, NOW)
  expect(posOrder.safeParse(order).error).toBeUndefined()
  expect(order.total_cents).toBe(1638)
  expect(order.lines.map(({ name }) => name)).toEqual(["Burger, Bacon", "Café", "Café", "-10 %"])
  expect(order.lines.reduce((sum, line) => sum + line.total_cents, 0)).toBe(order.total_cents)
  for (const { unit_price_cents, quantity, total_cents } of order.lines)
    expect(unit_price_cents * quantity).toBe(total_cents)
})

test("a ticket number starts with the prefix of test orders", () => {
  expect(newTicketNumber()).toMatch(/^TEST-[0-9A-F]{8}$/)
})
