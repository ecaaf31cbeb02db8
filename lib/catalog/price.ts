/** Thousands in groups of three, separated by a space, a point or a comma, then decimals after the other of the two. */
const PRICES = [
  /^\d+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?:\.\d{3})+,\d{1,2}$/,
  /^\d{1,3}(?:,\d{3})+\.\d{1,2}$/,
]

/**
 * Reads a price as people write it (`4,50`, `4.5 €`, `1 234,50`, `1.234,50`) in cents. Null when it is not a price or
 * is ambiguous, such as `1,234`.
 */
export function parsePrice(text: string): number | null {
  const price = text.replace(/[\s\u00a0\u202f'’]+/g, " ").replace(/^\s*(€|EUR)?\s*|\s*(€|EUR)?\s*$/gi, "")
  if (!PRICES.some((form) => form.test(price))) return null
  const [, whole = "", decimals = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(price)!
  return Number(whole.replace(/\D/g, "")) * 100 + Number(decimals.padEnd(2, "0"))
}
