import { expect, test } from "vitest"
import {
  hashPassword,
  MOST_WAITING,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
  verifyPassword,
} from "./passwords"

const PASSWORD = "correct horse battery"

test("a password is stored as argon2id with its own salt", async () => {
  const [a, b] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(a).not.toBe(b)
  expect(a).not.toContain(PASSWORD)
})

test("the right password matches, and no similar one does", async () => {
  const stored = await hashPassword(PASSWORD)
  expect(await verifyPassword(stored, PASSWORD)).toBe(true)
  for (const wrong of ["", PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(0, -1), `${PASSWORD}\0`])
    expect(await verifyPassword(stored, wrong)).toBe(false)
})

test("a password may contain accents, emoji and any script", async () => {
  const password = "Crêpe 🥞 שלום 密码"
  expect(await verifyPassword(await hashPassword(password), password)).toBe(true)
})

test("an unknown account takes as long as a wrong password, and is refused", async () => {
  const stored = await hashPassword(PASSWORD)
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
  // Alternate the two, so that a busy machine slows both.
  for (let i = 0; i < 9; i++)
    for (const [who, hash] of [
      ["known", stored],
      ["unknown", null],
    ] as const) {
      const startedAt = performance.now()
      expect(await verifyPassword(hash, "wrong password")).toBe(false)
      times[who].push(performance.now() - startedAt)
    }
  const [known, unknown] = [median(times.known), median(times.unknown)]
  // A look-up without the hash is hundreds of times faster; machine load is not.
  expect(unknown).toBeGreaterThan(known / 4)
  expect(unknown).toBeLessThan(known * 4)
})

test("no password opens an unknown account", async () => {
  for (const password of ["", "nobody", "comptoir-nobody-1", PASSWORD])
    expect(await verifyPassword(null, password)).toBe(false)
})

test("the longest password allowed works, a longer one never does, not even the right one", async () => {
  const longest = "x".repeat(PASSWORD_MAX_LENGTH)
  expect(await verifyPassword(await hashPassword(longest), longest)).toBe(true)
  expect(await verifyPassword(await hashPassword(`${longest}x`), `${longest}x`)).toBe(false)
  expect(await verifyPassword(null, "x".repeat(10_000_000))).toBe(false)
  expect(PASSWORD_MIN_LENGTH).toBeGreaterThanOrEqual(12)
})

test("with one hash running and the queue full, the next call is told to retry, and the queue drains", async () => {
  const asked = Array.from({ length: MOST_WAITING + 6 }, () =>
    hashPassword("un mot de passe").then(
      () => "hashed",
      (error) => error.code,
    ),
  )
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => answer === "hashed")).toHaveLength(MOST_WAITING + 1)
  expect(answers.filter((answer) => answer === "too_busy")).toHaveLength(5)
  expect(await hashPassword("un mot de passe")).toMatch(/^\$argon2id\$/)
})

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
