import type { Page } from "./wire/fields"

/** No list of ours is longer; a server that never ends one must not keep us for ever. */
const MAX_PAGES = 200
/** As many as a merchant may have locations. What is kept of a longer list says nothing about the rest. */
export const MAX_ITEMS = 5_000

/** Every page was read: what is not in it is not at Pongo. */
export type CompleteListing<T> = {
  isComplete: true
  items: T[]
}

/** Some pages are missing: what is not in it may be at Pongo all the same. */
type PartialListing<T> = {
  isComplete: false
  items: T[]
}

/** What was read of a list of Pongo's. Only a {@link CompleteListing} proves that something is absent. */
export type Listing<T> = CompleteListing<T> | PartialListing<T>

/** Whether the list lacks it for certain; null when it is not in the part that was read. */
export function isAbsent<T>(listing: Listing<T>, is: (item: T) => boolean): boolean | null {
  if (listing.items.some(is)) return false
  return listing.isComplete ? true : null
}

/**
 * Reads a list page by page: up to `last_page` where Pongo tells it, and otherwise until a page is empty or repeats an
 * earlier one. Partial after 200 pages or 5,000 items, and when a page before the last one said is empty or a repeat.
 * @param options.isAhead asks for the second page together with the first. For lists that do not tell their last page:
 * proving that the first is the last costs a call, but no time.
 * @param options.isThorough reads on past the last page that Pongo tells, until a page is empty or repeats: for what an
 * absence would switch off
 */
export async function readListing<T>(
  ask: (page: number) => Promise<Page<T>>,
  keyOf: (item: T) => string,
  { isAhead = false, isThorough = false } = {},
): Promise<Listing<T>> {
  const begun = isAhead ? await Promise.all([ask(1), ask(2)]) : [await ask(1)]
  const found = new Map<string, T>()
  const seen = new Set<string>()
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { items, lastPage } = begun[page - 1] ?? (await ask(page))
    const signature = JSON.stringify(items.map(keyOf))
    if (items.length === 0) return listing(found, lastPage === null || page >= lastPage)
    // An answer that ignores `page` repeats the first one; of the pages it spoke of, the rest are unread.
    if (seen.has(signature)) return listing(found, lastPage === null || page > lastPage)
    seen.add(signature)
    for (const item of items) {
      if (found.size >= MAX_ITEMS && !found.has(keyOf(item))) return listing(found, false)
      found.set(keyOf(item), item)
    }
    if (lastPage !== null && page >= lastPage && !isThorough) return listing(found, true)
  }
  return listing(found, false)
}

/**
 * Reads a list once more where it lacks something that we know, so that one answer of Pongo's switches nothing off: the
 * second reading trusts no count of pages. What either of two complete readings has is there.
 */
export async function readTwice<T>(
  read: (options: { isThorough: boolean }) => Promise<{ value: Listing<T> }>,
  lacksKnown: (listing: CompleteListing<T>) => Promise<boolean>,
  keyOf: (item: T) => string,
): Promise<Listing<T>> {
  const { value: first } = await read({ isThorough: false })
  if (!first.isComplete || !(await lacksKnown(first))) return first
  const { value: second } = await read({ isThorough: true })
  if (!second.isComplete) return second
  // One reading may miss what moved between two of its pages.
  return listing(new Map([...first.items, ...second.items].map((item) => [keyOf(item), item])), true)
}

const listing = <T>(found: Map<string, T>, isComplete: boolean): Listing<T> => ({
  isComplete,
  items: [...found.values()],
})
