import { describe, expect, test } from "vitest"
import type { NamedProduct } from "@/lib/catalog/queries"
import { checkRewards } from "./check"

const product = (sku: string, changes: Partial<NamedProduct> = {}): NamedProduct => ({
  sku,
  name: `Name of ${sku}`,
  kind: "product",
  priceCents: 220,
  isActive: true,
  hasPaidOptions: false,
  locationRefs: null,
  aliasKeys: [],
  ...changes,
})
const PARIS = { id: "1", ref: "paris", name: "Paris" }
const LYON = { id: "2", ref: "lyon", name: "Lyon" }

const reward = (externalId: string | null, changes: object = {}) => ({
  id: "rew_1",
  name: "Café offert",
  type: "free_product",
  points: 50,
  value: null,
  externalId,
  ...changes,
})

function check(externalId: string | null, catalogue: NamedProduct[], locations = [PARIS, LYON]) {
  return checkRewards([reward(externalId)], catalogue, catalogue, locations)[0]!
}

test("SKUs of our catalogue are products, SKUs of other systems are foreign", () => {
  expect(check("CAF-01, zelty-8831, CAF-02", [product("CAF-01"), product("CAF-02")])).toMatchObject({
    products: [{ sku: "CAF-01" }, { sku: "CAF-02" }],
    foreign: ["zelty-8831"],
    nearMisses: [],
    corrected: null,
    failures: [],
  })
})

test("a near miss comes with the whole corrected text, in which nothing else changes", () => {
  expect(check(" CAF01 ,zelty-8831", [product("CAF-01")])).toMatchObject({
    nearMisses: [{ written: "CAF01", reason: "punctuation", candidates: [{ sku: "CAF-01" }] }],
    foreign: ["zelty-8831"],
    corrected: " CAF-01 ,zelty-8831",
    failures: [{ why: "no_matching_sku", isEverywhere: true }],
  })
})

test("a near miss may be off sale, a namesake may not", () => {
  const off = product("CAF-01", { name: "Café", isActive: false })
  expect(check("CAF01", [off])).toMatchObject({ nearMisses: [{ candidates: [{ sku: "CAF-01" }] }] })
  expect(check("zelty-1", [off])).toMatchObject({ similarProducts: [] })
})

test("another system's spelling of a product already named is no near miss", () => {
  expect(check("CAF-01, CAF01", [product("CAF-01")])).toMatchObject({ nearMisses: [], foreign: ["CAF01"] })
})

test("an accepted alias makes the product ours", () => {
  expect(check("CAF01", [product("CAF-01", { aliasKeys: ["caf01"] })])).toMatchObject({
    products: [{ sku: "CAF-01" }],
    aliases: [{ written: "CAF01", sku: "CAF-01" }],
    failures: [],
  })
})

test("an alias never takes precedence over a product's own SKU", () => {
  const catalogue = [product("CAF-01", { aliasKeys: ["caf01"] }), product("CAF01")]
  expect(check("CAF01", catalogue)).toMatchObject({ products: [{ sku: "CAF01" }], aliases: [] })
})

describe("failures at the till now are listed by location:", () => {
  test("a product sold elsewhere only", () => {
    expect(check("A", [product("A", { locationRefs: ["paris"] })]).failures).toEqual([
      {
        why: "sku_not_at_location",
        locations: [{ id: "2", name: "Lyon" }],
        count: 1,
        isEverywhere: false,
        products: [expect.objectContaining({ sku: "A" })],
      },
    ])
  })

  test("a product off sale", () => {
    expect(check("A", [product("A", { isActive: false })]).failures).toMatchObject([
      { why: "sku_inactive", isEverywhere: true, products: [{ sku: "A" }] },
    ])
  })

  test("before there is a location, failures that hold everywhere", () => {
    expect(check("A", [], []).failures).toMatchObject([
      { why: "no_matching_sku", isEverywhere: true, locations: [] },
    ])
    expect(check("A", [product("A")], []).failures).toEqual([])
  })
})

test("a failure names 100 locations and counts them all", () => {
  const locations = Array.from({ length: 5_000 }, (_, n) => ({ id: `${n}`, ref: `l${n}`, name: `L${n}` }))
  const [failure] = check("A", [product("A", { locationRefs: ["l0"] })], locations).failures
  expect(failure).toMatchObject({ count: 4_999, isEverywhere: false })
  expect(failure?.locations).toHaveLength(100)
})

test("without any SKU of ours, products with a similar name are suggested", () => {
  const catalogue = [product("CAF-01", { name: "Café" }), product("THE-01", { name: "Thé vert" })]
  expect(check("zelty-8831", catalogue).similarProducts).toMatchObject([{ sku: "CAF-01" }])
  expect(check("CAF-01", catalogue).similarProducts).toEqual([])
})

test("the worst come first; vouchers and unknown types fail nowhere", () => {
  const all = checkRewards(
    [
      reward("A", { id: "works", points: 1 }),
      reward("B", { id: "lyon" }),
      reward(null, { id: "nowhere", points: 900 }),
      reward(null, { id: "voucher", type: "voucher_percent", points: 2 }),
      reward(null, { id: "odd", type: "experience", points: 3 }),
    ],
    [product("A"), product("B", { locationRefs: ["paris"] })],
    [],
    [PARIS, LYON],
  )
  expect(all.map(({ id, kind, failures }) => [id, kind, failures.length])).toEqual([
    ["nowhere", "product", 1],
    ["lyon", "product", 1],
    ["works", "product", 0],
    ["voucher", "voucher", 0],
    ["odd", "unsupported", 0],
  ])
})
