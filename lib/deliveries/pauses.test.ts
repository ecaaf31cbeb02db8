import { expect, test } from "vitest"
import { NOTHING_PAUSED, type Pause, type Paused, Pauses } from "./pauses"

function setUp(known: Paused = NOTHING_PAUSED) {
  const clock = { now: 0 }
  const told: Pause[] = []
  const pauses = new Pauses(known, (pause) => told.push(pause), { now: () => clock.now, random: () => 0 })
  const fail = (merchantId: string, orderId: string, seconds = 0) =>
    pauses.failed({ merchantId, orderId, takenAt: new Date(seconds * 1000) }, false, null)
  return { pauses, clock, told, fail }
}

test("one merchant's failing orders pause that merchant only", () => {
  const { pauses, fail } = setUp()
  for (let order = 0; order < 60; order++) {
    fail("failing", `order ${order}`)
    pauses.succeeded("healthy")
  }
  expect(pauses.permit()).toBe("pass")
  expect(pauses.isPaused("failing")).toBe(true)
  expect(pauses.isPaused("healthy")).toBe(false)
})

test("a merchant whose orders all fail does not stop the others, even when no other merchant sends", () => {
  const { pauses, fail } = setUp()
  for (let order = 0; order < 1_000; order++) fail("failing", `order ${order}`)
  expect(pauses.permit()).toBe("pass")
})

test("three merchants that fail without a success between them are an outage, since the first failure", () => {
  const { pauses, told, fail } = setUp()
  fail("a", "1", 10)
  fail("b", "2", 20)
  fail("c", "3", 30)
  expect(pauses.permit()).toBe("refuse")
  expect(told).toMatchObject([{ of: "all", isOpen: true, since: new Date(10_000) }])
  expect(pauses.allSince).toEqual(new Date(10_000))
})

test("the end of an outage names the merchants affected, and since when", () => {
  const { pauses, told, clock, fail } = setUp()
  for (const [n, merchant] of ["a", "b", "c"].entries()) fail(merchant, merchant, n)
  clock.now = 2_000
  expect(pauses.permit()).toBe("probe")
  pauses.succeeded("b")
  expect(told.at(-1)).toMatchObject({
    of: "all",
    isOpen: false,
    failing: [
      { merchantId: "a", since: new Date(0) },
      { merchantId: "b", since: new Date(1_000) },
      { merchantId: "c", since: new Date(2_000) },
    ],
  })
  expect(pauses.permit()).toBe("pass")
})

test("a paused merchant probes alone, one call at a time, and its success ends the pause", () => {
  const { pauses, clock, told, fail } = setUp()
  for (const order of ["1", "2", "3"]) fail("a", order, 5)
  expect(pauses.takeProbes()).toEqual([])
  clock.now = 2_000
  expect(pauses.takeProbes()).toEqual(["a"])
  expect(pauses.takeProbes()).toEqual([])
  pauses.aborted("a", "merchant")
  expect(pauses.takeProbes()).toEqual(["a"])
  pauses.failed({ merchantId: "a", orderId: "1", takenAt: new Date() }, true, "merchant")
  clock.now = 6_000
  expect(pauses.takeProbes()).toEqual(["a"])
  pauses.succeeded("a")
  expect(told.map(({ of, isOpen }) => [of, isOpen])).toEqual([
    ["merchant", true],
    ["merchant", false],
  ])
  expect(told.at(-1)).toMatchObject({ merchantId: "a", since: new Date(5_000) })
  expect(pauses.paused()).toEqual([])
})

test("a worker that starts takes over the current pauses", () => {
  const since = new Date(1_000)
  const { pauses, clock } = setUp({ all: since, merchants: [{ merchantId: "a", since }] })
  expect(pauses.permit()).toBe("refuse")
  expect(pauses.allSince).toEqual(since)
  clock.now = 2_000
  expect(pauses.permit()).toBe("probe")
  pauses.succeeded("b")
  expect(pauses.isPaused("a")).toBe(true)
  expect(pauses.isPaused("b")).toBe(false)
})

test("a merchant with nothing to probe with is not kept paused", () => {
  const { pauses, told, fail } = setUp()
  for (const order of ["1", "2", "3"]) fail("a", order)
  pauses.idle("a")
  expect(pauses.isPaused("a")).toBe(false)
  expect(told.at(-1)).toMatchObject({ of: "merchant", isOpen: false })
})
