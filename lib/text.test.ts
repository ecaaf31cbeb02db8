import { expect, test } from "vitest"
import {
  canonicalJson,
  cutText,
  isStorable,
  outsideDay,
  outsideId,
  outsideMoment,
  outsideMonth,
  searchWords,
  textLength,
  toStorable,
  toStorableJson,
} from "./text"

test("text that PostgreSQL cannot store becomes storable and keeps the rest", () => {
  expect(isStorable("Tarte \ud83e")).toBe(false)
  expect(isStorable("a\0b")).toBe(false)
  expect(isStorable("Tarte 🥧 café")).toBe(true)
  expect(toStorable("Tarte \ud83e!\0")).toBe("Tarte \uFFFD!")
  expect(toStorable("Tarte 🥧")).toBe("Tarte 🥧")
})

test("every string and key of a document becomes storable, and a document nested too deep is refused", () => {
  expect(toStorableJson({ "a\0": ["\ud83e", { b: "x\0" }], n: 1, nothing: null })).toEqual({
    a: ["\uFFFD", { b: "x" }],
    n: 1,
    nothing: null,
  })
  let deep: unknown = "x"
  for (let i = 0; i < 60; i++) deep = [deep]
  expect(() => toStorableJson(deep)).toThrow(RangeError)
})

test("a text is never cut inside a character", () => {
  expect(cutText("ab🥧cd", 3)).toBe("ab🥧")
  expect(textLength("ab🥧")).toBe(3)
})

test("an id is trimmed and composed, so every way to type it gives the same id", () => {
  expect(outsideId.parse("  42 ")).toBe("42")
  expect(outsideId.parse("Cafe\u0301")).toBe(outsideId.parse("Café"))
  expect(outsideId.parse("🥧".repeat(100))).toHaveLength(200)
})

test("the API document's pattern for an id matches what is refused", () => {
  const { pattern } = outsideId.meta() as { pattern: string }
  for (const id of [
    "42",
    " 42 ",
    "a b",
    "🥧",
    "...",
    ".a",
    "",
    "  ",
    ".",
    " .. ",
    "a\rb",
    "a\u202eb",
    "a\u200bb",
  ])
    expect([id, new RegExp(pattern, "u").test(id)]).toEqual([id, outsideId.safeParse(id).success])
})

test.for([
  "",
  "   ",
  ".",
  "..",
  "a\rb",
  "a\nb",
  "a\0b",
  "a\u202eb",
  "a\u200bb",
  "\ufeffa\u2066",
  "\ud83e",
  "x".repeat(101),
])("an id cannot be %j", (id) => {
  expect(outsideId.safeParse(id).success).toBe(false)
})

test("two spellings of one document have the same canonical text, at any depth", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    canonicalJson({ a: null, b: [{ c: 2, d: 1.0 }] }),
  )
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
  expect(() => canonicalJson(JSON.parse("[".repeat(100_000) + "]".repeat(100_000)))).not.toThrow()
})

test("search words are always storable, whatever an address contains", () => {
  expect(searchWords(10).safeParse("\0").success).toBe(false)
  expect(searchWords(10).parse(" a\0b ")).toBe("ab")
  expect(searchWords(10).parse("caf\ud83e")).toBe("caf\uFFFD")
})

test.each([
  "0000-01-01",
  "1899-12-31",
  "9999-12-31",
  "2026-02-30",
  "10000-01-01",
  "2026-1-1",
  "-000001-01-01",
  "",
])("a day cannot be %j", (day) => {
  expect(outsideDay.safeParse(day).success).toBe(false)
  expect(outsideMoment.safeParse(`${day}T12:00:00Z`).success).toBe(false)
})

test("days, months and moments of the years 1900 to 9999 are read", () => {
  for (const day of ["1900-01-01", "2028-02-29", "9999-12-30"]) {
    expect(outsideDay.parse(day)).toBe(day)
    expect(outsideMonth.parse(day.slice(0, 7))).toBe(day.slice(0, 7))
    expect(outsideMoment.parse(`${day}T12:00:00+01:00`)).toBe(`${day}T12:00:00+01:00`)
  }
  for (const month of ["0000-01", "1899-12", "2026-13", "2026-00", "10000-01"])
    expect(outsideMonth.safeParse(month).success).toBe(false)
  // The year in UTC counts.
  expect(outsideMoment.safeParse("9999-12-31T23:30:00-01:00").success).toBe(false)
})
