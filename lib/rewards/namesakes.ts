/** Words that a reward's name has besides the product's, in French and English. */
const COMMON =
  /^(offerte?s?|gratuite?s?|free|choix|choice|cadeau|gift|votre|your|avec|with|pour|les|des|une|the|any|one|dans|menu|formule)$/
const SHORTEST = 3
const MOST = 3

/**
 * Our products that are called like a reward (*Café offert* → *Café*), for one that names none of our SKUs: a help for the
 * person who types it, never applied.
 * @returns a function of the reward's name: those that are closest, at most three
 */
export function namesakeFinder<P extends { name: string }>(catalogue: readonly P[]): (name: string) => P[] {
  const named = catalogue.map((product) => ({ product, words: wordsOf(product.name) }))
  return (name) => {
    const asked = new Set(wordsOf(name))
    const likely = named
      .map(({ product, words }) => ({
        product,
        likeness: words.filter((word) => asked.has(word)).length / Math.max(words.length, 1),
      }))
      .filter(({ likeness }) => likeness >= 0.5)
    const best = Math.max(...likely.map(({ likeness }) => likeness))
    return likely
      .filter(({ likeness }) => likeness === best)
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
