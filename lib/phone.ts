import { isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max"

const MAX_LENGTH = 64
/** Zero-width and direction marks, soft hyphen: what copying from a web page or a contact card brings. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g
const PUNCTUATION = /[\s.·•‧・,/()[\]\p{Pd}\u2212]/gu
const MASK = "•"

export type ParsedPhone = {
  e164: string
  /** null when the country's numbering does not tell, as in North America. */
  isMobile: boolean | null
  /** What the same writing was read as before numbers were read across the French plan; customers may be known by it. */
  formerE164?: string
}

/** They share one plan: ten digits after a 0, each number in service in one of them, under its own country code. */
const FRENCH_PLAN = ["FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF"] as const

/**
 * Reads a phone in any usual writing: `06 12 34 56 78`, `+33 (0)6…`, `0033…`, `tel:…`, full-width digits,
 * a number copied with invisible marks. A number is taken when its length fits its country's plan; that it
 * is in service is not checked. One written as in France, where the merchant's own region has no such numbers, belongs to
 * the region of the French plan that has: `0692…` is of Réunion.
 * @param country ISO 3166 alpha-2, for numbers written without their country code.
 * @returns null when it is not a phone.
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

/** A Unicode decimal digit stands in a run of ten that begins at its script's zero. */
function asciiDigit(digit: string) {
  const code = digit.codePointAt(0)!
  let zero = code
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}

/** `+33612345678` → `+33 6 •• •• •• 78`: the first and the last two digits stay. */
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
