import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { findIdByPhone, findKnownCustomer } from "./queries"
import { loyaltyProfile } from "./schema"
import { newPhone, openShop, seeded } from "./testing/shop"
import { ASKED, AT, ledger, refused, useBreakableSandbox } from "./testing/till-calls"

const { sandbox, breakPongo } = await useBreakableSandbox()

describe("POST /customers", () => {
  test("enlists with both answers, and Pongo and the ledger have them with who asked, where and on which till", async () => {
    const { pos, location, merchantId, keyId, till } = await openShop(sandbox)
    const phone = newPhone()
    const reply = await pos.post(
      "/customers",
      {
        ...AT,
        phone,
        opt_in: ASKED,
        first_name: "Inès",
        last_name: "Martin",
        email: "ines@example.org",
        birthday: "1990-05-17",
      },
      { "X-Till-Id": "till-2" },
    )
    expect(reply.status).toBe(201)
    const { customer, fresh, already_enlisted } = loyaltyProfile.parse(reply.json)
    expect({ fresh, already_enlisted }).toEqual({ fresh: true, already_enlisted: undefined })
    expect(customer).toEqual({
      id: expect.stringMatching(/^cust_/),
      phone,
      first_name: "Inès",
      last_name: "Martin",
      email: "ines@example.org",
      points: 0,
      opt_in: { sms: "yes", email: "no" },
    })
    expect(sandbox.state.customers.get(customer.id)).toMatchObject({
      merchant_id: LE_COMPTOIR,
      phone: phone.slice(1),
      has_optin_sms: true,
      has_optin_email: false,
      birthday: "1990-05-17",
      reference_store_slug: "le-comptoir-bastille",
    })
    const row = { customer_id: customer.id, source: "enlist", location_id: location.id, till_id: "till-2" }
    expect(await ledger(merchantId)).toEqual([
      { ...row, channel: "sms", answer: "yes", actor: `key:${keyId}:Test` },
      { ...row, channel: "email", answer: "no", actor: `key:${keyId}:Test` },
    ])
    expect(await findKnownCustomer(till, customer.id)).toMatchObject({ phone, birthday: "1990-05-17" })
  })

  test("the database contains no phone or e-mail in clear", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    const phone = newPhone()
    await pos.post("/customers", { ...AT, phone, opt_in: ASKED, email: "clear@example.org" })
    const text = JSON.stringify(await sql`select * from customers where merchant_id = ${merchantId}`)
    expect(text).not.toContain(phone.slice(3))
    expect(text).not.toContain("clear@example.org")
  })

  test.each([
    [{ sms: true }, "opt_in.email"],
    [{ email: true }, "opt_in.sms"],
    [undefined, "opt_in"],
    [{ sms: "yes", email: true }, "opt_in.sms"],
    [{ sms: null, email: true }, "opt_in.sms"],
  ])("does not enlist when the cashier has not asked: %j", async (opt_in, path) => {
    const { pos } = await openShop(sandbox)
    const phone = newPhone()
    const reply = await pos.post("/customers", { ...AT, phone, opt_in })
    refused(reply, 422, "validation_failed", { errors: [expect.objectContaining({ path })] })
    expect(sandbox.state.customerByPhone(LE_COMPTOIR, phone.slice(1))).toBeUndefined()
  })

  test("leaves an enlisted customer unchanged: 200, consents untouched here and at Pongo", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    const { id, phone, has_optin_sms, has_optin_email } = seeded(sandbox, 2)
    expect([has_optin_sms, has_optin_email]).toEqual([false, null])
    const reply = await pos.post("/customers", {
      ...AT,
      phone: `+${phone}`,
      opt_in: { sms: true, email: true },
      first_name: "Somebody else",
    })
    expect(reply.status).toBe(200)
    expect(loyaltyProfile.parse(reply.json)).toMatchObject({
      already_enlisted: true,
      customer: { id, first_name: "Louis", opt_in: { sms: "no", email: "never_asked" } },
    })
    expect(seeded(sandbox, 2)).toMatchObject({ has_optin_sms: false, has_optin_email: null })
    expect(await ledger(merchantId)).toEqual([])
  })

  test("two tills that enlist one phone at once create one customer and one pair of answers", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    const body = { ...AT, phone: newPhone(), opt_in: ASKED }
    const replies = await Promise.all([pos.post("/customers", body), pos.post("/customers", body)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(new Set(replies.map(({ json }) => json.customer.id)).size).toBe(1)
    expect(await ledger(merchantId)).toHaveLength(2)
  })

  test.each(["reset_after_work", "hang_after_work"] as const)(
    "an answer lost after enlisting loses neither the customer nor their consent: %s",
    async (kind) => {
      const { pos, merchantId } = await openShop(sandbox)
      const phone = newPhone()
      breakPongo({ method: "POST", path: "/v1/customers", kind, times: 1 })
      const reply = await pos.post("/customers", { ...AT, phone, opt_in: ASKED })
      expect(reply.status).toBe(201)
      expect(reply.json.customer).toMatchObject({ phone, opt_in: { sms: "yes", email: "no" } })
      expect(await ledger(merchantId)).toHaveLength(2)
    },
  )

  test("while Pongo is down it says so and enlists nobody", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    breakPongo({ path: "/v1/*", kind: "status", status: 503 })
    const reply = await pos.post("/customers", { ...AT, phone: newPhone(), opt_in: ASKED })
    refused(reply, 503, "pongo_unavailable", { retryable: true })
    expect(await ledger(merchantId)).toEqual([])
  })

  test("the same Idempotency-Key again gets the same answer, and one customer", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    const body = { ...AT, phone: newPhone(), opt_in: ASKED }
    const first = await pos.post("/customers", body, { "Idempotency-Key": "k-1" })
    const again = await pos.post("/customers", body, { "Idempotency-Key": "k-1" })
    expect([again.status, again.text]).toEqual([201, first.text])
    expect(again.headers.get("Idempotent-Replayed")).toBe("true")
    expect(await ledger(merchantId)).toHaveLength(2)
  })

  test.each([
    ["email", "not an address"],
    ["birthday", "2999-01-01"],
    ["birthday", "17/05/1990"],
    ["first_name", " "],
    ["phone", "no phone"],
  ])("refuses %s %j with its path", async (field, value) => {
    const { pos } = await openShop(sandbox)
    const reply = await pos.post("/customers", { ...AT, phone: newPhone(), opt_in: ASKED, [field]: value })
    refused(reply, 422, "validation_failed", { errors: [expect.objectContaining({ path: field })] })
  })

  test("a refusal by Pongo reaches the cashier in Pongo's words", async () => {
    const { pos } = await openShop(sandbox)
    breakPongo({
      method: "POST",
      path: "/v1/customers",
      kind: "status",
      status: 422,
      body: { message: "The email domain is unknown.", errors: { email: ["unknown"] } },
    })
    const reply = await pos.post("/customers", { ...AT, phone: newPhone(), opt_in: ASKED })
    refused(reply, 422, "validation_failed", { detail: "Pongo: The email domain is unknown." })
  })

  test("an unmapped location enlists nobody", async () => {
    const { pos } = await openShop(sandbox, { isMapped: false })
    const reply = await pos.post("/customers", { ...AT, phone: newPhone(), opt_in: ASKED })
    refused(reply, 409, "location_unmapped")
  })
})

describe("GET /customers/{customer_id}", () => {
  test("answers the profile; a key bound to one location need not name it", async () => {
    const { pos, owner, location } = await openShop(sandbox)
    const { id } = seeded(sandbox, 1)
    const named = await pos.get(`/customers/${id}?location_id=bastille`)
    expect(loyaltyProfile.parse(named.json).customer.id).toBe(id)
    refused(await pos.get(`/customers/${id}`), 422, "validation_failed")
    const { key } = await createApiKey(owner, { name: "x", scopes: ["checkout"], locationId: location.id })
    expect((await makeTill(key).get(`/customers/${id}`)).json.customer.id).toBe(id)
  })

  test.each(["cust_nobody", "9f2c", "..", "%2e%2e%2frewards", "cust_a%2Fb", "cust_%00"])(
    "an id that is no customer is not found: %s",
    async (id) => {
      const { pos } = await openShop(sandbox)
      expect((await pos.get(`/customers/${id}?location_id=bastille`)).status).toBe(404)
    },
  )

  test("another merchant's till does not see this directory", async () => {
    const { pos } = await openShop(sandbox)
    const phone = newPhone()
    const { id } = (await pos.post("/customers", { ...AT, phone, opt_in: ASKED })).json.customer
    const other = await makeMerchant()
    expect(await findKnownCustomer(other.till, id)).toBeNull()
    expect(await findIdByPhone(other.till, phone)).toBeNull()
  })
})

describe("PATCH /customers/{customer_id}", () => {
  async function enlisted(opt_in = ASKED) {
    const shop = await openShop(sandbox)
    const body = { ...AT, phone: newPhone(), opt_in, first_name: "Inès", email: "ines@example.org" }
    const { id } = (await shop.pos.post("/customers", body)).json.customer
    await sql`delete from consents where merchant_id = ${shop.merchantId}`
    return { ...shop, id, url: `/customers/${id}` }
  }

  test("changes only the named fields", async () => {
    const { pos, url, id, merchantId } = await enlisted()
    const reply = await pos.patch(url, { last_name: "Diallo", birthday: "1988-01-31" })
    expect(reply.status).toBe(200)
    expect(reply.json.customer).toMatchObject({
      first_name: "Inès",
      last_name: "Diallo",
      email: "ines@example.org",
      opt_in: { sms: "yes", email: "no" },
    })
    expect(sandbox.state.customers.get(id)).toMatchObject({
      last_name: "Diallo",
      birthday: "1988-01-31",
      has_optin_sms: true,
      has_optin_email: false,
    })
    expect(await ledger(merchantId)).toEqual([])
  })

  test("null empties a field", async () => {
    const { pos, url } = await enlisted()
    expect((await pos.patch(url, { email: null })).json.customer.email).toBeNull()
  })

  test("a consent that was asked again changes and is recorded with its till; an absent one stays", async () => {
    const { pos, url, merchantId, location, id } = await enlisted()
    const reply = await pos.patch(url, { ...AT, opt_in: { email: true } }, { "X-Till-Id": "till-7" })
    expect(reply.json.customer.opt_in).toEqual({ sms: "yes", email: "yes" })
    expect(await ledger(merchantId)).toEqual([
      expect.objectContaining({
        customer_id: id,
        channel: "email",
        answer: "yes",
        source: "change",
        location_id: location.id,
        till_id: "till-7",
      }),
    ])
  })

  test("a no stays a no, and an unasked consent stays unasked, whatever else changes", async () => {
    const { pos } = await openShop(sandbox)
    const { id } = seeded(sandbox, 2)
    const reply = await pos.patch(`/customers/${id}`, { last_name: "Bernard" })
    expect(reply.json.customer.opt_in).toEqual({ sms: "no", email: "never_asked" })
    expect(seeded(sandbox, 2)).toMatchObject({ has_optin_sms: false, has_optin_email: null })
  })

  test("refuses an empty change, unknown fields and unknown customers", async () => {
    const { pos, url } = await enlisted()
    refused(await pos.patch(url, {}), 422, "validation_failed")
    refused(await pos.patch(url, { ...AT }), 422, "validation_failed")
    refused(await pos.patch(url, { opt_in: {} }), 422, "validation_failed")
    refused(await pos.patch(url, { points: 500 }), 422, "validation_failed", {
      errors: expect.arrayContaining([{ path: "points", message: "unknown field" }]),
    })
    refused(await pos.patch("/customers/cust_nobody", { last_name: "X" }), 404, "customer_not_found")
    refused(await pos.patch("/customers/nobody", { last_name: "X" }), 404, "customer_not_found")
  })

  test("cannot reach another merchant's customer", async () => {
    const { pos } = await openShop(sandbox)
    const stranger = sandbox.state.customerByPhone(CHEZ_ROSALIE, "33613000002")!
    refused(await pos.patch(`/customers/${stranger.id}`, { last_name: "X" }), 404, "customer_not_found")
    expect(stranger.last_name).not.toBe("X")
  })
})
