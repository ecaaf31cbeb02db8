import { describe, expect, test } from "vitest"
import { always, CUSTOMER, failureOf, pongo, raw, TOKEN } from "@/lib/pongo/testing/client"
import { json } from "@/lib/pongo/testing/server"

describe("reading", () => {
  const pages = (count: number, meta: (page: number) => unknown) =>
    pongo((request, response) => {
      const page = Number(new URL(request.url, "http://x").searchParams.get("page"))
      json(response, 200, { data: [{ slug: `store-${Math.min(page, count)}` }], ...(meta(page) as object) })
    })

  test("all pages of stores are read", async () => {
    const { client, seen } = await pages(3, (page) => ({ meta: { current_page: page, last_page: "3" } }))
    const { value } = await client.stores(TOKEN)
    expect(value).toMatchObject({
      isComplete: true,
      items: [{ slug: "store-1" }, { slug: "store-2" }, { slug: "store-3" }],
    })
    expect(seen).toHaveLength(3)
  })

  test("a store is read in our words, and an unexpected description as null", async () => {
    const { client } = await always(200, [
      {
        slug: "bastille",
        public_id: "store_1",
        name: "Bastille",
        zip_code: 75011,
        city: { name: "Paris" },
        phone: "0142",
      },
    ])
    expect((await client.stores(TOKEN)).value.items).toEqual([
      {
        slug: "bastille",
        publicId: "store_1",
        name: "Bastille",
        address: null,
        postalCode: "75011",
        city: null,
        country: null,
        phone: null,
      },
    ])
  })

  test("a customer is found by phone, and the phone is not in the recorded path", async () => {
    const { client, seen } = await always(200, { data: CUSTOMER, extra: 1 })
    const { value, exchange } = await client.findCustomerByPhone(TOKEN, "+33612345678")
    expect(seen[0]?.url).toBe("/v1/customers/phone/33612345678")
    expect(exchange.path).toBe("/v1/customers/phone/•••78")
    expect(value).toEqual({
      id: "cust_9f2c",
      phone: "+33612345678",
      firstName: "Inès",
      lastName: null,
      email: null,
      points: 180,
      optIn: { sms: "yes", email: "never_asked" },
      birthday: "1990-05-01",
      createdAt: new Date("2026-11-01T10:00:00Z"),
    })
  })

  test("numbers as texts, dates without a zone and consents as digits are understood", async () => {
    const { client } = await always(200, {
      ...{ ...CUSTOMER, id: 12, phone: 33612345678, points: "42", has_optin_sms: 0 },
      ...{ has_optin_email: "1", created_at: "2026-11-01 10:00:00", birthday: "not a day" },
    })
    expect((await client.getCustomer(TOKEN, "12")).value).toMatchObject({
      ...{ id: "12", phone: "+33612345678", points: 42, optIn: { sms: "no", email: "yes" } },
      ...{ createdAt: new Date("2026-11-01T10:00:00Z"), birthday: null },
    })
  })

  test("an unreadable consent is not guessed", async () => {
    const { client } = await always(200, { data: { ...CUSTOMER, has_optin_sms: "perhaps" } })
    const error = await failureOf(client.getCustomer(TOKEN, "cust_9f2c"))
    expect(error).toMatchObject({ kind: "unreadable", jsonPath: "data.has_optin_sms" })
  })

  test("404 means no such customer, but a wrong address does not", async () => {
    const nobody = await always(404, { message: "No query results for model [Customer]." })
    expect((await nobody.client.findCustomerByPhone(TOKEN, "+33612345678")).value).toBeNull()
    expect((await nobody.client.getCustomer(TOKEN, "cust_1")).value).toBeNull()
    const noRoute = await always(404, { message: "The route v1/customers/phone/1 could not be found." })
    expect((await failureOf(noRoute.client.findCustomerByPhone(TOKEN, "+33612345678"))).kind).toBe(
      "not_found",
    )
    const page = await raw(404, "<html>nginx</html>", "text/html")
    expect((await failureOf(page.client.getCustomer(TOKEN, "cust_1"))).kind).toBe("not_found")
  })

  test("customers are read page by page", async () => {
    const { client, seen } = await always(200, { data: [CUSTOMER], meta: { last_page: 9 } })
    const { value } = await client.listCustomers(TOKEN, { page: 2, perPage: 50 })
    expect(seen[0]?.url).toBe("/v1/customers?page=2&per_page=50")
    expect(value).toMatchObject({ items: [{ id: "cust_9f2c" }], lastPage: 9 })
  })

  test("the token's account is read in either shape", async () => {
    const nested = await always(200, {
      data: { id: "usr", email: "a@b.fr", merchant: { id: 7, name: "Comptoir" } },
    })
    expect((await nested.client.me(TOKEN)).value).toEqual({ id: "7", name: "Comptoir", email: "a@b.fr" })
    const flat = await always(200, { id: "usr", name: "Comptoir" })
    expect((await flat.client.me(TOKEN)).value).toEqual({ id: "usr", name: "Comptoir", email: null })
  })
})
