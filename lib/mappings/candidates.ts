import type { Compared } from "./evidence"

/** Stores weighed per location. Merchants with fewer stores have all of them weighed. */
const MOST_CANDIDATES = 50

/** A searchable location or store. `id` is Pongo's own id of the store, or of the location's former store. */
export type Findable = Compared & { id: string | null }

/**
 * Finds the stores that may be a given location: those that share the most keys with it, weighted as in a search
 * engine, where rare keys count more. Leaves out stores that share nothing.
 * @param stores the stores to search
 * @returns a function that gives the positions of at most `most` stores, in ascending order. O(shared keys) a call.
 */
export function* findCandidates(
  stores: Findable[],
  most = MOST_CANDIDATES,
): Generator<void, (location: Findable) => Int32Array> {
  const all = Int32Array.from(stores.keys())
  if (stores.length <= most) return () => all
  const holders = new Map<string, number[]>()
  for (const [index, store] of stores.entries()) {
    for (const key of keysOf(store)) {
      const list = holders.get(key)
      if (list) list.push(index)
      else holders.set(key, [index])
    }
    yield
  }
  const shared = new Float64Array(stores.length)
  return (location) => {
    shared.fill(0)
    for (const key of keysOf(location)) {
      const found = holders.get(key)
      // A key that most stores have does not distinguish any.
      if (!found || found.length > stores.length / 2) continue
      const weight = Math.log(stores.length / found.length)
      for (const index of found) shared[index]! += weight
    }
    const least = shared.toSorted()[stores.length - most]!
    const better = all.filter((index) => shared[index]! > least)
    const level = least > 0 ? all.filter((index) => shared[index] === least) : []
    return Int32Array.from([...better, ...level.slice(0, most - better.length)]).sort()
  }
}

/** Keys for everything that `weigh` counts in a pair's favour, including mistyped words: equal text on both sides. */
function keysOf(site: Findable): Set<string> {
  const keys = new Set<string>()
  const add = (kind: string, value: string | null | undefined) => value && keys.add(`${kind} ${value}`)
  add("id", site.id)
  add("phone", site.phone)
  add("postcode", site.postcode)
  add("district", site.district)
  for (const number of site.nameNumbers) add("number", number)
  const street = site.street?.words ?? []
  for (const number of site.street?.numbers ?? []) for (const word of street) add(number, word)
  for (const word of [...site.name, ...street, ...site.addressWords, ...site.city])
    for (const writing of writingsOf(word)) add("word", writing)
  return keys
}

/** Two words that differ by one letter, or where one is a prefix of the other, share one of these. */
function writingsOf(word: string): string[] {
  if (word.length < 3) return [word]
  const without = word.length < 5 ? [] : [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))
  return [word, `${word.slice(0, 3)}…`, ...without]
}
