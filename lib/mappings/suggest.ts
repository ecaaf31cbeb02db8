import { parsePhone } from "@/lib/phone"
import { atOnce } from "@/lib/turns"
import { assign, type Choices } from "./assign"
import { type Findable, findCandidates } from "./candidates"
import { type Compared, type Doubt, type Evidence, type Reason, weigh } from "./evidence"
import { type Features, fold, readSite, type SiteText } from "./normalise"

/** From this confidence on, accepted in bulk. On the labelled set none of these is wrong. */
export const AUTO_ACCEPT_CONFIDENCE = 0.95
/** Below this there is no suggestion: none is better than a wrong one that is a click away. */
const LEAST_CONFIDENCE = 0.5

/** A person decides on a site that is elsewhere, however similar the rest. */
const ELSEWHERE: Doubt[] = ["house_number_differs", "street_differs", "postcode_differs", "city_differs"]
const MOST_ELSEWHERE = 0.9

/** The prior that evidence must outweigh: the location's store is not in the list at all. */
const NONE_SCORE = 1

export type LocationToMap = SiteText & {
  id: string
  phone: string | null
  country: string | null
  /** Its current store. It gets no suggestion but still competes. */
  storeSlug: string | null
  /** Pongo's id of its former store, which is gone. */
  formerPublicId?: string | null
}
export type StoreToMap = SiteText & {
  slug: string
  publicId: string | null
  phone: string | null
  country: string | null
}
export type Suggestion = {
  locationId: string
  storeSlug: string
  /** 0 to 1, from the evidence and the distance to the next best store and the next best location. */
  confidence: number
  reasons: Reason[]
  doubts: Doubt[]
}

/**
 * Suggests a store for each location that has none: the one-to-one assignment with the best total. Pure and
 * deterministic, whatever the order of the lists. Mapped stores are never suggested, but they and their locations still
 * compete: a location that looks most like a taken store is not sure of another.
 * @param stores the stores that Pongo lists today
 * @param merchant its name marks the words all its sites share; its country applies to phones without one
 */
export function suggestStores(
  locations: LocationToMap[],
  stores: StoreToMap[],
  merchant: { name: string; country: string },
  mostCandidates?: number,
): Suggestion[] {
  return atOnce(suggestInSteps(locations, stores, merchant, mostCandidates))
}

/** {@link suggestStores} as a generator with steps of a few milliseconds, so that the caller can let other work run. */
export function* suggestInSteps(
  locations: LocationToMap[],
  stores: StoreToMap[],
  merchant: { name: string; country: string },
  mostCandidates?: number,
): Generator<void, Suggestion[]> {
  const rows = [...locations].sort((a, b) => (a.id < b.id ? -1 : 1))
  const columns = [...stores].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  if (columns.length === 0 || rows.every(({ storeSlug }) => storeSlug !== null)) return []
  const left = yield* readSites(rows, merchant.country, ({ formerPublicId }) => formerPublicId ?? null)
  const right = yield* readSites(columns, merchant.country, ({ publicId }) => publicId)
  const weightOf = weights(left, right, merchant.name)
  const taken = new Set(rows.map((row) => row.storeSlug))
  const isFree = columns.map(({ slug }) => !taken.has(slug))
  const weighPair = (i: number, j: number) =>
    sameStore(rows[i]!, columns[j]!) ?? weigh(left[i]!, right[j]!, weightOf)
  yield
  const candidatesOf = yield* findCandidates(right, mostCandidates)
  const rowTotals = new Float64Array(rows.length).fill(Math.exp(NONE_SCORE))
  const columnTotals = new Float64Array(columns.length).fill(Math.exp(NONE_SCORE))
  /** The gain of each free store for a location without one. Most pairs gain nothing and are not kept. */
  const choices: Choices[] = []
  for (const [i, row] of rows.entries()) {
    const open: number[] = []
    const gains: number[] = []
    for (const j of candidatesOf(left[i]!)) {
      yield
      // Nobody needs the pair of a mapped location and a taken store.
      if (row.storeSlug !== null && !isFree[j]) continue
      const { score } = weighPair(i, j)
      rowTotals[i]! += Math.exp(score)
      columnTotals[j]! += Math.exp(score)
      if (row.storeSlug !== null || !isFree[j] || score <= NONE_SCORE) continue
      open.push(j)
      gains.push(score - NONE_SCORE)
    }
    choices.push({ columns: open, gains })
  }
  const chosen = yield* assign(choices, columns.length)
  return rows.flatMap((row, i) => {
    const j = chosen[i]!
    if (j < 0) return []
    const { score, reasons, doubts } = weighPair(i, j)
    const share = Math.exp(score) / Math.max(rowTotals[i]!, columnTotals[j]!)
    const isElsewhere = doubts.some((doubt) => ELSEWHERE.includes(doubt))
    const confidence = isElsewhere ? Math.min(share, MOST_ELSEWHERE) : share
    return confidence < LEAST_CONFIDENCE
      ? []
      : [{ locationId: row.id, storeSlug: columns[j]!.slug, confidence, reasons, doubts }]
  })
}

/** Pongo changed the store's slug: its id proves that the location had this store. */
function sameStore(location: LocationToMap, store: StoreToMap): Evidence | null {
  const isSame = location.formerPublicId != null && location.formerPublicId === store.publicId
  return isSame ? { score: 20, reasons: ["store_same"], doubts: [] } : null
}

function* readSites<Site extends SiteText & { phone: string | null; country: string | null }>(
  sites: Site[],
  country: string,
  idOf: (site: Site) => string | null,
): Generator<void, Findable[]> {
  const read: { features: Features; phone: string | null; name: string; id: string | null }[] = []
  for (const site of sites) {
    const features = cut(readSite(site))
    const phone = site.phone ? (parsePhone(site.phone, site.country ?? country)?.e164 ?? null) : null
    read.push({ features, phone, name: [...features.name].sort().join(" "), id: idOf(site) })
    yield
  }
  const phoneCounts = countBy(read.map(({ phone }) => phone))
  const nameCounts = countBy(read.map(({ name }) => name))
  return read.map(({ features, phone, name, id }) => ({
    ...features,
    phone,
    phoneShare: phoneCounts.get(phone)!,
    nameShare: nameCounts.get(name)!,
    id,
  }))
}

/** No real name has more words; more would make each comparison slow. */
const MOST_WORDS = 8

function cut({ street, ...features }: Features): Features {
  const [name, nameNumbers, addressWords, city] = [
    features.name.slice(0, MOST_WORDS),
    features.nameNumbers.slice(0, MOST_WORDS),
    features.addressWords.slice(0, MOST_WORDS),
    features.city.slice(0, MOST_WORDS),
  ]
  const numbers = street?.numbers.slice(0, MOST_WORDS) ?? []
  const words = street?.words.slice(0, MOST_WORDS) ?? []
  return {
    ...features,
    name,
    nameNumbers,
    addressWords,
    city,
    street: street && { ...street, numbers, words },
  }
}

function countBy<Value>(values: Value[]): Map<Value, number> {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** A word in the names of all sites does not distinguish them; a word of the merchant's own name hardly does. */
function weights(left: Compared[], right: Compared[], merchantName: string): (word: string) => number {
  const own = new Set(fold(merchantName).split(" "))
  const share = (sites: Compared[]) => {
    const counts = new Map<string, number>()
    for (const { name } of sites)
      for (const word of new Set(name)) counts.set(word, (counts.get(word) ?? 0) + 1)
    return (word: string) => {
      const count = counts.get(word) ?? 0
      return count < 2 ? 1 : Math.log(sites.length / count) / Math.log(sites.length)
    }
  }
  const [inLeft, inRight] = [share(left), share(right)]
  const known = new Map<string, number>()
  return (word) => {
    let weight = known.get(word)
    if (weight === undefined) {
      weight = Math.max(0.06, Math.min(inLeft(word), inRight(word), own.has(word) ? 0.15 : 1))
      known.set(word, weight)
    }
    return weight
  }
}
