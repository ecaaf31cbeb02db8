import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { writeCsv } from "@/lib/csv/write"
import { AppError } from "@/lib/errors"
import { plainMoney } from "@/lib/money"
import { parsePrice } from "./price"
import { productRows, readProductFile } from "./product-file"
import type { PosProduct } from "./schema"

const LOCATIONS = [
  { ref: "bastille", name: "Bastille" },
  { ref: "lyon|2", name: "Lyon Bellecour" },
]
const read = (text: string) => readProductFile(new TextEncoder().encode(text), LOCATIONS)
const problems = (text: string) => read(text).errors.map(({ row, problem, value }) => [row, problem, value])

describe("a price", () => {
  test.each([
    ["4,50", 450],
    ["4.50", 450],
    ["4,5", 450],
    ["4", 400],
    ["0", 0],
    ["0,05", 5],
    ["4,50 €", 450],
    ["4,50\u00a0€", 450],
    ["€4.50", 450],
    ["4.50 EUR", 450],
    ["1 234,50", 123450],
    ["1\u202f234,50", 123450],
    ["1.234,50", 123450],
    ["1,234.50", 123450],
    ["1’234.50", 123450],
    ["1 234", 123400],
    ["19.99", 1999],
    ["1.1", 110],
  ])("%s is %d cents", (text, cents) => expect(parsePrice(text)).toBe(cents))

  test.each([
    "1,234",
    "1.234",
    "4 50",
    "4,505",
    "-1",
    "+1",
    "1,2,3",
    "12 34,50",
    "4,",
    ",5",
    "quatre",
    "1e3",
    "4$",
    "",
  ])("%j is not guessed", (text) => expect(parsePrice(text)).toBeNull())

  test("reads back as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.constantFrom("fr", "en"), (cents, locale) => {
        expect(parsePrice(plainMoney(cents, 2, locale))).toBe(cents)
      }),
    )
  })
})

test("a file from another program is understood: its own titles, fewer columns, more columns", () => {
  expect(read("Code article;LIBELLE;TVA;Prix TTC\nCAF-01;Café;10 %;2,20 €\n")).toEqual({
    reading: {
      encoding: "utf-8",
      delimiter: ";",
      columns: { sku: "Code article", name: "LIBELLE", price: "Prix TTC" },
      ignored: ["TVA"],
    },
    products: [{ sku: "CAF-01", name: "Café", price_cents: 220 }],
    errors: [],
  })
})

test("a SKU that Excel damaged, or that contains an invisible character, is reported and not imported", () => {
  expect(problems('SKU;Nom;Prix\n4,2E+12;Eau;1\n4.2e+12;Eau;1\nA\u200bB;Eau;1\n="0042";Eau;1\n')).toEqual([
    [2, "excel_number", "4,2E+12"],
    [3, "excel_number", "4.2e+12"],
    [4, "sku_unusable", "A\u200bB"],
  ])
})

test("the quote of a wrong cell is never cut inside a character", () => {
  const [error] = read(`SKU;Nom;Prix\nA;Tarte;${"x".repeat(79)}\u{1F967}\n`).errors
  expect(error!.value.isWellFormed()).toBe(true)
})

test("each wrong row is reported with its spreadsheet number and its cell; the valid rows are kept", () => {
  const text = [
    "SKU,Name,Price,Type,On sale,Paid options,Locations",
    "A,Coffee,2.20,product,yes,no,",
    ",Nameless,1,,,,",
    "B,,1,,,,",
    'C,Tea,"1,234",,,,',
    "D,Tea,,dessert,,maybe,",
    "",
    "A,Again,1,,,,",
    "E,Tea,1,,,,bastille | nowhere",
    "F,Tea,4,50,,,,x",
    "G,Menu,9.9,menu,no,yes,Lyon Bellecour|BASTILLE",
    `${"H".repeat(101)},${"n".repeat(301)},1000001,,,,`,
  ].join("\n")
  expect(problems(text)).toEqual([
    [3, "sku_missing", ""],
    [4, "name_missing", ""],
    [5, "price_unreadable", "1,234"],
    [6, "price_missing", ""],
    [6, "kind_unknown", "dessert"],
    [6, "answer_unknown", "maybe"],
    [8, "sku_twice", "A"],
    [9, "location_unknown", "nowhere"],
    [10, "too_many_cells", "x"],
    [10, "kind_unknown", "50"],
    [12, "sku_too_long", "H".repeat(80)],
    [12, "name_too_long", "n".repeat(80)],
    [12, "price_too_high", "1000001"],
  ])
  expect(read(text).products.map(({ sku, location_ids }) => [sku, location_ids])).toEqual([
    ["A", null],
    ["G", ["lyon|2", "bastille"]],
  ])
})

test("a file without a required column is refused, with the missing titles", () => {
  expect(() => read("Code;Famille\nA;Boissons")).toThrow(AppError)
  try {
    read("Code;Famille\nA;Boissons")
  } catch (error) {
    expect((error as AppError).params).toEqual({ reason: "columns", columns: "Nom, Prix" })
  }
})

const product: fc.Arbitrary<PosProduct> = fc.record({
  sku: fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9=+@'|;,"][A-Za-z0-9 ._\-/;,"'|]{0,20}[A-Z0-9]$/),
    fc.constantFrom("-1", "=A1", "'x", "001", "1E5"),
  ),
  name: fc.string({ minLength: 1, maxLength: 40 }).map((text) => `${text.replaceAll("\0", "")}é\n«x»`.trim()),
  kind: fc.constantFrom("product", "menu"),
  price_cents: fc.integer({ min: 0, max: 100_000_000 }),
  active: fc.boolean(),
  has_paid_options: fc.boolean(),
  location_ids: fc.constantFrom(null, [], ["bastille"], ["lyon|2", "bastille"]),
})

test.each(["fr", "en"] as const)("the export in %s reads back as the same products", (locale) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(product, { minLength: 1, maxLength: 20, selector: ({ sku }) => sku }),
      (products) => {
        expect(read(writeCsv(productRows(products, locale), locale))).toMatchObject({ products, errors: [] })
      },
    ),
  )
})
