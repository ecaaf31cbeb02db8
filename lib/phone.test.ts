import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { maskEmail, maskPhone, parsePhone } from "@/lib/phone"

describe("a French mobile is read in any usual format", () => {
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
  ["0692 12 34 56", "FR", "+262692123456"],
  ["0692 12 34 56", "RE", "+262692123456"],
  ["0639 01 23 45", "FR", "+262639012345"],
  ["0690 30 12 34", "FR", "+590690301234"],
  ["0696 20 12 34", "FR", "+596696201234"],
  ["0694 20 12 34", "FR", "+594694201234"],
  ["0262 20 12 34", "FR", "+262262201234"],
  ["06 12 34 56 78", "RE", "+33612345678"],
  ["06 12 34 56 78", "GP", "+33612345678"],
  ["07 61 23 45 67", "MQ", "+33761234567"],
  ["01 42 68 53 00", "GF", "+33142685300"],
  ["0692 12 34 56", "GP", "+262692123456"],
  ["0590 38 12 34", "GP", "+590590381234"],
  ["75 12 34", "NC", "+687751234"],
  ["87 12 34 56", "PF", "+68987123456"],
  ["82 12 34", "WF", "+681821234"],
])("%s at a merchant in %s is %s", (written, country, e164) => {
  expect(parsePhone(written, country)?.e164).toBe(e164)
})

test("a number resolved across the French plan also gives its former reading, and one with a country code is unchanged", () => {
  expect(parsePhone("0692 12 34 56", "FR")?.formerE164).toBe("+33692123456")
  expect(parsePhone("06 12 34 56 78", "RE")?.formerE164).toBe("+262612345678")
  expect(parsePhone("06 12 34 56 78", "FR")?.formerE164).toBeUndefined()
  expect(parsePhone("+33 692 12 34 56", "FR")?.e164).toBe("+33692123456")
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

/** A mobile number of mainland France. Overseas departments have blocks of their own, and country codes. */
const mobile = fc
  .tuple(fc.constantFrom("6", "7"), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([first, rest]) => first + String(rest).padStart(8, "0"))
  .filter((digits) => !/^(639|69|70[89])/.test(digits))
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

test("parsing a parsed number changes nothing, and no text makes it throw", () => {
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
