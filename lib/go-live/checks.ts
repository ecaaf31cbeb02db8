import type { GoLiveResult } from "@/db/enums"
import { CHECKS, type CheckId, type ReportRow, type RowState, type Trace } from "./schema"

/** The last trace of something by a real till, and by a rehearsal. */
export type Seen = { real: Trace | null; rehearsed: Trace | null }

/** Facts about the latest orders that reached Pongo. */
export type OrderFacts = {
  delivered: number
  /** From payment to Pongo; null without an order. */
  medianSeconds: number | null
  last: Trace | null
  /** Sent without being paid. */
  unpaid: number
  lastUnpaid: Trace | null
  withoutSlug: number
  withCustomer: number
  lastWithCustomer: Trace | null
  /** Orders whose lines are still kept. */
  withItems: number
  lastWithItems: Trace | null
  /** Orders whose reward line is still kept and whose reward is known. */
  withReward: number
  lastWithReward: Trace | null
  /** A reward from the customer's wallet, of the right amount, on the line of an order that Pongo took. */
  lastConfirmedUse: Trace | null
  /** It names, by Pongo's id, the customer whose code was scanned earlier at its location. */
  lastOfScanned: Trace | null
  /** The reward was not looked up, does not cover its product or deducts a wrong amount, or the totals are wrong. */
  wrongRewards: number
  lastWrongReward: Trace | null
  lastRewardProduct: Trace | null
  lastRewardVoucher: Trace | null
  /** The order had a customer before it was paid. */
  lastOpenLinked: Trace | null
  /** The same, and the customer was found by phone at its location before that. */
  lastFoundLinked: Trace | null
}

export type GoLiveFacts = {
  connection: {
    state: "connected" | "expiring" | "revoked" | "disconnected"
    via: "oauth" | "pasted"
    account: string | null
    connectedAt: string
    /** The person who went through Pongo's form, if known. */
    by: string | null
  } | null
  locations: { total: number; unmapped: string[]; gone: string[] }
  orders: { real: OrderFacts; rehearsed: OrderFacts }
  /** A code found its customer, scanned or typed. */
  codes: Seen
  scanned: Seen
  foundByPhone: Seen
  enlisted: Seen
  /** Pongo's answer to a sign-up repeated the customer's opt-in. */
  optInRecorded: Seen
  shown: Seen
  /** A profile with available rewards, and one with bought rewards. */
  rewardsShown: Seen
  walletShown: Seen
  redeemed: Seen
  refreshed: Seen
  used: Seen
  /** The kinds of rewards in Pongo's catalogue. */
  rewards: { products: number; vouchers: number }
  capabilities: { canScan: boolean; canVouchers: boolean }
}

type Verdict = {
  state: RowState
  finding: string
  params?: Record<string, string | number>
  evidence?: Trace | null
}

/** An order that takes longer than this was not sent as soon as it was paid. */
export const PROMPT_SECONDS = 60
const NAMED = 5

const missing = (finding = "missing"): Verdict => ({ state: "missing", finding })
const notApplicable = (finding: string): Verdict => ({ state: "not_applicable", finding })

/** @param part the trace of an incomplete case, and `finding` names its sentence */
function fromSeen({ real, rehearsed }: Seen, part?: Seen, finding?: string): Verdict {
  if (real) return { state: "passed", finding: "seen", evidence: real }
  if (rehearsed) return { state: "rehearsed", finding: "seen", evidence: rehearsed }
  const evidence = part?.real ?? part?.rehearsed
  return evidence ? { ...missing(finding), evidence } : missing()
}

/** The rule's verdict on real orders. Without any, its verdict on rehearsed ones, marked so. */
function fromOrders({ orders }: GoLiveFacts, rule: (orders: OrderFacts) => Verdict | null): Verdict {
  const real = rule(orders.real)
  if (real) return real
  const rehearsed = rule(orders.rehearsed)
  if (!rehearsed) return missing()
  return rehearsed.state === "passed" ? { ...rehearsed, state: "rehearsed" } : rehearsed
}

/** One rule per row: its verdict on the facts. */
const RULES: Record<CheckId, (facts: GoLiveFacts) => Verdict> = {
  /** Requires the merchant to use Pongo's own form: a token from somebody else does not show that they can. */
  oauth: ({ connection }) => {
    if (!connection || connection.state === "disconnected") return missing()
    const params = { account: connection.account ?? "none", by: connection.by ?? "none" }
    if (connection.state === "revoked") return { state: "failed", finding: "revoked", params }
    if (connection.via !== "oauth") return { state: "failed", finding: "pasted", params }
    const { connectedAt: at, by } = connection
    const evidence = { at, by, locationName: null, till: null, order: null }
    return { state: "passed", finding: "connected", params, evidence }
  },
  locations: ({ locations: { total, unmapped, gone } }) => {
    if (total === 0) return missing()
    const holes = [...unmapped, ...gone]
    if (holes.length === 0) return { state: "passed", finding: "all", params: { count: total } }
    const names = [...holes.slice(0, NAMED), ...(holes.length > NAMED ? ["…"] : [])].join(", ")
    return {
      state: "failed",
      finding: gone.length > 0 ? "gone" : "unmapped",
      params: { count: holes.length, total, names },
    }
  },
  prompt: (facts) =>
    fromOrders(facts, ({ delivered, medianSeconds, unpaid, lastUnpaid, last }) => {
      if (delivered === 0) return null
      if (unpaid > 0)
        return { state: "failed", finding: "unpaid", params: { count: unpaid }, evidence: lastUnpaid }
      if (medianSeconds === null) return { ...missing("unmeasured"), evidence: last }
      const params = { count: delivered, seconds: Math.round(medianSeconds * 10) / 10 }
      return medianSeconds <= PROMPT_SECONDS
        ? { state: "passed", finding: "prompt", params, evidence: last }
        : { state: "failed", finding: "slow", params, evidence: last }
    }),
  store_slug: (facts) =>
    fromOrders(facts, ({ delivered, withoutSlug, last }) => {
      if (delivered === 0) return null
      return withoutSlug === 0
        ? { state: "passed", finding: "all", params: { count: delivered }, evidence: last }
        : { state: "failed", finding: "without", params: { count: withoutSlug }, evidence: last }
    }),
  /** An anonymous order has no customer. If some orders have one, the till sends it. */
  customer: (facts) =>
    fromOrders(facts, ({ delivered, withCustomer, lastWithCustomer }) =>
      withCustomer === 0
        ? null
        : {
            state: "passed",
            finding: "some",
            params: { count: withCustomer, total: delivered },
            evidence: lastWithCustomer,
          },
    ),
  items: (facts) =>
    // An order without items is refused. One whose lines have expired proves nothing.
    fromOrders(facts, ({ withItems, lastWithItems }) =>
      withItems === 0
        ? null
        : { state: "passed", finding: "all", params: { count: withItems }, evidence: lastWithItems },
    ),
  order_rewards: (facts) => {
    if (facts.rewards.products + facts.rewards.vouchers === 0) return notApplicable("no_rewards")
    return fromOrders(facts, ({ withReward, wrongRewards, lastWrongReward, lastWithReward }) => {
      if (withReward === 0) return null
      return wrongRewards === 0
        ? { state: "passed", finding: "right", params: { count: withReward }, evidence: lastWithReward }
        : { state: "failed", finding: "wrong", params: { count: wrongRewards }, evidence: lastWrongReward }
    })
  },
  scan: ({ scanned, codes, capabilities }) =>
    capabilities.canScan ? fromSeen(scanned, codes, "unsaid") : notApplicable("no_scanner"),
  /** Only an order that names the scanned customer shows that the till keeps them: our directory is ours. */
  scan_known: (facts) => {
    if (!facts.capabilities.canScan) return notApplicable("no_scanner")
    return fromSeen(
      bothOf(facts, (orders) => orders.lastOfScanned),
      facts.scanned,
      "not_kept",
    )
  },
  register: ({ enlisted }) => fromSeen(enlisted),
  opt_in: ({ optInRecorded, enlisted }) => fromSeen(optInRecorded, enlisted, "not_recorded"),
  open_order: (facts) => {
    const verdict = fromSeen(bothOf(facts, (orders) => orders.lastFoundLinked))
    if (verdict.state !== "missing") return verdict
    const { real, rehearsed } = bothOf(facts, (orders) => orders.lastOpenLinked)
    if (real ?? rehearsed) return { ...missing("not_found"), evidence: real ?? rehearsed }
    return missing(facts.foundByPhone.real ? "not_linked" : "missing")
  },
  points: ({ shown }) => fromSeen(shown),
  /** Both lists were returned non-empty. */
  rewards: ({ rewardsShown, walletShown, rewards }) => {
    if (rewards.products + rewards.vouchers === 0) return notApplicable("no_rewards")
    const [available, wallet] = [rewardsShown, walletShown]
    const both = {
      real: available.real && wallet.real,
      rehearsed: (available.real ?? available.rehearsed) && (wallet.real ?? wallet.rehearsed),
    }
    const one = { real: available.real ?? wallet.real, rehearsed: available.rehearsed ?? wallet.rehearsed }
    return fromSeen(both, one, "half")
  },
  redeem: ({ redeemed, rewards }) =>
    rewards.products + rewards.vouchers === 0 ? notApplicable("no_rewards") : fromSeen(redeemed),
  refresh: ({ refreshed, rewards }) =>
    rewards.products + rewards.vouchers === 0 ? notApplicable("no_rewards") : fromSeen(refreshed),
  reward_product: (facts) =>
    facts.rewards.products === 0
      ? notApplicable("no_rewards")
      : fromSeen(bothOf(facts, (orders) => orders.lastRewardProduct)),
  reward_voucher: (facts) => {
    if (!facts.capabilities.canVouchers) return notApplicable("no_vouchers")
    return facts.rewards.vouchers === 0
      ? notApplicable("no_rewards")
      : fromSeen(bothOf(facts, (orders) => orders.lastRewardVoucher))
  },
  /** On a line of an order that Pongo took, or by a separate call for a POS without such lines. */
  confirm_use: (facts) => {
    if (facts.rewards.products + facts.rewards.vouchers === 0) return notApplicable("no_rewards")
    const onLine = bothOf(facts, (orders) => orders.lastConfirmedUse)
    return fromSeen({
      real: onLine.real ?? facts.used.real,
      rehearsed: onLine.rehearsed ?? facts.used.rehearsed,
    })
  },
}

const bothOf = ({ orders }: GoLiveFacts, pick: (orders: OrderFacts) => Trace | null): Seen => ({
  real: pick(orders.real),
  rehearsed: pick(orders.rehearsed),
})

/** Required of everybody, except where Pongo's list says "if". */
const REQUIRED_IF: readonly CheckId[] = [
  "scan",
  "scan_known",
  "order_rewards",
  "rewards",
  "redeem",
  "refresh",
  "reward_product",
  "reward_voucher",
  "confirm_use",
]

/** Every row of the check, in Pongo's order. */
export function checkGoLive(facts: GoLiveFacts): ReportRow[] {
  return CHECKS.map((id) => {
    const { params = {}, evidence = null, ...verdict } = RULES[id](facts)
    return {
      id,
      requirement: REQUIRED_IF.includes(id) ? "required_if" : "required",
      ...verdict,
      params,
      evidence,
    }
  })
}

/** `ready` when every applicable row was seen in real traffic; `rehearsed` when a rehearsal replaces some. */
export function resultOf(rows: readonly Pick<ReportRow, "state">[]): GoLiveResult {
  if (rows.some(({ state }) => state === "missing" || state === "failed")) return "not_ready"
  return rows.some(({ state }) => state === "rehearsed") ? "rehearsed" : "ready"
}

/** Counts the applicable rows, and those shown by real traffic or a rehearsal. */
export function countRows(rows: readonly Pick<ReportRow, "state">[]): { applying: number; shown: number } {
  return {
    applying: rows.filter(({ state }) => state !== "not_applicable").length,
    shown: rows.filter(({ state }) => state === "passed" || state === "rehearsed").length,
  }
}
