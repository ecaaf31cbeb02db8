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
import { actFor, inviteMerchants, stopActing } from "./mutations"
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
      owner: { email: first!.email, isPending: true },
    })
    await acceptWithNewAccount({
      token: first!.link.split("/").at(-1)!,
      name: "Rosalie",
      password: "une phrase de passe",
    })
    expect(await standing(operator, first!.name)).toMatchObject({
      owner: { email: first!.email, isPending: false },
    })
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
