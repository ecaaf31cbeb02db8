/** Words that reward names add to the product's name, in French and English. */
const COMMON =
  /^(offerte?s?|gratuite?s?|free|choix|choice|cadeau|gift|votre|your|avec|with|pour|les|des|une|the|any|one|dans|menu|formule)$/
const SHORTEST = 3
const MOST = 3
/** Products per step; a step takes about a millisecond. */
const STEP = 200

/**
 * Finds our products with a name like the reward's (*Café offert* → *Café*), for a reward that names none of our SKUs.
 * A suggestion for the person who types the SKU, never applied.
 * @returns after some steps, a function from a reward's name to the closest products, at most three
 */
export function* similarProductFinder<P extends { name: string }>(
  catalogue: readonly P[],
): Generator<void, (name: string) => P[]> {
  const named: { product: P; words: string[] }[] = []
  const byWord = new Map<string, typeof named>()
  for (const [index, product] of catalogue.entries()) {
    const entry = { product, words: wordsOf(product.name) }
    named.push(entry)
    for (const word of new Set(entry.words)) {
      const known = byWord.get(word)
      if (known) known.push(entry)
      else byWord.set(word, [entry])
    }
    if (index % STEP === 0) yield
  }
  return (name) => {
    const asked = new Set(wordsOf(name))
    const sharing = new Set([...asked].flatMap((word) => byWord.get(word) ?? []))
    const likely = [...sharing]
      .map((entry) => ({
        entry,
        likeness: entry.words.filter((word) => asked.has(word)).length / entry.words.length,
      }))
      .filter(({ likeness }) => likeness >= 0.5)
    const best = likely.reduce((most, { likeness }) => Math.max(most, likeness), 0)
    const inOrder = new Set(likely.filter(({ likeness }) => likeness === best).map(({ entry }) => entry))
    if (inOrder.size === 0) return []
    return named
      .filter((entry) => inOrder.has(entry))
      .slice(0, MOST)
      .map(({ product }) => product)
  }
}

const wordsOf = (name: string): string[] =>
  (
    name
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  )
    .filter((word) => word.length >= SHORTEST && !COMMON.test(word))
    .map((word) => word.replace(/[sx]$/, ""))
