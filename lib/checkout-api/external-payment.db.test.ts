import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder, statusBecomes } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { expectProblem } from "./testing/till"

const sandbox = await useSandbox()
let nextPhone = 33_696_000_000

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

const REWARDS = {
  product: { id: "rew_0ece003f2e", line: { sku: "CAF-01", name: "Café au comptoir", cents: 0 } },
  voucher: { id: "rew_3c94d0f518", line: { sku: "REM", name: "Remise caisse", cents: -145 } },
} as const
type Kind = keyof typeof REWARDS

/** A customer with one reward in the wallet, and an order paid in another system with that reward on a line. */
async function scene(kind: Kind, abilities: Record<string, unknown>) {
  const merchant = await openShop(sandbox)
  const { location, pos } = merchant
  nextPhone += 1
  const made = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone: String(nextPhone), points: 2_000 }),
  })
  const { customer } = (await made.json()) as { customer: { id: string } }
  const at = { location_id: location.ref }
  const { id: reward_id, line } = REWARDS[kind]
  await pos.post("/customers/identify", { ...at, phone: `+${nextPhone}` })
  const bought = await pos.post(`/customers/${customer.id}/rewards/${reward_id}/redeem`, at, {
    "Idempotency-Key": `buy-${nextPhone}`,
  })
  const { hash } = bought.json.redemption
  const order = paidOrder(location.ref, {
    state: "external_payment",
    external_payment: { system: "Sunday", confirms: true, supports_vouchers: true, ...abilities },
    customer: { id: customer.id },
    payments: null,
    total_cents: 1_450 + line.cents,
    lines: [
      { sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1_450, total_cents: 1_450 },
      {
        ...{ sku: line.sku, name: line.name, quantity: 1 },
        ...{ unit_price_cents: line.cents, total_cents: line.cents, reward: { reward_id, hash } },
      },
    ],
  })
  const pay = (status: string, more = {}) =>
    pos.post(`/orders/${order.order_id}/payment`, { ...at, status, ...more })
  const isUsed = () => sandbox.state.wonRewardsOf(customer.id).find((won) => won.hash === hash)!.is_used
  const walletState = async () => {
    const { json } = await pos.get(`/customers/${customer.id}?location_id=${location.ref}`, {
      "X-Till-Id": "other",
    })
    return json.rewards.wallet.find((won: { hash: string }) => won.hash === hash)?.state ?? "none"
  }
  const delivered = (id: string) => statusBecomes(id, "delivered")
  const name = sandbox.state.rewards.get(reward_id)!.name
  return {
    ...merchant,
    at,
    customer,
    hash,
    reward_id,
    order,
    pay,
    isUsed,
    walletState,
    delivered,
    name,
  }
}

const COMBINATIONS = [true, false].flatMap((confirms) =>
  [true, false].map((supports) => ({ confirms, supports })),
)
const TABLE = COMBINATIONS.flatMap(({ confirms, supports }) =>
  (["voucher", "product"] as const).flatMap((kind) =>
    (["paid", "failed", "cancelled"] as const).map((outcome) => ({ confirms, supports, kind, outcome })),
  ),
)

test.for(TABLE)(
  "confirms $confirms, honours it $supports, a $kind, then $outcome: prompt, order and wallet agree",
  async ({ confirms, supports, kind, outcome }) => {
    const flag = kind === "voucher" ? "supports_vouchers" : "supports_products"
    const other = kind === "voucher" ? "supports_products" : "supports_vouchers"
    // The ability for the other kind says the opposite: it must not matter.
    const s = await scene(kind, { confirms, [flag]: supports, [other]: !supports })
    const accepted = await s.pos.post("/orders", s.order)
    expect(accepted.status).toBe(202)
    const { reward_prompt } = accepted.json
    if (supports) expect(reward_prompt).toBeUndefined()
    else {
      expect(reward_prompt.rewards).toEqual([{ reward_id: s.reward_id, name: s.name }])
      expect(reward_prompt.message).toContain(s.name)
      expect(reward_prompt.message).toContain("Sunday")
    }
    expect((await s.pos.post("/orders", s.order)).json).toEqual(accepted.json)
    // Held for the order only while the order may confirm it.
    expect(await s.walletState()).toBe(confirms && supports ? "locked" : "ready")

    const paid = await s.pay(outcome)
    if (!confirms) {
      expectProblem(paid, 409, "order_already_closed")
      expect(accepted.json.sync).toMatchObject({ status: "skipped", reason: "payment_not_confirmable" })
      expect(s.isUsed()).toBe(false)
      return
    }
    expect(paid.status).toBe(200)
    if (outcome === "paid") {
      await s.delivered(paid.json.id)
      expect(s.isUsed()).toBe(supports)
      const sent = sandbox.state.orders.rows().find((row) => row.order_id === s.order.order_id)!
      expect(JSON.stringify(sent.payload).includes(s.reward_id)).toBe(supports)
    } else expect(s.isUsed()).toBe(false)
    expect(await s.walletState()).toBe(outcome === "paid" && supports ? "used" : "ready")
    expect(sandbox.ledger().violations).toEqual([])
  },
)

const STATEMENTS = (["voucher", "product"] as const).flatMap((kind) =>
  [true, false].flatMap((supports) =>
    (["kept", "removed"] as const).flatMap((rewards) =>
      (["paid", "failed", "cancelled"] as const).map((outcome) => ({ kind, supports, rewards, outcome })),
    ),
  ),
)

test.for(STATEMENTS)(
  "a $kind that the other system honours ($supports), then $outcome with rewards $rewards: its statement counts",
  async ({ kind, supports, rewards, outcome }) => {
    const s = await scene(kind, {
      [kind === "voucher" ? "supports_vouchers" : "supports_products"]: supports,
    })
    await s.pos.post("/orders", s.order)
    const answer = await s.pay(outcome, { rewards })
    expect(answer.status).toBe(200)
    const isConfirmed = outcome === "paid" && rewards === "kept"
    if (outcome === "paid") await s.delivered(answer.json.id)
    expect(s.isUsed()).toBe(isConfirmed)
    expect(await s.walletState()).toBe(isConfirmed ? "used" : "ready")
    expect(sandbox.ledger().violations).toEqual([])
  },
)

test("a system that does not mention products honours them", async () => {
  const s = await scene("product", { supports_vouchers: false })
  expect((await s.pos.post("/orders", s.order)).json).not.toHaveProperty("reward_prompt")
})

test("the prompt is in the till's language", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  const { json } = await s.pos.post("/orders", s.order, { "Accept-Language": "en" })
  expect(json.reward_prompt.message).toMatch(/^Paying with Sunday/)
})

test("a till's lock on a reward that the order goes without ends with the prompt", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  const lock = { "X-Till-Id": "t-1", "Idempotency-Key": `lock-${s.hash}` }
  await s.pos.post(`/customers/${s.customer.id}/wallet/${s.hash}/lock`, s.at, lock)
  expect(await s.walletState()).toBe("locked")
  await s.pos.post("/orders", s.order, { "X-Till-Id": "t-1" })
  expect(await s.walletState()).toBe("ready")
})

test("a customer who was warned but pays here keeps the reward on the order", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  await s.pos.post("/orders", s.order)
  const { external_payment: _, ...here } = s.order
  const paid = await s.pos.post("/orders", { ...here, state: "paid" })
  expect([paid.status, paid.json.reward_prompt]).toEqual([202, undefined])
  await s.delivered(paid.json.id)
  expect(s.isUsed()).toBe(true)
})

test("a reward that the other system kept although it was given up is sent with the order", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  await s.pos.post("/orders", s.order)
  const paid = await s.pay("paid", { rewards: "kept" })
  expect(paid.json.warnings).toEqual([])
  await s.delivered(paid.json.id)
  expect(s.isUsed()).toBe(true)
  expect((await s.pay("paid", { rewards: "kept" })).headers.get("Idempotent-Replayed")).toBe("true")
  expectProblem(await s.pay("paid", { rewards: "removed" }), 409, "order_conflict")
})

test("a reward used elsewhere before the payment is not confirmed twice", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  await s.pos.post("/orders", s.order)
  await s.pos.post(`/customers/${s.customer.id}/wallet/${s.hash}/use`, s.at)
  const paid = await s.pay("paid", { rewards: "kept" })
  expect(paid.json.warnings.map(({ code }: { code: string }) => code)).toEqual(["reward_not_kept"])
  await s.delivered(paid.json.id)
  expect(sandbox.ledger().violations).toEqual([])
})

test("rewards that the other system removed stay in the wallet, and the order is sent without them", async () => {
  const s = await scene("product", {})
  await s.pos.post("/orders", s.order)
  const paid = await s.pay("paid", { rewards: "removed" })
  await s.delivered(paid.json.id)
  expect([s.isUsed(), await s.walletState()]).toEqual([false, "ready"])
})

test("a failed payment that succeeds later does not restore what was given up", async () => {
  const s = await scene("voucher", { supports_vouchers: false })
  await s.pos.post("/orders", s.order)
  await s.pay("failed")
  const paid = await s.pay("paid")
  await s.delivered(paid.json.id)
  expect([s.isUsed(), await s.walletState()]).toEqual([false, "ready"])
  const held =
    await sql`select state from reward_holds where merchant_id = ${s.merchantId} and state = 'on_order'`
  expect(held).toHaveLength(0)
})
