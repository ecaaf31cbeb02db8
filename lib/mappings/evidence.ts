import type { Features, Street } from "./normalise"
import { editDistance, joinAs, pairWords, wordLikeness } from "./word-match"

/** Reasons for a pair, strongest kinds first. */
const REASONS = [
  "store_same",
  "phone_same",
  "address_same",
  "name_same",
  "name_close",
  "street_same",
  "address_close",
  "name_in_address",
  "name_number_same",
  "postcode_same",
  "district_same",
  "city_same",
] as const
/** Reasons against a pair, which a person should check. */
const DOUBTS = [
  "name_differs",
  "name_number_differs",
  "house_number_differs",
  "street_differs",
  "postcode_differs",
  "city_differs",
  "phone_differs",
] as const
export type Reason = (typeof REASONS)[number]
export type Doubt = (typeof DOUBTS)[number]

export type Evidence = {
  /** Natural log of the likelihood ratio: one site against two. */
  score: number
  reasons: Reason[]
  doubts: Doubt[]
}

type Finding = { score: number; reason?: Reason; doubt?: Doubt }

export type Compared = Features & {
  /** E.164. */
  phone: string | null
  /** How many of the merchant's sites share this phone: a switchboard says little. */
  phoneShare: number
  /** How many of them have the same words in their name. */
  nameShare: number
}

const NOTHING: Finding = { score: 0 }

/**
 * Weighs a location against a store, field by field. A field that either side lacks counts neither way.
 * @param weightOf how well a word of a name distinguishes this merchant's sites, 0 to 1
 */
export function weigh(location: Compared, store: Compared, weightOf: (word: string) => number): Evidence {
  const [area, phone] = [weighArea(location, store), weighPhone(location, store)]
  // Different towns: a common chain name or street name does not change that. Most pairs of a chain end here.
  const isElsewhere =
    phone.reason === undefined && area.every(({ doubt }) => doubt !== undefined) && area.length === 2
  const findings = isElsewhere
    ? area
    : [
        weighName(location, store, weightOf),
        weighNameNumbers(location, store),
        weighStreet(location, store),
        ...area,
        phone,
      ]
  const has = <Kind extends string>(kinds: readonly Kind[], found: (Kind | undefined)[]) =>
    kinds.filter((kind) => found.includes(kind))
  return {
    score: findings.reduce((sum, finding) => sum + finding.score, 0),
    reasons: has(
      REASONS,
      findings.map(({ reason }) => reason),
    ),
    doubts: has(
      DOUBTS,
      findings.map(({ doubt }) => doubt),
    ),
  }
}

function weighName(a: Compared, b: Compared, weightOf: (word: string) => number): Finding {
  const left = joinAs(a.name, b.name)
  const right = joinAs(b.name, left)
  if (left.length === 0 || right.length === 0) return NOTHING
  const isSame = [...left].sort().join(" ") === [...right].sort().join(" ")
  if (isSame) return { score: Math.max(a.nameShare, b.nameShare) === 1 ? 4 : 1, reason: "name_same" }
  const pairs = pairWords(left, right)
  const sum = (words: string[]) => words.reduce((total, word) => total + weightOf(word), 0)
  const paired = (side: "left" | "right", words: string[]) =>
    pairs.reduce((total, pair) => total + pair.likeness * weightOf(words[pair[side]]!), 0)
  const unpaired = (side: "left" | "right", words: string[]) =>
    words.filter((_, index) => !pairs.some((pair) => pair[side] === index))
  const restLeft = explained(unpaired("left", left), b, weightOf)
  const restRight = explained(unpaired("right", right), a, weightOf)
  const pairedLeft = paired("left", left) + restLeft.credit
  const pairedRight = paired("right", right) + restRight.credit
  const totalLeft = sum(left) - restLeft.neutral
  const totalRight = sum(right) - restRight.neutral
  const both = (pairedLeft + pairedRight) / Math.max(totalLeft + totalRight, 0.01)
  const contained = Math.max(pairedLeft / Math.max(totalLeft, 0.01), pairedRight / Math.max(totalRight, 0.01))
  const likeness = Math.min(1, 0.55 * both + 0.45 * Math.min(contained, 1))
  // Two names made only of words that every site shares prove nothing.
  const telling = Math.min(1, Math.min(totalLeft, totalRight) / 0.5)
  const score = telling * along(likeness, NAME_SCORES)
  const isFromAddress = restLeft.credit + restRight.credit > 0 && pairs.length === 0
  if (score >= 1) return { score, reason: isFromAddress ? "name_in_address" : "name_close" }
  return score <= -1 ? { score, doubt: "name_differs" } : { score }
}

/** Likeness of two names → score. */
const NAME_SCORES: [likeness: number, score: number][] = [
  [0, -2.5],
  [0.25, -1.5],
  [0.45, 0],
  [0.6, 1.5],
  [0.8, 3],
  [1, 4],
]

/** Words found in the other's city or address instead of its name. */
function explained(words: string[], other: Compared, weightOf: (word: string) => number) {
  const address = [...(other.street?.words ?? []), ...other.addressWords]
  let credit = 0
  let neutral = 0
  for (const word of words) {
    const weight = weightOf(word)
    if (address.some((written) => wordLikeness(word, written) >= 0.85)) credit += 0.75 * weight
    else if (other.city.some((written) => wordLikeness(word, written) >= 0.85)) {
      credit += 0.3 * weight
      neutral += 0.5 * weight
    }
  }
  return { credit, neutral }
}

function weighNameNumbers(a: Compared, b: Compared): Finding {
  if (a.nameNumbers.length === 0 && b.nameNumbers.length === 0) return NOTHING
  const known = (site: Compared) =>
    new Set([...site.nameNumbers, ...(site.district ? [site.district] : []), ...(site.street?.numbers ?? [])])
  const unknown = (site: Compared, other: Compared) =>
    site.nameNumbers.filter((number) => !known(other).has(number))
  const [left, right] = [unknown(a, b), unknown(b, a)]
  if (left.length === 0 && right.length === 0) return { score: 2, reason: "name_number_same" }
  const isBoth = left.length > 0 && right.length > 0
  const contradicts = (numbers: string[], site: Compared, other: Compared) =>
    numbers.some((number) => number !== site.district) && other.nameNumbers.length > 0
  if (isBoth || contradicts(left, a, b) || contradicts(right, b, a))
    return { score: -4, doubt: "name_number_differs" }
  // The site's own arrondissement number, which the other omits.
  if ([...left, ...right].every((number) => number === a.district || number === b.district)) return NOTHING
  return { score: -1.5, doubt: "name_number_differs" }
}

function weighStreet(a: Compared, b: Compared): Finding {
  if (!a.street || !b.street || a.street.words.length === 0 || b.street.words.length === 0) return NOTHING
  const likeness = Math.max(
    streetLikeness(a.street, b.street),
    // One side gives the shopping centre, the other its street too.
    within(a.street.words, [...b.addressWords, ...b.street.words]),
    within(b.street.words, [...a.addressWords, ...a.street.words]),
  )
  if (likeness < 0.45) return { score: -3.5, doubt: "street_differs" }
  if (likeness < 0.7) return { score: 0 }
  const isShared = (number: string) => b.street!.numbers.includes(number)
  const isNumbered = a.street.numbers.length > 0 && b.street.numbers.length > 0
  if (!isNumbered) return { score: 2.5 * likeness, reason: "street_same" }
  if (!a.street.numbers.some(isShared))
    return { score: -1, reason: "street_same", doubt: "house_number_differs" }
  if (a.street.suffix === b.street.suffix) return { score: 5 * likeness, reason: "address_same" }
  const isOneSilent = a.street.suffix === null || b.street.suffix === null
  return isOneSilent
    ? { score: 2 * likeness, reason: "address_close" }
    : { score: -1, reason: "street_same", doubt: "house_number_differs" }
}

function streetLikeness(a: Street, b: Street): number {
  const left = joinAs(a.words, b.words)
  const right = joinAs(b.words, left)
  const paired = pairWords(left, right).reduce((total, { likeness }) => total + likeness, 0)
  const dice = (2 * paired) / (left.length + right.length)
  const contained = paired / Math.min(left.length, right.length)
  const likeness = 0.5 * dice + 0.5 * contained
  return a.type && b.type && a.type !== b.type ? 0.65 * likeness : likeness
}

/** 1 when there are at least two words and all are among the others. */
function within(words: string[], others: string[]): number {
  return words.length >= 2 &&
    pairWords(words, others).filter(({ likeness }) => likeness > 0.85).length === words.length
    ? 0.85
    : 0
}

function weighArea(a: Compared, b: Compared): Finding[] {
  const isCityKnown = a.city.length > 0 && b.city.length > 0
  const city = isCityKnown ? cityLikeness(a.city, b.city) : null
  const postcode = weighPostcode(a, b)
  if (city === null) return [postcode]
  if (city >= 0.8) return [postcode, { score: 1, reason: "city_same" }]
  // One postcode, two town spellings: or a village and the town it belongs to.
  const isSamePostcode = postcode.reason !== undefined && a.postcode === b.postcode
  return [postcode, isSamePostcode ? { score: -0.5 } : { score: -3, doubt: "city_differs" }]
}

function weighPostcode(a: Compared, b: Compared): Finding {
  if (a.postcode && b.postcode) {
    if (a.postcode === b.postcode) return { score: 1.5, reason: "postcode_same" }
    if (a.district && a.district === b.district) return { score: 1, reason: "district_same" }
    const isTypo = editDistance(a.postcode, b.postcode) === 1 && !(a.district && b.district)
    return { score: isTypo ? -1 : -3, doubt: "postcode_differs" }
  }
  if (a.district && b.district)
    return a.district === b.district
      ? { score: 1.5, reason: "district_same" }
      : { score: -3, doubt: "postcode_differs" }
  return NOTHING
}

function cityLikeness(a: string[], b: string[]): number {
  const left = joinAs(a, b)
  const right = joinAs(b, left)
  const paired = pairWords(left, right).reduce((total, { likeness }) => total + likeness, 0)
  return paired / Math.min(left.length, right.length)
}

function weighPhone(a: Compared, b: Compared): Finding {
  if (!a.phone || !b.phone) return NOTHING
  if (a.phone !== b.phone) return { score: -1, doubt: "phone_differs" }
  return Math.max(a.phoneShare, b.phoneShare) === 1 ? { score: 5, reason: "phone_same" } : { score: 0.5 }
}

/** Linear interpolation at `x` through these points. */
function along(x: number, points: [x: number, y: number][]): number {
  const after = points.findIndex(([at]) => at >= x)
  if (after <= 0) return points[after === 0 ? 0 : points.length - 1]![1]
  const [[x0, y0], [x1, y1]] = [points[after - 1]!, points[after]!]
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)
}
