import { describe, expect, test } from "vitest"
import type { Product } from "@/lib/catalog/queries"
import type { WonReward } from "@/lib/pongo/wire/rewards"
import { resolveReward, resolveWon } from "./resolve"

const product = (sku: string, changes: Partial<Product> = {}): Product => ({
  sku,
  name: `Name of ${sku}`,
  kind: "product",
  priceCents: 220,
  isActive: true,
  hasPaidOptions: false,
  locationRefs: null,
  ...changes,
})

const free = (externalId: string | null) => ({ type: "free_product", externalId, value: null })

describe("a free product", () => {
  test("with one SKU of ours is that product, its paid options still charged", () => {
    expect(
      resolveReward(free("CAF-01, zelty-8831"), [product("CAF-01", { hasPaidOptions: true })], "bastille"),
    ).toEqual({
      skus: ["CAF-01"],
      apply: {
        kind: "add_product",
        choices: [{ sku: "CAF-01", name: "Name of CAF-01", price_cents: 220 }],
        options_charged: true,
      },
      usableHere: true,
      whyNot: null,
    })
  })

  test("with several is a choice among them, in the merchant's order", () => {
    const catalogue = [product("DES-01"), product("DES-02"), product("DES-03")]
    expect(resolveReward(free("DES-03,DES-01,DES-02"), catalogue, "bastille").skus).toEqual([
      "DES-03",
      "DES-01",
      "DES-02",
    ])
  })

  test("leaves out products that are inactive or not sold here, if others remain", () => {
    const catalogue = [
      product("A", { isActive: false }),
      product("B", { locationRefs: ["lyon"] }),
      product("C", { locationRefs: ["bastille", "lyon"] }),
    ]
    expect(resolveReward(free("A,B,C"), catalogue, "bastille")).toMatchObject({
      skus: ["C"],
      usableHere: true,
    })
  })

  test.each([
    ["no_matching_sku", []],
    ["sku_inactive", [product("A", { isActive: false })]],
    ["sku_not_at_location", [product("A", { locationRefs: ["lyon"] })]],
    ["sku_not_at_location", [product("A", { locationRefs: [] })]],
  ] as const)("is unusable here: %s", (why, catalogue) => {
    expect(resolveReward(free("A"), [...catalogue], "bastille")).toEqual({
      skus: [],
      apply: { kind: "unsupported", why },
      usableHere: false,
      whyNot: why,
    })
  })

  test("without any SKU is unusable", () => {
    expect(resolveReward(free(null), [product("A")], "bastille").whyNot).toBe("no_matching_sku")
  })
})

describe("a voucher", () => {
  const voucher = (type: string, value: number | null, couponCode: string | null = "PONGO-7F3K2") =>
    resolveReward({ type, value, externalId: null, couponCode }, [], "bastille")

  test.each([
    ["voucher_percent", 10, { percent: 10 }],
    ["voucher_percent", 12.5, { percent: 12.5 }],
    ["voucher_amount", 500, { amount_cents: 500 }],
    ["voucher_delivery", null, null],
    ["voucher_delivery", 3, null],
    ["voucher_percent", 110, null],
    ["voucher_percent", 0, null],
    ["voucher_amount", 4.5, null],
    ["voucher_amount", -500, null],
    ["voucher_amount", null, null],
  ])("%s of %s is worth %j", (type, value, discount) => {
    expect(voucher(type, value)).toEqual({
      skus: [],
      apply: { kind: "voucher", coupon_code: "PONGO-7F3K2", discount },
      usableHere: true,
      whyNot: null,
    })
  })

  test("bought without a code cannot be applied", () => {
    expect(voucher("voucher_percent", 10, null).apply).toEqual({
      kind: "unsupported",
      why: "no_coupon_code",
    })
  })
})

test("an unknown type is shown and marked, never guessed", () => {
  expect(resolveReward({ type: "experience", externalId: "A", value: null }, [product("A")], "x")).toEqual({
    skus: [],
    apply: { kind: "unsupported", why: "type_not_supported" },
    usableHere: false,
    whyNot: "type_not_supported",
  })
})

describe("a bought reward", () => {
  const now = new Date("2026-11-22T12:00:00Z")
  const won = (changes: Partial<WonReward> = {}): WonReward => ({
    id: "rew_77",
    name: "-10 %",
    description: null,
    image: null,
    type: "voucher_percent",
    points: 100,
    externalId: null,
    value: 10,
    hash: "h_81",
    couponCode: "PONGO-7F3K2",
    isUsed: false,
    wonAt: null,
    usedAt: null,
    expiresAt: null,
    ...changes,
  })
  const apply = { kind: "voucher", coupon_code: "PONGO-7F3K2", discount: { percent: 10 } }

  test("is ready, in the shape of the contract", () => {
    expect(resolveWon(won(), undefined, [], "bastille", now)).toEqual({
      hash: "h_81",
      reward_id: "rew_77",
      name: "-10 %",
      type: "voucher_percent",
      state: "ready",
      apply,
      expires_at: null,
    })
  })

  test.each([
    ["used", "already_used", won({ isUsed: true }), undefined],
    ["used", "already_used", won(), "used"],
    ["used", "already_used", won({ isUsed: true, expiresAt: new Date(0) }), "locked_elsewhere"],
    ["expired", "expired", won({ expiresAt: now }), undefined],
    ["locked", "locked_elsewhere", won(), "locked_elsewhere"],
  ] as const)("that is %s gives the till nothing to apply: %s", (state, why, reward, hold) => {
    expect(resolveWon(reward, hold, [], "bastille", now)).toMatchObject({
      state,
      apply: { kind: "unsupported", why },
    })
  })

  test("that expires in a minute is still ready", () => {
    const expiresAt = new Date(now.getTime() + 60_000)
    expect(resolveWon(won({ expiresAt }), undefined, [], "bastille", now)).toMatchObject({
      state: "ready",
      apply,
      expires_at: "2026-11-22T12:01:00.000Z",
    })
  })
})
