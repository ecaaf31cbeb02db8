/** Street types as abbreviated on signs, receipts and forms, folded. */
const STREET_TYPES: Record<string, string> = {
  ...spread("rue", "r"),
  ...spread("avenue", "av", "ave", "aven"),
  ...spread("boulevard", "bd", "bld", "blvd", "boul", "bvd"),
  ...spread("place", "pl", "plc"),
  ...spread("quai", "q", "qu"),
  ...spread("cours", "crs"),
  ...spread("impasse", "imp"),
  ...spread("allee", "all", "allees"),
  ...spread("route", "rte"),
  ...spread("chemin", "ch", "che", "chem"),
  ...spread("square", "sq"),
  ...spread("passage", "pass", "psg"),
  ...spread("esplanade", "esp"),
  ...spread("promenade", "prom"),
  ...spread("faubourg", "fg", "fbg"),
  ...spread("galerie"),
  ...spread("montee", "mte"),
  ...spread("rond", "rpt"),
}

/** Titles and saints in names of streets, towns and shops, folded. */
const ABBREVIATIONS: Record<string, string> = {
  ...spread("saint", "st"),
  ...spread("sainte", "ste"),
  ...spread("docteur", "dr"),
  ...spread("general", "gal", "gen", "gl"),
  ...spread("marechal", "mal"),
  ...spread("president", "pdt", "pres"),
  ...spread("commandant", "cdt"),
  ...spread("professeur", "prof", "pr"),
  ...spread("capitaine", "cne", "capt"),
  ...spread("colonel", "col"),
  ...spread("faubourg", "fg", "fbg"),
  ...spread("grande", "gde", "grd", "gd", "grand"),
}

const LEGAL_FORMS = new Set(
  "sarl sas sasu eurl sa sci snc scop selarl scm gie ei eirl ltd llc gmbh srl sprl bv bvba inc".split(" "),
)
const STOP_WORDS = new Set(
  "le la les l de du des d et a au aux the of and en sur sous chez un une by no n arrondissement arr ardt".split(
    " ",
  ),
)
const STREET_SUFFIX = /^(bis|ter|quater|[a-d])$/
/** Towns whose postcodes end in the arrondissement. */
const DISTRICT_TOWNS: Record<string, string> = { "75": "paris", "69": "lyon", "13": "marseille" }

/** A location of the POS or a store of Pongo, as people write it. */
export type SiteText = {
  name: string
  address: string | null
  postalCode: string | null
  city: string | null
}

export type Street = {
  /** House numbers: two for `12-14`. */
  numbers: string[]
  suffix: string | null
  type: string | null
  words: string[]
}

/** The compared features of a site, all folded. */
export type Features = {
  /** Distinguishing words in order, without articles, legal forms and numbers. */
  name: string[]
  /** Numbers in the name, in any notation: `2`, `n° 2`, `II`, `11e`. */
  nameNumbers: string[]
  street: Street | null
  /** All other words of the address, such as the shopping centre or the floor. */
  addressWords: string[]
  postcode: string | null
  city: string[]
  /** Arrondissement of Paris, Lyon or Marseille, by postcode or city. */
  district: string | null
}

/** Lower case without accents, ligatures and punctuation; `S.A.R.L.` becomes one word. */
export function fold(text: string): string {
  return text
    .replace(/\b[nN][°º]\s*(?=\d)/g, " ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/\b(?:\p{L}\.){2,}\p{L}?/gu, (letters) => letters.replaceAll(".", ""))
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}

/** Reads a site, including a field inside another (a postcode in the address). */
export function readSite(site: SiteText): Features {
  const { street, words, postcode: postcodeWithin, city: cityWithin } = readAddress(site.address ?? "")
  const cityText = wordsOf(site.city ?? "")
  const postcodeInCity = cityText.find((word) => /^\d{5}$/.test(word))
  const nameText = wordsOf(site.name)
  const postcodeInName = nameText.find((word) => /^\d{5}$/.test(word))
  const given = fold(site.postalCode ?? "").replaceAll(" ", "")
  const postcode = given || postcodeWithin || postcodeInCity || postcodeInName || null
  const isCedex = cityText.includes("cedex")
  const cityNumber = cityText.map(numberOf).find((number) => number !== null)
  const written = cityText.filter(
    (word) => numberOf(word) === null && word !== "cedex" && !/^\d{5}$/.test(word),
  )
  const townInName = nameText.filter((word) => Object.values(DISTRICT_TOWNS).includes(word))
  const city = significant(
    [written, cityWithin, postcode ? townOf(postcode) : townInName].find((one) => one.length > 0) ?? [],
  )
  const district =
    (city.length === 0 || Object.values(DISTRICT_TOWNS).includes(city[0]!)) && !isCedex && postcode
      ? districtOf(postcode)
      : null
  return {
    name: nameWords(nameText),
    nameNumbers: [
      ...nameText.flatMap((word) => numberOf(word) ?? districtOf(word) ?? []),
      ...labelOf(nameText),
    ],
    street,
    addressWords: words,
    // A cedex postcode belongs to a sorting office.
    postcode: isCedex ? null : postcode,
    city,
    district: district ?? (isTownWithDistricts(city) ? (cityNumber ?? null) : null),
  }
}

/** `11`, `011`, `11e`, `XI`, `XIe` → `"11"`; null for anything but a small number. */
function numberOf(word: string): string | null {
  const digits = /^0*(\d{1,3})(?:e|er|ere|eme|ieme|nd|nde|th|rd)?$/.exec(word)
  if (digits) return digits[1]!
  const roman = /^(x{0,2})(ix|iv|v?i{0,3})(e|er|eme|ieme)?$/.exec(word)
  if (!roman || word === "vie") return null
  const [, tens = "", units = "", suffix] = roman
  const isSure = tens.length + units.length > 1 || (suffix !== undefined && tens + units !== "")
  return isSure ? String(tens.length * 10 + UNITS[units]!) : null
}

const UNITS: Record<string, number> = {
  ...{ "": 0, i: 1, ii: 2, iii: 3, iv: 4, v: 5, vi: 6, vii: 7, viii: 8, ix: 9 },
}

function readAddress(text: string) {
  let postcode: string | null = null
  let city: string[] = []
  const segments: string[][] = []
  for (const part of text.split(/[,;\n]|\s[-–—]\s/)) {
    const words = wordsOf(part)
    const at = words.findIndex((word, index) => /^\d{5}$/.test(word) && (index > 0 || words.length < 4))
    if (at >= 0) {
      postcode = words[at]!
      city = words.slice(at + 1).filter((word) => numberOf(word) === null && word !== "cedex")
    }
    const before = at >= 0 ? words.slice(0, at) : words
    if (before.length > 0) segments.push(before)
  }
  const main =
    segments.find((words) => words.some(isStreetType)) ?? segments.find((words) => /^\d/.test(words[0]!))
  const chosen = main ?? segments[0]
  // `12, rue de la Paix`: the comma separated the number.
  const loose = segments.find((words) => words !== chosen && words.every(isHouseNumber))
  const street = chosen ? readStreet(loose ? [...loose, ...chosen] : chosen) : null
  const others = segments.filter((words) => words !== chosen && words !== loose).flat()
  return { street, words: significant(others), postcode, city }
}

function readStreet(words: string[]): Street {
  const numbers: string[] = []
  let suffix: string | null = null
  let at = 0
  for (; at < words.length && isHouseNumber(words[at]!); at++) {
    const [, number, joined] = /^0*(\d{1,4})?([a-z]+)?$/.exec(words[at]!)!
    if (number) numbers.push(number)
    if (joined && numbers.length > 0) suffix = joined
  }
  const rest = words.slice(at)
  const typeAt = rest.findIndex(isStreetType)
  // Words before the type name the building, not the street.
  const isTyped = typeAt >= 0 && typeAt < rest.length - 1
  const named = isTyped ? rest.slice(typeAt + 1) : rest
  const trailing = numbers.length === 0 && isTyped ? rest.filter((word) => /^\d{1,4}$/.test(word)) : []
  return {
    numbers: numbers.length > 0 ? numbers : trailing,
    suffix,
    type: isTyped ? STREET_TYPES[rest[typeAt]!]! : null,
    words: significant(named.filter((word) => !trailing.includes(word))),
  }
}

const isStreetType = (word: string) => Object.hasOwn(STREET_TYPES, word)
const isHouseNumber = (word: string) =>
  /^\d{1,4}(bis|ter|quater|[a-d])?$/.test(word) || STREET_SUFFIX.test(word)

function nameWords(words: string[]): string[] {
  const named = words.filter((word) => numberOf(word) === null && !/^\d{5}$/.test(word))
  const kept = significant(named)
  const telling = kept.filter((word) => !LEGAL_FORMS.has(word))
  return telling.length > 0 ? telling : kept
}

/** Drops articles and similar words, unless nothing else remains. */
function significant(words: string[]): string[] {
  const kept = words.map((word) => ABBREVIATIONS[word] ?? word).filter((word) => !STOP_WORDS.has(word))
  return kept.length > 0 ? kept : words
}

/** `75011` → `"11"`, `75116` → `"16"`; null outside Paris, Lyon and Marseille. */
function districtOf(postcode: string): string | null {
  const [, town, number] = /^(75|69|13)[01](\d{2})$/.exec(postcode) ?? []
  const highest = town === "75" ? 20 : town === "69" ? 9 : 16
  const district = Number(number)
  return district >= 1 && district <= highest && (town === "75" || postcode[2] === "0")
    ? String(district)
    : null
}

const isTownWithDistricts = (city: string[]) =>
  city.length === 1 && Object.values(DISTRICT_TOWNS).includes(city[0]!)

/** The final letter of `Halle A`. A letter that is a Roman numeral is read as a number. */
function labelOf(words: string[]): string[] {
  const last = words.length > 1 ? words.at(-1)! : ""
  return /^[a-z]$/.test(last) ? [SINGLE_NUMERALS[last] ?? last] : []
}

const SINGLE_NUMERALS: Record<string, string> = { i: "1", v: "5", x: "10" }

function townOf(postcode: string): string[] {
  const town = /^75[01]\d\d$/.test(postcode) ? DISTRICT_TOWNS[postcode.slice(0, 2)] : undefined
  return town ? [town] : []
}

const wordsOf = (text: string) => fold(text).split(" ").filter(Boolean)

function spread(meaning: string, ...written: string[]): Record<string, string> {
  return Object.fromEntries([meaning, ...written].map((word) => [word, meaning]))
}
