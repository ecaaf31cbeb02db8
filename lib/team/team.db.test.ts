import { expect, test } from "vitest"
import type { Role } from "@/db/enums"
import { sql } from "@/db/index"
import { codeOf, makeMerchant } from "@/db/testing/fixtures"
import { type Ctx, createCtx } from "@/lib/auth/ctx"
import { authOptions } from "@/lib/auth/options"
import { hashPassword, MOST_WAITING, verifyPassword } from "@/lib/auth/passwords"
import type { SignedIn } from "@/lib/auth/session"
import { newId } from "@/lib/id"
import {
  acceptSignedIn,
  acceptWithNewAccount,
  changeRole,
  inviteMember,
  removeMember,
  revokeInvitation,
} from "./mutations"
import { findInvitation, listInvitations, listMembers } from "./queries"

const PASSWORD = "un mot de passe assez long"
const someone = () => `${newId()}@example.org`
const userId = (ctx: Ctx) => (ctx.actor.kind === "user" ? ctx.actor.id : "")

async function invite(owner: Ctx, email: string, role: Role = "viewer") {
  const { link } = await inviteMember(owner, { email, role })
  return link.split("/").at(-1)!
}

const accept = (token: string) => acceptWithNewAccount({ token, name: "Inès", password: PASSWORD })
const codesOf = async (...calls: Promise<unknown>[]) =>
  (await Promise.all(calls.map(codeOf))).map(String).sort()

/** A user with an account, signed in to one browser. */
async function makeSignedIn(email = someone()): Promise<SignedIn> {
  const [user, sessionId] = [newId(), `ses_${newId()}`]
  await sql`insert into users (id, email, name, password_hash) values (${user}, ${email}, 'Luc', 'none')`
  await sql`insert into sessions (id, user_id, expires_at) values (${sessionId}, ${user}, now() + interval '1 day')`
  return {
    sessionId,
    userId: user,
    name: "Luc",
    email,
    memberships: [],
    isOperator: false,
    acting: null,
    lastMerchantId: null,
  }
}

const rolesOf = async (ctx: Ctx) =>
  Object.fromEntries((await listMembers(ctx)).map((member) => [member.userId, member.role]))

test("an invitation creates an account with its role at the merchant", async () => {
  const { owner } = await makeMerchant("Le Comptoir")
  const email = someone()
  const token = await invite(owner, email, "manager")
  expect(await findInvitation(token)).toEqual({
    merchantName: "Le Comptoir",
    email,
    role: "manager",
    hasAccount: false,
  })
  expect(await accept(token)).toEqual({ email })
  const member = (await listMembers(owner)).find((found) => found.email === email)
  expect(member).toMatchObject({ role: "manager", name: "Inès" })
  const [user] = await sql`select password_hash from users where email = ${email}`
  expect(user!.password_hash).toMatch(/^\$argon2id\$/)
  expect(await verifyPassword(user!.password_hash, PASSWORD)).toBe(true)
  const audit =
    await sql`select action from audit_events where merchant_id = ${owner.merchantId} order by at, id`
  expect(audit.map((row) => row.action)).toEqual(expect.arrayContaining(["member.invited", "member.joined"]))
})

test("an invitation's token is stored only as a digest", async () => {
  const { owner, merchantId } = await makeMerchant()
  const token = await invite(owner, someone())
  for (const table of ["invitations", "audit_events"])
    expect(
      JSON.stringify(await sql`select * from ${sql(table)} where merchant_id = ${merchantId}`),
    ).not.toContain(token)
})

test("an invitation works once", async () => {
  const { owner } = await makeMerchant()
  const token = await invite(owner, someone())
  await accept(token)
  expect(await codeOf(accept(token))).toBe("invitation_invalid")
  expect(await codeOf(acceptSignedIn(await makeSignedIn(), token))).toBe("invitation_invalid")
  expect(await findInvitation(token)).toBeNull()
})

test("an invitation accepted four times at once creates one account and one membership", async () => {
  const { owner } = await makeMerchant()
  const email = someone()
  const token = await invite(owner, email)
  expect(await codesOf(...Array.from({ length: 4 }, () => accept(token)))).toEqual([
    "invitation_invalid",
    "invitation_invalid",
    "invitation_invalid",
    "null",
  ])
  expect(await sql`select 1 from users where email = ${email}`).toHaveLength(1)
  expect(await listMembers(owner)).toHaveLength(4)
})

test("an invitation expires after 7 days", async () => {
  const { owner, merchantId } = await makeMerchant()
  const token = await invite(owner, someone())
  const [row] =
    await sql`select expires_at - created_at as life from invitations where merchant_id = ${merchantId}`
  expect(row!.life).toMatch(/^(7 days|6 days 23:59:59)/)
  await sql`update invitations set expires_at = now() - interval '1 second' where merchant_id = ${merchantId}`
  expect(await findInvitation(token)).toBeNull()
  expect(await codeOf(accept(token))).toBe("invitation_invalid")
  expect(await listInvitations(owner)).toEqual([])
})

test("a revoked invitation cannot be used or revoked again", async () => {
  const { owner } = await makeMerchant()
  const token = await invite(owner, someone())
  const { id } = (await listInvitations(owner))[0]!
  expect(await codesOf(revokeInvitation(owner, { id }), revokeInvitation(owner, { id }))).toEqual([
    "conflict",
    "null",
  ])
  expect(await codeOf(accept(token))).toBe("invitation_invalid")
})

test("an invitation revoked and accepted at once ends in exactly one of the two", async () => {
  const { owner } = await makeMerchant()
  const token = await invite(owner, someone())
  const { id } = (await listInvitations(owner))[0]!
  const [revoked, accepted] = await Promise.all([
    codeOf(revokeInvitation(owner, { id })),
    codeOf(accept(token)),
  ])
  expect([revoked, accepted].filter((code) => code === null)).toHaveLength(1)
  expect(await listMembers(owner)).toHaveLength(accepted === null ? 4 : 3)
})

test("a new invitation for the same address replaces the previous one", async () => {
  const { owner } = await makeMerchant()
  const email = someone()
  const first = await invite(owner, email)
  const second = await invite(owner, email.toUpperCase())
  expect(await listInvitations(owner)).toHaveLength(1)
  expect(await codeOf(accept(first))).toBe("invitation_invalid")
  expect(await codeOf(accept(second))).toBeNull()
})

test("one address invited by two people at once has one valid invitation", async () => {
  const { owner } = await makeMerchant()
  const email = someone()
  const tokens = await Promise.all(Array.from({ length: 8 }, () => invite(owner, email)))
  expect(await listInvitations(owner)).toHaveLength(1)
  expect((await Promise.all(tokens.map(findInvitation))).filter(Boolean)).toHaveLength(1)
})

test("the same address may be invited by two merchants", async () => {
  const [a, b] = [await makeMerchant(), await makeMerchant()]
  const signedIn = await makeSignedIn()
  const tokens = [await invite(a.owner, signedIn.email), await invite(b.owner, signedIn.email, "manager")]
  for (const token of tokens) await acceptSignedIn(signedIn, token)
  expect((await rolesOf(a.owner))[signedIn.userId]).toBe("viewer")
  expect((await rolesOf(b.owner))[signedIn.userId]).toBe("manager")
})

test("a member cannot be invited again", async () => {
  const { owner, viewer } = await makeMerchant()
  const email = (await listMembers(owner)).find((member) => member.userId === userId(viewer))!.email
  expect(await codeOf(inviteMember(owner, { email: email.toUpperCase(), role: "owner" }))).toBe(
    "already_member",
  )
  expect((await rolesOf(owner))[userId(viewer)]).toBe("viewer")
})

test("a person with an account accepts by signing in, not with a second account", async () => {
  const { owner, merchantId } = await makeMerchant()
  const signedIn = await makeSignedIn()
  const token = await invite(owner, signedIn.email.toUpperCase())
  expect(await findInvitation(token)).toMatchObject({ hasAccount: true })
  expect(await codeOf(accept(token))).toBe("email_taken")
  const [user] = await sql`select name, password_hash from users where id = ${signedIn.userId}`
  expect(user).toMatchObject({ name: "Luc", password_hash: "none" })
  expect(await acceptSignedIn(signedIn, token)).toEqual({ merchantId })
  const [session] = await sql`select merchant_id from sessions where id = ${signedIn.sessionId}`
  expect(session!.merchant_id).toBe(merchantId)
})

test("another account cannot accept an invitation, which stays valid for the right one", async () => {
  const { owner } = await makeMerchant()
  const invited = await makeSignedIn()
  const other = await makeSignedIn()
  const token = await invite(owner, invited.email)
  expect(await codeOf(acceptSignedIn(other, token))).toBe("invitation_other_account")
  expect((await rolesOf(owner))[other.userId]).toBeUndefined()
  expect(await codeOf(acceptSignedIn(invited, token))).toBeNull()
})

test.for(["inv_unknown0000000000000000000000", "", "' or 1=1 --", "inv_\u0000"])(
  "a forged token (%s) opens nothing",
  async (token) => {
    expect(await findInvitation(token)).toBeNull()
    expect(await codeOf(accept(token))).toBe("invitation_invalid")
  },
)

test("a forged or used invitation is refused before any hashing", async () => {
  const { owner } = await makeMerchant()
  const token = await invite(owner, someone())
  await accept(token)
  // The hashing queue is full, so an answer other than `too_busy` needed no hash.
  const hashes = Array.from({ length: MOST_WAITING + 1 }, () => hashPassword(PASSWORD))
  expect(await codeOf(accept(token))).toBe("invitation_invalid")
  await Promise.all(hashes)
})

test("the last owner can be neither removed nor demoted", async () => {
  const { owner, manager } = await makeMerchant()
  const me = { userId: userId(owner) }
  expect(await codeOf(removeMember(owner, me))).toBe("last_owner")
  expect(await codeOf(changeRole(owner, { ...me, role: "viewer" }))).toBe("last_owner")
  expect(await codeOf(changeRole(owner, { ...me, role: "owner" }))).toBeNull()
  await changeRole(owner, { userId: userId(manager), role: "owner" })
  expect(await codeOf(removeMember(owner, me))).toBeNull()
})

async function twoOwners() {
  const merchant = await makeMerchant()
  await changeRole(merchant.owner, { userId: userId(merchant.manager), role: "owner" })
  const { merchantId, manager } = merchant
  const second = createCtx({ ...merchant.owner, merchantId, actor: manager.actor })
  return { a: merchant.owner, b: second }
}

const ownersOf = async (ctx: Ctx) => Object.values(await rolesOf(ctx)).filter((role) => role === "owner")

test("two owners who remove each other at once leave one", async () => {
  for (let round = 0; round < 5; round++) {
    const { a, b } = await twoOwners()
    const codes = await codesOf(
      removeMember(a, { userId: userId(b) }),
      removeMember(b, { userId: userId(a) }),
    )
    expect(codes).toEqual(["last_owner", "null"])
    expect(await ownersOf(a)).toHaveLength(1)
  }
})

test("two owners who step down at once leave one", async () => {
  for (let round = 0; round < 5; round++) {
    const { a, b } = await twoOwners()
    const codes = await codesOf(
      changeRole(a, { userId: userId(a), role: "manager" }),
      removeMember(b, { userId: userId(b) }),
    )
    expect(codes).toEqual(["last_owner", "null"])
    expect(await ownersOf(a)).toHaveLength(1)
  }
})

test("a member is removed once, and from this merchant only", async () => {
  const [a, b] = [await makeMerchant(), await makeMerchant()]
  const signedIn = await makeSignedIn()
  for (const { owner } of [a, b]) await acceptSignedIn(signedIn, await invite(owner, signedIn.email))
  expect(await codesOf(removeMember(a.owner, signedIn), removeMember(a.owner, signedIn))).toEqual([
    "not_found",
    "null",
  ])
  expect((await rolesOf(a.owner))[signedIn.userId]).toBeUndefined()
  expect((await rolesOf(b.owner))[signedIn.userId]).toBe("viewer")
})

test("signing out ends that session for good, and none of the person's others", async () => {
  const signedIn = await makeSignedIn()
  const elsewhere = `ses_${newId()}`
  await sql`
    insert into sessions (id, user_id, expires_at) values (${elsewhere}, ${signedIn.userId}, now() + interval '1 day')`
  await authOptions.events!.signOut!({ token: { sessionId: signedIn.sessionId } } as never)
  const sessions = await sql`
    select id, revoked_at is not null as "isRevoked" from sessions where user_id = ${signedIn.userId}`
  expect(Object.fromEntries(sessions.map((row) => [row.id, row.isRevoked]))).toEqual({
    [signedIn.sessionId]: true,
    [elsewhere]: false,
  })
})
