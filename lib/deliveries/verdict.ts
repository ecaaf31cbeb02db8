import type { AttemptOutcome } from "@/db/enums"
import { isNeverTheRequestsFault, isUnknownOutcome, type PongoError } from "@/lib/pongo/error"
import { blamesStore, type SentOrder } from "@/lib/pongo/wire/orders"
import { nextDelaySeconds } from "./retry-schedule"

/** Failures after which an order no longer holds back those closed after it at its location. */
const ASIDE_AFTER = 3

/** What an attempt means for its order. Pure: the one place where Pongo's answers become our states. */
export type Verdict = {
  outcome: AttemptOutcome
  /** What the delivery becomes. `queued` waits for its cause to go away and has used no attempt. */
  state: "delivered" | "retrying" | "failed" | "queued"
  reason: "rejected_by_pongo" | "retries_exhausted" | null
  isCounted: boolean
  /** The order may now be at this store, so it stays bound to it. */
  maybeSent: boolean
  delaySeconds: number | null
  stepsAside: boolean
}

type Facts = {
  /** Counted attempts before this one, since the order was accepted or last replayed. */
  scheduleStep: number
  maybeSent: boolean
  /** Sent only to learn whether Pongo is back. */
  isProbe: boolean
  schedule: readonly number[]
  random?: () => number
}

/** Pongo took the order, now or earlier. */
export function judgeSent(sent: SentOrder): Verdict {
  return {
    outcome: sent.outcome === "created" ? "delivered" : "already_processed",
    state: "delivered",
    reason: null,
    isCounted: true,
    maybeSent: true,
    delaySeconds: null,
    stepsAside: false,
  }
}

/** Pongo refused the order itself: trying again would be refused again. */
export function judgeRejected(maybeSent: boolean): Verdict {
  return {
    outcome: "rejected",
    state: "failed",
    reason: "rejected_by_pongo",
    isCounted: true,
    maybeSent,
    delaySeconds: null,
    stepsAside: false,
  }
}

/** Pongo did not take the order (`docs/pongo-wire.md`, Orders and Errors). */
export function judgeError(error: PongoError, facts: Facts): Verdict {
  const cause = causeOf(error)
  const base = {
    reason: null,
    isCounted: false,
    maybeSent: facts.maybeSent,
    delaySeconds: null,
    stepsAside: false,
  }
  // Bound to a store that is gone, it can go nowhere else: a person has to look.
  const isStranded = cause === "store_unknown" && facts.maybeSent
  if (cause === "connection_revoked" || (cause === "store_unknown" && !isStranded))
    return { ...base, outcome: cause, state: "queued" }
  if (cause === "rejected" || isStranded) return judgeRejected(facts.maybeSent)
  return judgePassing(error, { ...facts, maybeSent: facts.maybeSent || isUnknownOutcome(error.kind) })
}

/** Time may mend it: later, and for a few days. */
export function judgePassing(error: PongoError, facts: Facts): Verdict {
  const { maybeSent } = facts
  const base = { reason: null, isCounted: false, maybeSent, delaySeconds: null, stepsAside: false }
  // It may be this order alone that Pongo chokes on: the next probe is made with another.
  if (facts.isProbe)
    return {
      ...base,
      outcome: "will_retry",
      state: "retrying",
      delaySeconds: 0,
      stepsAside: !isNeverTheRequestsFault(error.kind, error.status),
    }
  const step = facts.scheduleStep + 1
  const delaySeconds = nextDelaySeconds(facts.schedule, step, error.retryAfterSeconds, facts.random)
  if (delaySeconds === null)
    return {
      ...base,
      outcome: "gave_up",
      state: "failed",
      reason: "retries_exhausted",
      isCounted: true,
    }
  return {
    ...base,
    outcome: "will_retry",
    state: "retrying",
    isCounted: true,
    delaySeconds,
    stepsAside: step >= ASIDE_AFTER,
  }
}

function causeOf(error: PongoError): "connection_revoked" | "store_unknown" | "rejected" | "passing" {
  switch (error.kind) {
    case "unauthorized":
      return "connection_revoked"
    case "forbidden":
      // A firewall answers in HTML; Pongo, about a missing scope, in JSON.
      return isHtml(error) ? "passing" : "connection_revoked"
    case "not_found":
      return isHtml(error) ? "passing" : "store_unknown"
    case "invalid":
      return blamesStore(error.fieldErrors) ? "store_unknown" : "rejected"
    case "conflict":
    case "locked":
    case "rejected":
      return "rejected"
    default:
      return "passing"
  }
}

const isHtml = (error: PongoError) => error.exchange.responseBody?.trimStart().startsWith("<") ?? false
