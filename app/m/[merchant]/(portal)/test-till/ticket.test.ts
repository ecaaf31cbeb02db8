import { expect, test } from "vitest"
import { posOrder } from "@/lib/orders/schema"
import {
  addProduct,
  lineTotal,
  newTicketNumber,
  type TicketLine,
  takeOne,
  ticketTotal,
  toOrder,
} from "./ticket"

const BURGER = { sku: "BRG-02", name: "Burger", price_cents: 1450 }
const COFFEE = { sku: "CAF-01", name: "Café", price_cents: 220 }
const free: TicketLine = { ...COFFEE, id: "h_1", quantity: 1, reward: { reward_id: "rew_1", hash: "h_1" } }
const off = (discount: TicketLine["discount"]): TicketLine => ({
  sku: "PONGO-1",
  name: "-10 %",
  price_cents: 0,
  id: "h_2",
  quantity: 1,
  reward: { reward_id: "rew_2", hash: "h_2" },
  discount,
})
const ticket = {
  number: "TEST-1",
  locationId: "bastille",
  customerId: "cust_1",
  now: new Date("2026-11-28T12:00:00Z"),
}

test("the same product twice is one line, a free one keeps its own line", () => {
  let lines = addProduct(addProduct([free], COFFEE), COFFEE)
  expect(lines.map(({ id, quantity }) => [id, quantity])).toEqual([
    ["h_1", 1],
    ["CAF-01", 2],
  ])
  lines = takeOne(takeOne(lines, "CAF-01"), "CAF-01")
  expect(lines).toEqual([free])
})

test("a free product costs nothing, a discount never exceeds the rest of the ticket", () => {
  const lines = addProduct([], BURGER)
  expect(ticketTotal([...lines, free])).toBe(1450)
  expect(ticketTotal([...lines, off({ percent: 10 })])).toBe(1305)
  expect(ticketTotal([...lines, off({ amount_cents: 500 })])).toBe(950)
  expect(ticketTotal([...lines, off({ amount_cents: 5_000 })])).toBe(0)
})

test("the checkout API accepts the ticket's order, and its sums add up", () => {
  const lines = [...addProduct(addProduct([], BURGER), COFFEE), free, off({ percent: 10 })]
  for (const state of ["paid", "open"] as const) {
    const order = toOrder(lines, { ...ticket, state })
    expect(posOrder.safeParse(order).error).toBeUndefined()
    expect(order.lines.reduce((sum, line) => sum + line.total_cents, 0)).toBe(order.total_cents)
    expect(order.payments?.[0]?.amount_cents).toBe(state === "paid" ? order.total_cents : undefined)
  }
})

test("a ticket number starts with the prefix of test orders", () => {
  expect(newTicketNumber()).toMatch(/^TEST-[0-9A-F]{8}$/)
})

test("a discount on nothing is zero, not minus zero", () => {
  expect(lineTotal(off({ percent: 10 }), [off({ percent: 10 })])).toBe(0)
})
