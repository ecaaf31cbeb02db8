import type { AttemptOutcome } from "@/db/enums"
import { isUnknownOutcome, isUnreachable, type PongoError } from "@/lib/pongo/error"
import { blamesStore, type SentOrder } from "@/lib/pongo/wire/orders"
import { nextDelaySeconds } from "./retry-schedule"

/** Failures after which an order no longer blocks later orders at its location. */
const ASIDE_AFTER = 3

/** The result of an attempt for its order. The only place that maps Pongo's answers to our states; pure. */
export type Verdict = {
  outcome: AttemptOutcome
  /** New state of the delivery. `queued` waits for its cause to end and uses no attempt. */
  state: "delivered" | "retrying" | "failed" | "queued"
  reason: "rejected_by_pongo" | "retries_exhausted" | null
  isCounted: boolean
  /** The order may now be at this store, which binds it to the store. */
  maybeSent: boolean
  delaySeconds: number | null
  stepsAside: boolean
}

type Facts = {
  /** Counted attempts before this one, since the order was accepted or last replayed. */
  scheduleStep: number
  maybeSent: boolean
  /** Sent only to test whether Pongo is back. */
  isProbe: boolean
  schedule: readonly number[]
  random?: () => number
}

/** Pongo accepted the order, now or earlier. */
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

/** Pongo rejected the order itself; a retry would be rejected too. */
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

/** Pongo did not accept the order (`docs/pongo-wire.md`, Orders and Errors). */
export function judgeError(error: PongoError, facts: Facts): Verdict {
  const cause = causeOf(error)
  const base = {
    reason: null,
    isCounted: false,
    maybeSent: facts.maybeSent,
    delaySeconds: null,
    stepsAside: false,
  }
  // Bound to a store that no longer exists, so only a person can resolve it.
  const isStranded = cause === "store_unknown" && facts.maybeSent
  if (cause === "connection_revoked" || (cause === "store_unknown" && !isStranded))
    return { ...base, outcome: cause, state: "queued" }
  if (cause === "rejected" || isStranded) return judgeRejected(facts.maybeSent)
  return judgePassing(error, { ...facts, maybeSent: facts.maybeSent || isUnknownOutcome(error.kind) })
}

/** A temporary failure: retried for a few days. */
export function judgePassing(error: PongoError, facts: Facts): Verdict {
  const { maybeSent } = facts
  const base = { reason: null, isCounted: false, maybeSent, delaySeconds: null, stepsAside: false }
  // The failure may be specific to this order: the next probe uses another.
  if (facts.isProbe)
    return {
      ...base,
      outcome: "will_retry",
      state: "retrying",
      delaySeconds: 0,
      stepsAside: !isUnreachable(error.kind, error.status),
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
      // A firewall answers in HTML; Pongo reports a missing scope in JSON.
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
