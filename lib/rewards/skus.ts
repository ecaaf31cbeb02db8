import { skuKey } from "@/lib/catalog/schema"

/** Commas are Pongo's separator. People also paste spreadsheet columns or type other kinds of comma. */
const SEPARATORS = /[,，、\n\r\t\v\f\u2028\u2029]/
const WEAK_SEPARATORS = /[;；|]/
const ANY_SEPARATOR = /([,，、\n\r\t\v\f\u2028\u2029;；|])/
const QUOTES = /^["'`´‘’‚“”„«»\s]+|["'`´‘’‚“”„«»\s]+$/g
/** Zero-width and direction marks, soft hyphen, byte order mark. */
const INVISIBLE = /\p{Cf}/gu

/**
 * The SKUs that a merchant typed into a reward's `external_id` (`docs/pongo-wire.md`, External ids), cleaned, each
 * once, in their order. They come from several systems, so most may not be ours.
 */
export function splitSkus(externalId: string | null): string[] {
  return [...new Set((externalId ?? "").split(SEPARATORS).map(clean).filter(isSku))]
}

/** Every spelling of a SKU that `matchSkus` looks up in `externalId`: the ones to read from the catalogue. */
export function possibleSkus(externalId: string | null): string[] {
  return [...new Set(splitSkus(externalId).flatMap((piece) => [piece, ...parts(piece)]))]
}

/** A product: its SKU and any accepted other spellings (`skuKey`). */
type Named = { sku: string; aliasKeys?: readonly string[] }

/** A SKU as typed in `external_id`, and our product that it means. */
export type SkuReading<P> = { written: string; product: P | null; by: "exact" | "spelling" | "alias" | null }

/**
 * A reader of the SKUs in an `external_id`, in its order. Tries the exact spelling, then the spelling without case and
 * spaces if it means one product only, then an accepted alias.
 */
export function skuReader<P extends Named>(
  catalogue: readonly P[],
): (externalId: string | null) => SkuReading<P>[] {
  const exact = new Map(catalogue.map((product) => [product.sku, product]))
  const alias = new Map(
    catalogue.flatMap((product) => (product.aliasKeys ?? []).map((key) => [key, product])),
  )
  const loose = new Map<string, P[]>()
  for (const product of catalogue) {
    const key = skuKey(product.sku)
    const alike = loose.get(key)
    if (alike) alike.push(product)
    else loose.set(key, [product])
  }
  const read = (written: string): SkuReading<P> => {
    const own = exact.get(written)
    if (own) return { written, product: own, by: "exact" }
    const alike = loose.get(skuKey(written)) ?? []
    if (alike.length === 1) return { written, product: alike[0]!, by: "spelling" }
    const accepted = alias.get(skuKey(written))
    return { written, product: accepted ?? null, by: accepted ? "alias" : null }
  }
  return (externalId) =>
    splitSkus(externalId).flatMap((piece) => {
      const whole = read(piece)
      if (whole.product) return whole
      const readings = parts(piece).map(read)
      return readings.length > 1 ? readings : whole
    })
}

/** The products of the catalogue that `externalId` names, in its order, each once. */
export function matchSkus<P extends Named>(externalId: string | null, catalogue: readonly P[]): P[] {
  return productsOf(skuReader(catalogue)(externalId))
}

/** The products that were read, each once. */
export const productsOf = <P>(readings: readonly SkuReading<P>[]): P[] => [
  ...new Set(readings.flatMap(({ product }) => product ?? [])),
]

/** `externalId` with these SKUs replaced and everything else unchanged. */
export function rewriteSkus(externalId: string, rewritten: ReadonlyMap<string, string>): string {
  return externalId
    .split(ANY_SEPARATOR)
    .map((piece) => {
      const sku = rewritten.get(clean(piece))
      return sku === undefined
        ? piece
        : piece.replace(/^(\s*).*?(\s*)$/s, (_, before, after) => before + sku + after)
    })
    .join("")
}

/** A semicolon or a bar separates only when the whole is no SKU of ours: some systems use them inside SKUs. */
const parts = (piece: string) => piece.split(WEAK_SEPARATORS).map(clean).filter(isSku)

const clean = (text: string) => text.replace(INVISIBLE, "").replace(QUOTES, "")

const isSku = (text: string) => skuKey(text) !== ""
