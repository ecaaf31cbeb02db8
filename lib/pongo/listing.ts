import type { Page } from "./wire/fields"

/** No list of ours is longer. Keeps a server with an endless list from holding us for ever. */
const MAX_PAGES = 200
/** The most locations a merchant may have. The part kept of a longer list says nothing about the rest. */
export const MAX_ITEMS = 5_000

/** Every page was read: an item that is not here is not at Pongo. */
export type CompleteListing<T> = {
  isComplete: true
  items: T[]
}

/** Some pages are missing: an item that is not here may still be at Pongo. */
type PartialListing<T> = {
  isComplete: false
  items: T[]
}

/** A list read from Pongo. Only a {@link CompleteListing} proves that something is absent. */
export type Listing<T> = CompleteListing<T> | PartialListing<T>

/** Whether the list certainly lacks the item; null when the part that was read lacks it. */
export function isAbsent<T>(listing: Listing<T>, is: (item: T) => boolean): boolean | null {
  if (listing.items.some(is)) return false
  return listing.isComplete ? true : null
}

/**
 * Reads a list page by page, up to `last_page` if Pongo gives one, otherwise until a page is empty or repeats an
 * earlier one. The result is partial after 200 pages or 5,000 items, and when a page before the stated last one is
 * empty or a repeat.
 * @param options.isAhead requests the second page together with the first. For lists that do not give their last page:
 * proving that the first page is the last costs a call but no time.
 * @param options.isThorough reads on past the stated last page until a page is empty or repeats. For lists where an
 * absence would disable something
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
    // A server that ignores `page` repeats the first one, so the remaining stated pages are unread.
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
 * Reads a list again if it lacks an item we know, so that a single answer from Pongo disables nothing. The second
 * reading trusts no page count; if complete, it is merged with the first.
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
  // A single reading may miss an item that moved between two pages.
  return listing(new Map([...first.items, ...second.items].map((item) => [keyOf(item), item])), true)
}

const listing = <T>(found: Map<string, T>, isComplete: boolean): Listing<T> => ({
  isComplete,
  items: [...found.values()],
})
