import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { matchSkus, possibleSkus, splitSkus } from "./skus"

const product = (sku: string) => ({ sku })
const matched = (externalId: string | null, ...skus: string[]) =>
  matchSkus(externalId, skus.map(product)).map(({ sku }) => sku)

test.each([
  ["CAF-01, zelty-8831", ["CAF-01", "zelty-8831"]],
  ["DES-01, DES-02,DES-03 , zelty-9120", ["DES-01", "DES-02", "DES-03", "zelty-9120"]],
  ["A\nB\r\nC\tD", ["A", "B", "C", "D"]],
  ["A，B、C", ["A", "B", "C"]],
  ["\u00A0A\u202F,\u200BB\u200B,\uFEFFC", ["A", "B", "C"]],
  ["\"A\", 'B', «\u00A0C\u00A0», “D”", ["A", "B", "C", "D"]],
  [',, ,\u200B,"",', []],
  ["A,A, A", ["A"]],
  ["", []],
  [null, []],
])("%j is read as %j", (written, skus) => {
  expect(splitSkus(written)).toEqual(skus)
})

describe("among the SKUs of all the merchant's systems", () => {
  test("only those in our catalogue are kept, in the merchant's order", () => {
    expect(matched("zelty-1, DES-02, ls-4410, DES-01", "CAF-01", "DES-01", "DES-02")).toEqual([
      "DES-02",
      "DES-01",
    ])
  })

  test("a SKU typed in another case or with spaces is found", () => {
    expect(matched("caf-01, Brg - 02, ＣＡＦ－０２", "CAF-01", "BRG-02", "CAF-02")).toEqual([
      "CAF-01",
      "BRG-02",
      "CAF-02",
    ])
  })

  test("the exact spelling wins over one that differs by case", () => {
    expect(matched("caf-01", "CAF-01", "caf-01")).toEqual(["caf-01"])
  })

  test("a SKU that could be two products matches neither", () => {
    expect(matched("Caf-01", "CAF-01", "caf-01")).toEqual([])
  })

  test("two spellings of one product are one choice", () => {
    expect(matched("caf-01, CAF-01", "CAF-01")).toEqual(["CAF-01"])
  })

  test("a semicolon separates, unless a SKU of ours contains it", () => {
    expect(matched("A;B | C", "A", "B", "C")).toEqual(["A", "B", "C"])
    expect(matched("A;B", "A", "A;B")).toEqual(["A;B"])
  })
})

const sku = fc.stringMatching(/^[A-Z0-9][A-Z0-9_.-]{0,12}$/)
const padding = fc.constantFrom("", " ", "\u00A0", "\u200B", " \u202F", "\t", "\uFEFF")
const separator = fc.constantFrom(",", ", ", " ,", "\n", "\r\n", ",,", "，", " ,\n")
const quote = fc.constantFrom("", '"', "'", "”")

/** A list as people type it, with its SKUs. */
const typedList = fc
  .array(fc.record({ sku, before: padding, after: padding, quote, separator }), { maxLength: 12 })
  .map((pieces) => ({
    skus: pieces.map((piece) => piece.sku),
    written: pieces.map((p) => `${p.before}${p.quote}${p.sku}${p.quote}${p.after}${p.separator}`).join(""),
  }))

test("whatever surrounds them, the SKUs come out clean, each once, in order", () => {
  fc.assert(
    fc.property(typedList, ({ skus, written }) => {
      expect(splitSkus(written)).toEqual([...new Set(skus)])
    }),
  )
})

test("exactly the SKUs that the catalogue has are found in any list, and no others", () => {
  fc.assert(
    fc.property(typedList, fc.uniqueArray(sku, { maxLength: 8 }), ({ skus, written }, others) => {
      const catalogue = [...new Set([...skus.filter((_, index) => index % 2 === 0), ...others])]
      const found = matched(written, ...catalogue)
      expect(found).toEqual([...new Set(skus)].filter((one) => catalogue.includes(one)))
    }),
  )
})

test("any text is read without failing, and every match was among the possible SKUs", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const possible = possibleSkus(text)
      for (const piece of splitSkus(text)) {
        expect(possible).toContain(piece)
        expect(piece.trim()).toBe(piece)
        expect(piece).not.toBe("")
      }
      expect(matchSkus(text, possible.map(product)).length).toBeGreaterThanOrEqual(
        possible.length > 0 ? 1 : 0,
      )
    }),
  )
})
