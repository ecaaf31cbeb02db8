export type BreakerOptions = {
  /** Failures since the last success that open the breaker. */
  threshold?: number
  /** Starts open, because another process has found Pongo down. */
  isOpen?: boolean
  minProbeMs?: number
  maxProbeMs?: number
  /** Milliseconds. */
  now?: () => number
  /** 0 to 1. A wait is shortened by up to a fifth, so that several workers do not probe together. */
  random?: () => number
  onChange?: (state: BreakerState) => void
}

export type BreakerState = "closed" | "open"

/** `probe`: make the call, then report it with `probe: true` or call `probeAborted`. */
export type Permit = "pass" | "probe" | "refuse"

export type BreakerFailure = {
  /** The order that failed. */
  key: string
  /** No request could have succeeded (`isUnreachable`). */
  certain: boolean
  /**
   * Whether this was the probe. If absent, a failure while a probe is out counts as the probe's. Calls that started
   * before the breaker opened and fail late should pass `false`.
   */
  probe?: boolean
}

/**
 * Decides whether Pongo is worth calling. A failure that no request could have avoided counts each time. Any other
 * failure counts once per order, because one poisoned order that always gets a 500 is not an outage. Once open, one
 * call at a time may probe, after waits that double from `minProbeMs` to `maxProbeMs`. A success closes the breaker. It
 * has no timers: ask `permit` again, at the latest at `nextProbeAt`.
 *
 * An order that cannot succeed keeps the breaker open if every probe uses it. After a failed probe, probe with another
 * order.
 */
export class Breaker {
  #threshold: number
  #minProbeMs: number
  #maxProbeMs: number
  #now: () => number
  #random: () => number
  #onChange: (state: BreakerState) => void

  #certainFailures = 0
  #suspectKeys = new Set<string>()
  #openedAt: number | null = null
  #nextProbeAt: number | null = null
  #waitMs = 0
  #isProbing = false

  constructor(options: BreakerOptions = {}) {
    this.#threshold = options.threshold ?? 3
    this.#minProbeMs = options.minProbeMs ?? 2_000
    this.#maxProbeMs = options.maxProbeMs ?? 30_000
    this.#now = options.now ?? Date.now
    this.#random = options.random ?? Math.random
    this.#onChange = options.onChange ?? (() => {})
    if (!options.isOpen) return
    this.#openedAt = this.#now()
    this.#waitForProbe(this.#minProbeMs)
  }

  get state(): BreakerState {
    return this.#openedAt === null ? "closed" : "open"
  }

  /** Milliseconds, null while closed. */
  get openedAt() {
    return this.#openedAt
  }

  /** Milliseconds, null while closed or while a probe is out. */
  get nextProbeAt() {
    return this.#isProbing ? null : this.#nextProbeAt
  }

  permit(): Permit {
    if (this.#nextProbeAt === null) return "pass"
    if (this.#isProbing || this.#now() < this.#nextProbeAt) return "refuse"
    this.#isProbing = true
    return "probe"
  }

  succeeded() {
    this.#certainFailures = 0
    this.#suspectKeys.clear()
    this.#isProbing = false
    this.#nextProbeAt = null
    if (this.#openedAt === null) return
    this.#openedAt = null
    this.#onChange("closed")
  }

  failed({ key, certain, probe = this.#isProbing }: BreakerFailure) {
    if (this.#openedAt !== null) {
      if (probe && this.#isProbing) this.#waitForProbe(Math.min(this.#waitMs * 2, this.#maxProbeMs))
      return
    }
    if (certain) this.#certainFailures++
    else this.#suspectKeys.add(key)
    if (this.#certainFailures + this.#suspectKeys.size < this.#threshold) return
    this.#openedAt = this.#now()
    this.#waitForProbe(this.#minProbeMs)
    this.#onChange("open")
  }

  /** The probe ended without a result, for example because the worker is stopping. */
  probeAborted() {
    this.#isProbing = false
  }

  #waitForProbe(waitMs: number) {
    this.#isProbing = false
    this.#waitMs = waitMs
    this.#nextProbeAt = this.#now() + waitMs * (1 - this.#random() / 5)
  }
}
