import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { authOptions, SESSION_DAYS } from "./options"
import { hashPassword } from "./passwords"

const PASSWORD = "un mot de passe assez long"
let host = 0

type Authorize = (
  credentials: Record<string, unknown> | undefined,
  request: { headers?: Record<string, string> },
) => Promise<{ id: string; sessionId: string } | null>
const authorize = (authOptions.providers[0] as unknown as { options: { authorize: Authorize } }).options
  .authorize

async function makeUser() {
  const user = { id: newId(), email: `Ines.${newId()}@Example.org` }
  await sql`
    insert into users (id, email, name, password_hash)
    values (${user.id}, ${user.email}, 'Inès', ${await hashPassword(PASSWORD)})`
  return user
}

const signIn = (email: unknown, password: unknown, headers: Record<string, string> = {}) =>
  authorize({ email, password }, { headers: { "x-forwarded-for": `10.0.0.${++host}`, ...headers } })

const sessionsOf = (userId: string) =>
  sql`select id, merchant_id, user_agent, revoked_at, expires_at from sessions where user_id = ${userId}`

test("the right password creates a session", async () => {
  const user = await makeUser()
  const signedIn = await signIn(user.email, PASSWORD, { "user-agent": "Firefox" })
  expect(signedIn).toEqual({ id: user.id, sessionId: expect.stringMatching(/^ses_\w{30,}$/) })
  const [session] = await sessionsOf(user.id)
  expect(session).toMatchObject({
    id: signedIn!.sessionId,
    merchant_id: null,
    user_agent: "Firefox",
    revoked_at: null,
  })
  const days = (session!.expires_at.getTime() - Date.now()) / 86_400_000
  expect(days).toBeCloseTo(SESSION_DAYS, 1)
})

test("case and surrounding spaces of an e-mail do not matter", async () => {
  const user = await makeUser()
  expect(await signIn(` ${user.email.toUpperCase()} `, PASSWORD)).toMatchObject({ id: user.id })
})

test("two browsers have two sessions", async () => {
  const user = await makeUser()
  await Promise.all([signIn(user.email, PASSWORD), signIn(user.email, PASSWORD)])
  expect(new Set((await sessionsOf(user.id)).map((session) => session.id)).size).toBe(2)
})

test("a wrong or missing password creates no session", async () => {
  const user = await makeUser()
  for (const password of [
    "wrong",
    "",
    `${PASSWORD} `,
    PASSWORD.toUpperCase(),
    "x".repeat(100_000),
    undefined,
  ])
    expect(await signIn(user.email, password)).toBeNull()
  expect(await sessionsOf(user.id)).toHaveLength(0)
})

test.for([
  "nobody@example.org",
  "",
  "not an address",
  "' or 1=1 --",
  "%",
  "a\u0000b@example.org",
  `${"x".repeat(300)}@example.org`,
  undefined,
])("nobody can sign in as %j", async (email) => {
  expect(await signIn(email, PASSWORD)).toBeNull()
})

test("without credentials nobody is signed in", async () => {
  expect(await authorize(undefined, {})).toBeNull()
})

test("too many attempts are refused before the password is checked", async () => {
  const user = await makeUser()
  const headers = { "x-forwarded-for": "192.0.2.7" }
  for (let i = 0; i < env.SIGN_IN_ATTEMPTS_PER_15_MINUTES; i++)
    expect(await signIn(user.email, "wrong", headers)).toBeNull()
  await expect(signIn(user.email, PASSWORD, headers)).rejects.toThrow(/^too_many_attempts\b/)
  expect(await sessionsOf(user.id)).toHaveLength(0)
  expect(await signIn(user.email, PASSWORD)).toMatchObject({ id: user.id })
})

test("a forged address does not evade the limits", async () => {
  const user = await makeUser()
  const from = (i: number) => ({ "x-forwarded-for": `203.0.113.${i}, 192.0.2.11` })
  for (let i = 0; i < env.SIGN_IN_ATTEMPTS_PER_15_MINUTES; i++)
    expect(await signIn(user.email, "wrong", from(i))).toBeNull()
  await expect(signIn(user.email, PASSWORD, from(99))).rejects.toThrow(/^too_many_attempts\b/)
})

test("an account that does not exist is limited in the same way", async () => {
  const email = `${newId()}@example.org`
  const headers = { "x-forwarded-for": "192.0.2.8" }
  for (let i = 0; i < env.SIGN_IN_ATTEMPTS_PER_15_MINUTES; i++)
    expect(await signIn(email, "wrong", headers)).toBeNull()
  await expect(signIn(email, PASSWORD, headers)).rejects.toThrow(/^too_many_attempts\b/)
})

test("a successful sign-in clears earlier typing errors", async () => {
  const user = await makeUser()
  const headers = { "x-forwarded-for": "192.0.2.9" }
  for (let round = 0; round < 2; round++) {
    for (let i = 1; i < env.SIGN_IN_ATTEMPTS_PER_15_MINUTES; i++)
      expect(await signIn(user.email, "wrong", headers)).toBeNull()
    expect(await signIn(user.email, PASSWORD, headers)).toMatchObject({ id: user.id })
  }
})

test("a defect reveals nothing about the database to the browser", async () => {
  const user = await makeUser()
  await sql`alter table users rename to users_away`
  try {
    await expect(signIn(user.email, PASSWORD)).rejects.toThrow(/^internal$/)
  } finally {
    await sql`alter table users_away rename to users`
  }
})

const BASE = "http://localhost:3000"
test.for([
  ["/orders?status=failed", `${BASE}/orders?status=failed`],
  [`${BASE}/orders`, `${BASE}/orders`],
  ["https://evil.example/", BASE],
  ["//evil.example/", BASE],
  ["/\\evil.example/", BASE],
  ["http://localhost:3000.evil.example/", BASE],
  ["javascript:alert(1)", BASE],
  ["http://[", BASE],
])("after signing in, %s leads to %s", async ([url, target]) => {
  const found = await authOptions.callbacks!.redirect!({ url: url!, baseUrl: BASE })
  expect(new URL(found, BASE).href.replace(/\/$/, "")).toBe(target)
})

test("the cookie contains the session's id and nothing else", async () => {
  const user = { id: newId(), sessionId: "ses_x", email: "ines@example.org", name: "Inès" }
  const { jwt, session } = authOptions.callbacks!
  const token = await jwt!({ token: { name: "Inès", email: user.email }, user } as never)
  expect(token).toEqual({ sub: user.id, sessionId: "ses_x" })
  expect(await session!({ session: { expires: "x", user }, token } as never)).toEqual({
    expires: "x",
    sessionId: "ses_x",
  })
})
