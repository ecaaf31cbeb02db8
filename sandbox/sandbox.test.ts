import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { startSandbox } from "./server/server"
import { BISTROT_VIDE, CHEZ_ROSALIE, LE_COMPTOIR } from "./state/seed"
import { anOrder, type Bench, openBench, RICH_PHONE, TestClient } from "./testing"

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.sandbox.close())

describe("access", () => {
  test("a call without a token, with an unknown one or with a revoked one gets a 401", async () => {
    const { sandbox, client } = bench
    expect((await new TestClient(sandbox.url, null).get("/v1/stores")).status).toBe(401)
    const unknown = await new TestClient(sandbox.url, "nope").get("/v1/stores")
    expect(unknown.json).toEqual({ message: "Unauthenticated." })
    expect((await client.get("/v1/stores")).status).toBe(200)
    expect(sandbox.revokeTokens({ token: client.token ?? "" })).toBe(1)
    expect((await client.get("/v1/stores")).status).toBe(401)
  })

  test("a token without the scope gets a 403 that names it, and nothing happens", async () => {
    const narrow = bench.as(LE_COMPTOIR, ["order.read"])
    const reply = await narrow.post("/v1/orders", anOrder())
    expect(reply.status).toBe(403)
    expect(reply.json.message).toContain("missing scope: order.create")
    expect(bench.sandbox.state.orders.size).toBe(0)
    expect((await narrow.get("/v1/orders")).status).toBe(200)
  })

  test("an unknown route is a 404 in JSON, and a known one with another method a 405 that lists them", async () => {
    const missing = await bench.client.get("/v1/nothing-here")
    expect(missing.status).toBe(404)
    expect(missing.json.message).toContain("v1/nothing-here")
    const wrong = await bench.client.send("DELETE", "/v1/orders")
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get("allow")).toBe("POST, GET")
  })

  test("a body that is not JSON, not declared as JSON or above 2 MiB is refused", async () => {
    const { client } = bench
    expect((await client.send("POST", "/v1/orders", "{oops")).status).toBe(400)
    expect((await client.send("POST", "/v1/orders", "[]")).status).toBe(400)
    const text = await client.send("POST", "/v1/orders", "{}", { "content-type": "text/plain" })
    expect(text.status).toBe(415)
    const huge = anOrder({ comment: "x".repeat(2 * 1024 * 1024) })
    expect((await client.post("/v1/orders", huge)).status).toBe(413)
    expect((await client.post("/v1/orders", anOrder())).status).toBe(201)
  })
})

describe("stores", () => {
  test("a merchant sees its own stores, with slug and public id", async () => {
    const { json } = await bench.client.get("/v1/stores")
    expect(json.data.map((store: { slug: string }) => store.slug)).toEqual([
      "le-comptoir-bastille",
      "le-comptoir-republique",
      "le-comptoir-lyon-bellecour",
      "le-comptoir-lyon-part-dieu",
    ])
    expect(json.data[0]).toMatchObject({ name: "Le Comptoir Bastille", zip_code: "75011", city: "Paris" })
    expect(json.data[0].public_id).toMatch(/^store_/)
    expect(json.data[0]).not.toHaveProperty("merchant_id")
  })

  test("18 stores take two pages, and together the pages hold each store once", async () => {
    const rosalie = bench.as(CHEZ_ROSALIE)
    const first = await rosalie.get("/v1/stores")
    expect(first.json.meta).toEqual({
      current_page: 1,
      from: 1,
      last_page: 2,
      per_page: 15,
      to: 15,
      total: 18,
    })
    const second = await rosalie.get("/v1/stores?page=2")
    const slugs = [...first.json.data, ...second.json.data].map((store) => store.slug)
    expect(new Set(slugs).size).toBe(18)
    expect((await rosalie.get("/v1/stores?page=3")).json.data).toEqual([])
    expect((await rosalie.get("/v1/stores?per_page=5")).json.meta.last_page).toBe(4)
    expect((await rosalie.get("/v1/stores?page=zero")).status).toBe(422)
  })

  test("a merchant without stores gets an empty first page", async () => {
    const { json } = await bench.as(BISTROT_VIDE).get("/v1/stores")
    expect(json).toMatchObject({ data: [], meta: { current_page: 1, last_page: 1, total: 0 } })
  })
})

describe("customers", () => {
  test("for a phone, HEAD answers without a body and GET with the customer", async () => {
    const { client } = bench
    const head = await client.send("HEAD", `/v1/customers/phone/${RICH_PHONE}`)
    expect([head.status, head.text]).toEqual([200, ""])
    expect((await client.send("HEAD", "/v1/customers/phone/33699999999")).status).toBe(404)
    const { json } = await client.get(`/v1/customers/phone/${RICH_PHONE}`)
    expect(json.data).toMatchObject({ phone: RICH_PHONE, first_name: "Camille", points: 1_200 })
    expect(json.data.id).toMatch(/^cust_/)
    expect((await client.get(`/v1/customers/${json.data.id}`)).json.data).toEqual(json.data)
    expect((await client.get("/v1/customers/phone/+33612000001")).status).toBe(422)
  })

  test("another merchant finds neither the phone nor the id", async () => {
    const id = bench.sandbox.state.customerByPhone(LE_COMPTOIR, RICH_PHONE)?.id
    const rosalie = bench.as(CHEZ_ROSALIE)
    expect((await rosalie.get(`/v1/customers/phone/${RICH_PHONE}`)).status).toBe(404)
    expect((await rosalie.get(`/v1/customers/${id}`)).status).toBe(404)
    expect((await rosalie.send("PUT", `/v1/customers/${id}`, { first_name: "X" })).status).toBe(404)
  })

  test("the list is paged and never shows a PIN", async () => {
    const { json, text } = await bench.client.get("/v1/customers?per_page=50&page=2")
    expect(json.data).toHaveLength(10)
    expect(json.meta.total).toBe(60)
    expect(text).not.toContain('"pin"')
  })

  test("enlisting keeps a yes, a no and a silence apart", async () => {
    const reply = await bench.client.post("/v1/customers", {
      phone: "33698000001",
      reference_store_slug: "le-comptoir-bastille",
      first_name: "Zoé",
      has_optin_sms: false,
      pin: "0420",
    })
    expect(reply.status).toBe(201)
    expect(reply.json.data).toMatchObject({
      first_name: "Zoé",
      points: 0,
      has_optin_sms: false,
      has_optin_email: null,
    })
    expect(reply.json.data).not.toHaveProperty("pin")
  })

  test("a phone already enlisted is a 409", async () => {
    const body = { phone: RICH_PHONE, reference_store_slug: "le-comptoir-bastille" }
    expect((await bench.client.post("/v1/customers", body)).status).toBe(409)
    expect(bench.sandbox.state.customers.size).toBe(80)
  })

  test("one 422 names every invalid field", async () => {
    const { status, json } = await bench.client.post("/v1/customers", {
      phone: "+33698000001",
      reference_store_slug: "nowhere",
      gender: "robot",
      birthday: "2999-01-01",
      pin: "12",
      email: "nobody",
      has_optin_sms: "yes",
      tags: "vip",
    })
    expect(status).toBe(422)
    expect(Object.keys(json.errors).sort()).toEqual([
      "birthday",
      "email",
      "gender",
      "has_optin_sms",
      "phone",
      "pin",
      "reference_store_slug",
      "tags",
    ])
    expect(json.message).toContain("(and 7 more errors)")
  })

  test.each(["PUT", "PATCH"])("%s changes the fields it carries and no other", async (method) => {
    const { client, sandbox } = bench
    const before = sandbox.state.customerByPhone(LE_COMPTOIR, "33612000004")
    const reply = await client.send(method, `/v1/customers/${before?.id}`, {
      has_optin_email: true,
      phone: "33698000009",
    })
    expect(reply.status).toBe(200)
    expect(reply.json.data).toMatchObject({ first_name: "Hugo", has_optin_email: true, phone: "33698000009" })
    expect((await client.get("/v1/customers/phone/33612000004")).status).toBe(404)
    expect((await client.get("/v1/customers/phone/33698000009")).status).toBe(200)
    const taken = await client.send(method, `/v1/customers/${before?.id}`, { phone: RICH_PHONE })
    expect(taken.status).toBe(409)
  })
})

describe("state file", () => {
  test("accepted data survives a restart, and the file is always complete", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"))
    const statePath = join(folder, "nested", "state.json")
    const first = await openBench({ statePath })
    await first.client.post("/v1/orders", anOrder({ customer: { phone: "33698000002" } }))
    await first.sandbox.close()
    expect(await readdir(join(folder, "nested"))).toEqual(["state.json"])
    expect(JSON.parse(await readFile(statePath, "utf8")).orders).toHaveLength(1)

    const second = await startSandbox({ statePath, quiet: true })
    const client = new TestClient(second.url, first.client.token)
    expect((await client.post("/v1/orders", anOrder())).status).toBe(202)
    expect((await client.get("/v1/customers/phone/33698000002")).json.data.points).toBe(12)
    await second.close()
    await rm(folder, { recursive: true })
  })

  test("an invalid state file stops the start with one sentence, and stays unchanged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"))
    const statePath = join(folder, "state.json")
    await writeFile(statePath, "{half")
    await expect(startSandbox({ statePath, quiet: true })).rejects.toThrow("is not a sandbox state")
    expect(await readFile(statePath, "utf8")).toBe("{half")
    await rm(folder, { recursive: true })
  })
})
