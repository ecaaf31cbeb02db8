/** Letters and digits that look alike. Digits win, because SKUs end in numbers. */
const LOOKALIKES: Record<string, string> = { o: "0", i: "1", l: "1" }
/** Shorter SKUs resemble too many others. */
const MIN_LENGTH = 3
const MIN_LETTERS = 3
const MOST = 3
/** Products per step; a step takes about a millisecond. */
const STEP = 200

export type NearMissReason = "punctuation" | "zeros" | "lookalike" | "typo"
export type NearMiss<P> = { product: P; reason: NearMissReason }

/**
 * Finds the product that an unknown SKU may mean: other punctuation (`CAF01` for `CAF-01`), other leading zeros
 * (`CAF-1`), letters for digits (`CAF-O1`), or one letter wrong (`CFA-01`). A different digit means a different product
 * and is never suggested.
 * @returns after some steps, a function from a SKU to the likeliest products first, at most three, all for one reason
 */
export function* nearMissFinder<P extends { sku: string }>(
  catalogue: readonly P[],
): Generator<void, (sku: string) => NearMiss<P>[]> {
  const folds = [
    ["punctuation", bare],
    ["zeros", withoutZeros],
    ["lookalike", unified],
  ] as const
  const levels: { reason: NearMissReason; fold: (sku: string) => string; products: Map<string, P[]> }[] = []
  for (const [reason, fold] of folds)
    levels.push({ reason, fold, products: yield* groupBy(catalogue, ({ sku }) => fold(sku)) })
  const byDigits = yield* groupBy(catalogue, ({ sku }) => digitsOf(bare(sku)))
  return (sku) => {
    if (bare(sku).length < MIN_LENGTH) return []
    for (const { reason, fold, products } of levels) {
      const found = products.get(fold(sku)) ?? []
      if (found.length > 0) return found.slice(0, MOST).map((product) => ({ product, reason }))
    }
    const letters = lettersOf(bare(sku))
    if (letters.length < MIN_LETTERS) return []
    return (byDigits.get(digitsOf(bare(sku))) ?? [])
      .filter((product) => isOneSlip(letters, lettersOf(bare(product.sku))))
      .slice(0, MOST)
      .map((product) => ({ product, reason: "typo" }))
  }
}

const bare = (sku: string) =>
  sku
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase()
const withoutZeros = (sku: string) => {
  const runs =
    sku
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .match(/\p{N}+|\p{L}+/gu) ?? []
  return runs.map((run) => run.replace(/^0+(?=\d)/, "")).join(" ")
}
const unified = (sku: string) => bare(sku).replace(/[oil]/g, (letter) => LOOKALIKES[letter]!)
const digitsOf = (text: string) => text.replace(/\P{N}/gu, "")
const lettersOf = (text: string) => text.replace(/\p{N}/gu, "")

/** One letter inserted, deleted or replaced, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (a === b) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (long.length - short.length === 1) return short.slice(at) === long.slice(at + 1)
  if (long.length !== short.length) return false
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at]
  return (
    short.slice(at + 1) === long.slice(at + 1) || (isSwapped && short.slice(at + 2) === long.slice(at + 2))
  )
}

function* groupBy<P>(items: readonly P[], keyOf: (item: P) => string): Generator<void, Map<string, P[]>> {
  const groups = new Map<string, P[]>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
    if (index % STEP === 0) yield
  }
  return groups
}
