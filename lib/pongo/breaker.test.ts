import fc from "fast-check"
import { expect, test } from "vitest"
import { Breaker, type BreakerState } from "./breaker"

function setUp(options: { random?: () => number } = {}) {
  const clock = { now: 0 }
  const changes: BreakerState[] = []
  const breaker = new Breaker({
    now: () => clock.now,
    random: options.random ?? (() => 0),
    onChange: (state) => changes.push(state),
  })
  const outage = () => {
    for (const key of ["a", "b", "c"]) breaker.failed({ key, certain: true })
  }
  return { breaker, clock, changes, outage }
}

test("three failures that no request could have avoided open it, even for a single order", () => {
  const { breaker, changes } = setUp()
  for (let failure = 0; failure < 2; failure++) breaker.failed({ key: "a", certain: true })
  expect(breaker.permit()).toBe("pass")
  breaker.failed({ key: "a", certain: true })
  expect(breaker.state).toBe("open")
  expect(breaker.permit()).toBe("refuse")
  expect(changes).toEqual(["open"])
})

test("one poisoned order that always fails is not an outage", () => {
  const { breaker } = setUp()
  for (let failure = 0; failure < 1_000; failure++) breaker.failed({ key: "poisoned", certain: false })
  expect(breaker.permit()).toBe("pass")
})

test("three orders that fail with no success in between are an outage", () => {
  const { breaker } = setUp()
  for (const key of ["a", "b", "a", "b"]) breaker.failed({ key, certain: false })
  expect(breaker.state).toBe("closed")
  breaker.failed({ key: "c", certain: false })
  expect(breaker.state).toBe("open")
})

test("a success clears earlier failures", () => {
  const { breaker, changes } = setUp()
  for (let round = 0; round < 10; round++) {
    breaker.failed({ key: "a", certain: true })
    breaker.failed({ key: "b", certain: false })
    breaker.succeeded()
  }
  expect(breaker.state).toBe("closed")
  expect(changes).toEqual([])
})

test("after the wait, exactly one call may probe", () => {
  const { breaker, clock, outage } = setUp()
  outage()
  expect(breaker.openedAt).toBe(0)
  expect(breaker.nextProbeAt).toBe(2_000)
  clock.now = 1_999
  expect(breaker.permit()).toBe("refuse")
  clock.now = 2_000
  expect(breaker.permit()).toBe("probe")
  expect(breaker.permit()).toBe("refuse")
  clock.now = 500_000
  expect(breaker.permit()).toBe("refuse")
})

test("each failed probe doubles the wait, up to thirty seconds", () => {
  const { breaker, clock, outage } = setUp()
  outage()
  const waits: number[] = []
  for (let probe = 0; probe < 6; probe++) {
    waits.push(breaker.nextProbeAt! - clock.now)
    clock.now = breaker.nextProbeAt!
    expect(breaker.permit()).toBe("probe")
    breaker.failed({ key: "a", certain: true, probe: true })
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
})

test("a successful probe closes it, and the next outage waits two seconds again", () => {
  const { breaker, clock, changes, outage } = setUp()
  outage()
  clock.now = 2_000
  breaker.permit()
  breaker.failed({ key: "a", certain: true })
  clock.now = 6_000
  breaker.permit()
  breaker.succeeded()
  expect(breaker).toMatchObject({ state: "closed", openedAt: null, nextProbeAt: null })
  expect(breaker.permit()).toBe("pass")
  outage()
  expect(breaker.nextProbeAt).toBe(8_000)
  expect(changes).toEqual(["open", "closed", "open"])
})

test("a late failure of an earlier call neither ends the probe nor lengthens the wait", () => {
  const { breaker, clock, outage } = setUp()
  outage()
  breaker.failed({ key: "late", certain: true })
  expect(breaker.nextProbeAt).toBe(2_000)
  clock.now = 2_000
  breaker.permit()
  breaker.failed({ key: "late", certain: true, probe: false })
  expect(breaker.permit()).toBe("refuse")
})

test("an aborted probe lets the next one go at once", () => {
  const { breaker, clock, outage } = setUp()
  outage()
  clock.now = 2_000
  breaker.permit()
  breaker.probeAborted()
  expect(breaker.permit()).toBe("probe")
})

test("a breaker that starts open probes as usual and reports when it closes", () => {
  const changes: BreakerState[] = []
  const clock = { now: 0 }
  const breaker = new Breaker({
    isOpen: true,
    now: () => clock.now,
    random: () => 0,
    onChange: (state) => changes.push(state),
  })
  expect(breaker.permit()).toBe("refuse")
  clock.now = 2_000
  expect(breaker.permit()).toBe("probe")
  breaker.succeeded()
  expect([breaker.state, changes]).toEqual(["closed", ["closed"]])
})

test("jitter shortens a wait by a fifth at most", () => {
  const { breaker, outage } = setUp({ random: () => 1 })
  outage()
  expect(breaker.nextProbeAt).toBe(1_600)
})

test("at most one probe is ever out, and waiting always leads to one", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("fail" as const),
      key: fc.constantFrom("a", "b", "c"),
      certain: fc.boolean(),
    }),
    fc.constant({ kind: "succeed" as const }),
    fc.constant({ kind: "abort" as const }),
    fc.record({ kind: fc.constant("ask" as const), waitMs: fc.nat(40_000) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { breaker, clock } = setUp()
      let isProbeOut = false
      for (const next of steps) {
        if (next.kind === "succeed") breaker.succeeded()
        else if (next.kind === "abort") breaker.probeAborted()
        else if (next.kind === "fail")
          breaker.failed({ key: next.key, certain: next.certain, probe: isProbeOut })
        else {
          clock.now += next.waitMs
          const permit = breaker.permit()
          expect(isProbeOut && permit === "probe").toBe(false)
          isProbeOut ||= permit === "probe"
          continue
        }
        isProbeOut = false
      }
      if (isProbeOut) breaker.probeAborted()
      clock.now += 30_000
      expect(breaker.permit()).toBe(breaker.state === "open" ? "probe" : "pass")
    }),
  )
})
