import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { CHEZ_ROSALIE } from "@/sandbox/state/seed"
import { findIdByPhone, findKnownCustomer, readPhone } from "./queries"
import { loyaltyProfile } from "./schema"
import { newPhone, openShop, seeded } from "./testing/shop"
import { ASKED, AT, refused, useBreakableSandbox } from "./testing/till-calls"

const { sandbox, breakPongo } = await useBreakableSandbox()

describe("POST /customers/identify", () => {
  test.each(["06 12 00 00 01", "+33612000001", "0033 6 12 00 00 01", "06.12.00.00.01"])(
    "finds a customer by phone written %s",
    async (phone) => {
      const { pos } = await openShop(sandbox)
      const reply = await pos.post("/customers/identify", { ...AT, phone })
      expect(reply.status).toBe(200)
      expect(loyaltyProfile.parse(reply.json)).toMatchObject({
        customer: { id: seeded(sandbox, 1).id, phone: "+33612000001", first_name: "Camille" },
        fresh: true,
      })
    },
  )

  test.each([
    ["alone", (id: string) => `${id}\r\n`],
    ["in a URL", (id: string) => `https://pass.heypongo.com/c/${id}?lang=fr`],
    ["in JSON", (id: string) => JSON.stringify({ customer: { id } })],
  ])("finds a customer by a scanned pass, %s, and keeps one that only Pongo knew", async (_, wrap) => {
    const { pos, till } = await openShop(sandbox)
    const { id } = seeded(sandbox, 5)
    expect(await findKnownCustomer(till, id)).toBeNull()
    const reply = await pos.post("/customers/identify", { ...AT, code: wrap(id) })
    expect(loyaltyProfile.parse(reply.json).customer.id).toBe(id)
    expect(await findKnownCustomer(till, id)).toMatchObject({
      id,
      phone: "+33612000005",
      lastName: "Laurent",
    })
    expect(await findIdByPhone(till, "+33612000005")).toBe(id)
  })

  test("an unknown phone is customer_not_found, and can be enlisted", async () => {
    const { pos } = await openShop(sandbox)
    const reply = await pos.post("/customers/identify", { ...AT, phone: newPhone() })
    refused(reply, 404, "customer_not_found", { can_enlist: true })
  })

  test("a code from another merchant is customer_not_found, and cannot be enlisted", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    const stranger = sandbox.state.customerByPhone(CHEZ_ROSALIE, "33613000001")!
    const reply = await pos.post("/customers/identify", { ...AT, code: stranger.id })
    refused(reply, 404, "customer_not_found", { can_enlist: false })
    expect(await sql`select 1 from customers where merchant_id = ${merchantId}`).toEqual([])
  })

  test.each([
    ["3017620422003", "holds no cust_… id"],
    ["cust_aa cust_bb", "holds two different customers; scan one pass at a time"],
  ])("a code that is not a pass is refused: %s", async (code, message) => {
    const { pos } = await openShop(sandbox)
    const reply = await pos.post("/customers/identify", { ...AT, code })
    refused(reply, 422, "validation_failed", { errors: [{ path: "code", message }] })
  })

  test.each(["hello", "12", "cust_9f2c", "06 12 34 56 78 90 12"])(
    "a phone that is not a number is refused with its path: %s",
    async (phone) => {
      const { pos } = await openShop(sandbox)
      const reply = await pos.post("/customers/identify", { ...AT, phone })
      refused(reply, 422, "validation_failed", { errors: [{ path: "phone", message: expect.any(String) }] })
    },
  )

  test("landline and foreign numbers are valid phones", async () => {
    const { pos } = await openShop(sandbox)
    for (const phone of ["01 42 68 53 00", "+49 171 1234567"])
      refused(await pos.post("/customers/identify", { ...AT, phone }), 404, "customer_not_found", {
        can_enlist: true,
      })
  })

  test("a phone that moved at Pongo finds its new owner, not the one in the directory", async () => {
    const { pos, till } = await openShop(sandbox)
    const phone = newPhone()
    const enlist = { ...AT, phone, opt_in: ASKED }
    const first = (await pos.post("/customers", enlist)).json.customer.id
    expect(await findIdByPhone(till, phone)).toBe(first)
    sandbox.state.changePhone(sandbox.state.customers.get(first)!, newPhone().slice(1))
    const second = { ...seeded(sandbox, 6), id: `cust_${phone.slice(1)}`, phone: phone.slice(1) }
    sandbox.state.addCustomer(second)
    const reply = await pos.post("/customers/identify", { ...AT, phone })
    expect(reply.json).toMatchObject({ customer: { id: second.id, phone }, fresh: true })
    expect(await findIdByPhone(till, phone)).toBe(second.id)
  })

  test("a customer in the directory whom Pongo no longer has is customer_not_found", async () => {
    const { pos } = await openShop(sandbox)
    const phone = newPhone()
    const { id } = (await pos.post("/customers", { ...AT, phone, opt_in: ASKED })).json.customer
    const gone = sandbox.state.customers.get(id)!
    sandbox.state.changePhone(gone, newPhone().slice(1))
    sandbox.state.customers.delete(id)
    refused(await pos.post("/customers/identify", { ...AT, code: id }), 404, "customer_not_found")
    refused(await pos.post("/customers/identify", { ...AT, phone }), 404, "customer_not_found", {
      can_enlist: true,
    })
  })

  test("a typo in a field is refused with its path", async () => {
    const { pos } = await openShop(sandbox)
    const reply = await pos.post("/customers/identify", { ...AT, phone: "0612000001", foo: 1 })
    refused(reply, 422, "validation_failed", { errors: [{ path: "foo", message: "unknown field" }] })
    refused(await pos.post("/customers/identify", AT), 422, "validation_failed")
    refused(
      await pos.post("/customers/identify", { ...AT, phone: "0612000001", code: "cust_1" }),
      422,
      "validation_failed",
    )
  })

  test("a location that is unmapped, unknown, or another key's is refused by name", async () => {
    const unmapped = await openShop(sandbox, { isMapped: false })
    const phone = "0612000001"
    refused(await unmapped.pos.post("/customers/identify", { ...AT, phone }), 409, "location_unmapped")
    const { pos, merchantId, owner } = await openShop(sandbox)
    refused(await pos.post("/customers/identify", { location_id: "x", phone }), 404, "location_unknown")
    const other = await makeLocation(merchantId)
    const { key } = await createApiKey(owner, { name: "x", scopes: ["checkout"], locationId: other.id })
    refused(await makeTill(key).post("/customers/identify", { ...AT, phone }), 403, "location_not_allowed")
  })

  test("a merchant that is not connected gets not_connected", async () => {
    const { pos } = await openShop(sandbox, { isConnected: false })
    const reply = await pos.post("/customers/identify", { ...AT, phone: "0612000001" })
    refused(reply, 409, "not_connected")
  })

  test("a single 401 revokes nothing: the till may try again", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    breakPongo({ path: "/v1/customers/phone/{phone}", kind: "status", status: 401, times: 1 })
    refused(await pos.post("/customers/identify", { ...AT, phone: "0612000001" }), 503, "pongo_unavailable")
    expect((await pos.post("/customers/identify", { ...AT, phone: "0612000001" })).status).toBe(200)
    expect(await sql`select state from connections where merchant_id = ${merchantId}`).toMatchObject([
      { state: "connected" },
    ])
  })

  test("names and rewards that no database can hold are shown, and nobody gets a 500", async () => {
    const { pos } = await openShop(sandbox)
    breakPongo({ path: "/v1/*", kind: "bad_text" })
    const reply = await pos.post("/customers/identify", { ...AT, phone: "0612000001" })
    expect(reply.status).toBe(200)
    expect(reply.json.customer.first_name).toMatch(/ \uFFFD$/)
    expect(reply.json.rewards.available[0].name).toMatch(/ \uFFFD$/)
    const enlisted = await pos.post("/customers", {
      ...AT,
      phone: newPhone(),
      first_name: "Inès",
      opt_in: { sms: false, email: false },
    })
    expect(enlisted.status).toBe(201)
  })

  test("a revoked token answers not_connected and revokes the connection", async () => {
    const { pos, merchantId } = await openShop(sandbox)
    await pos.post("/customers/identify", { ...AT, phone: "0612000001" })
    breakPongo({ path: "/v1/*", kind: "status", status: 401 })
    refused(await pos.post("/customers/identify", { ...AT, phone: "0612000001" }), 409, "not_connected")
    const [connection] = await sql`select state from connections where merchant_id = ${merchantId}`
    expect(connection!.state).toBe("revoked")
  })

  test("a key without the scope checkout is forbidden", async () => {
    const { owner } = await openShop(sandbox)
    const { key } = await createApiKey(owner, { name: "x", scopes: ["setup"], locationId: null })
    const reply = await makeTill(key).post("/customers/identify", { ...AT, phone: "0612000001" })
    refused(reply, 403, "forbidden")
  })
})

test("a customer known by a number that used to be misread is found by both spellings, and not enlisted twice", async () => {
  const { pos, till } = await openShop(sandbox)
  const optIn = { sms: true, email: false }
  // The former reading: the typed number with the merchant's own country code.
  const typed = `0692${String(process.pid % 1_000_000).padStart(6, "0")}`
  const former = `+33${typed.slice(1)}`
  const enlist = (phone: string) => pos.post("/customers", { location_id: "bastille", phone, opt_in: optIn })
  const { id } = (await enlist(former)).json.customer
  for (const phone of [typed, former]) {
    const found = await pos.post("/customers/identify", { location_id: "bastille", phone })
    expect([found.status, found.json.customer.id]).toEqual([200, id])
  }
  expect((await enlist(typed)).json).toMatchObject({ customer: { id }, already_enlisted: true })
  expect(await readPhone(till, typed)).toBe(former)
})

test("a scan of something other than a pass says so to the cashier", async () => {
  const { pos } = await openShop(sandbox)
  const body = { location_id: "bastille", code: "3017620422003" }
  const reply = await pos.post("/customers/identify", body, { "Accept-Language": "en" })
  expect(reply.json.cashier_message).toMatch(/^Not a loyalty code/)
})
