import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { atOnce } from "@/lib/turns"
import { nearMissFinder } from "./near-miss"

const suggested = (written: string, ...skus: string[]) =>
  atOnce(nearMissFinder(skus.map((sku) => ({ sku }))))(written).map(({ product, reason }) => [
    product.sku,
    reason,
  ])

describe("a SKU that may be a mistyped one of ours", () => {
  test.each([
    ["CAF01", "CAF-01", "punctuation"],
    ["caf_01", "CAF-01", "punctuation"],
    ["CAFÉ.01", "CAFE-01", "punctuation"],
    ["CAF-1", "CAF-01", "zeros"],
    ["CAF001", "CAF-01", "zeros"],
    ["CAF-O1", "CAF-01", "lookalike"],
    ["CAF-0l", "CAF-01", "lookalike"],
    ["CFA-01", "CAF-01", "typo"],
    ["CAFE-01", "CAF-01", "typo"],
    ["DEST-04", "DESS-04", "typo"],
  ])("%s suggests %s: %s", (written, sku, reason) => {
    expect(suggested(written, "BRG-02", sku, "EAU-99")).toEqual([[sku, reason]])
  })

  test("equally good candidates are all suggested, at most three", () => {
    const found = suggested("CAF01", "CAF-01", "CAF.01", "CAF/01", "C-AF01")
    expect(found).toHaveLength(3)
  })
})

describe("nothing is suggested for", () => {
  test.each([
    ["another number of the same family", "DES-03", ["DES-01", "DES-02", "DES-30"]],
    ["another system's own scheme", "zelty-8831", ["CAF-01", "SAL-04"]],
    ["two letters that differ", "LS-4410", ["LT-4410"]],
    ["what is too short to tell", "A1", ["A-1", "A01"]],
    ["other letters with the same digits", "BRG-01", ["CAF-01"]],
    ["a number that was misread", "10243", ["10234"]],
  ])("%s", (_, written, skus) => {
    expect(suggested(written, ...skus)).toEqual([])
  })
})

const sku = fc.stringMatching(/^[A-Z]{3,6}-[0-9]{2,4}$/)

test("in any catalogue, a SKU without its dash finds its product first", () => {
  fc.assert(
    fc.property(fc.uniqueArray(sku, { minLength: 1, maxLength: 30 }), (skus) => {
      expect(suggested(skus[0]!.replace("-", ""), ...skus)[0]).toEqual([skus[0], "punctuation"])
    }),
  )
})

test("every suggestion has the same digits, except for leading zeros and look-alikes", () => {
  const digits = (text: string) =>
    text
      .toLowerCase()
      .replace(/o/g, "0")
      .replace(/[il]/g, "1")
      .replace(/[^1-9]/g, "")
  fc.assert(
    fc.property(sku, fc.uniqueArray(sku, { maxLength: 60 }), (written, skus) => {
      for (const [found] of suggested(written, ...skus)) expect(digits(found!)).toBe(digits(written))
    }),
  )
})

test("no text makes the search fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })), (written, skus) => {
      suggested(written, ...skus)
    }),
  )
})
