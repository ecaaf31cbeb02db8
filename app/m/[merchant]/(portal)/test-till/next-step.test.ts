import { expect, test } from "vitest"
import type { OrderAnswer } from "@/lib/orders/schema"
import { nextStep, type Step } from "./next-step"
import type { Ticket } from "./saved-till"
import { addProduct } from "./ticket"

const lines = addProduct([], { sku: "BRG-02", name: "Burger", price_cents: 1450 })
const ticket: Ticket = { number: "TEST-1", customerId: null, lines: [], order: null }
const inState = (state: OrderAnswer["state"]) => ({ ...ticket, lines, order: { state } as OrderAnswer })
const asked = { path: "/orders", body: {}, key: "k", isWithPin: false, isSending: false }

test.each([
  [ticket, "identify"],
  [{ ...ticket, customerId: "cust_1" }, "add"],
  [{ ...ticket, lines }, "pay"],
  [inState("open"), "pay"],
  [inState("external_payment"), "await"],
  [inState("payment_failed"), "retry"],
  [inState("paid"), "done"],
  [inState("paid_elsewhere"), "done"],
  [inState("cancelled"), "done"],
  [inState("refunded"), "done"],
] as [Ticket, Step][])("a ticket has one next step: %#", (now, step) => {
  expect(nextStep({ ticket: now, unanswered: {} })).toBe(step)
})

test("a payment or refund without an answer comes before anything else, a purchase does not", () => {
  expect(nextStep({ ticket, unanswered: { "order TEST-1": asked } })).toBe("verify")
  expect(nextStep({ ticket: inState("paid"), unanswered: { "refund TEST-1": asked } })).toBe("verify")
  expect(nextStep({ ticket, unanswered: { "order TEST-2": asked, "redeem cust_1 rew_1": asked } })).toBe(
    "identify",
  )
})

test("a payment on its way changes no step", () => {
  const sending = { "order TEST-1": { ...asked, isSending: true } }
  expect(nextStep({ ticket: { ...ticket, lines }, unanswered: sending })).toBe("pay")
})
