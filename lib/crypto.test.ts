import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { blindIndex, createKeyring, open, randomToken, seal, sha256, timingSafeEqualText } from "@/lib/crypto"

const key = (kid: string) => ({ kid, key: randomBytes(32).toString("base64") })
const old = key("2025")
const fresh = key("2026")

test("a sealed value opens again, and no two seals are equal", () => {
  const keyring = createKeyring([old])
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (plaintext, context) => {
      expect(keyring.open(keyring.seal(plaintext, context), context)).toBe(plaintext)
    }),
  )
  expect(keyring.seal("+33612345678", "phone")).not.toBe(keyring.seal("+33612345678", "phone"))
})

test("a sealed value reveals its key id and nothing of its content", () => {
  const sealed = createKeyring([fresh, old]).seal("+33612345678", "customer.phone")
  expect(sealed).toMatch(/^2026\.[\w-]{16}\.[\w-]{22}\.[\w-]{16}$/)
})

test("a value sealed before a rotation opens after it, and new ones use the new key", () => {
  const before = createKeyring([old]).seal("secret", "token")
  const rotated = createKeyring([fresh, old])
  expect(rotated.open(before, "token")).toBe("secret")
  expect(rotated.seal("secret", "token")).toMatch(/^2026\./)
})

test("the error names a removed key", () => {
  const sealed = createKeyring([old]).seal("secret", "token")
  expect(() => createKeyring([fresh]).open(sealed, "token")).toThrow("no key named 2025")
})

test("a value does not open in another context", () => {
  const keyring = createKeyring([old])
  expect(() => keyring.open(keyring.seal("secret", "merchant:a"), "merchant:b")).toThrow()
})

test("a modified value, or one with a shortened tag, does not open", () => {
  const keyring = createKeyring([old])
  const [kid, iv, tag, ciphertext] = keyring.seal("secret", "token").split(".") as [
    string,
    string,
    string,
    string,
  ]
  const flipped = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1)
  for (const parts of [
    [kid, flipped(iv), tag, ciphertext],
    [kid, iv, flipped(tag), ciphertext],
    [kid, iv, tag, flipped(ciphertext)],
    [kid, iv, tag.slice(0, 6), ciphertext],
    [kid, iv, tag],
  ])
    expect(() => keyring.open(parts.join("."), "token")).toThrow()
})

test("a blind index survives a rotation and differs by context and value", () => {
  const before = createKeyring([old])
  const after = createKeyring([fresh, old])
  const index = before.blindIndex("+33612345678", "merchant:a:phone")
  expect(index).toMatch(/^[\w-]{43}$/)
  expect(after.blindIndex("+33612345678", "merchant:a:phone")).toBe(index)
  expect(before.blindIndex("+33612345678", "merchant:b:phone")).not.toBe(index)
  expect(before.blindIndex("+33612345679", "merchant:a:phone")).not.toBe(index)
  expect(createKeyring([fresh]).blindIndex("+33612345678", "merchant:a:phone")).not.toBe(index)
})

test("the configured keys seal, open and index", () => {
  expect(open(seal("secret", "token"), "token")).toBe("secret")
  expect(blindIndex("a", "b")).toBe(blindIndex("a", "b"))
})

test("random tokens have their prefix, one length and no pattern", () => {
  const tokens = Array.from({ length: 500 }, () => randomToken("cpt_"))
  for (const token of tokens) expect(token).toMatch(/^cpt_[0-9A-Za-z]{43}$/)
  expect(new Set(tokens).size).toBe(500)
  expect(randomToken("", 8)).toMatch(/^[0-9A-Za-z]{11}$/)
})

test("texts of any length are compared", () => {
  expect(timingSafeEqualText("abc", "abc")).toBe(true)
  expect(timingSafeEqualText("abc", "abcd")).toBe(false)
  expect(timingSafeEqualText("", "a")).toBe(false)
})

test("sha256 is hex", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})
