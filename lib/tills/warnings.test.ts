import { describe, expect, test } from "vitest"
import { byWarning, type TillFacts, type TillWarning, warningsOf } from "./warnings"

const now = new Date("2026-11-22T12:00:00Z")
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const till = (changes: Partial<TillFacts> = {}): TillFacts => ({
  lastSeenAt: ago(1),
  offlineOrders: 0,
  clockSkewMs: 0,
  daysWithOrders: [1, 2, 3, 4, 5, 7, 14, 21, 28],
  isEstablished: true,
  ...changes,
})

describe("a till is quiet", () => {
  test.each<[string, Partial<TillFacts>, boolean]>([
    ["not when it called a minute ago", {}, false],
    ["not after exactly 30 minutes", { lastSeenAt: ago(30) }, false],
    ["after 31 minutes at an hour when orders usually come", { lastSeenAt: ago(31) }, true],
    ["not when nobody orders at this hour", { lastSeenAt: ago(31), daysWithOrders: [] }, false],
    [
      "not on the weekday the location is closed",
      { lastSeenAt: ago(31), daysWithOrders: [1, 2, 3, 4, 5, 6] },
      false,
    ],
    ["not because of one late evening in four weeks", { lastSeenAt: ago(31), daysWithOrders: [14] }, false],
    ["although last week was a holiday", { lastSeenAt: ago(31), daysWithOrders: [1, 14, 28] }, true],
    ["no longer at an hour given up three weeks ago", { lastSeenAt: ago(31), daysWithOrders: [28] }, false],
    [
      "at a new location by last week and another day",
      { lastSeenAt: ago(31), daysWithOrders: [3, 7], isEstablished: false },
      true,
    ],
    [
      "not at a new location by last week alone",
      { lastSeenAt: ago(31), daysWithOrders: [7], isEstablished: false },
      false,
    ],
    [
      "not at a new location by other weekdays",
      { lastSeenAt: ago(31), daysWithOrders: [1, 2, 3], isEstablished: false },
      false,
    ],
    ["still after seven days", { lastSeenAt: ago(7 * 24 * 60) }, true],
    ["no longer once it has been put away", { lastSeenAt: ago(7 * 24 * 60 + 1) }, false],
    ["not when its last call is ahead of our clock", { lastSeenAt: ago(-5) }, false],
  ])("%s", (_, changes, isQuiet) => {
    expect(warningsOf(till(changes), now).includes("quiet")).toBe(isQuiet)
  })
})

test.each<[Partial<TillFacts>, TillWarning[]]>([
  [{}, []],
  [{ offlineOrders: null, clockSkewMs: null }, []],
  [{ offlineOrders: 1 }, ["backlog"]],
  [{ clockSkewMs: 60_000 }, []],
  [{ clockSkewMs: 60_001 }, ["skew"]],
  [{ clockSkewMs: -60_001 }, ["skew"]],
  [{ lastSeenAt: ago(40), offlineOrders: 3, clockSkewMs: 90_000 }, ["quiet", "backlog", "skew"]],
])("%j gives the warnings %j", (changes, warnings) => {
  expect(warningsOf(till(changes), now)).toEqual(warnings)
})

test("quiet tills come first, then those with a backlog, then a wrong clock, then the most recently seen", () => {
  const row = (ref: string, minutes: number, ...warnings: TillWarning[]) => ({
    ref,
    lastSeenAt: ago(minutes),
    warnings,
  })
  const rows = [
    row("calm", 1),
    row("calm and heard of before", 9),
    row("skew", 1, "skew"),
    row("backlog", 1, "backlog", "skew"),
    row("quiet", 50, "quiet"),
    row("quiet for longer", 90, "quiet"),
  ]
  expect(rows.toSorted(byWarning).map(({ ref }) => ref)).toEqual([
    "quiet",
    "quiet for longer",
    "backlog",
    "skew",
    "calm",
    "calm and heard of before",
  ])
})
