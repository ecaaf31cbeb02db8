import { expect, test } from "vitest"
import { DueLocations } from "./due-locations"

const NONE = { merchants: new Set<string>(), locations: new Set<string>() }

/** A list with this many locations of each merchant: `A1`, `A2`, … */
function listOf(counts: Record<string, number>) {
  const list = new DueLocations()
  for (const [merchantId, count] of Object.entries(counts))
    for (let n = 1; n <= count; n++) list.add({ merchantId, locationId: `${merchantId}${n}` })
  const deal = (lanes: number, held: Record<string, number> = {}, except = NONE) =>
    list.deal(lanes, new Map(Object.entries(held)), except).map(({ locationId }) => locationId)
  return { list, deal }
}

test("lanes are dealt round-robin: every merchant's first before any second, and one stays free", () => {
  expect(listOf({ A: 6, B: 6, C: 1 }).deal(3)).toEqual(["A1", "B1", "C1"])
  expect(listOf({ A: 6, B: 6, C: 1 }).deal(8)).toEqual(["A1", "B1", "C1", "A2", "B2", "A3"])
  expect(listOf({ A: 6, B: 6, C: 1 }).deal(2, { A: 2 })).toEqual(["B1", "C1"])
  expect(listOf({ A: 6 }).deal(1, { A: 1 })).toEqual([])
})

test("a merchant that was dealt a lane comes after those that still wait, and a location keeps its turn", () => {
  const { list, deal } = listOf({ A: 3, B: 1, C: 1 })
  expect(deal(1)).toEqual(["A1"])
  list.add({ merchantId: "A", locationId: "A1" })
  expect(deal(1)).toEqual(["B1"])
  expect(deal(1)).toEqual(["C1"])
  expect([deal(1), deal(1), deal(1), deal(1)]).toEqual([["A2"], ["A3"], ["A1"], []])
})

test("a location that is being served, or whose merchant is paused, stays on the list", () => {
  const { list, deal } = listOf({ A: 1, B: 2 })
  expect(deal(4, {}, { merchants: new Set(["A"]), locations: new Set(["B1"]) })).toEqual(["B2"])
  expect(list.size).toBe(2)
  expect(deal(4)).toEqual(["A1", "B1"])
})

test("a location announced twice is dealt once, and the list has a bound", () => {
  const { list, deal } = listOf({ A: 1 })
  list.add({ merchantId: "A", locationId: "A1" })
  expect([deal(4), deal(4)]).toEqual([["A1"], []])
  for (let n = 0; n < 12_000; n++) list.add({ merchantId: `M${n}`, locationId: `L${n}` })
  expect(list.size).toBe(10_000)
})
