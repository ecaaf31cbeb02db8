/** A location that may have an order due. */
export type DueLocation = { locationId: string; merchantId: string }

/** Most locations remembered. A scan finds the others later. */
const MOST = 10_000

/**
 * A worker's list of locations that may have an order due: what tills announced and what the last scan found. Only a
 * list of where to look: `claimLanes` decides, and a location that is missing here waits for the next scan.
 */
export class DueLocations {
  /** Locations per merchant, both in the order in which their turn comes. */
  readonly #waiting = new Map<string, Set<string>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add({ locationId, merchantId }: DueLocation): void {
    if (this.#size >= MOST) return
    const waiting = this.#waiting.get(merchantId) ?? new Set()
    if (waiting.has(locationId)) return
    this.#waiting.set(merchantId, waiting.add(locationId))
    this.#size += 1
  }

  /**
   * Takes up to `lanes` locations off the list, round-robin: every merchant's first before any merchant's second. A
   * merchant may hold as many lanes as it leaves free: the first slow merchant gets half of them, the next half of the
   * rest, and one lane stays free for the next.
   * @param held lanes that each merchant already has
   * @param except merchants and locations that stay on the list for now
   */
  deal(
    lanes: number,
    held: ReadonlyMap<string, number>,
    except: { merchants: ReadonlySet<string>; locations: ReadonlySet<string> },
  ): DueLocation[] {
    const dealt: DueLocation[] = []
    for (let seat = 1; seat <= lanes - dealt.length; seat++) {
      const merchants = [...this.#waiting.keys()].filter(
        (merchantId) => (held.get(merchantId) ?? 0) < seat && !except.merchants.has(merchantId),
      )
      for (const merchantId of merchants) {
        if (seat > lanes - dealt.length) break
        const locationId = this.#takeFirst(merchantId, except.locations)
        if (locationId) dealt.push({ locationId, merchantId })
      }
    }
    return dealt
  }

  /** Moves the merchant to the end, behind those that still wait. */
  #takeFirst(merchantId: string, except: ReadonlySet<string>): string | undefined {
    const waiting = this.#waiting.get(merchantId)
    for (const locationId of waiting ?? []) {
      if (except.has(locationId)) continue
      waiting!.delete(locationId)
      this.#size -= 1
      this.#waiting.delete(merchantId)
      if (waiting!.size > 0) this.#waiting.set(merchantId, waiting!)
      return locationId
    }
    return undefined
  }
}
