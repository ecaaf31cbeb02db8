import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { refusalOf } from "@/db/testing/fixtures"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { deleteExpired } from "@/lib/retention/nightly"
import { countSignInAttempt, forgetSignInAttempts } from "./sign-in-limits"

const LIMIT = env.SIGN_IN_ATTEMPTS_PER_15_MINUTES
const someone = () => `${newId()}@example.org`
let host = 0
const somewhere = () => `2001:db8::${(++host).toString(16)}`

const attempt = (email: string, address: string) => refusalOf(countSignInAttempt(email, address))

async function attempts(count: number, email: string, address: string): Promise<void> {
  for (let i = 0; i < count; i++) await attempt(email, address)
}

test("one account from one address is refused after its attempts, with the time to wait", async () => {
  const [email, address] = [someone(), somewhere()]
  for (let i = 0; i < LIMIT; i++) expect(await attempt(email, address)).toBeNull()
  const refusal = await attempt(email, address)
  expect(refusal?.code).toBe("too_many_attempts")
  expect(refusal?.retryAfterSeconds).toBeGreaterThan(0)
  expect(refusal?.retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
})

test("capitals in the e-mail do not evade the limit", async () => {
  const [email, address] = [someone(), somewhere()]
  await attempts(LIMIT, email, address)
  expect((await attempt(email.toUpperCase(), address))?.code).toBe("too_many_attempts")
})

test("others can sign in from the same address, and the same person from another", async () => {
  const [email, address] = [someone(), somewhere()]
  await attempts(LIMIT + 1, email, address)
  expect(await attempt(someone(), address)).toBeNull()
  expect(await attempt(email, somewhere())).toBeNull()
})

test("an address that keeps trying does not lock the person out elsewhere", async () => {
  const [email, attacker] = [someone(), somewhere()]
  await attempts(LIMIT * 6, email, attacker)
  expect(await attempt(email, somewhere())).toBeNull()
})

test("an account that is tried from many addresses is refused from all of them", async () => {
  const email = someone()
  for (let i = 0; i < LIMIT * 5; i++) expect(await attempt(email, somewhere())).toBeNull()
  expect((await attempt(email, somewhere()))?.code).toBe("too_many_attempts")
})

test("an address that tries many accounts is refused for all of them", async () => {
  const address = somewhere()
  for (let i = 0; i < LIMIT * 20; i++) await attempt(someone(), address)
  expect((await attempt(someone(), address))?.code).toBe("too_many_attempts")
})

test("concurrent attempts are counted one by one", async () => {
  const [email, address] = [someone(), somewhere()]
  const outcomes = await Promise.all(Array.from({ length: LIMIT * 2 }, () => attempt(email, address)))
  expect(outcomes.filter((refusal) => refusal === null)).toHaveLength(LIMIT)
})

test("a successful sign-in resets the count", async () => {
  const [email, address] = [someone(), somewhere()]
  await attempts(LIMIT - 1, email, address)
  await forgetSignInAttempts(email, address)
  for (let i = 0; i < LIMIT; i++) expect(await attempt(email, address)).toBeNull()
})

test("the wait ends", async () => {
  const [email, address] = [someone(), somewhere()]
  await attempts(LIMIT + 1, email, address)
  await sql`update rate_limits set expire = expire - ${15 * 60 * 1000}`
  expect(await attempt(email, address)).toBeNull()
  await sql`update rate_limits set expire = expire - ${15 * 60 * 1000}`
  await deleteExpired()
  expect(await sql`select 1 from rate_limits`).toHaveLength(0)
})

test("the table contains neither e-mails nor addresses", async () => {
  const [email, address] = [someone(), somewhere()]
  await attempt(email, address)
  const dump = JSON.stringify(await sql`select * from rate_limits`)
  expect(dump).not.toContain(email)
  expect(dump).not.toContain(address)
})
