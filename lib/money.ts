import { BoundedMap } from "./bounded-map"
import { formattingTag } from "./i18n/locale"

const formatters = new BoundedMap<string, Intl.NumberFormat>(500)

function formatter(currency: string, locale: string) {
  const key = `${locale} ${currency}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(formattingTag(locale), { style: "currency", currency })
  formatters.set(key, made)
  return made
}

/**
 * Formats an amount in the language's format: `formatMoney(123450, "EUR", "fr")` is `1 234,50 €`, with no-break spaces.
 * @param cents integer in the currency's smallest unit (cents; yen for JPY)
 * @param currency ISO 4217 code
 * @throws RangeError if the currency is not a code
 */
export function formatMoney(cents: number, currency: string, locale: string): string {
  const format = formatter(currency, locale)
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  return format.format(cents / 10 ** maximumFractionDigits)
}

/**
 * An amount in the language's spreadsheet format, without symbol and spaces: `4,50` or `4.50`.
 * @param digits decimals of the currency, see {@link currencyDigits}
 */
export function plainMoney(cents: number, digits: number, locale: string): string {
  const text = (cents / 10 ** digits).toFixed(digits)
  return locale === "fr" ? text.replace(".", ",") : text
}

/** Number of decimals of the currency: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return formatter(currency, "en").resolvedOptions().maximumFractionDigits ?? 2
}
