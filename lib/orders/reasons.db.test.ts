import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import { makeShop } from "@/lib/checkout-api/testing/shop"
import { expectProblem } from "@/lib/checkout-api/testing/till"
import { rememberCustomer } from "@/lib/customers/directory"
import { exportCustomer } from "@/lib/privacy/export"
import { eraseCustomer } from "@/lib/privacy/mutations"
import { everything } from "@/lib/privacy/testing/everything"
import { getOrder } from "./queries"

const WORDS = "Madame Quesneville a rappelé : trop salé 🧂"

async function sold() {
  const shop = await makeShop()
  const { location, pos } = shop
  const order = paidOrder(location.ref, { customer: { id: "cust_reason" } })
  const { id } = (await pos.post("/orders", order)).json
  const take = (verb: "refund" | "cancel", more: Record<string, unknown> = {}) =>
    pos.post(`/orders/${order.order_id}/${verb}`, { location_id: location.ref, ...more })
  const reasons = async () =>
    (await getOrder(shop.viewer, id)).events.map(({ kind, reason }) => [kind, reason])
  return { ...shop, id, take, reasons }
}

test("the reason of each refund and of a cancellation is on the order's page", async () => {
  const { take, reasons } = await sold()
  await take("refund", { refund_id: "R-1", amount_cents: 500, reason: ` ${WORDS} ` })
  await take("refund", { refund_id: "R-1", amount_cents: 500, reason: "said again, of the same refund" })
  await take("refund", { refund_id: "R-2", amount_cents: 100 })
  await take("cancel", { reason: "" })
  expect(await reasons()).toEqual([
    ["partly_refunded", WORDS],
    ["partly_refunded", null],
    ["cancelled", null],
  ])
})

test("a reason is stored sealed, and another merchant's page does not show it", async () => {
  const [mine, theirs] = [await sold(), await sold()]
  await mine.take("cancel", { reason: WORDS })
  const [row] = await sql`select reason from order_events where order_id = ${mine.id}`
  expect(row!.reason).not.toContain("Quesneville")
  await expect(getOrder(theirs.owner, mine.id)).rejects.toMatchObject({ code: "order_not_found" })
})

test("a reason is at most 500 characters, and an emoji counts as one", async () => {
  const { take, reasons } = await sold()
  const long = "🧂".repeat(500)
  expectProblem(await take("cancel", { reason: `${long}!` }), 422, "validation_failed", ["reason"])
  expectProblem(await take("cancel", { reason: "a\0b" }), 422, "validation_failed", ["reason"])
  expect((await take("cancel", { reason: long })).status).toBe(200)
  expect(await reasons()).toEqual([["cancelled", long]])
})

test("a customer's document holds the reasons, and an erasure takes them", async () => {
  const { take, owner, merchantId, reasons } = await sold()
  await rememberCustomer(
    owner,
    {
      ...{ id: "cust_reason", phone: "+33612345678", firstName: null, lastName: null, email: null },
      ...{ birthday: null, points: 1, optIn: { sms: "yes", email: "no" }, createdAt: null },
    },
    new Date(),
  )
  await take("cancel", { reason: WORDS })
  expect(await exportCustomer(owner, { id: "cust_reason" })).toMatchObject({ orders: [{ reasons: [WORDS] }] })
  expect(await everything(merchantId)).toContain("quesneville")
  await eraseCustomer(owner, { id: "cust_reason" })
  expect(await everything(merchantId)).not.toContain("quesneville")
  expect(await reasons()).toEqual([["cancelled", null]])
})
