import { afterAll, beforeAll, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, eventually } from "@/db/testing/fixtures"
import { startSmtp } from "@/lib/alerts/testing/smtp"
import { authOptions } from "@/lib/auth/options"
import { hashPassword, MOST_WAITING, verifyPassword } from "@/lib/auth/passwords"
import type { SignedIn } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { startJobRunner } from "@/lib/worker/job-runner"
import {
  askToChangeEmail,
  changePassword,
  confirmEmail,
  endOneSession,
  endOtherSessions,
  resetPassword,
} from "./mutations"
import { askForPasswordLink, createPasswordLink } from "./password-link"
import { findEmailLink, findPasswordLink, listSessions } from "./queries"

const PASSWORD = "un mot de passe assez long"
const NEW = "une tout autre phrase de passe"
let smtp: Awaited<ReturnType<typeof startSmtp>>
let runner: Awaited<ReturnType<typeof startJobRunner>>
beforeAll(async () => {
  smtp = await startSmtp()
  Object.assign(env, { SMTP_URL: smtp.url })
  runner = await startJobRunner()
})
afterAll(async () => {
  await runner.stop()
  await smtp.close()
})

let host = 0
const caller = () => `10.1.${host >> 8}.${host++ & 255}`
const someone = () => `${newId()}@example.org`
/** A person with an account, signed in to `browsers` browsers. */
async function makePerson(browsers = 1) {
  const [userId, email] = [newId(), someone()]
  await sql`
    insert into users (id, email, name, password_hash)
    values (${userId}, ${email}, 'Luc', ${await hashPassword(PASSWORD)})`
  const sessionIds = Array.from({ length: browsers }, () => `ses_${newId()}`)
  for (const id of sessionIds)
    await sql`insert into sessions (id, user_id, expires_at) values (${id}, ${userId}, now() + interval '1 day')`
  const signedIn: SignedIn = {
    ...{ sessionId: sessionIds[0]!, userId, name: "Luc", email },
    ...{ memberships: [], isOperator: false, acting: null, lastMerchantId: null },
  }
  return { signedIn, userId, email, sessionIds }
}

const openSessions = async (userId: string) =>
  (await sql`select id from sessions where user_id = ${userId} and revoked_at is null order by id`).map(
    ({ id }) => id,
  )
const isPassword = async (userId: string, password: string) => {
  const [user] = await sql`select password_hash from users where id = ${userId}`
  return verifyPassword(user!.password_hash, password)
}
const mailTo = (email: string, about: RegExp) =>
  eventually(`a mail to ${email}`, async () =>
    smtp.received.find(({ to, subject }) => to.toLowerCase() === email.toLowerCase() && about.test(subject)),
  )
const tokenIn = (text: string) => /acc_\w+/.exec(text)![0]
const tokenFor = async (email: string) => tokenIn((await createPasswordLink(email))!.link)

test("a mailed link resets a forgotten password, which ends every session and notifies the person", async () => {
  const { userId, email } = await makePerson(3)
  await askForPasswordLink({ email: email.toUpperCase() }, caller())
  const mail = await mailTo(email, /nouveau mot de passe/)
  expect(mail.text).toContain("30 minutes")
  await resetPassword({ token: tokenIn(mail.text), password: NEW })
  expect(await isPassword(userId, NEW)).toBe(true)
  expect(await openSessions(userId)).toEqual([])
  await mailTo(email, /votre mot de passe a changé/)
})

test("a password link works once, even for four requests at once, and only its digest is stored", async () => {
  const { userId, email } = await makePerson()
  const token = await tokenFor(email)
  expect(JSON.stringify(await sql`select * from account_links where user_id = ${userId}`)).not.toContain(
    token,
  )
  const codes = await Promise.all(
    Array.from({ length: 4 }, (_, i) => codeOf(resetPassword({ token, password: `${NEW} ${i}` }))),
  )
  expect(codes.filter((code) => code === null)).toHaveLength(1)
  expect(codes.filter((code) => code === "account_link_invalid")).toHaveLength(3)
})

test("a password link expires after 30 minutes, or when the next one is made", async () => {
  const { userId, email } = await makePerson()
  const first = await tokenFor(email)
  const second = await tokenFor(email)
  expect(await codeOf(resetPassword({ token: first, password: NEW }))).toBe("account_link_invalid")
  const [link] =
    await sql`select expires_at - created_at as life from account_links where user_id = ${userId}`
  expect(link!.life).toMatch(/^(00:30:00|00:29:5)/)
  await sql`update account_links set expires_at = now() where user_id = ${userId}`
  expect(await findPasswordLink(second)).toBeNull()
  expect(await codeOf(resetPassword({ token: second, password: NEW }))).toBe("account_link_invalid")
  expect(await isPassword(userId, PASSWORD)).toBe(true)
})

test.for(["acc_unknown0000000000000000000", "", "acc_\u0000", "' or 1=1 --"])(
  "a forged link (%j) opens nothing and causes no hashing",
  async (token) => {
    const hashes = Array.from({ length: MOST_WAITING + 1 }, () => hashPassword(PASSWORD))
    expect(await findEmailLink(token)).toBeNull()
    expect(await codeOf(resetPassword({ token, password: NEW }))).toBe("account_link_invalid")
    await Promise.all(hashes)
  },
)

test("an address without an account gets the same answer in the same steps, and no mail", async () => {
  const { email } = await makePerson()
  const unknown = someone()
  expect(await askForPasswordLink({ email: unknown }, caller())).toEqual(
    await askForPasswordLink({ email }, caller()),
  )
  await mailTo(email, /nouveau mot de passe/)
  // Jobs run in order, so the unknown address's job has run.
  expect(smtp.received.filter(({ to }) => to === unknown)).toEqual([])
})

test("asking for links is limited alike for accounts that exist and those that do not", async () => {
  const { email } = await makePerson()
  for (const asked of [email, someone()]) {
    const codes: unknown[] = []
    for (let i = 0; i < 4; i++) codes.push(await codeOf(askForPasswordLink({ email: asked }, caller())))
    expect(codes).toEqual([null, null, null, "too_many_attempts"])
  }
})

test("without SMTP no mail is promised", async () => {
  const { signedIn, email } = await makePerson()
  Object.assign(env, { SMTP_URL: undefined })
  try {
    expect(await codeOf(askForPasswordLink({ email }, caller()))).toBe("mail_off")
    const change = { current: PASSWORD, email: someone() }
    expect(await codeOf(askToChangeEmail(signedIn, change, caller()))).toBe("mail_off")
    await resetPassword({ token: await tokenFor(email), password: NEW })
  } finally {
    Object.assign(env, { SMTP_URL: smtp.url })
  }
})

test("changing the password requires the current one, ends other sessions and voids links", async () => {
  const { signedIn, userId, email, sessionIds } = await makePerson(3)
  const token = await tokenFor(email)
  const change = (current: string) => changePassword(signedIn, { current, password: NEW }, caller())
  expect(await codeOf(change("wrong"))).toBe("wrong_password")
  expect(await openSessions(userId)).toHaveLength(3)
  await change(PASSWORD)
  expect(await isPassword(userId, NEW)).toBe(true)
  expect(await openSessions(userId)).toEqual([sessionIds[0]])
  expect(await codeOf(resetPassword({ token, password: PASSWORD }))).toBe("account_link_invalid")
})

test("guessing the current password is limited", async () => {
  const { signedIn } = await makePerson()
  const address = caller()
  const guess = () => codeOf(changePassword(signedIn, { current: "wrong", password: NEW }, address))
  for (let i = 0; i < env.SIGN_IN_ATTEMPTS_PER_15_MINUTES; i++) expect(await guess()).toBe("wrong_password")
  expect(await guess()).toBe("too_many_attempts")
})

test("a new e-mail takes effect once its link is followed; the old address is notified, and its links are void", async () => {
  const { signedIn, userId, email } = await makePerson()
  const next = someone()
  await askToChangeEmail(signedIn, { current: PASSWORD, email: next }, caller())
  const token = tokenIn((await mailTo(next, /confirmer/)).text)
  const addressNow = async () => (await sql`select email from users where id = ${userId}`)[0]!.email
  expect(await addressNow()).toBe(email)
  expect(await findEmailLink(token)).toEqual({ email: next })
  const reset = await tokenFor(email)
  expect(await confirmEmail({ token })).toEqual({ email: next })
  expect(await addressNow()).toBe(next)
  expect((await mailTo(email, /adresse a changé/)).text).toContain(next)
  expect(await codeOf(confirmEmail({ token }))).toBe("account_link_invalid")
  expect(await codeOf(resetPassword({ token: reset, password: NEW }))).toBe("account_link_invalid")
})

test("another account's e-mail cannot be taken over, and no answer reveals that it exists", async () => {
  const [mine, theirs] = [await makePerson(), await makePerson()]
  const change = { current: PASSWORD, email: theirs.email.toUpperCase() }
  expect(await codeOf(askToChangeEmail(mine.signedIn, change, caller()))).toBeNull()
  const mail = await mailTo(theirs.email.toUpperCase(), /confirmer/)
  expect(await codeOf(confirmEmail({ token: tokenIn(mail.text) }))).toBe("email_taken")
})

test("a link of one kind cannot be used as the other", async () => {
  const { signedIn, email } = await makePerson()
  expect(await codeOf(confirmEmail({ token: await tokenFor(email) }))).toBe("account_link_invalid")
  const next = someone()
  await askToChangeEmail(signedIn, { current: PASSWORD, email: next }, caller())
  const token = tokenIn((await mailTo(next, /confirmer/)).text)
  expect(await codeOf(resetPassword({ token, password: NEW }))).toBe("account_link_invalid")
})

test("a person ends their own sessions, one or all others, and nobody else's", async () => {
  const [mine, theirs] = [await makePerson(4), await makePerson(2)]
  const listed = await listSessions(mine.signedIn)
  expect(listed).toHaveLength(4)
  expect(listed[0]).toMatchObject({ isThis: true })
  expect(JSON.stringify(listed)).not.toContain("ses_")
  const { ref } = listed[1]!
  expect([
    await codeOf(endOneSession(mine.signedIn, { ref })),
    await codeOf(endOneSession(mine.signedIn, { ref })),
  ]).toEqual([null, "conflict"])
  const [other] = await listSessions(theirs.signedIn)
  expect(await codeOf(endOneSession(mine.signedIn, { ref: other!.ref }))).toBe("conflict")
  await endOtherSessions(mine.signedIn)
  expect(await openSessions(mine.userId)).toEqual([mine.sessionIds[0]])
  expect(await openSessions(theirs.userId)).toHaveLength(2)
})

test("signing in with the old password while it is reset leaves no session behind", async () => {
  const { userId, email } = await makePerson()
  const { authorize } = (
    authOptions.providers[0] as unknown as {
      options: { authorize: (credentials: object, request: object) => Promise<unknown> }
    }
  ).options
  const token = await tokenFor(email)
  await Promise.all([
    authorize({ email, password: PASSWORD }, { headers: { "x-forwarded-for": caller() } }),
    resetPassword({ token, password: NEW }),
  ])
  expect(await openSessions(userId)).toEqual([])
})
