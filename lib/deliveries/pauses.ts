import { Breaker, type BreakerOptions, type Permit } from "@/lib/pongo/breaker"

/** Merchants that must fail in a row, without any success, before Pongo counts as down. */
const MERCHANTS_DOWN = 3

/** A merchant whose orders fail, and since when. */
export type Failing = { merchantId: string; since: Date }

export type Pause =
  /** Pongo stopped answering all merchants, or answers again. */
  | { of: "all"; isOpen: boolean; since: Date; failing: Failing[] }
  /** Pongo stopped answering one merchant, or answers again. */
  | { of: "merchant"; isOpen: boolean; since: Date; merchantId: string }

/** The scope of a probe; null for a normal call. */
export type Probe = Pause["of"] | null

export type Paused = { all: Date | null; merchants: Failing[] }

export const NOTHING_PAUSED: Paused = { all: null, merchants: [] }

/**
 * Decides which merchants a worker may send for. One merchant's failing orders pause that merchant; Pongo is down for
 * all when several merchants fail and none succeeds. Keeps only merchants whose last call failed.
 */
export class Pauses {
  readonly #onChange: (pause: Pause) => void
  readonly #options: Pick<BreakerOptions, "now" | "random">
  readonly #all: Breaker
  #allSince = new Date()
  readonly #failing = new Map<string, { breaker: Breaker; since: Date }>()

  /** @param known current pauses that other workers found */
  constructor(
    known: Paused,
    onChange: (pause: Pause) => void,
    options: Pick<BreakerOptions, "now" | "random"> = {},
  ) {
    this.#onChange = onChange
    this.#options = options
    this.#all = this.#breakerOfAll(known.all !== null)
    if (known.all) this.#allSince = known.all
    for (const { merchantId, since } of known.merchants) this.#remember(merchantId, since, true)
  }

  /** Whether any call may be made. A `probe` here has scope `all`. */
  permit(): Permit {
    return this.#all.permit()
  }

  /** Since when Pongo has answered no merchant; null when it does. */
  get allSince(): Date | null {
    return this.#all.state === "open" ? this.#allSince : null
  }

  isPaused(merchantId: string): boolean {
    return this.#all.state === "open" || this.#failing.get(merchantId)?.breaker.state === "open"
  }

  paused(): Failing[] {
    return [...this.#failing]
      .filter(([, { breaker }]) => breaker.state === "open")
      .map(([merchantId, { since }]) => ({ merchantId, since }))
  }

  /** The paused merchants that may probe now. Each probe must end with a result or {@link aborted}. */
  takeProbes(): string[] {
    return this.paused()
      .map(({ merchantId }) => merchantId)
      .filter((merchantId) => this.#failing.get(merchantId)!.breaker.permit() === "probe")
  }

  succeeded(merchantId: string): void {
    this.#all.succeeded()
    this.#forget(merchantId)
  }

  failed(
    order: { merchantId: string; orderId: string; takenAt: Date },
    certain: boolean,
    probe: Probe,
  ): void {
    const { merchantId, orderId, takenAt } = order
    const { breaker } = this.#failing.get(merchantId) ?? this.#remember(merchantId, takenAt, false)
    breaker.failed({ key: orderId, certain, probe: probe === "merchant" })
    this.#all.failed({ key: merchantId, certain: false, probe: probe === "all" })
  }

  /** The probe ended without learning anything about Pongo. */
  aborted(merchantId: string | null, probe: Probe): void {
    if (probe === "all") this.#all.probeAborted()
    if (probe === "merchant" && merchantId) this.#failing.get(merchantId)?.breaker.probeAborted()
  }

  /** Ends the pause of a merchant that has no order to probe with. */
  idle(merchantId: string): void {
    this.#forget(merchantId)
  }

  #breakerOfAll(isOpen: boolean): Breaker {
    return new Breaker({
      ...this.#options,
      threshold: MERCHANTS_DOWN,
      isOpen,
      onChange: (state) => {
        if (state === "open") this.#allSince = new Date(Math.min(...this.#sinces()))
        this.#onChange({
          of: "all",
          isOpen: state === "open",
          since: this.#allSince,
          failing: [...this.#failing].map(([merchantId, { since }]) => ({ merchantId, since })),
        })
      },
    })
  }

  #sinces(): number[] {
    return [...this.#failing.values()].map(({ since }) => since.getTime())
  }

  #remember(merchantId: string, since: Date, isOpen: boolean) {
    const entry = {
      since,
      breaker: new Breaker({
        ...this.#options,
        isOpen,
        onChange: (state) => this.#onChange({ of: "merchant", isOpen: state === "open", since, merchantId }),
      }),
    }
    this.#failing.set(merchantId, entry)
    return entry
  }

  #forget(merchantId: string): void {
    this.#failing.get(merchantId)?.breaker.succeeded()
    this.#failing.delete(merchantId)
  }
}
