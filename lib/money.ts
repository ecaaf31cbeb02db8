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
 * Writes an amount the way the language does: `formatMoney(123450, "EUR", "fr")` is `1 234,50 €`, with
 * no-break spaces.
 * @param cents integer number of the currency's smallest unit (cents; yen for JPY)
 * @param currency ISO 4217 code
 * @throws RangeError when the currency is not a code
 */
export function formatMoney(cents: number, currency: string, locale: string): string {
  const format = formatter(currency, locale)
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  return format.format(cents / 10 ** maximumFractionDigits)
}

/**
 * An amount as a spreadsheet of the language reads it, without currency sign and spaces: `4,50`, or `4.50`.
 * @param digits decimals of the currency, see {@link currencyDigits}
 */
export function plainMoney(cents: number, digits: number, locale: string): string {
  const text = (cents / 10 ** digits).toFixed(digits)
  return locale === "fr" ? text.replace(".", ",") : text
}

/** How many decimals the currency has: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return formatter(currency, "en").resolvedOptions().maximumFractionDigits ?? 2
}
