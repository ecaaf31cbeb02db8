import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { maskEmail, maskPhone, parsePhone } from "@/lib/phone"

describe("a French mobile is read in any usual writing", () => {
  test.each([
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "06\u00A012\u00A034\u202F56\u202F78",
    "+33612345678",
    "+33 6 12 34 56 78",
    "+33(0)6 12 34 56 78",
    "+33 (0) 612345678",
    "(+33) 6 12 34 56 78",
    "+33 06 12 34 56 78",
    "0033612345678",
    "00 33 (0)6 12 34 56 78",
    "33612345678",
    "tel:+33-6-12-34-56-78",
    "TEL:0612345678",
    "tel:0612345678;phone-context=+33",
    "０６１２３４５６７８",
    "＋３３６１２３４５６７８",
    "٠٦١٢٣٤٥٦٧٨",
    "\u202A+33 6 12 34 56 78\u202C",
    "\u200E06 12 34 56 78\u200F",
    "06‑12‑34‑56‑78",
    "06/12/34/56/78",
    "(06) 12 34 56 78",
    " 06 12 34 56 78\n",
  ])("%j", (written) => {
    expect(parsePhone(written, "FR")).toEqual({ e164: "+33612345678", isMobile: true })
  })
})

test.each([
  ["01 42 68 53 00", "FR", "+33142685300", false],
  ["0470 12 34 56", "be", "+32470123456", true],
  ["(202) 555-0123", "US", "+12025550123", null],
  ["0049 171 1234567", "FR", "+491711234567", true],
  ["+352 621 123 456", "FR", "+352621123456", true],
  ["06 39 98 00 00", "FR", "+33639980000", null],
  ["079 123 45 67", "CH", "+41791234567", true],
])("%s in %s", (written, country, e164, isMobile) => {
  expect(parsePhone(written, country)).toEqual({ e164, isMobile })
})

test.each([
  "",
  " ",
  "hello",
  "06 12 34 56",
  "06 12 34 56 78 9",
  "0000000000",
  "+",
  "+33",
  "++33612345678",
  "cust_0612345678",
  "A-0612345678",
  "0612345678x",
  "12",
  "1".repeat(500),
])("%j is not a phone", (written) => {
  expect(parsePhone(written, "FR")).toBeNull()
})

test("a number without its country code needs a country", () => {
  expect(parsePhone("06 12 34 56 78", "XX")).toBeNull()
  expect(parsePhone("+33 6 12 34 56 78", "XX")?.e164).toBe("+33612345678")
})

const mobile = fc
  .tuple(fc.constantFrom("6", "7"), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([first, rest]) => first + String(rest).padStart(8, "0"))
const separator = fc.constantFrom("", " ", ".", "-", "\u00A0", "\u202F", "\u2011", "/", " - ")
const prefix = fc.constantFrom(
  "0",
  "+33",
  "0033",
  "+33(0)",
  "+33 (0)",
  "(+33)",
  "tel:+33",
  "33",
  "\u200E+33",
  "＋33",
)

test("separators and prefixes never change the number", () => {
  fc.assert(
    fc.property(
      mobile,
      prefix,
      fc.array(separator, { minLength: 8, maxLength: 8 }),
      (digits, start, between) => {
        const written = start + [...digits].map((digit, index) => digit + (between[index] ?? "")).join("")
        fc.pre(written.length <= 64)
        expect(parsePhone(written, "FR")?.e164).toBe(`+33${digits}`)
      },
    ),
  )
})

test("reading what was read changes nothing, and no text makes it throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("FR", "US", "", "??"), (text, country) => {
      const read = parsePhone(text, country)
      if (read) expect(parsePhone(read.e164, country)).toEqual(read)
    }),
  )
})

test.each([
  ["+33612345678", "+33 6 •• •• •• 78"],
  ["+12025550123", "+1 2•• ••• ••23"],
  ["nonsense", "•••"],
])("%s is shown as %s", (e164, shown) => {
  expect(maskPhone(e164)).toBe(shown)
})

test.each([
  ["ines.martin@example.com", "i•••@example.com"],
  ["a@b.fr", "a•••@b.fr"],
  ["@b.fr", "•••"],
  ["nobody", "•••"],
])("%s is shown as %s", (email, shown) => {
  expect(maskEmail(email)).toBe(shown)
})
