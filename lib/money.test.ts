import { expect, test } from "vitest"
import { formatMoney, plainMoney } from "./money"

test("French amounts have a decimal comma, a narrow space between thousands and the symbol at the end", () => {
  expect(formatMoney(123450, "EUR", "fr")).toBe("1\u202f234,50\u00a0€")
  expect(formatMoney(-90, "EUR", "fr")).toBe("-0,90\u00a0€")
})

test("English amounts have the symbol in front", () => {
  expect(formatMoney(123450, "EUR", "en")).toBe("€1,234.50")
})

test("a currency without cents is not divided", () => {
  expect(formatMoney(1200, "JPY", "fr")).toBe("1\u202f200\u00a0JPY")
})

test("an invalid currency code is refused", () => {
  expect(() => formatMoney(1, "euros", "fr")).toThrow(RangeError)
})

test.for([
  [123450, 2, "fr", "1234,50"],
  [123450, 2, "en", "1234.50"],
  [-90, 2, "fr", "-0,90"],
  [1200, 0, "fr", "1200"],
] as const)(
  "%d with %d decimals is formatted for a spreadsheet in %s as %s",
  ([cents, digits, locale, text]) => {
    expect(plainMoney(cents, digits, locale)).toBe(text)
  },
)
