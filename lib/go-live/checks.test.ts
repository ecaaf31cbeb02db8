import { describe, expect, test } from "vitest"
import en from "@/lib/i18n/messages/en/go-live.json"
import { checkGoLive, countRows, type GoLiveFacts, type OrderFacts, PROMPT_SECONDS, resultOf } from "./checks"
import { CHECKS, type CheckId, type RowState, type Trace } from "./schema"

const trace = (changes: Partial<Trace> = {}): Trace => ({
  at: "2026-11-27T12:00:00.000Z",
  locationName: "Bastille",
  till: "till-2",
  by: "Caisse 2",
  order: null,
  ...changes,
})
const inOrder = trace({ by: null, order: { id: "0193", ref: "A-2041" } })
const nothing = { real: null, rehearsed: null }
const real = { real: trace(), rehearsed: null }
const rehearsed = { real: null, rehearsed: trace({ till: null }) }

const NO_ORDERS: OrderFacts = {
  delivered: 0,
  medianSeconds: null,
  last: null,
  unpaid: 0,
  lastUnpaid: null,
  withoutSlug: 0,
  withCustomer: 0,
  lastWithCustomer: null,
  withItems: 0,
  lastWithItems: null,
  withReward: 0,
  lastWithReward: null,
  lastConfirmedUse: null,
  lastOfScanned: null,
  wrongRewards: 0,
  lastWrongReward: null,
  lastRewardProduct: null,
  lastRewardVoucher: null,
  lastOpenLinked: null,
  lastFoundLinked: null,
}
const ORDERS: OrderFacts = {
  ...NO_ORDERS,
  delivered: 20,
  medianSeconds: 1.2,
  last: inOrder,
  withItems: 20,
  lastWithItems: inOrder,
  withCustomer: 12,
  lastWithCustomer: inOrder,
  withReward: 3,
  lastWithReward: inOrder,
  lastConfirmedUse: inOrder,
  lastOfScanned: inOrder,
  lastRewardProduct: inOrder,
  lastRewardVoucher: inOrder,
  lastOpenLinked: inOrder,
  lastFoundLinked: inOrder,
}
const NOTHING: GoLiveFacts = {
  connection: null,
  locations: { total: 0, unmapped: [], gone: [] },
  orders: { real: NO_ORDERS, rehearsed: NO_ORDERS },
  codes: nothing,
  scanned: nothing,
  foundByPhone: nothing,
  enlisted: nothing,
  optInRecorded: nothing,
  shown: nothing,
  rewardsShown: nothing,
  walletShown: nothing,
  redeemed: nothing,
  refreshed: nothing,
  used: nothing,
  rewards: { products: 2, vouchers: 1 },
  capabilities: { canScan: true, canVouchers: true },
}
const CONNECTION = {
  state: "connected",
  via: "oauth",
  account: "Le Comptoir",
  connectedAt: "2026-11-01T09:00:00.000Z",
  by: "Camille Martin",
} as const
const EVERYTHING: GoLiveFacts = {
  ...NOTHING,
  connection: CONNECTION,
  locations: { total: 4, unmapped: [], gone: [] },
  orders: { real: ORDERS, rehearsed: NO_ORDERS },
  codes: real,
  scanned: real,
  foundByPhone: real,
  enlisted: real,
  optInRecorded: real,
  shown: real,
  rewardsShown: real,
  walletShown: real,
  redeemed: real,
  refreshed: real,
  used: nothing,
}

const rowOf = (id: CheckId, facts: GoLiveFacts) => checkGoLive(facts).find((row) => row.id === id)!
const orders = (changes: Partial<OrderFacts>): Partial<GoLiveFacts> => ({
  orders: { real: { ...ORDERS, ...changes }, rehearsed: NO_ORDERS },
})

test("a merchant whose tills did everything is ready, with evidence for every row", () => {
  const rows = checkGoLive(EVERYTHING)
  expect(rows.map(({ id }) => id)).toEqual([...CHECKS])
  expect(rows.filter(({ state }) => state !== "passed")).toEqual([])
  expect(rows.filter(({ evidence }) => evidence === null).map(({ id }) => id)).toEqual(["locations"])
  for (const { id, finding } of rows) expect(Object.keys(en.checks[id])).toContain(finding)
  expect(resultOf(rows)).toBe("ready")
  expect(countRows(rows)).toEqual({ applying: CHECKS.length, shown: CHECKS.length })
})

test("a merchant with nothing misses every row, and no row has evidence", () => {
  const rows = checkGoLive(NOTHING)
  expect(rows.filter(({ state, evidence }) => state !== "missing" || evidence)).toEqual([])
  expect(resultOf(rows)).toBe("not_ready")
  expect(countRows(rows)).toEqual({ applying: CHECKS.length, shown: 0 })
})

describe("each row depends on its own facts:", () => {
  test.each<[CheckId, string, Partial<GoLiveFacts>, RowState, string]>([
    ["oauth", "a pasted token", { connection: { ...CONNECTION, via: "pasted" } }, "failed", "pasted"],
    ["oauth", "a revoked one", { connection: { ...CONNECTION, state: "revoked" } }, "failed", "revoked"],
    [
      "oauth",
      "one that was given up",
      { connection: { ...CONNECTION, state: "disconnected" } },
      "missing",
      "missing",
    ],
    [
      "oauth",
      "one that ends soon",
      { connection: { ...CONNECTION, state: "expiring" } },
      "passed",
      "connected",
    ],
    [
      "locations",
      "one without a store",
      { locations: { total: 4, unmapped: ["Lyon"], gone: [] } },
      "failed",
      "unmapped",
    ],
    [
      "locations",
      "one whose store is gone",
      { locations: { total: 4, unmapped: [], gone: ["Lyon"] } },
      "failed",
      "gone",
    ],
    [
      "locations",
      "no location at all",
      { locations: { total: 0, unmapped: [], gone: [] } },
      "missing",
      "missing",
    ],
    ["prompt", "a median of a minute", orders({ medianSeconds: PROMPT_SECONDS }), "passed", "prompt"],
    ["prompt", "a median of more", orders({ medianSeconds: PROMPT_SECONDS + 0.1 }), "failed", "slow"],
    ["prompt", "one order sent unpaid", orders({ unpaid: 1, lastUnpaid: inOrder }), "failed", "unpaid"],
    ["prompt", "no order", orders(NO_ORDERS), "missing", "missing"],
    ["store_slug", "one order without", orders({ withoutSlug: 1 }), "failed", "without"],
    [
      "customer",
      "only orders nobody claimed",
      orders({ withCustomer: 0, lastWithCustomer: null }),
      "missing",
      "missing",
    ],
    ["prompt", "clocks that are ahead", orders({ medianSeconds: null }), "missing", "unmeasured"],
    ["items", "no lines kept", orders({ withItems: 0, lastWithItems: null }), "missing", "missing"],
    [
      "order_rewards",
      "one wrong reward",
      orders({ wrongRewards: 1, lastWrongReward: inOrder }),
      "failed",
      "wrong",
    ],
    ["order_rewards", "none yet", orders({ withReward: 0, lastWithReward: null }), "missing", "missing"],
    [
      "order_rewards",
      "no reward at Pongo",
      { rewards: { products: 0, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
    ["scan", "no scan", { scanned: nothing, codes: nothing }, "missing", "missing"],
    ["scan", "codes that nobody says were scanned", { scanned: nothing }, "missing", "unsaid"],
    [
      "scan",
      "no scanner",
      { scanned: nothing, capabilities: { canScan: false, canVouchers: true } },
      "not_applicable",
      "no_scanner",
    ],
    ["scan_known", "no scan", { ...orders({ lastOfScanned: null }), scanned: nothing }, "missing", "missing"],
    [
      "scan_known",
      "no order that names the scanned customer",
      orders({ lastOfScanned: null }),
      "missing",
      "not_kept",
    ],
    [
      "scan_known",
      "no scanner",
      { capabilities: { canScan: false, canVouchers: true } },
      "not_applicable",
      "no_scanner",
    ],
    ["register", "nobody signed up", { enlisted: nothing }, "missing", "missing"],
    ["opt_in", "nobody signed up", { enlisted: nothing, optInRecorded: nothing }, "missing", "missing"],
    ["opt_in", "answers that Pongo did not take", { optInRecorded: nothing }, "missing", "not_recorded"],
    [
      "open_order",
      "no open order with a customer",
      orders({ lastOpenLinked: null, lastFoundLinked: null }),
      "missing",
      "not_linked",
    ],
    ["open_order", "somebody else found by phone", orders({ lastFoundLinked: null }), "missing", "not_found"],
    ["points", "no profile shown", { shown: nothing }, "missing", "missing"],
    ["rewards", "no profile shown", { rewardsShown: nothing, walletShown: nothing }, "missing", "missing"],
    ["rewards", "nothing bought on it", { walletShown: nothing }, "missing", "half"],
    ["rewards", "nothing to be had on it", { rewardsShown: nothing }, "missing", "half"],
    [
      "rewards",
      "no reward at Pongo",
      { rewards: { products: 0, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
    ["redeem", "none redeemed", { redeemed: nothing }, "missing", "missing"],
    [
      "redeem",
      "no reward at Pongo",
      { rewards: { products: 0, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
    ["refresh", "no profile after it", { refreshed: nothing }, "missing", "missing"],
    [
      "refresh",
      "no reward at Pongo",
      { rewards: { products: 0, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
    ["reward_product", "none on an order", orders({ lastRewardProduct: null }), "missing", "missing"],
    [
      "reward_product",
      "only vouchers at Pongo",
      { rewards: { products: 0, vouchers: 1 } },
      "not_applicable",
      "no_rewards",
    ],
    ["reward_voucher", "none on an order", orders({ lastRewardVoucher: null }), "missing", "missing"],
    [
      "reward_voucher",
      "only products at Pongo",
      { rewards: { products: 1, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
    [
      "reward_voucher",
      "tills that make none",
      { capabilities: { canScan: true, canVouchers: false } },
      "not_applicable",
      "no_vouchers",
    ],
    ["confirm_use", "none on an order", orders({ lastConfirmedUse: null }), "missing", "missing"],
    [
      "confirm_use",
      "the call of its own",
      { ...orders({ lastConfirmedUse: null }), used: real },
      "passed",
      "seen",
    ],
    [
      "confirm_use",
      "no reward at Pongo",
      { rewards: { products: 0, vouchers: 0 } },
      "not_applicable",
      "no_rewards",
    ],
  ])("%s with %s", (id, _, changes, state, finding) => {
    expect(rowOf(id, EVERYTHING)).toMatchObject({ state: "passed" })
    expect(rowOf(id, { ...EVERYTHING, ...changes })).toMatchObject({ state, finding })
    expect(Object.keys(en.checks[id])).toContain(finding)
  })
})

describe("a rehearsal replaces missing real traffic, is marked as such, and never overrides it:", () => {
  const REHEARSED: GoLiveFacts = {
    ...EVERYTHING,
    orders: { real: NO_ORDERS, rehearsed: ORDERS },
    ...{ codes: rehearsed, scanned: rehearsed, foundByPhone: rehearsed, enlisted: rehearsed },
    ...{ optInRecorded: rehearsed, shown: rehearsed, rewardsShown: rehearsed, walletShown: rehearsed },
    ...{ redeemed: rehearsed, refreshed: rehearsed },
  }
  const rows = checkGoLive(REHEARSED)
  test.each(CHECKS.filter((id) => id !== "oauth" && id !== "locations"))("%s", (id) => {
    expect(rows.find((row) => row.id === id)).toMatchObject({ state: "rehearsed" })
  })
  test("the whole is rehearsed, not ready", () => {
    expect(resultOf(rows)).toBe("rehearsed")
    expect(countRows(rows)).toEqual({ applying: CHECKS.length, shown: CHECKS.length })
  })
  test("no rehearsal can show the connection and locations", () => {
    expect(rowOf("oauth", { ...REHEARSED, connection: null })).toMatchObject({ state: "missing" })
    const locations = { total: 0, unmapped: [], gone: [] }
    expect(rowOf("locations", { ...REHEARSED, locations })).toMatchObject({ state: "missing" })
  })
  test("a correct rehearsal does not make up for mistakes of real tills", () => {
    const facts = { ...EVERYTHING, orders: { real: { ...ORDERS, unpaid: 2 }, rehearsed: ORDERS } }
    expect(rowOf("prompt", facts)).toMatchObject({ state: "failed", finding: "unpaid" })
  })
  test("real evidence is shown when there is both", () => {
    const both = { real: trace({ till: "real" }), rehearsed: trace({ till: "rehearsed" }) }
    expect(rowOf("scan", { ...EVERYTHING, scanned: both }).evidence?.till).toBe("real")
  })
  test("a list shown by a real till and one shown in a rehearsal make a rehearsed row", () => {
    expect(rowOf("rewards", { ...EVERYTHING, walletShown: rehearsed })).toMatchObject({ state: "rehearsed" })
  })
})

test("a list of more than five locations without a store is truncated", () => {
  const unmapped = ["A", "B", "C", "D", "E", "F"]
  const row = rowOf("locations", { ...EVERYTHING, locations: { total: 9, unmapped, gone: [] } })
  expect(row.params).toEqual({ count: 6, total: 9, names: "A, B, C, D, E, …" })
})
