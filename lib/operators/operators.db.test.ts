import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { listAuditEvents } from "@/lib/audit/queries"
import { type OperatorCtx, operatorAt } from "@/lib/auth/session"
import { newId } from "@/lib/id"
import { acceptOrder } from "@/lib/orders/accept"
import { exportCustomer } from "@/lib/privacy/export"
import { revealCustomer } from "@/lib/privacy/mutations"
import { acceptWithNewAccount } from "@/lib/team/mutations"
import { actFor, inviteMerchants, inviteOwner, stopActing, withdrawInvitation } from "./mutations"
import { createOperator } from "./new-operator"
import { listMerchants } from "./queries"

/** A signed-in operator. */
async function makeOperator(): Promise<OperatorCtx> {
  const email = `${newId()}@vendor.example`
  await createOperator({ name: "Alex", email, password: "une phrase de passe" })
  const [user] = await sql<{ id: string }[]>`select id from users where email = ${email}`
  const sessionId = `ses_${newId()}`
  await sql`insert into sessions (id, user_id, expires_at) values (${sessionId}, ${user!.id}, now() + interval '1 day')`
  return { userId: user!.id, name: "Alex", sessionId } as OperatorCtx
}

const accept = (link: string) =>
  acceptWithNewAccount({
    token: link.split("/").at(-1)!,
    name: "Rosalie",
    password: "une phrase de passe",
  })

const auditOf = (merchantId: string) => sql<{ actor: string; action: string; details: unknown }[]>`
  select actor, action, details from audit_events where merchant_id = ${merchantId} order by at, id`

const standing = async (operator: OperatorCtx, name: string) =>
  (await listMerchants(operator, { q: name })).merchants.find((merchant) => merchant.name === name)

describe("inviting merchants", () => {
  test("creates each one with a working owner's link", async () => {
    const operator = await makeOperator()
    const names = Array.from({ length: 20 }, (_, index) => `Invité ${newId().slice(-6)} ${index}`)
    const invited = await inviteMerchants(operator, {
      merchants: names.map((name) => ({ name, email: `${newId()}@example.org` })),
    })
    expect(invited.map(({ name }) => name)).toEqual(names)
    const [first] = invited
    expect(await standing(operator, first!.name)).toMatchObject({
      gap: "never_connected",
      isLive: false,
      connection: "none",
      ownerEmail: null,
      invitation: { email: first!.email },
    })
    await accept(first!.link!)
    expect(await standing(operator, first!.name)).toMatchObject({
      ownerEmail: first!.email,
      invitation: null,
    })
  })

  test("twice under one name and address, also at once, creates one merchant, and only the last link works", async () => {
    const operator = await makeOperator()
    const [name, email] = [`Deux fois ${newId()}`, `${newId()}@example.org`]
    const ask = (merchant: { name: string; email: string }) =>
      inviteMerchants(operator, { merchants: [merchant, merchant] })
    const [first] = await ask({ name, email })
    await Promise.all([ask({ name, email }), ask({ name, email })])
    const again = await ask({ name: name.toUpperCase(), email: email.toUpperCase() })
    expect(again).toHaveLength(1)
    expect(await sql`select 1 from merchants where lower(name) = lower(${name})`).toHaveLength(1)
    expect(await codeOf(accept(first!.link!))).toBe("invitation_invalid")
    expect(await codeOf(accept(again[0]!.link!))).toBeNull()
    expect(await ask({ name, email })).toEqual([{ name, email, link: null }])
    const elsewhere = await ask({ name, email: `${newId()}@example.org` })
    expect(elsewhere[0]!.link).toMatch(/inv_/)
  })

  test("is all or nothing", async () => {
    const operator = await makeOperator()
    const name = `Bon ${newId()}`
    await expect(
      inviteMerchants(operator, {
        merchants: [
          { name, email: "good@example.org" },
          { name: "Mauvais", email: null as unknown as string },
        ],
      }),
    ).rejects.toThrow()
    expect(await standing(operator, name)).toBeUndefined()
  })
})

test("the list shows each merchant's state, and its pages contain each merchant once", async () => {
  const operator = await makeOperator()
  const name = `Stands ${newId()}`
  const { merchantId, till } = await makeMerchant(name)
  await connect(merchantId, "a-token")
  const location = await makeLocation(merchantId)
  await acceptOrder(till, paidOrder(location.ref), "en")
  const other = await acceptOrder(till, paidOrder(location.ref), "en")
  const test = await acceptOrder(till, paidOrder(location.ref), "en")
  await sql`update deliveries set state = 'failed', reason = 'rejected_by_pongo' where order_id = ${other.answer.id}`
  await sql`update deliveries set is_test = true where order_id = ${test.answer.id}`
  expect(await standing(operator, name)).toMatchObject({
    connection: "connected",
    gap: "no_store",
    isLive: false,
    heldOrders: 1,
    failedOrders: 1,
    lastOrderAt: expect.any(Date),
  })

  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listMerchants(operator, { cursor })
    seen.push(...page.merchants.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor)
  const all = await sql`select id from merchants`
  expect(seen).toHaveLength(all.length)
  expect(new Set(seen).size).toBe(all.length)
})

describe("the invitation of a merchant's first owner", () => {
  async function invited() {
    const operator = await makeOperator()
    const [name, email] = [`Attend ${newId()}`, `${newId()}@example.org`]
    const [made] = await inviteMerchants(operator, { merchants: [{ name, email }] })
    const { id: merchantId } = (await standing(operator, name))!
    return { operator, name, email, merchantId, link: made!.link! }
  }

  test("is found by name, by address and among merchants without an owner, even once it has expired", async () => {
    const { operator, name, email, merchantId } = await invited()
    await sql`update invitations set expires_at = now() - interval '1 day' where merchant_id = ${merchantId}`
    for (const search of [{ q: name }, { q: email.slice(0, 30) }, { q: name, waiting: "yes" as const }])
      expect((await listMerchants(operator, search)).merchants).toMatchObject([
        { id: merchantId, ownerEmail: null, invitation: { email, expiresAt: expect.any(Date) } },
      ])
    await accept((await inviteOwner(operator, { merchantId, email })).link)
    expect((await listMerchants(operator, { q: name, waiting: "yes" })).merchants).toEqual([])
  })

  test("is sent again, to another address too, and only the new link works", async () => {
    const { operator, name, merchantId, link } = await invited()
    const email = `${newId()}@example.org`
    const again = await inviteOwner(operator, { merchantId, email })
    expect(await codeOf(accept(link))).toBe("invitation_invalid")
    expect(await standing(operator, name)).toMatchObject({ invitation: { email } })
    expect(await codeOf(accept(again.link))).toBeNull()
    expect((await auditOf(merchantId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["member.invited", "invitation.revoked", "member.joined"]),
    )
  })

  test("is withdrawn once: the link stops working, and the merchant can be invited again", async () => {
    const { operator, name, email, merchantId, link } = await invited()
    const outcomes = await Promise.all([1, 2].map(() => codeOf(withdrawInvitation(operator, { merchantId }))))
    expect(outcomes.toSorted()).toEqual(["conflict", null])
    expect(await codeOf(accept(link))).toBe("invitation_invalid")
    expect(await standing(operator, name)).toMatchObject({ ownerEmail: null, invitation: null })
    await accept((await inviteOwner(operator, { merchantId, email })).link)
    expect(await standing(operator, name)).toMatchObject({ ownerEmail: email })
  })

  test("cannot be replaced or withdrawn once the owner has joined, nor for a merchant that does not exist", async () => {
    const { operator, merchantId, link } = await invited()
    await accept(link)
    const email = `${newId()}@example.org`
    expect(await codeOf(inviteOwner(operator, { merchantId, email }))).toBe("conflict")
    expect(await codeOf(withdrawInvitation(operator, { merchantId }))).toBe("conflict")
    expect(await codeOf(inviteOwner(operator, { merchantId: newId(), email }))).toBe("not_found")
    expect(await codeOf(withdrawInvitation(operator, { merchantId: newId() }))).toBe("not_found")
  })

  test("accepted and replaced at once leaves one of the two, never an owner and a second invitation", async () => {
    const { operator, name, merchantId, link } = await invited()
    await Promise.allSettled([
      accept(link),
      inviteOwner(operator, { merchantId, email: `${newId()}@example.org` }),
    ])
    const { ownerEmail, invitation } = (await standing(operator, name))!
    expect([ownerEmail, invitation].filter(Boolean)).toHaveLength(1)
    const pending = await sql`
      select 1 from invitations
      where merchant_id = ${merchantId} and accepted_at is null and revoked_at is null`
    expect(pending).toHaveLength(ownerEmail ? 0 : 1)
  })
})

describe("acting for a merchant", () => {
  test("is recorded once in its audit trail, start and end, with the reason", async () => {
    const operator = await makeOperator()
    const { merchantId, owner } = await makeMerchant()
    await actFor(operator, { merchantId, reason: "ticket 4521" })
    await stopActing(operator, merchantId)
    await stopActing(operator, merchantId)
    expect((await auditOf(merchantId)).filter(({ action }) => action.startsWith("operator."))).toEqual([
      {
        actor: `operator:${operator.userId}:Alex`,
        action: "operator.came",
        details: { reason: "ticket 4521" },
      },
      { actor: `operator:${operator.userId}:Alex`, action: "operator.left", details: null },
    ])
    expect((await listAuditEvents(owner))[0]).toMatchObject({ actor: { kind: "operator", name: "Alex" } })
  })

  test("ends at one merchant when it starts at another, and a tab left open there ends nothing", async () => {
    const operator = await makeOperator()
    const [first, second] = [await makeMerchant(), await makeMerchant()]
    await actFor(operator, { merchantId: first.merchantId, reason: "one" })
    await actFor(operator, { merchantId: second.merchantId, reason: "two" })
    await stopActing(operator, first.merchantId)
    const [session] = await sql`select acting_for_id from sessions where id = ${operator.sessionId}`
    expect(session!.acting_for_id).toBe(second.merchantId)
    const actionsOf = async (merchantId: string) =>
      (await auditOf(merchantId))
        .map(({ action }) => action)
        .filter((action) => action.startsWith("operator."))
    expect(await actionsOf(first.merchantId)).toEqual(["operator.came", "operator.left"])
    expect(await actionsOf(second.merchantId)).toEqual(["operator.came"])
  })

  test("of a merchant that does not exist, or with somebody else's session, changes nothing", async () => {
    const operator = await makeOperator()
    const { merchantId } = await makeMerchant()
    expect(await codeOf(actFor(operator, { merchantId: newId(), reason: "none" }))).toBe("not_found")
    const another = { ...(await makeOperator()), sessionId: operator.sessionId } as OperatorCtx
    expect(await codeOf(actFor(another, { merchantId, reason: "none" }))).toBe("not_found")
    expect((await auditOf(merchantId)).filter(({ action }) => action.startsWith("operator."))).toEqual([])
  })

  test("shows no customer's personal data", async () => {
    const operator = await makeOperator()
    const { merchantId } = await makeMerchant()
    await sql`
      insert into customers (merchant_id, id, profile, points, opt_in_sms, opt_in_email, as_of)
      values (${merchantId}, 'cust_1', 'sealed', 0, 'no', 'no', now())`
    const acting = operatorAt(operator, merchantId)
    expect(await codeOf(revealCustomer(acting, { id: "cust_1" }))).toBe("acting_refused")
    expect(await codeOf(exportCustomer(acting, { id: "cust_1" }))).toBe("role_required")
  })
})

test("an existing account keeps its password and becomes an operator's", async () => {
  const email = `${newId()}@example.org`
  await sql`insert into users (id, email, name, password_hash) values (${newId()}, ${email}, 'Luc', 'kept')`
  expect(
    await createOperator({ name: "Other", email: email.toUpperCase(), password: "une phrase de passe" }),
  ).toEqual({
    isNewUser: false,
  })
  expect(await sql`select name, password_hash, is_operator from users where email = ${email}`).toEqual([
    { name: "Luc", password_hash: "kept", is_operator: true },
  ])
})
