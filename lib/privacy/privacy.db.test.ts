import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { seal } from "@/lib/crypto"
import { type Asked, rememberCustomer } from "@/lib/customers/directory"
import { findCustomer, findCustomers, listConsents, listCustomers } from "@/lib/customers/list"
import { findKnownCustomer } from "@/lib/customers/queries"
import { countCustomerOrders, listCustomerOrders } from "@/lib/order-log/customer-orders"
import { acceptOrder } from "@/lib/orders/accept"
import { processWebhook } from "@/lib/webhooks/mutations"
import { bodyContext } from "@/lib/webhooks/queries"
import { exportCustomer } from "./export"
import { changePrivacySettings, eraseCustomer, revealCustomer } from "./mutations"
import { getPrivacySettings } from "./queries"
import { everything } from "./testing/everything"

const ID = "cust_ines"
const INES = {
  id: ID,
  phone: "+33698765432",
  email: "ines.duquesnoy@example.org",
  firstName: "Inès",
  lastName: "Duquesnoy",
  birthday: "1990-05-04",
  points: 120,
  optIn: { sms: "yes", email: "no" } as const,
  createdAt: null,
}
const WORDS = ["698765432", "98 76 54", "duquesnoy", "inès", "ines.", "1990-05-04", "chez duq"]

/** A merchant that knows Inès in every possible way. */
async function knowsInes() {
  const merchant = await makeMerchant()
  const { merchantId, till } = merchant
  const location = await makeLocation(merchantId, { ref: "lyon" })
  const asked: Asked = {
    source: "enlist",
    answers: { sms: true, email: false },
    locationId: location.id,
    tillId: "till-1",
  }
  await rememberCustomer(till, INES, new Date(Date.now() - 60_000), asked)
  const byPhone = {
    phone: "06 98 76 54 32",
    opt_in: { sms: true, email: false },
    first_name: "Inès",
    last_name: "Duquesnoy",
    email: INES.email,
  }
  const order = paidOrder("lyon", { customer: byPhone, comment: "Livrer chez Duquesnoy" })
  const { answer } = await acceptOrder(till, order, "en")
  const second = paidOrder("lyon", { customer: { id: ID }, comment: "Pour Inès" })
  await acceptOrder(till, second, "en")
  await hear(merchantId, "evt_seen", new Date(Date.now() - 30_000))
  await processWebhook(merchantId, "evt_seen")
  return { ...merchant, location, orderId: answer.id }
}

/** An event about Inès arrives and waits to be processed. */
async function hear(merchantId: string, key: string, signedAt: Date) {
  const data = {
    id: ID,
    phone: "33698765432",
    first_name: "Inès",
    last_name: "Duquesnoy",
    email: INES.email,
    points: 130,
    has_optin_sms: true,
    has_optin_email: false,
    birthday: "1990-05-04",
  }
  const body = seal(JSON.stringify({ id: key, event: "customer.updated", data }), bodyContext(merchantId))
  await sql`
    insert into webhook_events (merchant_id, dedupe_key, event, body, signed_at, received_at)
    values (${merchantId}, ${key}, 'customer.updated', ${body}, ${signedAt}, ${signedAt})`
}

const audit = (merchantId: string) =>
  sql`select action, target, details from audit_events where merchant_id = ${merchantId} and action like 'customer.%' order by at`

describe("erasing a customer", () => {
  test("leaves no phone, e-mail, name or birthday in any row, sealed or not", async () => {
    const { owner, merchantId } = await knowsInes()
    const before = await everything(merchantId)
    for (const word of ["698765432", "duquesnoy", "inès", "1990-05-04"]) expect(before).toContain(word)
    await eraseCustomer(owner, { id: ID })
    const after = await everything(merchantId)
    for (const word of WORDS) expect(after).not.toContain(word)
    expect(await audit(merchantId)).toEqual([
      { action: "customer.erased", target: ID, details: { ref: ID, count: 2 } },
    ])
  })

  test("keeps the orders with their amounts, the ledger's answers and the ids that identify a webhook", async () => {
    const { owner, merchantId, location } = await knowsInes()
    await eraseCustomer(owner, { id: ID })
    expect(await listConsents(owner, ID)).toMatchObject([
      {
        channel: "email",
        answer: "no",
        source: "enlist",
        tillId: "till-1",
        locationName: `Location ${location.ref}`,
      },
      { channel: "sms", answer: "yes" },
    ])
    expect(await sql`select total_cents from orders where merchant_id = ${merchantId}`).toHaveLength(2)
    const payloads = await sql<{ body: { lines: unknown[] }; customer: string | null }[]>`
      select p.body, p.customer from order_payloads p join orders o on o.id = p.order_id
      where o.merchant_id = ${merchantId} order by o.customer_id nulls first`
    expect(payloads.map(({ body }) => body.lines.length)).toEqual([1, 1])
    expect(payloads.map(({ customer }) => customer === null)).toEqual([true, false])
    expect(await sql`select dedupe_key, body from webhook_events where merchant_id = ${merchantId}`).toEqual([
      { dedupe_key: "evt_seen", body: null },
    ])
  })

  test("removes them from every search and list", async () => {
    const { owner } = await knowsInes()
    await eraseCustomer(owner, { id: ID })
    for (const written of ["06 98 76 54 32", INES.email])
      expect(await findCustomers(owner, written)).toEqual([])
    expect((await listCustomers(owner, {})).rows).toEqual([])
    expect(await findCustomer(owner, ID)).toMatchObject({
      name: null,
      phone: null,
      email: null,
      points: 0,
      hasProfile: false,
      erasedAt: expect.any(Date),
    })
    await expect(revealCustomer(owner, { id: ID })).rejects.toMatchObject({ code: "customer_not_found" })
  })

  test("twice at once happens once", async () => {
    const { owner, merchantId } = await knowsInes()
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => eraseCustomer(owner, { id: ID })))
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" })
    expect(await audit(merchantId)).toHaveLength(1)
  })

  test("of a customer with 3,000 orders is one quick transaction", async () => {
    const { owner, merchantId, orderId } = await knowsInes()
    await sql`
      with made as (
        insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, customer_phone_index)
        select gen_random_uuid(), merchant_id, location_id, 'N-' || n, 'paid', 'x', now(), 1, customer_phone_index
        from orders, generate_series(1, 3000) n where id = ${orderId} returning id
      )
      insert into order_payloads (order_id, body, customer) select id, '{"lines":[]}', 'sealed' from made`
    const startedAt = Date.now()
    await eraseCustomer(owner, { id: ID })
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    expect(
      await sql`
        select 1 from order_payloads p join orders o on o.id = p.order_id
        where o.merchant_id = ${merchantId} and o.customer_id is null and p.customer is not null`,
    ).toHaveLength(0)
  })
})

describe("an erased customer stays unknown", () => {
  test("when an answer requested earlier arrives", async () => {
    const { owner, till } = await knowsInes()
    const askedBefore = new Date()
    await eraseCustomer(owner, { id: ID })
    const asked: Asked = { source: "change", answers: { sms: true }, locationId: null, tillId: null }
    await rememberCustomer(till, INES, askedBefore, asked)
    expect(await findKnownCustomer(owner, ID)).toBeNull()
    expect(await listConsents(owner, ID)).toHaveLength(2)
  })

  test("when a webhook arrives, sent before or after, and its content is removed too", async () => {
    const { owner, merchantId } = await knowsInes()
    await hear(merchantId, "evt_before", new Date())
    await eraseCustomer(owner, { id: ID })
    await hear(merchantId, "evt_after", new Date(Date.now() + 60_000))
    for (const key of ["evt_before", "evt_after"]) await processWebhook(merchantId, key)
    expect(await findKnownCustomer(owner, ID)).toBeNull()
    const text = await everything(merchantId)
    for (const word of WORDS) expect(text).not.toContain(word)
  })

  test("when a till merely looks them up", async () => {
    const { owner, till } = await knowsInes()
    await eraseCustomer(owner, { id: ID })
    await rememberCustomer(till, INES, new Date(Date.now() + 1_000))
    expect(await findKnownCustomer(owner, ID)).toBeNull()
  })

  test("until they sign up again", async () => {
    const { owner, till } = await knowsInes()
    await eraseCustomer(owner, { id: ID })
    const asked: Asked = { source: "enlist", answers: { sms: false }, locationId: null, tillId: "till-9" }
    await rememberCustomer(till, INES, new Date(Date.now() + 1_000), asked)
    expect(await findCustomer(owner, ID)).toMatchObject({ name: "Inès D.", erasedAt: null, hasProfile: true })
    expect((await listConsents(owner, ID))[0]).toMatchObject({ answer: "no", tillId: "till-9" })
    await rememberCustomer(till, { ...INES, points: 7 }, new Date(Date.now() + 2_000))
    expect(await findKnownCustomer(owner, ID)).toMatchObject({ points: 7 })
  })
})

test("data is masked by default", async () => {
  const { viewer } = await knowsInes()
  const shown = JSON.stringify([
    await listCustomers(viewer, {}),
    await findCustomer(viewer, ID),
  ]).toLowerCase()
  for (const word of ["698765432", "98 76 54", "duquesnoy", "ines.d"]) expect(shown).not.toContain(word)
  expect(await findCustomer(viewer, ID)).toMatchObject({
    name: "Inès D.",
    phone: "+33 6 •• •• •• 32",
    email: "i•••@example.org",
  })
})

test("phone, e-mail and names are revealed to the person who asks, and the audit trail records it", async () => {
  const { manager, merchantId } = await knowsInes()
  expect(await revealCustomer(manager, { id: ID })).toMatchObject({
    phone: INES.phone,
    lastName: "Duquesnoy",
  })
  expect(await audit(merchantId)).toEqual([{ action: "customer.revealed", target: ID, details: { ref: ID } }])
})

describe("a customer is found", () => {
  test.each(["06 98 76 54 32", "+33698765432", "0033 (0)6.98.76.54.32", " INES.Duquesnoy@Example.ORG ", ID])(
    "by %j",
    async (written) => {
      const { viewer } = await knowsInes()
      expect(await findCustomers(viewer, written)).toMatchObject([{ id: ID }])
    },
  )

  test.each(["Duquesnoy", "0698", "@", "cust_", "cust_other", "ines.duquesnoy@example.com"])(
    "not by %j",
    async (written) => {
      const { viewer } = await knowsInes()
      expect(await findCustomers(viewer, written)).toEqual([])
    },
  )
})

test("a customer's orders are those that name them by id or by phone, page by page, none twice", async () => {
  const { owner, till, merchantId } = await knowsInes()
  const opt_in = { sms: true, email: true }
  await acceptOrder(till, paidOrder("lyon", { customer: { phone: "0611111111", opt_in } }), "en")
  await acceptOrder(till, paidOrder("lyon"), "en")
  await Promise.all(
    Array.from({ length: 43 }, (_, n) =>
      acceptOrder(
        till,
        paidOrder("lyon", { customer: n % 2 ? { id: ID } : { phone: INES.phone, opt_in } }),
        "en",
      ),
    ),
  )
  expect(await countCustomerOrders(owner, ID)).toEqual({ count: 45, pending: 23 })
  const seen: string[] = []
  let cursor: string | undefined
  let before: string | null = null
  do {
    const page = await listCustomerOrders(owner, ID, cursor)
    seen.push(...page.rows.map(({ id }) => id))
    before = page.previous
    cursor = page.next ?? undefined
  } while (cursor)
  const all = await sql<{ id: string }[]>`
    select id from orders where merchant_id = ${merchantId} and (customer_id = ${ID} or customer_phone_index =
      (select phone_index from customers where merchant_id = ${merchantId}))
    order by closed_at desc, id desc`
  expect(seen).toEqual(all.map(({ id }) => id))
  const back = await listCustomerOrders(owner, ID, before!)
  expect(back.rows.map(({ id }) => id)).toEqual(seen.slice(20, 40))
})

test("the directory is listed page by page, most recently heard of first, none twice", async () => {
  const { owner, till } = await makeMerchant()
  for (let n = 0; n < 103; n++)
    await rememberCustomer(
      till,
      { ...INES, id: `cust_${n}`, phone: `+3361000${String(n).padStart(4, "0")}` },
      new Date(Date.now() - Math.floor(n / 3) * 1_000),
    )
  const first = await listCustomers(owner, {})
  const second = await listCustomers(owner, { cursor: first.next! })
  const third = await listCustomers(owner, { cursor: second.next! })
  expect([first, second, third].map(({ rows }) => rows.length)).toEqual([50, 50, 3])
  expect([first.previous, third.next]).toEqual([null, null])
  const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))
  expect(new Set(ids).size).toBe(103)
  const back = await listCustomers(owner, { cursor: third.previous! })
  expect(back.rows.map(({ id }) => id)).toEqual(second.rows.map(({ id }) => id))
})

test("an export contains everything stored about the customer, and nothing about another", async () => {
  const { owner, till, merchantId } = await knowsInes()
  const other = { ...INES, id: "cust_bob", phone: "+33655443322", email: "bob@example.org", firstName: "Bob" }
  await rememberCustomer(till, other, new Date())
  await acceptOrder(till, paidOrder("lyon", { customer: { id: "cust_bob" } }), "en")
  await revealCustomer(owner, { id: ID })
  const text = JSON.stringify(await exportCustomer(owner, { id: ID }))
  const exported = JSON.parse(text)
  expect(exported).toMatchObject({
    merchant: "Chez Test",
    customer: {
      id: ID,
      phone: INES.phone,
      email: INES.email,
      last_name: "Duquesnoy",
      birthday: "1990-05-04",
    },
    consents: [{ channel: "email" }, { channel: "sms", answer: "yes", till: "till-1" }],
    orders: [
      {
        customer: { phone: INES.phone, last_name: "Duquesnoy" },
        content: { comment: "Livrer chez Duquesnoy" },
      },
      { customer: { id: ID }, total_cents: 1450, currency: "EUR" },
    ],
    told_by_pongo: [{ event: "customer.updated", content: { data: { phone: "33698765432" } } }],
    accesses: [{ action: "customer.revealed" }, { action: "customer.exported" }],
  })
  for (const word of ["bob", "655443322", "Bob"]) expect(text).not.toContain(word)
  expect((await audit(merchantId)).map(({ action }) => action)).toEqual([
    "customer.revealed",
    "customer.exported",
  ])
})

test("a settings change is saved and audited with the former value; repeating it changes nothing", async () => {
  const { owner, merchantId } = await makeMerchant()
  const before = await getPrivacySettings(owner)
  expect(before).toEqual({
    orderContentDays: 400,
    personalDataDays: 1095,
    logDays: 180,
    sendsAnonymousOrders: true,
    dayCutoffHour: 5,
  })
  const after = { ...before, logDays: 30, sendsAnonymousOrders: false }
  await changePrivacySettings(owner, after)
  await changePrivacySettings(owner, after)
  expect(await getPrivacySettings(owner)).toEqual(after)
  expect(
    await sql`select details from audit_events where merchant_id = ${merchantId} and action = 'merchant.privacy_changed'`,
  ).toEqual([{ details: { changes: { logDays: [180, 30], sendsAnonymousOrders: [true, false] } } }])
})
