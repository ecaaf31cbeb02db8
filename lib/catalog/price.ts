/** Thousands in groups of three, by a space, a point or a comma, then a decimal part by the other of the two. */
const PRICES = [
  /^\d+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?:\.\d{3})+,\d{1,2}$/,
  /^\d{1,3}(?:,\d{3})+\.\d{1,2}$/,
]

/**
 * A price as people write it (`4,50`, `4.5 €`, `1 234,50`, `1.234,50`) in cents. Null when it is no price, or could be
 * two: `1,234` is not guessed.
 */
export function parsePrice(text: string): number | null {
  const price = text.replace(/[\s\u00a0\u202f'’]+/g, " ").replace(/^\s*(€|EUR)?\s*|\s*(€|EUR)?\s*$/gi, "")
  if (!PRICES.some((form) => form.test(price))) return null
  const [, whole = "", decimals = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(price)!
  return Number(whole.replace(/\D/g, "")) * 100 + Number(decimals.padEnd(2, "0"))
}
