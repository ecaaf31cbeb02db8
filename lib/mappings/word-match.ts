/** Similarity of two words, 0 to 1: equal, mistyped, shortened, or an initial. */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length === 1) return long.startsWith(short) ? 0.7 : 0
  if (/\d/.test(a) || /\d/.test(b)) return 0
  if (`${short}s` === long || `${short}x` === long) return 0.95
  if (short.length >= 3 && long.startsWith(short)) return 0.75
  if (short.length < 4 || long.length - short.length > 2) return 0
  const edits = editDistance(short, long)
  const isTypo = edits === 1 ? long.length >= 5 : edits === 2 && short.length >= 7
  return isTypo ? 1 - edits / long.length : 0
}

export type WordPair = { left: number; right: number; likeness: number }

/** Pairs words one to one, most similar first. */
export function pairWords(left: string[], right: string[]): WordPair[] {
  const pairs: WordPair[] = []
  for (const [i, a] of left.entries())
    for (const [j, b] of right.entries()) {
      const likeness = wordLikeness(a, b)
      if (likeness > 0) pairs.push({ left: i, right: j, likeness })
    }
  pairs.sort((x, y) => y.likeness - x.likeness || x.left - y.left || x.right - y.right)
  const usedLeft = new Set<number>()
  const usedRight = new Set<number>()
  return pairs.filter((pair) => {
    if (usedLeft.has(pair.left) || usedRight.has(pair.right)) return false
    usedLeft.add(pair.left)
    usedRight.add(pair.right)
    return true
  })
}

/** Joins `part dieu` into one word where the other side writes `partdieu`. */
export function joinAs(words: string[], other: string[]): string[] {
  const wanted = new Set(other)
  const joined: string[] = []
  for (let i = 0; i < words.length; i++) {
    const both = words[i]! + (words[i + 1] ?? "")
    const isJoin = i + 1 < words.length && wanted.has(both)
    joined.push(isJoin ? both : words[i]!)
    if (isJoin) i++
  }
  return joined
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
