import { describe, expect, test } from "vitest"
import { isUnknownOutcome, isUnreachable } from "./error"
import { always, CUSTOMER, failureOf, ORDER, pongo, REWARD, raw, TOKEN } from "./testing/client"
import { json } from "./testing/server"

describe("orders", () => {
  test("an order is sent under Pongo's names, with the token in its header only", async () => {
    const { client, seen } = await always(201, { data: { id: 812 } })
    const { value, exchange } = await client.sendOrder(TOKEN, ORDER)
    expect(value).toEqual({ outcome: "created", pongoOrderId: "812" })
    expect(seen[0]).toMatchObject({ method: "POST", url: "/v1/orders" })
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      accept: "application/json",
      "content-type": "application/json",
    })
    expect(seen[0]?.body).toEqual({
      order_id: "A-2041",
      channel: "pos",
      delivery_mode: "take_away",
      loyalty_store_slug: "le-comptoir-bastille",
      amount: 1450,
      taxes: 132,
      status: "closed",
      created_at: "2026-11-22T12:00:00+01:00",
      delivery_status: "delivered",
      lines: [
        { external_id: "BRG-02", name: "Burger", quantity: 1, unit_amount: 1450, amount: 1450 },
        { external_id: "CAF-01", name: "Café", quantity: 1, unit_amount: 0, amount: 0, reward_id: "rew_1" },
      ],
      customer: { id: "cust_9f2c", phone: "33612345678", has_optin_sms: true },
      payments: [{ method: "card", amount: 1450 }],
      device_id: "till-2",
      device_name: "Caisse 2",
    })
    expect(exchange).toMatchObject({
      method: "POST",
      path: "/v1/orders",
      status: 201,
      responseBody: '{"data":{"id":812}}',
      phase: null,
      retryAfterSeconds: null,
    })
    expect(exchange.requestBody).toEqual(seen[0]?.body)
    expect(JSON.stringify(exchange)).not.toContain(TOKEN)
  })

  test("an anonymous order has no customer, and a consent nobody asked for is not sent", async () => {
    const { client, seen } = await always(201, { data: { id: "1" } })
    await client.sendOrder(TOKEN, { ...ORDER, customer: null })
    await client.sendOrder(TOKEN, { ...ORDER, customer: { phone: "+33612345678", optIn: {} } })
    await client.sendOrder(TOKEN, { ...ORDER, customer: { phone: "+33612345678", optIn: { sms: false } } })
    const customers = seen.map(({ body }) => (body as { customer?: unknown }).customer)
    expect(customers).toEqual([
      undefined,
      { phone: "33612345678" },
      { phone: "33612345678", has_optin_sms: false },
    ])
  })

  test("202 with its message and the order's id means that Pongo already has the order", async () => {
    const message = "This order has already been processed."
    const { client } = await always(202, { message, data: { id: "ord_9" } })
    expect((await client.sendOrder(TOKEN, ORDER)).value).toEqual({
      outcome: "already_processed",
      pongoOrderId: "ord_9",
    })
    const { client: other } = await always(202, { message, order_id: ORDER.orderId })
    expect((await other.sendOrder(TOKEN, ORDER)).value.outcome).toBe("already_processed")
  })

  test.for([
    ["nothing", {}, "message"],
    ["its message alone", { message: "This order has already been processed." }, "data.id"],
    ["an id alone", { data: { id: "ord_9" } }, "message"],
    ["other words", { message: "Accepted", data: { id: "ord_9" } }, "message"],
  ] as const)("202 with %s proves nothing", async ([, body, jsonPath]) => {
    const { client } = await always(202, body)
    expect(await failureOf(client.sendOrder(TOKEN, ORDER))).toMatchObject({ kind: "unreadable", jsonPath })
  })

  test("a 201 without an id is still delivered", async () => {
    const { client } = await always(201, { message: "Created" })
    expect((await client.sendOrder(TOKEN, ORDER)).value).toEqual({ outcome: "created", pongoOrderId: null })
  })

  test.each([
    ["HTML", "<html>Welcome</html>"],
    ["nothing", ""],
    ["truncated JSON", '{"data":{"id":"8'],
    ["a bare text", '"ok"'],
    ["null", "null"],
  ])("a 2xx with %s is unreadable, and its outcome unknown", async (_what, body) => {
    const { client } = await raw(201, body)
    const error = await failureOf(client.sendOrder(TOKEN, ORDER))
    expect(error).toMatchObject({
      kind: "unreadable",
      status: 201,
      exchange: { responseBody: body, phase: null },
    })
    expect(isUnknownOutcome(error.kind)).toBe(true)
  })

  test("a 204 to an order is unreadable: nothing proves that Pongo took it", async () => {
    const { client } = await pongo((_request, response) => response.writeHead(204).end())
    expect((await failureOf(client.sendOrder(TOKEN, ORDER))).kind).toBe("unreadable")
  })

  test("an order is cancelled or refunded by its id", async () => {
    const { client, seen } = await pongo((_request, response) => response.writeHead(204).end())
    await client.setOrderStatus(TOKEN, "A/20 41", { status: "refunded", storeSlug: "le-comptoir-bastille" })
    expect(seen[0]).toMatchObject({
      method: "PATCH",
      url: "/v1/orders/A%2F20%2041/status",
      body: { status: "refunded" },
    })
  })
})

describe("errors", () => {
  test.each([
    [400, "invalid"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [408, "timeout"],
    [409, "conflict"],
    [413, "rejected"],
    [422, "invalid"],
    [423, "locked"],
    [429, "rate_limited"],
    [500, "server_error"],
    [503, "server_error"],
    [302, "unreadable"],
  ])("%i is %s, with a body or without", async (status, kind) => {
    const { client } = await pongo((request, response) =>
      request.headers.authorization?.endsWith("html")
        ? response.writeHead(status, { "content-type": "text/html" }).end("<h1>Oops</h1>")
        : response.writeHead(status).end(),
    )
    expect(await failureOf(client.sendOrder("t", ORDER))).toMatchObject({ kind, status })
    expect(await failureOf(client.sendOrder("html", ORDER))).toMatchObject({ kind, status })
  })

  test("only a gateway's answer is never the request's fault", () => {
    const faultless = [500, 501, 502, 503, 504].filter((status) => isUnreachable("server_error", status))
    expect(faultless).toEqual([502, 503, 504])
    expect(isUnreachable("reset", null)).toBe(false)
  })

  test("Pongo's own message and its message for each field are kept", async () => {
    const { client } = await always(422, {
      message: "The given data was invalid.",
      errors: { loyalty_store_slug: ["The store does not exist."], amount: "Wrong." },
    })
    expect(await failureOf(client.sendOrder(TOKEN, ORDER))).toMatchObject({
      kind: "invalid",
      message: "The given data was invalid.",
      fieldErrors: { loyalty_store_slug: ["The store does not exist."], amount: ["Wrong."] },
    })
  })

  test("an answer that does not match says where", async () => {
    const { client } = await always(200, { data: [{ slug: "a" }, { name: "no slug" }] })
    expect(await failureOf(client.stores(TOKEN))).toMatchObject({
      kind: "unreadable",
      jsonPath: "data[1].slug",
    })
  })
})

describe("customers and rewards", () => {
  test("enlisting sends only what the customer answered", async () => {
    const { client, seen } = await always(201, { data: CUSTOMER })
    await client.createCustomer(TOKEN, {
      phone: "+33612345678",
      storeSlug: "bastille",
      optIn: { sms: false },
    })
    expect(seen[0]?.body).toEqual({
      phone: "33612345678",
      reference_store_slug: "bastille",
      has_optin_sms: false,
    })
    await client.updateCustomer(TOKEN, "cust_9f2c", { email: null, firstName: "Inès" })
    expect(seen[1]).toMatchObject({ method: "PUT", url: "/v1/customers/cust_9f2c" })
    expect(seen[1]?.body).toEqual({ email: null, first_name: "Inès" })
  })

  test("a phone that is already enlisted is a conflict", async () => {
    const { client } = await always(409, { message: "Already enlisted" })
    const call = client.createCustomer(TOKEN, { phone: "+33612345678", storeSlug: "bastille" })
    expect(await failureOf(call)).toMatchObject({ kind: "conflict", message: "Already enlisted" })
  })

  test("the client lists rewards of the catalogue, of a customer, and bought ones", async () => {
    const won = {
      ...REWARD,
      hash: "h_81",
      coupon_code: "PONGO-7F3K2",
      is_used: false,
      used_at: null,
      expires_at: null,
    }
    const { client, seen } = await pongo((request, response) =>
      json(response, 200, { data: request.url.startsWith("/v1/customers") ? [won] : [REWARD] }),
    )
    const { value } = await client.rewards(TOKEN)
    expect(value.items).toEqual([
      {
        ...{ id: "rew_77", name: "-10 %", description: null, image: null, type: "voucher_percent" },
        ...{ points: 100, externalId: null, value: 10 },
      },
    ])
    await client.rewards(TOKEN, { customerId: "cust_9f2c", storeSlug: "bastille" })
    const wallet = await client.wonRewards(TOKEN, "cust_9f2c")
    expect(wallet.value.items[0]).toMatchObject({
      id: "rew_77",
      hash: "h_81",
      couponCode: "PONGO-7F3K2",
      isUsed: false,
    })
    expect(seen.map(({ url }) => url)).toEqual([
      "/v1/rewards",
      "/v1/rewards?page=2",
      "/v1/rewards?customer=cust_9f2c&store_slug=bastille",
      "/v1/rewards?customer=cust_9f2c&store_slug=bastille&page=2",
      "/v1/customers/cust_9f2c/rewards",
      "/v1/customers/cust_9f2c/rewards?page=2",
    ])
  })

  test("the client buys, uses, locks and unlocks a reward, and records no pin", async () => {
    const { client, seen } = await always(201, {
      data: { ...REWARD, hash: "h_81", used_at: "2026-11-22T12:00:00Z" },
    })
    const purchase = { customerId: "cust_9f2c", storeSlug: "bastille", pin: "4821" }
    const { value, exchange } = await client.buyReward(TOKEN, "rew_77", purchase)
    expect(value).toMatchObject({ hash: "h_81", isUsed: true, expiresAt: null })
    expect(exchange.requestBody).toEqual({ customer: "cust_9f2c", store_slug: "bastille", pin: "[redacted]" })
    await client.useReward(TOKEN, "rew_77", { customerId: "cust_9f2c", storeSlug: "bastille", hash: "h_81" })
    await client.lockReward(TOKEN, "cust_9f2c", "h_81", "4821")
    await client.unlockReward(TOKEN, "cust_9f2c", "h_81")
    expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ["POST", "/v1/rewards/rew_77/buy", { customer: "cust_9f2c", store_slug: "bastille", pin: "4821" }],
      ["PATCH", "/v1/rewards/rew_77/use", { customer: "cust_9f2c", store_slug: "bastille", hash: "h_81" }],
      ["POST", "/v1/customers/cust_9f2c/rewards/lock", { hash: "h_81", pin: "4821" }],
      ["DELETE", "/v1/customers/cust_9f2c/rewards/lock", { hash: "h_81" }],
    ])
  })

  test("a page of HTML does not count as a lock", async () => {
    const { client } = await raw(200, "<html>Sign in to the Wi-Fi</html>", "text/html")
    expect((await failureOf(client.lockReward(TOKEN, "cust_1", "h"))).kind).toBe("unreadable")
  })
})
