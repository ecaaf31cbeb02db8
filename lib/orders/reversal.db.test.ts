import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder, statusBecomes } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { tellStatus } from "./tell-status"

const sandbox = await useSandbox()
let nextPhone = 33_695_000_000

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

const COFFEE = "rew_0ece003f2e"
const STATUS = { method: "PATCH", path: "/v1/orders/{id}/status" }

/** A delivered order of 14.50 with a coffee used on it, by a customer who paid 50 of 900 points for the coffee. */
async function delivered() {
  const merchant = await openShop(sandbox)
  const { location, pos } = merchant
  nextPhone += 1
  const made = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone: String(nextPhone), points: 900 }),
  })
  const { customer } = (await made.json()) as { customer: { id: string } }
  const at = { location_id: location.ref }
  await pos.post("/customers/identify", { ...at, phone: `+${nextPhone}` })
  const bought = await pos.post(`/customers/${customer.id}/rewards/${COFFEE}/redeem`, at, {
    "Idempotency-Key": `buy-${nextPhone}`,
  })
  const { hash } = bought.json.redemption
  const coffee = { sku: "CAF-01", name: "Café", quantity: 1, unit_price_cents: 0, total_cents: 0 }
  const order = paidOrder(location.ref, { customer: { id: customer.id } })
  order.lines.push({ ...coffee, reward: { reward_id: COFFEE, hash } })
  const { id } = (await pos.post("/orders", order)).json
  await statusBecomes(id, "delivered")
  const take = (verb: "refund" | "cancel") =>
    pos.post(`/orders/${order.order_id}/${verb}`, {
      ...at,
      ...(verb === "refund" ? { refund_id: "R-1" } : {}),
    })
  const read = async () => (await pos.get(`/orders/${order.order_id}?location_id=${location.ref}`)).json
  const wallet = async () => {
    const { json } = await pos.get(`/customers/${customer.id}?location_id=${location.ref}`, {
      "X-Till-Id": "other",
    })
    return json.rewards.wallet.map((won: { hash: string; state: string }) => [won.hash === hash, won.state])
  }
  const tell = () => tellStatus({ merchantId: merchant.merchantId, orderId: id, status: "refunded" })
  return { ...merchant, at, id, order, hash, take, read, wallet, tell }
}

test.for(["refund", "cancel"] as const)(
  "a %s whose reward Pongo returns says so, and every till can use it",
  async (verb) => {
    const s = await delivered()
    sandbox.faults.add({ ...STATUS, kind: "reward_returned" })
    const reply = await s.take(verb)
    const reversal = {
      at: expect.any(String),
      points_before: 864,
      points_after: 850,
      rewards: [{ reward_id: COFFEE, hash: s.hash, name: expect.any(String), outcome: "returned" }],
    }
    expect(reply.json).toMatchObject({ state: verb === "refund" ? "refunded" : "cancelled", reversal })
    expect((await s.read()).reversal).toEqual(reply.json.reversal)
    expect(await s.wallet()).toEqual([[true, "ready"]])
  },
)

test("a refund whose reward Pongo keeps says so, and the reward is neither reported back nor left locked", async () => {
  const s = await delivered()
  const reply = await s.take("refund")
  expect(reply.json.reversal).toMatchObject({ points_after: 850, rewards: [{ outcome: "kept" }] })
  expect(await s.wallet()).toEqual([[true, "used"]])
  const holds =
    await sql`select state, locked_until <= now() as ended from reward_holds where order_id = ${s.id}`
  expect(holds).toMatchObject([{ state: "locked", ended: true }])
})

test("a returned reward can be used on another order, once", async () => {
  const s = await delivered()
  sandbox.faults.add({ ...STATUS, kind: "reward_returned" })
  await s.take("refund")
  const again = await s.pos.post("/orders", { ...s.order, order_id: `${s.order.order_id}-2` })
  expect(again.status).toBe(202)
  await statusBecomes(again.json.id, "delivered")
  expect(sandbox.ledger().violations).toEqual([])
})

test("when Pongo does not answer, the refund is recorded and the job adds Pongo's answer later", async () => {
  const s = await delivered()
  sandbox.faults.add({ ...STATUS, kind: "status", status: 503 })
  const reply = await s.take("refund")
  expect([reply.status, reply.json.state, reply.json.reversal]).toEqual([200, "refunded", null])
  sandbox.faults.clear()
  await s.tell()
  expect((await s.read()).reversal).toMatchObject({ points_after: 850, rewards: [{ outcome: "kept" }] })
})

test("when the wallet cannot be read after Pongo was told, Pongo is told once and the wallet read again", async () => {
  const s = await delivered()
  const wallet = sandbox.faults.add({ path: "/v1/customers/{id}/rewards", kind: "status", status: 503 })
  expect((await s.take("refund")).json.reversal).toBeNull()
  await expect(s.tell()).rejects.toThrow()
  sandbox.faults.remove(wallet.id)
  const told = sandbox.faults.add({ ...STATUS, kind: "status", status: 500 })
  await s.tell()
  expect(told.hits).toBe(0)
  expect((await s.read()).reversal).toMatchObject({ points_before: null, points_after: 850 })
})

test("an order that Pongo never had is reversed without asking Pongo", async () => {
  const s = await delivered()
  const order = paidOrder(s.location.ref, { state: "open", payments: null })
  await s.pos.post("/orders", order)
  const reply = await s.pos.post(`/orders/${order.order_id}/cancel`, s.at)
  expect(reply.json).toMatchObject({ state: "cancelled", reversal: null })
})
