import { expect, test } from "vitest"
import { type FailingPair, listFailing, newFailing, newlyFailing } from "./preflight"

const pair = (rewardId: string, locationId: string): FailingPair => ({
  rewardId,
  locationId,
  locationName: locationId.toUpperCase(),
})
const check = (id: string, ...locations: string[]) => ({
  id,
  failures: locations.map((location) => ({
    why: "sku_inactive" as const,
    locations: [{ id: location, name: location.toUpperCase() }],
    count: 1,
    isEverywhere: false,
    products: [],
  })),
})

test("each location where a reward fails makes its own pair", () => {
  expect(listFailing([check("r1", "a", "b"), check("r2")])).toEqual([pair("r1", "a"), pair("r1", "b")])
})

test("the same reward at another location is new, at the same location it is not", () => {
  const before = [pair("r1", "a")]
  expect(newFailing(before, [pair("r1", "a"), pair("r1", "b")])).toEqual([pair("r1", "b")])
  expect(newFailing(before, [])).toEqual([])
})

test("the page marks as new the failures of last night and since, not earlier ones", () => {
  const preflight = {
    checkedAt: new Date(),
    previousAt: new Date(),
    failing: [pair("old", "a"), pair("night", "a")],
    added: [pair("night", "a")],
  }
  const now = [check("old", "a"), check("night", "a"), check("morning", "b"), check("mended")]
  expect(newlyFailing(preflight, now)).toEqual(new Set(["night", "morning"]))
})

test("after the very first run only later failures are new", () => {
  const preflight = { checkedAt: new Date(), previousAt: null, failing: [pair("old", "a")], added: [] }
  expect([...newlyFailing(preflight, [check("old", "a"), check("morning", "a")])]).toEqual(["morning"])
})

const widely = (id: string, count: number) => ({
  id,
  failures: [
    {
      why: "sku_inactive" as const,
      locations: Array.from({ length: Math.min(count, 100) }, (_, n) => ({ id: `l${n}`, name: `L${n}` })),
      count,
      isEverywhere: true,
      products: [],
    },
  ],
})

test("what is kept stays small, whatever fails where", () => {
  const all = listFailing(Array.from({ length: 5_000 }, (_, n) => widely(`r${n}`, 5_000)))
  expect(all).toHaveLength(5_000)
  expect(all[0]).toEqual({ rewardId: "r4999", count: 5_000, locationNames: ["L0", "L1", "L2"] })
  const many = listFailing(Array.from({ length: 5_000 }, (_, n) => widely(`r${n}`, 90)))
  expect(many).toHaveLength(55 * 90 + 5_000 - 55)
  expect(JSON.stringify(many).length).toBeLessThan(1_000_000)
})

test("a reward that fails at too many locations to list them is worse when they become more", () => {
  const [at200, at300, at90] = [200, 300, 90].map((count) => listFailing([widely("r", count)])) as [
    ReturnType<typeof listFailing>,
    ReturnType<typeof listFailing>,
    ReturnType<typeof listFailing>,
  ]
  expect(newFailing(at200, at300)).toEqual(at300)
  expect(newFailing(at90, at200)).toEqual(at200)
  expect(newFailing(at200, at200)).toEqual([])
  expect(newFailing(at300, at200)).toEqual([])
  expect(newFailing(at200, at90)).toEqual([])
})
