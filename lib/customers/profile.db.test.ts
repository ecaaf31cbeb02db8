import { afterEach, describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Reply } from "@/lib/checkout-api/testing/till"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { loyaltyProfile } from "./schema"
import { mendPongo, newPhone, openShop, SHORT_PATIENCE, seeded } from "./testing/shop"

const sandbox = await useSandbox(SHORT_PATIENCE)
const TIMEOUT_MS = SHORT_PATIENCE.PONGO_CHECKOUT_TIMEOUT_MS

const product = (sku: string, changes: object = {}) => ({
  sku,
  name: `Produit ${sku}`,
  kind: "product",
  price_cents: 220,
  active: true,
  has_paid_options: true,
  ...changes,
})

const CATALOG = [
  product("CAF-01", { name: "Café" }),
  product("DES-02", { name: "Mousse", price_cents: 650 }),
  product("des-01", { name: "Tarte", price_cents: 690 }),
  product("DES-03", { active: false }),
  product("BRU-01", { location_ids: ["lyon"] }),
]

async function stockedShop(products: object[] = CATALOG) {
  const shop = await openShop(sandbox)
  await makeLocation(shop.merchantId, { ref: "lyon", storeSlug: "le-comptoir-lyon-bellecour" })
  const put = await shop.pos.put("/catalog", { products })
  expect(put.status).toBe(200)
  const profileOf = (id: string, till?: string, location = "bastille") =>
    shop.pos.get(`/customers/${id}?location_id=${location}`, till ? { "X-Till-Id": till } : {})
  return { ...shop, profileOf }
}

const byId = (reply: Reply, id: string) =>
  loyaltyProfile.parse(reply.json).rewards.available.find((reward) => reward.id === id)

const hashOf = (rewardId: string) =>
  sandbox.state.wonRewardsOf(seeded(sandbox, 1).id).find((won) => won.reward.id === rewardId)!.hash

describe("the profile", () => {
  test("separates available from bought rewards, each resolved against catalogue and location", async () => {
    const { profileOf } = await stockedShop()
    const { id } = seeded(sandbox, 1)
    const before = Date.now()
    const reply = await profileOf(id)
    const { customer, rewards, fresh, as_of } = loyaltyProfile.parse(reply.json)
    expect(customer).toEqual({
      id,
      phone: "+33612000001",
      first_name: "Camille",
      last_name: "Martin",
      email: "camille.martin.1@exemple.test",
      points: 1200,
      opt_in: { sms: "yes", email: "no" },
    })
    expect(fresh).toBe(true)
    expect(Date.parse(as_of)).toBeGreaterThanOrEqual(before)
    expect(
      rewards.available.map(({ id, usable_here, why_not, skus }) => [id, usable_here, why_not, skus]),
    ).toEqual([
      ["rew_0ece003f2e", true, null, ["CAF-01"]],
      ["rew_1d5a7c90b4", true, null, ["des-01", "DES-02"]],
      ["rew_2b8f61e3a7", true, null, []],
      ["rew_3c94d0f518", true, null, []],
      ["rew_4e07b2a6c9", true, null, []],
      ["rew_5fa318d7e0", false, "type_not_supported", []],
      ["rew_6072c9e4b1", false, "sku_not_at_location", []],
    ])
    expect(rewards.available[0]).toEqual({
      id: "rew_0ece003f2e",
      name: "Café offert",
      type: "free_product",
      points: 50,
      affordable: true,
      usable_here: true,
      why_not: null,
      skus: ["CAF-01"],
    })
    const wallet = Object.fromEntries(rewards.wallet.map((won) => [won.reward_id, won]))
    expect(wallet).toEqual({
      rew_0ece003f2e: {
        hash: hashOf("rew_0ece003f2e"),
        reward_id: "rew_0ece003f2e",
        name: "Café offert",
        type: "free_product",
        state: "ready",
        apply: {
          kind: "add_product",
          choices: [{ sku: "CAF-01", name: "Café", price_cents: 220 }],
          options_charged: true,
        },
        expires_at: null,
      },
      rew_3c94d0f518: expect.objectContaining({
        state: "ready",
        apply: { kind: "voucher", coupon_code: "PONGO-7F3K2", discount: { amount_cents: 500 } },
      }),
      rew_1d5a7c90b4: expect.objectContaining({
        state: "used",
        apply: { kind: "unsupported", why: "already_used" },
      }),
    })
    expect(rewards.wallet.map(({ state }) => state)).toEqual(["ready", "ready", "used"])
  })

  test("offers the rewards that Pongo offers at this location, and none of another store", async () => {
    const { profileOf } = await stockedShop()
    const { id } = seeded(sandbox, 1)
    expect(byId(await profileOf(id, undefined, "bastille"), "rew_6072c9e4b1")).toBeDefined()
    expect(byId(await profileOf(id, undefined, "lyon"), "rew_6072c9e4b1")).toBeUndefined()
  })

  test.each([
    ["no_matching_sku", "rew_0ece003f2e", 1, [product("ELSE")]],
    ["sku_inactive", "rew_0ece003f2e", 1, [product("CAF-01", { active: false })]],
    ["sku_not_at_location", "rew_0ece003f2e", 1, [product("CAF-01", { location_ids: ["lyon"] })]],
    ["not_enough_points", "rew_0ece003f2e", 2, [product("CAF-01")]],
    ["type_not_supported", "rew_5fa318d7e0", 1, []],
  ])("says why a reward is unusable here: %s", async (why_not, reward, customer, products) => {
    const { profileOf } = await stockedShop(products)
    const reply = await profileOf(seeded(sandbox, customer).id)
    expect(byId(reply, reward)).toMatchObject({ usable_here: false, why_not, affordable: customer === 1 })
  })

  test("an expired bought reward is shown and cannot be applied", async () => {
    const { profileOf } = await stockedShop()
    const customer = seeded(sandbox, 7)
    const [won] = sandbox.state.wonRewardsOf(seeded(sandbox, 1).id)
    const copy = { ...structuredClone(won!), customer_id: customer.id, hash: "won_expired" }
    sandbox.state.addWonReward({ ...copy, expires_at: "2026-01-01T00:00:00Z" })
    const { rewards } = loyaltyProfile.parse((await profileOf(customer.id)).json)
    expect(rewards.wallet).toMatchObject([
      {
        state: "expired",
        apply: { kind: "unsupported", why: "expired" },
        expires_at: "2026-01-01T00:00:00.000Z",
      },
    ])
  })

  test("the profile's three calls to Pongo run in parallel", async () => {
    const { profileOf } = await stockedShop()
    const delay_ms = TIMEOUT_MS * 0.6
    sandbox.faults.add({ method: "GET", path: "/v1/*", kind: "slow", delay_ms })
    const reply = await profileOf(seeded(sandbox, 1).id)
    expect(reply.json.fresh).toBe(true)
    const calls = sandbox
      .requests()
      .slice(0, 3)
      .map(({ at, duration_ms }) => ({ began: Date.parse(at) - duration_ms, ended: Date.parse(at) }))
    const lastBegan = Math.max(...calls.map(({ began }) => began))
    expect(lastBegan).toBeLessThan(Math.min(...calls.map(({ ended }) => ended)))
    sandbox.faults.clear()
  })
})

describe("a reward that one of our tills holds", () => {
  async function held(row: { state: string; holder?: string; lockedUntil?: string }) {
    const shop = await stockedShop()
    const { id } = seeded(sandbox, 1)
    const hash = hashOf("rew_0ece003f2e")
    await sql`
      insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, holder, locked_until)
      values (${shop.merchantId}, ${hash}, ${id}, 'rew_0ece003f2e', ${row.state}, ${row.holder ?? null},
              now() + ${row.lockedUntil ?? "5 minutes"}::interval)`
    const stateAt = async (till?: string) => {
      const { rewards } = loyaltyProfile.parse((await shop.profileOf(id, till)).json)
      return rewards.wallet.find((won) => won.hash === hash)!
    }
    return stateAt
  }

  test("is locked for the others, and ready for that till", async () => {
    const stateAt = await held({ state: "locked", holder: "till-1" })
    expect(await stateAt("till-1")).toMatchObject({ state: "ready", apply: { kind: "add_product" } })
    for (const other of ["till-2", undefined])
      expect(await stateAt(other)).toMatchObject({
        state: "locked",
        apply: { kind: "unsupported", why: "locked_elsewhere" },
      })
  })

  test("is ready for all once the lock ends", async () => {
    const stateAt = await held({ state: "locked", holder: "till-1", lockedUntil: "-1 second" })
    expect(await stateAt("till-2")).toMatchObject({ state: "ready" })
  })

  test("is unavailable to every till while it is on an order", async () => {
    const stateAt = await held({ state: "on_order", holder: "till-1" })
    expect(await stateAt("till-1")).toMatchObject({ state: "locked" })
  })

  test("is used once used, even before Pongo says so", async () => {
    const stateAt = await held({ state: "used", holder: "till-1" })
    expect(await stateAt("till-1")).toMatchObject({ state: "used" })
  })
})

describe("while Pongo gives no usable answer", () => {
  afterEach(() => mendPongo(sandbox))

  const FAULTS = [
    ["slow", { kind: "slow", delay_ms: TIMEOUT_MS * 2 }, 504, "pongo_timeout"],
    ["hang", { kind: "hang" }, 504, "pongo_timeout"],
    ["slow_body", { kind: "slow_body", delay_ms: TIMEOUT_MS * 2 }, 504, "pongo_timeout"],
    ["500", { kind: "status", status: 500 }, 503, "pongo_unavailable"],
    ["429", { kind: "status", status: 429, retry_after: 3 }, 503, "pongo_unavailable"],
    ["reset", { kind: "reset" }, 503, "pongo_unavailable"],
    ["html", { kind: "html", status: 200 }, 502, "pongo_unreadable_answer"],
    ["truncated_json", { kind: "truncated_json" }, 502, "pongo_unreadable_answer"],
  ] as const

  test.each(FAULTS)("the last known customer is shown with nothing usable: %s", async (_, fault) => {
    const { pos, profileOf } = await stockedShop()
    const { id } = seeded(sandbox, 1)
    const before = loyaltyProfile.parse((await profileOf(id)).json)
    sandbox.faults.add({ path: "/v1/*", ...fault })
    const replies = [
      await profileOf(id),
      await pos.post("/customers/identify", { location_id: "bastille", phone: "06 12 00 00 01" }),
      await pos.post("/customers/identify", { location_id: "bastille", code: id }),
    ]
    for (const reply of replies) {
      expect(reply.status).toBe(200)
      const { customer, rewards, fresh, as_of } = loyaltyProfile.parse(reply.json)
      expect(customer).toEqual(before.customer)
      expect([fresh, as_of, rewards.wallet]).toEqual([false, before.as_of, []])
      expect(rewards.available.map(({ name }) => name).sort()).toEqual(
        before.rewards.available.map(({ name }) => name).sort(),
      )
      for (const reward of rewards.available)
        expect(reward).toMatchObject({ usable_here: false, why_not: "pongo_unavailable" })
    }
  })

  test.each(FAULTS)("an unknown customer gets the reason: %s", async (_, fault, status, code) => {
    const { pos, profileOf } = await stockedShop()
    sandbox.faults.add({ path: "/v1/*", ...fault })
    const reply = await profileOf(seeded(sandbox, 4).id)
    expect(reply.json).toMatchObject({ status, code, retryable: true })
    if (fault.kind === "status" && fault.status === 429) expect(reply.headers.get("Retry-After")).toBe("3")
    const byPhone = await pos.post("/customers/identify", {
      location_id: "bastille",
      phone: "+33612000004",
    })
    expect(byPhone.status).toBe(status)
  })

  test.each(["/v1/rewards", "/v1/customers/{id}/rewards"])(
    "a readable customer is shown although %s could not be read",
    async (path) => {
      const { pos } = await stockedShop()
      sandbox.faults.add({ path, kind: "status", status: 500 })
      const { id } = seeded(sandbox, 9)
      for (const who of [{ code: id }, { phone: "+33612000009" }]) {
        const reply = await pos.post("/customers/identify", { location_id: "bastille", ...who })
        expect(reply.json).toMatchObject({ customer: { id, points: 333 }, fresh: false })
      }
    },
  )

  test("a successful sign-up is reported as such, although the rewards could not be read", async () => {
    const { pos } = await stockedShop()
    sandbox.faults.add({ path: "/v1/rewards", kind: "hang" })
    const phone = newPhone()
    const opt_in = { sms: false, email: false }
    const reply = await pos.post("/customers", { location_id: "bastille", phone, opt_in })
    expect(reply.status).toBe(201)
    expect(reply.json).toMatchObject({ customer: { phone }, fresh: false, rewards: { wallet: [] } })
    expect(sandbox.state.customerByPhone(LE_COMPTOIR, phone.slice(1))).toBeDefined()
  })

  test("another merchant does not see what this merchant's till was shown", async () => {
    const { profileOf } = await stockedShop()
    const { id } = seeded(sandbox, 8)
    await profileOf(id)
    const other = await stockedShop()
    sandbox.faults.add({ path: "/v1/*", kind: "status", status: 500 })
    expect((await other.profileOf(id)).json).toMatchObject({ status: 503, code: "pongo_unavailable" })
  })
})

test("a scan that ends in U+0000, or inside a character, identifies the customer", async () => {
  const { pos } = await openShop(sandbox)
  const { id } = seeded(sandbox, 1)
  for (const code of [`${id}\0`, `${id} \ud83e`]) {
    const reply = await pos.post("/customers/identify", { location_id: "bastille", code })
    expect([reply.status, reply.json.customer.id]).toEqual([200, id])
  }
})
