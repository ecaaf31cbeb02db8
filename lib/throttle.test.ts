import { expect, test } from "vitest"
import { BoundedMap } from "./bounded-map"
import { createThrottle } from "./throttle"

test("each slot passes once per interval, and at once after a failure", () => {
  let now = 0
  const throttle = createThrottle(1_000, () => now)
  expect([throttle.isDue("a"), throttle.isDue("b"), throttle.isDue("a")]).toEqual([true, true, false])
  now = 999
  expect(throttle.isDue("a")).toBe(false)
  throttle.retry("a")
  expect([throttle.isDue("a"), throttle.isDue("b")]).toEqual([true, false])
  now = 1_000
  expect([throttle.isDue("a"), throttle.isDue("b")]).toEqual([false, true])
})

test("a throttle remembers 10,000 slots and forgets the oldest first", () => {
  const throttle = createThrottle(1_000, () => 0)
  for (let slot = 0; slot <= 10_000; slot++) throttle.isDue(String(slot))
  expect([throttle.isDue("1"), throttle.isDue("0")]).toEqual([false, true])
})

test("a bounded map keeps to its limit, and an entry set again counts as new", () => {
  const map = new BoundedMap<string, number>(2)
  map.set("a", 1).set("b", 2).set("a", 3).set("c", 4)
  expect([...map]).toEqual([
    ["a", 3],
    ["c", 4],
  ])
})
