import { skuKey } from "@/lib/catalog/schema"

/** Commas are Pongo's separator; people also paste columns of a spreadsheet, or write on a keyboard with other commas. */
const SEPARATORS = /[,，、\n\r\t\v\f\u2028\u2029]/
const WEAK_SEPARATORS = /[;；|]/
const QUOTES = /^["'`´‘’‚“”„«»\s]+|["'`´‘’‚“”„«»\s]+$/g
/** Zero-width and direction marks, soft hyphen, byte order mark. */
const INVISIBLE = /\p{Cf}/gu

/**
 * The SKUs that a merchant typed into a reward's `external_id` (pongo-pos-guide.txt, How to manage external ids),
 * cleaned, each once, as they stand. They are of several systems: most may not be ours.
 */
export function splitSkus(externalId: string | null): string[] {
  return [...new Set((externalId ?? "").split(SEPARATORS).map(clean).filter(isSku))]
}

/** Every writing of a SKU that `matchSkus` looks for in `externalId`: what to read from the catalogue. */
export function possibleSkus(externalId: string | null): string[] {
  return [...new Set(splitSkus(externalId).flatMap((piece) => [piece, ...parts(piece)]))]
}

/**
 * Those of the catalogue that `externalId` names, in its order, each once. A SKU is found as it is written; where that
 * finds nothing, without case and spaces, if that means one product only.
 */
export function matchSkus<P extends { sku: string }>(
  externalId: string | null,
  catalogue: readonly P[],
): P[] {
  const exact = new Map(catalogue.map((product) => [product.sku, product]))
  const loose = new Map<string, P[]>()
  for (const product of catalogue) {
    const key = skuKey(product.sku)
    loose.set(key, [...(loose.get(key) ?? []), product])
  }
  const find = (sku: string): P | undefined => {
    const alike = loose.get(skuKey(sku)) ?? []
    return exact.get(sku) ?? (alike.length === 1 ? alike[0] : undefined)
  }
  const found = splitSkus(externalId).flatMap((piece) => {
    const whole = find(piece)
    return whole ? [whole] : parts(piece).flatMap((part) => find(part) ?? [])
  })
  return [...new Set(found)]
}

/** A semicolon or a bar separates only where the whole is no SKU of ours: some systems have them inside. */
const parts = (piece: string) => piece.split(WEAK_SEPARATORS).map(clean).filter(isSku)

const clean = (text: string) => text.replace(INVISIBLE, "").replace(QUOTES, "")

const isSku = (text: string) => skuKey(text) !== ""
