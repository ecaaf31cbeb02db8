import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant, paidOrder, statusBecomes } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { verifyOrder } from "@/lib/deliveries/verify"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { recordOrderConsent } from "./consent"

const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 400 })
let nextPhone = 33_694_000_000

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

async function shop() {
  const merchant = await openShop(sandbox)
  const { merchantId, location, pos } = merchant
  nextPhone += 1
  const digits = String(nextPhone)
  const sell = async (opt_in: { sms: boolean; email: boolean }) => {
    const customer = { phone: `+${digits}`, opt_in }
    const order = paidOrder(location.ref, { customer, till: { id: "till-2" } })
    const { id } = (await pos.post("/orders", order)).json
    await statusBecomes(id, "delivered")
    return id as string
  }
  const isWaiting = async (orderId: string) =>
    (await sql`select 1 from graphile_worker._private_jobs where key = ${`order-consent:${orderId}`}`)
      .length > 0
  const record = (orderId: string) => recordOrderConsent({ merchantId, orderId })
  const ledger = () => sql`
    select channel, answer, source, location_id = ${location.id} as "isHere", till_id, actor from consents
    where merchant_id = ${merchantId} order by channel, at`
  const atPongo = () => {
    const found = sandbox.state.customerByPhone(LE_COMPTOIR, digits)
    return found && [found.has_optin_sms, found.has_optin_email]
  }
  return { ...merchant, digits, sell, isWaiting, record, ledger, atPongo }
}

const NO = { sms: false, email: false }
const YES = { sms: true, email: true }
const noViolations = () => expect(sandbox.ledger().violations).toEqual([])

test("a new customer's consent reaches Pongo with the order, and the ledger with location, till and key", async () => {
  const s = await shop()
  const id = await s.sell({ sms: true, email: false })
  expect(s.atPongo()).toEqual([true, false])
  expect(await s.isWaiting(id)).toBe(true)
  await s.record(id)
  const where = { source: "order", isHere: true, till_id: "till-2", actor: `key:${s.keyId}:Test` }
  const rows = [
    { channel: "email", answer: "no", ...where },
    { channel: "sms", answer: "yes", ...where },
  ]
  expect(await s.ledger()).toEqual(rows)
  await s.record(id)
  expect(await s.ledger()).toEqual(rows)
})

test("the ledger says when the order was closed, not when it was written", async () => {
  const s = await shop()
  const id = await s.sell(NO)
  await s.record(id)
  const [row] = await sql`
    select bool_and(c.at = o.closed_at) as "isThen" from consents c, orders o
    where c.merchant_id = ${s.merchantId} and o.id = ${id}`
  expect(row!.isThen).toBe(true)
})

test('an order\'s "no" does not overwrite the "yes" of a customer our directory knows', async () => {
  const s = await shop()
  const enlisted = await s.pos.post("/customers", {
    location_id: s.location.ref,
    phone: `+${s.digits}`,
    opt_in: YES,
  })
  expect(enlisted.status).toBe(201)
  const id = await s.sell(NO)
  expect(s.atPongo()).toEqual([true, true])
  expect(await s.isWaiting(id)).toBe(false)
  expect((await s.ledger()).map(({ source }) => source)).toEqual(["enlist", "enlist"])
  noViolations()
})

test("an order's answers do not touch a customer only Pongo knows, and add them to our directory", async () => {
  const s = await shop()
  await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone: s.digits, has_optin_sms: true }),
  })
  const id = await s.sell(NO)
  await s.record(id)
  expect(s.atPongo()).toEqual([true, null])
  expect(await s.ledger()).toEqual([])
  expect(await sql`select opt_in_sms from customers where merchant_id = ${s.merchantId}`).toEqual([
    { opt_in_sms: "yes" },
  ])
  noViolations()
})

test("the second order of a new customer changes none of the first order's answers", async () => {
  const s = await shop()
  const first = await s.sell(YES)
  const second = await s.sell(NO)
  for (const id of [first, second]) await s.record(id)
  expect(s.atPongo()).toEqual([true, true])
  expect((await s.ledger()).map(({ answer }) => answer)).toEqual(["yes", "yes"])
  noViolations()
})

test("while Pongo cannot say who is known, the order is sent without the answers, and they follow", async () => {
  const s = await shop()
  const fault = sandbox.faults.add({ path: "/v1/customers/phone/*", kind: "hang" })
  const id = await s.sell({ sms: true, email: false })
  expect(s.atPongo()).toEqual([null, null])
  sandbox.faults.remove(fault.id)
  await s.record(id)
  expect(s.atPongo()).toEqual([true, false])
  expect((await s.ledger()).map(({ answer }) => answer)).toEqual(["no", "yes"])
})

test("a change the customer makes before the ledger is written is not overwritten by the order's answer", async () => {
  const s = await shop()
  const id = await s.sell(NO)
  sandbox.state.customerByPhone(LE_COMPTOIR, s.digits)!.has_optin_sms = true
  await s.record(id)
  expect(s.atPongo()).toEqual([true, false])
  expect(await s.ledger()).toMatchObject([{ channel: "email", answer: "no", source: "order" }])
})

test("a delivered order that is verified carries no consent", async () => {
  const s = await shop()
  const id = await s.sell(NO)
  await s.record(id)
  const orders = () =>
    sandbox.requests().filter(({ path, method }) => path === "/v1/orders" && method === "POST")
  await verifyOrder(s.manager, { id })
  expect(JSON.stringify(orders()[0])).not.toContain("has_optin")
  noViolations()
})

test("another merchant's order records nothing", async () => {
  const s = await shop()
  const id = await s.sell(YES)
  const other = await makeMerchant()
  await recordOrderConsent({ merchantId: other.merchantId, orderId: id })
  expect(
    await sql`select 1 from consents where merchant_id in (${s.merchantId}, ${other.merchantId})`,
  ).toHaveLength(0)
})
