import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readScan } from "./scan"

const found = (code: string) => {
  const scan = readScan(code)
  return scan.ok ? scan.customerId : scan.reason
}

describe("a pass is read", () => {
  test.each([
    ["alone", "cust_9f2c"],
    ["with what a scanner adds at the end", "cust_9f2c\r\n"],
    ["between tabs and spaces", "\t cust_9f2c \t"],
    ["after the symbology of the code", "]Q3cust_9f2c"],
    ["after a letter for the kind of code", "Qcust_9f2c\r"],
    ["between STX and ETX", "\u0002cust_9f2c\u0003"],
    ["in the path of a URL", "https://pass.heypongo.com/c/cust_9f2c"],
    ["in the path of a URL that goes on", "https://pass.heypongo.com/cust_9f2c/card?lang=fr#top"],
    ["in a query", "https://pass.heypongo.com/?customer=cust_9f2c&v=2"],
    ["in an encoded query", "https://x.fr/?r=https%3A%2F%2Fpongo%2Fcust%5F9f2c%2F"],
    ["encoded twice", "cust%255F9f2c%2520"],
    ["in JSON", '{"customer":{"id":"cust_9f2c"},"v":1}'],
    ["in JSON with escapes", '{"id":"cust\\u005f9f2c"}'],
    ["in encoded JSON", "%7B%22id%22%3A%22cust_9f2c%22%7D"],
    ["in capitals", "CUST_9F2C"],
    ["in a URL in capitals", "HTTPS://PASS.HEYPONGO.COM/CUST_9F2C"],
    ["in full-width letters", "ｃｕｓｔ＿９ｆ２ｃ"],
    ["with invisible marks", "\uFEFFcust_\u200B9f2c"],
    ["twice", "cust_9f2c\r\ncust_9f2c\r\n"],
    ["twice without a pause", "cust_9f2ccust_9f2c"],
    ["through a French keyboard", "cust°çfév".replace("v", "c")],
    ["through a French keyboard, in a URL", "httpsM!!pqss:heypongo:co,!cust°çféc"],
    ["with a dash that a scanner leaves", "cust_9f2c-"],
  ])("%s", (_, code) => {
    expect(found(code)).toBe("cust_9f2c")
  })
})

test("an id in capitals and small letters keeps them", () => {
  expect(found("cust_AbC9")).toBe("cust_AbC9")
})

test("an id with a dash is read whole", () => {
  expect(found("https://x.fr/cust_0b1c-77aa?x")).toBe("cust_0b1c-77aa")
})

test.each([
  ["", "none"],
  ["3017620422003", "none"],
  ["cust", "none"],
  ["cust_", "none"],
  ["cust_-_", "none"],
  ["customer_9f2c", "none"],
  ["https://x.fr/cust?id=5", "none"],
  ["9f2c", "none"],
  ["cust_9f2c cust_8e1b", "several"],
  ["https://x.fr/cust_9f2c?by=cust_8e1b", "several"],
  ["cust_9fcust_9f2c", "several"],
])("%j is no customer: %s", (code, reason) => {
  expect(found(code)).toBe(reason)
})

const id = fc.stringMatching(/^[0-9a-z]{1,32}$/).map((text) => `cust_${text}`)
const noise = fc
  .constantFrom("", "\r", "\n", "\r\n", "\t", " ", "\u0002", "\u0003", "\u001d", "]Q3", "]d2", "\uFEFF")
  .chain((one) => fc.constantFrom(one, `${one}\t`, `${one} `))
const endNoise = fc.constantFrom("", "\r", "\n", "\r\n", "\t", " ", "\u0003", "\u001d", "\u200B", "-")
const wrapping = fc.constantFrom<(id: string) => string>(
  (text) => text,
  (text) => `https://pass.example/c/${text}`,
  (text) => `https://pass.example/?c=${text}&lang=fr`,
  (text) => JSON.stringify({ type: "pass", customer: { id: text } }),
  (text) => encodeURIComponent(JSON.stringify({ id: text })),
  (text) => encodeURIComponent(encodeURIComponent(`https://x/?id=${text}`)),
  (text) => text.toUpperCase(),
)

test("the id comes out unchanged from any carrier, whatever the scanner adds", () => {
  fc.assert(
    fc.property(id, wrapping, noise, endNoise, (customerId, wrap, before, after) => {
      expect(found(before + wrap(customerId) + after)).toBe(customerId)
    }),
  )
})

test("the id comes out unchanged when a scanner types it through a French keyboard", () => {
  const us = "1234567890_qwazm"
  const french = "&é\"'(-è_çà°azqw,"
  const typed = (text: string) => [...text].map((key) => french[us.indexOf(key)] ?? key).join("")
  fc.assert(
    fc.property(id, (customerId) => {
      expect(found(typed(customerId))).toBe(customerId)
    }),
  )
})

test("two different passes never read as one of them", () => {
  fc.assert(
    fc.property(id, id, wrapping, wrapping, (one, other, wrapOne, wrapOther) => {
      fc.pre(one !== other)
      expect(found(`${wrapOne(one)}\r\n${wrapOther(other)}`)).toBe("several")
    }),
  )
})

test("any text gives an id that is safe in a path, or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, withMark) => {
      const scan = readScan(withMark ? `cust_${text}` : text)
      if (scan.ok) expect(scan.customerId).toMatch(/^cust_[A-Za-z0-9][\w-]*$/)
    }),
  )
})
