import { parsePhone } from "@/lib/phone"
import { assign } from "./assign"
import { type Compared, type Doubt, type Evidence, type Reason, weigh } from "./evidence"
import { fold, type PlaceText, readPlace } from "./normalise"

/** At or above: accepted with the others by one press. On the labelled set none of these is wrong. */
export const AUTO_ACCEPT_CONFIDENCE = 0.95
/** Below: no suggestion, because none is better than a wrong one that stands there ready to be pressed. */
export const LEAST_CONFIDENCE = 0.5

/** A place that stands somewhere else is for a person to judge, however alike the rest. */
const ELSEWHERE: Doubt[] = ["house_number_differs", "street_differs", "postcode_differs", "city_differs"]
const MOST_ELSEWHERE = 0.9

/** What evidence has to outweigh: that the location's store is not in the list at all. */
const NONE_SCORE = 1

export type LocationToMap = PlaceText & {
  id: string
  phone: string | null
  country: string | null
  /** Its store today: it gets no suggestion, but competes for the others. */
  storeSlug: string | null
  /** Pongo's id of a store that is gone and that it was mapped to. */
  formerPublicId?: string | null
}
export type StoreToMap = PlaceText & {
  slug: string
  publicId: string | null
  phone: string | null
  country: string | null
}
export type Suggestion = {
  locationId: string
  storeSlug: string
  /** 0 to 1: how sure, given the evidence and how close the next best store and the next best location come. */
  confidence: number
  reasons: Reason[]
  doubts: Doubt[]
}

/**
 * Suggests a store for each location that has none, one to one, the best total over all of them. Pure and
 * deterministic, whatever the order of the lists. Stores that are mapped are given to nobody, but they and the
 * locations that have them still compete: a location that looks most like a store somebody has is not sure of another.
 * @param stores those that Pongo lists today
 * @param merchant its name marks the words that all its places share; its country is that of phones without one
 */
export function suggestStores(
  locations: LocationToMap[],
  stores: StoreToMap[],
  merchant: { name: string; country: string },
): Suggestion[] {
  const rows = [...locations].sort((a, b) => (a.id < b.id ? -1 : 1))
  const columns = [...stores].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  if (rows.length === 0 || columns.length === 0) return []
  const [left, right] = [compared(rows, merchant.country), compared(columns, merchant.country)]
  const weightOf = weights(left, right, merchant.name)
  const taken = new Set(rows.map((row) => row.storeSlug))
  const isSettled = (i: number, j: number) => rows[i]!.storeSlug !== null && taken.has(columns[j]!.slug)
  const evidence = left.map((location, i) =>
    right.map((store, j) =>
      isSettled(i, j) ? SETTLED : (sameStore(rows[i]!, columns[j]!) ?? weigh(location, store, weightOf)),
    ),
  )
  const chosen = assign(
    rows.map((row, i) =>
      columns.map((store, j) =>
        row.storeSlug !== null || taken.has(store.slug) ? -1 : evidence[i]![j]!.score - NONE_SCORE,
      ),
    ),
  )
  const odds = evidence.map((row) => row.map(({ score }) => Math.exp(score)))
  const rowTotals = odds.map((row) => row.reduce((sum, odd) => sum + odd, Math.exp(NONE_SCORE)))
  const columnTotals = columns.map((_, j) => odds.reduce((sum, row) => sum + row[j]!, Math.exp(NONE_SCORE)))
  return rows.flatMap((row, i) => {
    const j = chosen[i]!
    if (j < 0) return []
    const { reasons, doubts } = evidence[i]![j]!
    const share = odds[i]![j]! / Math.max(rowTotals[i]!, columnTotals[j]!)
    const isElsewhere = doubts.some((doubt) => ELSEWHERE.includes(doubt))
    const confidence = isElsewhere ? Math.min(share, MOST_ELSEWHERE) : share
    return confidence < LEAST_CONFIDENCE
      ? []
      : [{ locationId: row.id, storeSlug: columns[j]!.slug, confidence, reasons, doubts }]
  })
}

/** Of a mapped location and a taken store nothing is asked. */
const SETTLED: Evidence = { score: 0, reasons: [], doubts: [] }

/** Pongo gave the store a new slug: its own id says that it is the one the location had. */
function sameStore(location: LocationToMap, store: StoreToMap): Evidence | null {
  const isSame = location.formerPublicId != null && location.formerPublicId === store.publicId
  return isSame ? { score: 20, reasons: ["store_same"], doubts: [] } : null
}

function compared(
  places: (PlaceText & { phone: string | null; country: string | null })[],
  country: string,
): Compared[] {
  const phones = places.map((place) =>
    place.phone ? (parsePhone(place.phone, place.country ?? country)?.e164 ?? null) : null,
  )
  const features = places.map(readPlace)
  const phoneCounts = countBy(phones)
  const names = features.map(({ name }) => [...name].sort().join(" "))
  const nameCounts = countBy(names)
  return features.map((place, index) => ({
    ...place,
    phone: phones[index]!,
    phoneShare: phoneCounts.get(phones[index]!)!,
    nameShare: nameCounts.get(names[index]!)!,
  }))
}

function countBy<Value>(values: Value[]): Map<Value, number> {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** A word that every place of a merchant has tells none apart; one of the merchant's own name hardly. */
function weights(left: Compared[], right: Compared[], merchantName: string): (word: string) => number {
  const own = new Set(fold(merchantName).split(" "))
  const share = (places: Compared[]) => {
    const counts = new Map<string, number>()
    for (const { name } of places)
      for (const word of new Set(name)) counts.set(word, (counts.get(word) ?? 0) + 1)
    return (word: string) => {
      const count = counts.get(word) ?? 0
      return count < 2 ? 1 : Math.log(places.length / count) / Math.log(places.length)
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
