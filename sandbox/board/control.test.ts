import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "../state/seed"
import { anOrder, type Bench, COFFEE, openBench, openReceiver, TestClient } from "../testing"

let bench: Bench
let control: TestClient
beforeEach(async () => {
  bench = await openBench()
  control = new TestClient(bench.sandbox.url, null)
})
afterEach(() => bench.sandbox.close())

const submit = (path: string, fields: Record<string, string> = {}) =>
  control.send("POST", path, new URLSearchParams(fields).toString(), {
    "content-type": "application/x-www-form-urlencoded",
  })

describe("control API", () => {
  test("the state lists what was received, with its bodies, and the requests", async () => {
    await bench.client.post("/v1/orders", anOrder())
    const { json } = await control.get("/_sandbox/state")
    expect(json.orders).toMatchObject([{ order_id: "A-2041", payload: { amount: 1_250 } }])
    expect(json.requests).toMatchObject([{ path: "/v1/orders", status: 201, merchant_id: LE_COMPTOIR }])
    expect(json.merchants).toHaveLength(3)
    expect(json.customers).toHaveLength(80)
  })

  test("a customer can be deleted, with the wallet, and a subscription dropped; nobody is told", async () => {
    const { sandbox, client } = bench
    const rich = sandbox.state.customerByPhone(LE_COMPTOIR, "33612000001")!
    const hook = { event: "customer.created", url: "https://till.example/hook" }
    const { json } = await client.post("/v1/webhooks", hook)
    expect((await control.send("DELETE", `/_sandbox/customers/${rich.id}`)).status).toBe(200)
    expect((await control.send("DELETE", `/_sandbox/webhooks/${json.data.id}`)).status).toBe(200)
    expect((await client.get(`/v1/customers/${rich.id}`)).status).toBe(404)
    expect((await client.get(`/v1/customers/phone/${rich.phone}`)).status).toBe(404)
    expect((await client.get(`/v1/webhooks/${json.data.id}`)).status).toBe(404)
    expect(sandbox.state.wonRewardsOf(rich.id)).toEqual([])
    expect((await control.send("DELETE", `/_sandbox/customers/${rich.id}`)).status).toBe(404)
    expect((await submit(`/_sandbox/customers/${rich.id}/remove`)).status).toBe(303)
  })

  test("the request log keeps the last 500, newest first, and counts all", async () => {
    for (let batch = 0; batch < 6; batch++) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => bench.client.get(`/v1/none/${batch}-${index}`)),
      )
    }
    await bench.client.get("/v1/last")
    const { json } = await control.get("/_sandbox/state")
    expect(json.requests).toHaveLength(500)
    expect(json.requests[0].path).toBe("/v1/last")
    expect(json.requests_total).toBe(601)
  })

  test("a reset brings back the seed and forgets orders, tokens and faults", async () => {
    const { sandbox, client } = bench
    const state = sandbox.state
    await client.post("/v1/orders", anOrder({ customer: { phone: "33698000020" } }))
    sandbox.faults.add({ path: "/v1/orders", kind: "hang" })
    expect((await control.post("/_sandbox/reset")).status).toBe(200)
    expect(sandbox.state).toBe(state)
    expect([state.orders.size, state.customers.size, sandbox.faults.list().length]).toEqual([0, 80, 0])
    expect((await client.get("/v1/stores")).status).toBe(401)
  })

  test("faults can be added, listed, removed one by one and all at once", async () => {
    const fault = { id: "mine", method: "post", path: "/v1/orders", kind: "status", status: 500, times: 3 }
    expect((await control.post("/_sandbox/faults", fault)).json).toMatchObject({ id: "mine", remaining: 3 })
    await control.post("/_sandbox/faults", { path: "/v1/*", kind: "slow" })
    expect((await control.get("/_sandbox/faults")).json.faults).toHaveLength(2)
    expect((await bench.client.post("/v1/orders", anOrder())).status).toBe(500)
    expect((await control.send("DELETE", "/_sandbox/faults/mine")).status).toBe(200)
    expect((await control.send("DELETE", "/_sandbox/faults/mine")).status).toBe(404)
    await control.send("DELETE", "/_sandbox/faults")
    expect((await control.get("/_sandbox/faults")).json.faults).toEqual([])
  })

  test("an invalid fault is refused with its errors", async () => {
    const { status, json } = await control.post("/_sandbox/faults", {
      path: "orders",
      kind: "explode",
      times: 0,
      probability: 2,
    })
    expect(status).toBe(422)
    expect(Object.keys(json.errors).sort()).toEqual(["kind", "path", "probability", "times"])
  })

  test("an issued token works until it, or all of its merchant's tokens, are revoked", async () => {
    const narrow = await control.post("/_sandbox/tokens", {
      merchant_id: CHEZ_ROSALIE,
      scopes: ["order.read"],
    })
    const holder = new TestClient(bench.sandbox.url, narrow.json.access_token)
    expect((await holder.get("/v1/oauth/me")).json.data.merchant.name).toBe("Chez Rosalie")
    expect((await holder.get("/v1/customers")).status).toBe(403)
    const revoked = await control.post("/_sandbox/tokens/revoke", { token: narrow.json.access_token })
    expect(revoked.json).toEqual({ revoked: 1 })
    expect((await holder.get("/v1/oauth/me")).status).toBe(401)

    const all = await control.post("/_sandbox/tokens/revoke", { merchant_id: LE_COMPTOIR })
    expect(all.json).toEqual({ revoked: 1 })
    expect((await bench.client.get("/v1/stores")).status).toBe(401)
    expect((await control.post("/_sandbox/tokens/revoke")).status).toBe(422)
    expect((await control.post("/_sandbox/tokens", { merchant_id: "nobody" })).status).toBe(422)
  })

  test("stores can be added, renamed and removed; orders follow a store that changes its slug", async () => {
    const change = (body: object) => control.post("/_sandbox/stores", { merchant_id: LE_COMPTOIR, ...body })
    const slugs = async () =>
      (await bench.client.get("/v1/stores")).json.data.map((row: { slug: string }) => row.slug)
    expect((await change({ action: "add", slug: "new-one", name: "Neuf" })).status).toBe(201)
    expect((await change({ action: "add", slug: "new-one" })).status).toBe(422)
    await bench.client.post("/v1/orders", anOrder({ loyalty_store_slug: "new-one" }))
    await change({ action: "rename", slug: "new-one", new_slug: "newer", name: "Plus neuf" })
    expect(await slugs()).toContain("newer")
    const repeat = await bench.client.post("/v1/orders", anOrder({ loyalty_store_slug: "newer" }))
    expect(repeat.status).toBe(202)
    await change({ action: "remove", slug: "newer" })
    expect(await slugs()).toHaveLength(4)
    expect((await change({ action: "remove", slug: "newer" })).status).toBe(422)
  })

  test("a customer added here has points to spend and is announced", async () => {
    const receiver = await openReceiver()
    await bench.client.post("/v1/webhooks", { event: "customer.created", url: receiver.url, secret: "s" })
    const body = { merchant_id: LE_COMPTOIR, phone: "33698000021", points: 60 }
    const { status, json } = await control.post("/_sandbox/customers", body)
    expect([status, json.customer.points]).toEqual([201, 60])
    expect((await control.post("/_sandbox/customers", body)).status).toBe(409)
    const purchase = { customer: json.customer.id, store_slug: "le-comptoir-bastille" }
    expect((await bench.client.post(`/v1/rewards/${COFFEE}/buy`, purchase)).status).toBe(201)
    await bench.sandbox.webhooksSettled()
    receiver.close()
    expect(receiver.received).toHaveLength(1)
    expect((await control.get("/_sandbox/ledger")).json).toMatchObject({
      violations: [],
      orders: [],
      purchases: [{ points_spent: 50, points_after: 10 }],
      uses: [],
    })
  })
})

describe("board", () => {
  test("shows orders, violations, requests and faults, escaped, in French and in English", async () => {
    const { client, sandbox } = bench
    const coffee = { name: "Café", quantity: 1, unit_amount: 0, amount: 0, reward_id: COFFEE }
    await client.post("/v1/orders", anOrder({ order_id: "<b>42</b>", lines: [coffee] }))
    sandbox.faults.add({ path: "/v1/stores", kind: "slow" })
    const french = await control.get("/?lang=fr")
    expect(french.text).toContain("&lt;b&gt;42&lt;/b&gt;")
    expect(french.text).not.toContain("<b>42")
    expect(french.text).toContain("reward_without_customer")
    expect(french.text).toContain("Dernières requêtes (1)")
    expect(french.text).toContain("* /v1/stores")
    expect((await control.get("/?lang=en")).text).toContain("Latest requests (1)")
  })

  test("its form adds a fault, its buttons remove one or all, and each comes back to the board", async () => {
    const added = await submit("/_sandbox/faults", {
      endpoint: "POST /v1/orders",
      kind: "status",
      status: "503",
      times: "2",
      probability: "0.5",
      order_id: "A-1",
      delay_ms: "",
    })
    expect([added.status, added.headers.get("location")]).toEqual([303, "/"])
    const [fault] = bench.sandbox.faults.list()
    expect(fault).toMatchObject({
      method: "POST",
      path: "/v1/orders",
      kind: "status",
      status: 503,
      times: 2,
      probability: 0.5,
      match: { order_id: "A-1" },
    })
    expect((await submit(`/_sandbox/faults/${fault?.id}/remove`)).status).toBe(303)
    expect((await submit(`/_sandbox/faults/${fault?.id}/remove`)).status).toBe(303)
    await submit("/_sandbox/faults", { endpoint: "ANY /v1/*", kind: "slow", status: "500" })
    expect(bench.sandbox.faults.list()).toMatchObject([{ path: "/v1/*", kind: "slow" }])
    expect(bench.sandbox.faults.list()[0]).not.toHaveProperty("status")
    await submit("/_sandbox/faults/clear")
    expect(bench.sandbox.faults.list()).toEqual([])
  })
})
