import { isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max"

const MAX_LENGTH = 64
/** Zero-width and direction marks and soft hyphens, which copying from a web page or a contact card adds. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g
const PUNCTUATION = /[\s.·•‧・,/()[\]\p{Pd}\u2212]/gu
const MASK = "•"

export type ParsedPhone = {
  e164: string
  /** null if the country's numbering does not tell, as in North America. */
  isMobile: boolean | null
  /**
   * How the same input was parsed before numbers were resolved across the French plan. Customers may be stored under
   * it.
   */
  formerE164?: string
}

/**
 * These regions share one plan: ten digits after a 0. Each number in service belongs to one of them, with its own
 * country code.
 */
const FRENCH_PLAN = ["FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF"] as const

/**
 * Parses a phone in any usual format: `06 12 34 56 78`, `+33 (0)6…`, `0033…`, `tel:…`, full-width digits, or a number
 * copied with invisible marks. Accepts a number whose length fits its country's plan, without checking that it is in
 * service. A number in French format that the merchant's own region does not have belongs to the region of the French
 * plan that does: `0692…` is Réunion.
 * @param country ISO 3166 alpha-2, for numbers without a country code.
 * @returns null if it is not a phone.
 */
export function parsePhone(input: string, country: string): ParsedPhone | null {
  const number = read(input, country)
  const elsewhere = number && findElsewhere(input, number, country)
  if (elsewhere) return { ...present(elsewhere), formerE164: number.number }
  return number?.isPossible() ? present(number) : null
}

const present = (number: PhoneNumber): ParsedPhone => ({
  e164: number.number,
  isMobile: MOBILE_BY_TYPE[number.getType() ?? ""] ?? null,
})

function findElsewhere(input: string, number: PhoneNumber, country: string): PhoneNumber | undefined {
  const home = FRENCH_PLAN.find((region) => region === country.toUpperCase())
  if (!home || number.isValid() || hasCountryCode(clean(input))) return undefined
  return FRENCH_PLAN.map((region) => read(input, region)).find((read) => read?.isValid())
}

const MOBILE_BY_TYPE: Partial<Record<string, boolean>> = {
  MOBILE: true,
  FIXED_LINE: false,
  PREMIUM_RATE: false,
  TOLL_FREE: false,
  SHARED_COST: false,
  VOIP: false,
  UAN: false,
  VOICEMAIL: false,
}

function read(input: string, country: string): PhoneNumber | undefined {
  if (input.length > MAX_LENGTH) return undefined
  const region = country.toUpperCase()
  const written = clean(input)
  const compact = (hasCountryCode(written) ? written.replace(/[([]\s*0\s*[)\]]/, "") : written)
    .replace(PUNCTUATION, "")
    .replace(/^00/, "+")
  if (!/^\+?\d{4,17}$/.test(compact)) return undefined
  return parsePhoneNumberFromString(compact, isSupportedCountry(region) ? region : undefined)
}

const clean = (input: string) =>
  input
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(INVISIBLE, "")
    .trim()
    .replace(/^tel:/i, "")
    .replace(/;.*$/, "")

const hasCountryCode = (written: string) => /^[\s(]*(\+|00)/.test(written)

/** Each script's ten decimal digits are consecutive in Unicode, starting at its zero. */
function asciiDigit(digit: string) {
  const code = digit.codePointAt(0)!
  let zero = code
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}

/** `+33612345678` → `+33 6 •• •• •• 78`: keeps the first and the last two digits. */
export function maskPhone(e164: string): string {
  const number = parsePhoneNumberFromString(e164)
  if (!number) return MASK.repeat(3)
  const code = `+${number.countryCallingCode}`
  const national = number.formatInternational().slice(code.length).trim()
  const digits = national.replace(/\D/g, "").length
  let seen = 0
  const masked = national.replace(/\d/g, (digit) => {
    seen++
    return seen === 1 || seen > digits - 2 ? digit : MASK
  })
  return `${code} ${masked}`
}

/** `ines.martin@example.com` → `i•••@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@")
  return at < 1 ? MASK.repeat(3) : `${[...email][0]}${MASK.repeat(3)}${email.slice(at)}`
}
