import { expect, test } from "vitest"
import { type FailingPair, failingPairs, newlyFailing, newPairs } from "./preflight"

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
    isEverywhere: false,
    products: [],
  })),
})

test("each location where a reward fails makes its own pair", () => {
  expect(failingPairs([check("r1", "a", "b"), check("r2")])).toEqual([pair("r1", "a"), pair("r1", "b")])
})

test("the same reward at another location is new, at the same location it is not", () => {
  const before = [pair("r1", "a")]
  expect(newPairs(before, [pair("r1", "a"), pair("r1", "b")])).toEqual([pair("r1", "b")])
  expect(newPairs(before, [])).toEqual([])
})

test("the page marks as new the failures of last night and since, not earlier ones", () => {
  const preflight = {
    checkedAt: new Date(),
    previousAt: new Date(),
    failing: [pair("old", "a"), pair("night", "a")],
    added: [pair("night", "a")],
  }
  const now = [check("old", "a"), check("night", "a"), check("morning", "b"), check("mended")]
  expect([...newlyFailing(preflight, now)]).toEqual(["night", "morning"])
})

test("after the very first run only later failures are new", () => {
  const preflight = { checkedAt: new Date(), previousAt: null, failing: [pair("old", "a")], added: [] }
  expect([...newlyFailing(preflight, [check("old", "a"), check("morning", "a")])]).toEqual(["morning"])
})
