import type { ConnectionState } from "@/db/enums"

const SETUP_STEPS = ["connect", "locations", "stores", "rewards", "till", "order", "go_live"] as const
export type SetupStepName = (typeof SETUP_STEPS)[number]

/** Current facts from the tables. Ignores orders of the test till. */
export type SetupFacts = {
  connection: { state: ConnectionState; since: Date } | null
  locations: number
  /** Active locations without a store. */
  unmapped: { id: string; name: string }[]
  /** Active locations whose store no longer exists at Pongo. */
  gone: { id: string; name: string; since: Date }[]
  stores: number
  products: number
  /** Whether the list of rewards was ever read. */
  areRewardsKnown: boolean
  rewards: number
  /** The part of `rewards` that at least one location can give now. */
  usableRewards: number
  keys: number
  hadKey: boolean
  hasTillCalled: boolean
  hasOrders: boolean
  hasDelivered: boolean
  /** Rows of Pongo's quality check: those that fail, and the number without evidence yet. */
  failedChecks: string[]
  missingChecks: number
  /** A dated report shows that the check was passed: evidence missing since then is not a gap. */
  hasPassedReport: boolean
}

/** `lost`: done before, and no longer. */
export type SetupState = "done" | "todo" | "lost"

/** What is missing; one code per sentence of the guide. */
export type SetupGap =
  | "never_connected"
  | "revoked"
  | "disconnected"
  | "no_location"
  | "no_store"
  | "unmapped"
  | "store_gone"
  | "no_product"
  | "rewards_unread"
  | "no_usable_reward"
  | "no_key"
  | "key_revoked"
  | "no_call"
  | "no_order"
  | "not_delivered"
  | "checks_open"

export type SetupStep = {
  name: SetupStepName
  state: SetupState
  /** Null when it is done. */
  gap: SetupGap | null
  /** One key per missing item, with its date if it has one: the same gap a second time is a new problem. */
  problems: string[]
}

type Gap = { gap: SetupGap; state: "todo" | "lost"; problems: string[] }

const OF_STEP: Record<SetupStepName, (facts: SetupFacts) => Gap | null> = {
  connect: ({ connection }) => {
    if (!connection) return missing("never_connected")
    if (connection.state === "connected") return null
    return lost(connection.state, [`${connection.state}:${connection.since.getTime()}`])
  },
  locations: ({ locations }) => (locations > 0 ? null : missing("no_location")),
  stores: ({ locations, unmapped, gone, stores, hasDelivered }) => {
    if (gone.length > 0)
      return lost("store_gone", [
        ...gone.map(({ id, since }) => `store_gone:${id}:${since.getTime()}`),
        ...unmapped.map(({ id }) => `unmapped:${id}`),
      ])
    if (unmapped.length > 0 || locations === 0) {
      const problems = unmapped.length > 0 ? unmapped.map(({ id }) => `unmapped:${id}`) : ["unmapped"]
      const gap = stores === 0 ? "no_store" : "unmapped"
      return { gap, state: hasDelivered ? "lost" : "todo", problems }
    }
    return null
  },
  rewards: ({ products, areRewardsKnown, rewards, usableRewards, hasDelivered }) => {
    if (products === 0) return missing("no_product")
    if (!areRewardsKnown) return missing("rewards_unread")
    if (rewards === 0 || usableRewards > 0) return null
    return { gap: "no_usable_reward", state: hasDelivered ? "lost" : "todo", problems: ["no_usable_reward"] }
  },
  till: ({ keys, hadKey, hasTillCalled, hasOrders }) => {
    if (keys === 0) return hadKey && hasOrders ? lost("key_revoked", ["key_revoked"]) : missing("no_key")
    return hasTillCalled || hasOrders ? null : missing("no_call")
  },
  order: ({ hasOrders, hasDelivered }) => {
    if (hasDelivered) return null
    return missing(hasOrders ? "not_delivered" : "no_order")
  },
  go_live: ({ failedChecks, missingChecks, hasPassedReport }) => {
    const failed = failedChecks.map((check) => `failed:${check}`)
    if (hasPassedReport) return failed.length > 0 ? lost("checks_open", failed) : null
    const problems = missingChecks > 0 ? [...failed, "missing"] : failed
    return problems.length > 0 ? { gap: "checks_open", state: "todo", problems } : null
  },
}

/** Derives every step of the set-up, in order, from the facts alone; no step is ticked by hand. */
export function stepsOf(facts: SetupFacts): SetupStep[] {
  return SETUP_STEPS.map((name) => {
    const found = OF_STEP[name](facts)
    return {
      name,
      state: found?.state ?? "done",
      gap: found?.gap ?? null,
      problems: found?.problems.map((problem) => `${name}:${problem}`) ?? [],
    }
  })
}

/** The step to do now: lost steps before steps never done, then in set-up order. Null: all are done. */
export function nextStep(steps: readonly SetupStep[]): SetupStep | null {
  return steps.find(({ state }) => state === "lost") ?? steps.find(({ state }) => state === "todo") ?? null
}

/** Whether something is missing that was not when the guide was hidden. @param known null: never hidden */
export function isGuideWanted(steps: readonly SetupStep[], known: readonly string[] | null): boolean {
  const problems = steps.flatMap((step) => step.problems)
  return known === null ? problems.length > 0 : problems.some((problem) => !known.includes(problem))
}

const missing = (gap: SetupGap): Gap => ({ gap, state: "todo", problems: [gap] })
const lost = (gap: SetupGap, problems: string[]): Gap => ({ gap, state: "lost", problems })
