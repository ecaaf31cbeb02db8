import { expect, test } from "vitest"
import { isAbsent, MAX_ITEMS, readListing } from "./listing"

/** Serves pages of numbers; `beyond` answers for pages after the last. */
const book =
  (pages: number[][], lastPage: number | null, beyond: (pages: number[][]) => number[] = () => []) =>
  async (page: number) => ({ items: pages[page - 1] ?? beyond(pages), lastPage })

const read = (ask: (page: number) => Promise<{ items: number[]; lastPage: number | null }>) => {
  let asked = 0
  const counted = (page: number) => {
    asked++
    return ask(page)
  }
  return readListing(counted, String).then((listing) => ({ ...listing, asked }))
}

test("a list that gives its last page is read up to it", async () => {
  expect(await read(book([[1, 2], [3]], 2))).toEqual({ isComplete: true, items: [1, 2, 3], asked: 2 })
  expect(await read(book([[]], 1))).toEqual({ isComplete: true, items: [], asked: 1 })
})

test("a thorough reading continues past the stated last page", async () => {
  const pages = [["a"], ["b"], []]
  const ask = async (page: number) => ({ items: pages[page - 1] ?? [], lastPage: 1 })
  const plain = await readListing(ask, (item) => item)
  const thorough = await readListing(ask, (item) => item, { isThorough: true })
  expect([plain.items, thorough.items]).toEqual([["a"], ["a", "b"]])
  expect(thorough.isComplete).toBe(true)
})

test("a list without a last page is read until a page is empty", async () => {
  expect(await read(book([[1, 2], [3]], null))).toEqual({ isComplete: true, items: [1, 2, 3], asked: 3 })
})

test("a list without a last page is read until a page repeats the previous or the first one", async () => {
  const lastAgain = book([[1, 2], [3]], null, (pages) => pages.at(-1)!)
  const firstAgain = book([[1, 2], [3]], null, (pages) => pages[0]!)
  for (const ask of [lastAgain, firstAgain])
    expect(await read(ask)).toEqual({ isComplete: true, items: [1, 2, 3], asked: 3 })
})

test("a second page fetched ahead is requested once, together with the first", async () => {
  const asked: number[] = []
  let answer = () => {}
  const bothAsked = new Promise<void>((resolve) => {
    answer = resolve
  })
  const ask = async (page: number) => {
    asked.push(page)
    if (asked.length === 2) answer()
    await bothAsked
    return { items: page === 1 ? [1, 2] : [], lastPage: null }
  }
  expect(await readListing(ask, String, { isAhead: true })).toEqual({ isComplete: true, items: [1, 2] })
  expect(asked).toEqual([1, 2])
})

test("two overlapping pages are not a repeat", async () => {
  expect(await read(book([[1, 2], [2, 3], [3]], null))).toMatchObject({ isComplete: true, items: [1, 2, 3] })
})

test.for([
  ["the same page for every page it spoke of", book([[1, 2]], 3, (pages) => pages[0]!)],
  ["an empty page before the last one", book([[1, 2], [], [3]], 3)],
  ["an empty first page of five", book([[]], 5)],
] as const)("a list that answers %s is not complete", async ([, ask]) => {
  expect((await read(ask)).isComplete).toBe(false)
})

test("reading an endless list stops after two hundred pages, and it is not complete", async () => {
  const endless = async (page: number) => ({ items: [page], lastPage: null })
  expect(await read(endless)).toMatchObject({ isComplete: false, asked: 200 })
  expect((await read(async (page) => ({ items: [page], lastPage: 10_000 }))).isComplete).toBe(false)
})

test("reading stops at 5,000 items, on any page, and the list is not complete", async () => {
  const all = Array.from({ length: MAX_ITEMS }, (_, index) => index)
  expect(await read(book([all], 1))).toEqual({ isComplete: true, items: all, asked: 1 })
  expect(await read(book([[...all, -1]], 1))).toEqual({ isComplete: false, items: all, asked: 1 })
  expect(await read(book([all, [1, -1], [-2]], null))).toEqual({ isComplete: false, items: all, asked: 2 })
  expect(await read(book([all, [1, 2]], 2))).toEqual({ isComplete: true, items: all, asked: 2 })
})

test("a failure on any page fails the whole reading", async () => {
  const failing = async (page: number) => {
    if (page === 2) throw new Error("page 2")
    return { items: [page], lastPage: 3 }
  }
  await expect(read(failing)).rejects.toThrow("page 2")
})

test("only a complete list proves that something is absent", () => {
  const is = (item: number) => item === 3
  expect(isAbsent({ isComplete: true, items: [1] }, is)).toBe(true)
  expect(isAbsent({ isComplete: true, items: [3] }, is)).toBe(false)
  expect(isAbsent({ isComplete: false, items: [3] }, is)).toBe(false)
  expect(isAbsent({ isComplete: false, items: [1] }, is)).toBeNull()
})
