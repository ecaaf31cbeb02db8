import { describe, expect, test } from "vitest"
import {
  isGuideWanted,
  nextStep,
  type SetupFacts,
  type SetupState,
  type SetupStepName,
  stepsOf,
} from "./steps"

const SINCE = new Date("2026-11-01T10:00:00Z")
const lyon = { id: "lyon", name: "Lyon" }

const ready: SetupFacts = {
  connection: { state: "connected", since: SINCE },
  locations: 2,
  unmapped: [],
  gone: [],
  stores: 2,
  products: 12,
  areRewardsKnown: true,
  rewards: 4,
  usableRewards: 3,
  keys: 1,
  hadKey: true,
  hasTillCalled: true,
  hasOrders: true,
  hasDelivered: true,
  failedChecks: [],
  missingChecks: 0,
  hasPassedReport: false,
}
const step = (changes: Partial<SetupFacts>, name: SetupStepName) =>
  stepsOf({ ...ready, ...changes }).find((one) => one.name === name)!

test("with everything in place every step is done, and the guide asks for nothing", () => {
  const steps = stepsOf(ready)
  expect(steps.map(({ state }) => state)).toEqual(Array(7).fill("done"))
  expect(nextStep(steps)).toBeNull()
  expect(isGuideWanted(steps, null)).toBe(false)
})

test("with nothing in place the set-up starts with the connection, and no step is done", () => {
  const steps = stepsOf({
    ...ready,
    connection: null,
    ...{ locations: 0, stores: 0, products: 0, areRewardsKnown: false, rewards: 0, usableRewards: 0 },
    ...{
      keys: 0,
      hadKey: false,
      hasTillCalled: false,
      hasOrders: false,
      hasDelivered: false,
      missingChecks: 12,
    },
  })
  expect(steps.map(({ state }) => state)).toEqual(Array(7).fill("todo"))
  expect(nextStep(steps)?.gap).toBe("never_connected")
})

test.each<[SetupStepName, Partial<SetupFacts>, SetupState, string | null]>([
  ["connect", { connection: { state: "revoked", since: SINCE } }, "lost", "revoked"],
  ["connect", { connection: { state: "disconnected", since: SINCE } }, "lost", "disconnected"],
  ["locations", { locations: 0 }, "todo", "no_location"],
  ["stores", { unmapped: [lyon], hasDelivered: false }, "todo", "unmapped"],
  ["stores", { unmapped: [lyon] }, "lost", "unmapped"],
  ["stores", { unmapped: [lyon], stores: 0, hasDelivered: false }, "todo", "no_store"],
  ["stores", { gone: [{ ...lyon, since: SINCE }] }, "lost", "store_gone"],
  ["stores", { locations: 0, hasDelivered: false }, "todo", "unmapped"],
  ["rewards", { products: 0 }, "todo", "no_product"],
  ["rewards", { areRewardsKnown: false, rewards: 0 }, "todo", "rewards_unread"],
  ["rewards", { usableRewards: 0 }, "lost", "no_usable_reward"],
  ["rewards", { usableRewards: 0, hasDelivered: false }, "todo", "no_usable_reward"],
  ["rewards", { usableRewards: 1 }, "done", null],
  ["rewards", { rewards: 0, usableRewards: 0 }, "done", null],
  ["till", { keys: 0, hadKey: false, hasOrders: false }, "todo", "no_key"],
  ["till", { keys: 0 }, "lost", "key_revoked"],
  ["till", { hasTillCalled: false, hasOrders: false }, "todo", "no_call"],
  ["order", { hasOrders: false, hasDelivered: false }, "todo", "no_order"],
  ["order", { hasDelivered: false }, "todo", "not_delivered"],
  ["go_live", { missingChecks: 1 }, "todo", "checks_open"],
  ["go_live", { failedChecks: ["store_slug"] }, "todo", "checks_open"],
  ["go_live", { missingChecks: 1, hasPassedReport: true }, "done", null],
  ["go_live", { failedChecks: ["store_slug"], hasPassedReport: true }, "lost", "checks_open"],
])("%s with %j is %s (%s)", (name, facts, state, gap) => {
  expect(step(facts, name)).toMatchObject({ state, gap })
})

test("lost steps come before steps never done", () => {
  const steps = stepsOf({ ...ready, products: 0, connection: { state: "revoked", since: SINCE }, keys: 0 })
  expect(nextStep(steps)?.name).toBe("connect")
  expect(nextStep(stepsOf({ ...ready, products: 0, gone: [{ ...lyon, since: SINCE }] }))?.name).toBe("stores")
})

describe("a hidden guide", () => {
  const open = { ...ready, products: 0, unmapped: [lyon] }
  const known = stepsOf(open).flatMap(({ problems }) => problems)
  test.each<[string, Partial<SetupFacts>, boolean]>([
    ["stays away while nothing changes", {}, false],
    ["stays away when a part has been done since", { unmapped: [] }, false],
    [
      "comes back for another location without a store",
      { unmapped: [lyon, { id: "nice", name: "Nice" }] },
      true,
    ],
    ["comes back when a store no longer exists", { gone: [{ ...lyon, since: SINCE }] }, true],
    ["comes back when the connection is revoked", { connection: { state: "revoked", since: SINCE } }, true],
    ["comes back when no key is left", { keys: 0 }, true],
    ["comes back when a row of the quality check fails", { failedChecks: ["store_slug"] }, true],
  ])("%s", (_, changes, isWanted) => {
    expect(isGuideWanted(stepsOf({ ...open, ...changes }), known)).toBe(isWanted)
  })

  test("comes back when the connection is revoked a second time", () => {
    const revoked = (since: Date) => stepsOf({ ...ready, connection: { state: "revoked", since } })
    const first = revoked(SINCE).flatMap(({ problems }) => problems)
    expect(isGuideWanted(revoked(SINCE), first)).toBe(false)
    expect(isGuideWanted(revoked(new Date("2026-11-02T10:00:00Z")), first)).toBe(true)
  })
})
