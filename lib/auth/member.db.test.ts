import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { lastMerchant, memberCtx, rememberMerchant, type SignedIn } from "./session"

const membership = (
  { merchantId, slug }: { merchantId: string; slug: string },
  role: "owner" | "viewer",
) => ({
  merchantId,
  merchantName: "Chez Test",
  slug,
  role,
})

async function person(changes: Partial<SignedIn>): Promise<SignedIn> {
  const [userId, sessionId] = [newId(), `ses_${newId()}`]
  await sql`insert into users (id, email, name, password_hash) values (${userId}, ${`${userId}@t.example`}, 'Luc', 'x')`
  await sql`insert into sessions (id, user_id, expires_at) values (${sessionId}, ${userId}, now() + interval '1 day')`
  return {
    ...{ sessionId, userId, name: "Luc", email: `${userId}@t.example`, memberships: [] },
    ...{ isOperator: false, acting: null, lastMerchantId: null },
    ...changes,
  }
}

test("a person acts at the merchant in the address, with their role there, whichever was opened last", async () => {
  const [a, b] = [await makeMerchant(), await makeMerchant()]
  const luc = await person({
    memberships: [membership(a, "owner"), membership(b, "viewer")],
    lastMerchantId: b.merchantId,
  })
  expect(memberCtx(luc, a.slug)).toMatchObject({ merchantId: a.merchantId, role: "owner" })
  expect(memberCtx(luc, b.slug)).toMatchObject({ merchantId: b.merchantId, role: "viewer" })
})

test.for([null, undefined, "", "nobody", 1, {}, ["x"]])("%j is no merchant of anybody's", async (slug) => {
  const luc = await person({ memberships: [membership(await makeMerchant(), "owner")] })
  expect(memberCtx(luc, slug)).toBeNull()
})

test("another person's merchant is treated like one that does not exist", async () => {
  const luc = await person({ memberships: [membership(await makeMerchant(), "owner")] })
  expect(memberCtx(luc, (await makeMerchant()).slug)).toBeNull()
})

test("an operator acts for one merchant, and has only their own memberships elsewhere", async () => {
  const [served, own, other] = [await makeMerchant(), await makeMerchant(), await makeMerchant()]
  const alex = await person({
    isOperator: true,
    memberships: [membership(own, "owner")],
    acting: { ...membership(served, "owner"), role: "manager", until: new Date(Date.now() + 60_000) },
  })
  expect(memberCtx(alex, served.slug)).toMatchObject({ actor: { kind: "operator" }, role: "manager" })
  expect(memberCtx(alex, own.slug)).toMatchObject({ actor: { kind: "user" }, role: "owner" })
  expect(memberCtx(alex, other.slug)).toBeNull()
})

test("an address without a merchant leads to the one opened last that the person still belongs to", async () => {
  const [a, b, left] = [await makeMerchant(), await makeMerchant(), await makeMerchant()]
  const memberships = [membership(a, "owner"), membership(b, "owner")]
  expect(lastMerchant(await person({ memberships, lastMerchantId: b.merchantId }))?.slug).toBe(b.slug)
  expect(lastMerchant(await person({ memberships, lastMerchantId: left.merchantId }))?.slug).toBe(a.slug)
  expect(lastMerchant(await person({ memberships }))?.slug).toBe(a.slug)
  expect(lastMerchant(await person({}))).toBeNull()
})

test("the merchant opened last is remembered per browser", async () => {
  const a = await makeMerchant()
  const [here, elsewhere] = [await person({}), await person({})]
  await rememberMerchant(here, a.merchantId)
  const last = async ({ sessionId }: SignedIn) =>
    (await sql`select merchant_id from sessions where id = ${sessionId}`)[0]!.merchant_id
  expect(await last(here)).toBe(a.merchantId)
  expect(await last(elsewhere)).toBeNull()
})
