import { describe, expect, test, vi } from "vitest"
import { createOperations } from "./generated.js"
import { ProblemError } from "./problem.js"
import { type Fault, html, refuse, reset, send, silence, startComptoir } from "./testing/server.js"
import { createTransport } from "./transport.js"

const BODY = { location_id: "bastille", phone: "0612000001" }

async function till(...faults: Fault[]) {
  const server = await startComptoir()
  server.failNext(...faults)
  const transport = createTransport({
    ...{ baseUrl: `${server.url}/`, apiKey: "cpt_test", tillId: "till-1", locale: "fr", fetch },
    backoff: { firstMs: 1, mostMs: 5 },
  })
  return { server, api: createOperations(transport) }
}

async function failureOf(call: Promise<unknown>): Promise<ProblemError> {
  const error = await call.then(
    () => new Error("the call succeeded"),
    (reason: unknown) => reason,
  )
  if (error instanceof ProblemError) return error
  throw error
}

const keys = (server: { calls: { headers: Record<string, unknown> }[] }) =>
  server.calls.map(({ headers }) => headers["idempotency-key"])

describe("every call", () => {
  test("names the caller and the language, and each write has its own key", async () => {
    const { server, api } = await till()
    await api.identifyCustomer(BODY)
    await api.identifyCustomer(BODY)
    expect(server.calls[0]).toMatchObject({
      method: "POST",
      path: "/api/pos/v1/customers/identify",
      headers: {
        authorization: "Bearer cpt_test",
        "x-till-id": "till-1",
        "accept-language": "fr",
        "content-type": "application/json",
      },
      body: BODY,
    })
    const [first, second] = keys(server)
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
  })

  test("ids are encoded in the address, absent parameters are left out", async () => {
    const { server, api } = await till()
    await api.getOrder({ order_id: "A/1 ü", location_id: "bastille" })
    await api.getOrder({ order_id: "A" })
    expect(server.calls.map(({ path }) => path)).toEqual([
      "/api/pos/v1/orders/A%2F1%20%C3%BC?location_id=bastille",
      "/api/pos/v1/orders/A",
    ])
    expect(keys(server)).toEqual([undefined, undefined])
  })
})

describe("is repeated with the same key", () => {
  const cases: [string, Fault][] = [
    ["a cut connection", reset],
    ["500", refuse(500, "internal", true)],
    ["503 of Pongo", refuse(503, "pongo_unavailable", true)],
    ["a proxy's 502 page", html(502)],
    ["a sign-in page with 200", html(200)],
    ["429", refuse(429, "rate_limited", true, { "retry-after": "0" })],
    ["a first call that still runs", refuse(409, "request_in_progress", true)],
  ]
  for (const [what, fault] of cases)
    test(what, async () => {
      const { server, api } = await till(fault, fault)
      await api.redeemReward({ customer_id: "cust_1", reward_id: "rew_1" }, { location_id: "bastille" })
      expect(server.calls).toHaveLength(3)
      expect(new Set(keys(server)).size).toBe(1)
    })

  test("a server that stays silent", async () => {
    const { server, api } = await till(silence)
    await api.identifyCustomer(BODY, { timeoutMs: 60 })
    expect(new Set(keys(server)).size).toBe(1)
    expect(server.calls).toHaveLength(2)
  })
})

describe("is not repeated", () => {
  const cases: [string, Fault, string][] = [
    ["a refusal", refuse(404, "customer_not_found"), "customer_not_found"],
    ["a reward another till holds", refuse(423, "reward_locked", true), "reward_locked"],
    ["a refusal by Pongo, although it is a 502", refuse(502, "pongo_rejected"), "pongo_rejected"],
    ["a wrong address", html(404), "unreadable_answer"],
    [
      "a redirect, which is not followed either",
      (_seen, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
      "unreadable_answer",
    ],
    [
      "a server that asks for a minute",
      refuse(429, "rate_limited", true, { "retry-after": "60" }),
      "rate_limited",
    ],
  ]
  for (const [what, fault, code] of cases)
    test(what, async () => {
      const { server, api } = await till(fault)
      expect((await failureOf(api.identifyCustomer(BODY))).code).toBe(code)
      expect(server.calls).toHaveLength(1)
    })
})

describe("a failure", () => {
  test("has the code, the cashier's sentence and the id for support", async () => {
    const { api } = await till((_seen, response) =>
      send(response, 404, { ...refusal, can_enlist: true }, { "retry-after": "7" }),
    )
    const error = await failureOf(api.identifyCustomer(BODY))
    expect(error).toMatchObject({
      code: "customer_not_found",
      status: 404,
      retryable: false,
      requestId: "req_9",
      cashierMessage: "Client inconnu.",
      retryAfterSeconds: 7,
      problem: { can_enlist: true },
    })
  })
  const refusal = {
    ...{ type: "", title: "", status: 404, detail: "None.", code: "customer_not_found", retryable: false },
    ...{ request_id: "req_9", cashier_message: "Client inconnu." },
  }

  test("without a network is reported after three attempts", async () => {
    const { server, api } = await till()
    await server.goOffline()
    expect(await failureOf(api.identifyCustomer(BODY))).toMatchObject({
      code: "network",
      status: null,
      retryable: true,
      cashierMessage: expect.stringContaining("réseau"),
    })
    await server.comeBack()
  })

  test("aborted by the till is a problem with the till's own reason", async () => {
    const { api } = await till(silence)
    const reason = new Error("the customer left")
    const signal = AbortSignal.abort(reason)
    expect(await failureOf(api.identifyCustomer(BODY, { signal }))).toMatchObject({
      code: "aborted",
      cause: reason,
      retryable: false,
    })
  })

  test("aborted while waiting for the answer, or between two attempts, is the same problem", async () => {
    for (const fault of [silence, refuse(503, "pongo_unavailable", true, { "retry-after": "1" })]) {
      const { api, server } = await till(fault)
      const stop = new AbortController()
      const failure = failureOf(api.identifyCustomer(BODY, { signal: stop.signal }))
      await vi.waitFor(() => expect(server.calls).toHaveLength(1))
      stop.abort(new Error("the customer left"))
      expect((await failure).code).toBe("aborted")
    }
  })

  test("with a body that is not JSON, or an id that is not text, is a problem and not a TypeError", async () => {
    const { api, server } = await till()
    const circular: Record<string, unknown> = { ...BODY }
    circular.self = circular
    expect(await failureOf(api.identifyCustomer(circular as never))).toMatchObject({ code: "invalid_call" })
    expect(server.calls).toEqual([])
    await api.getOrder({ order_id: "A-\ud83e" })
    expect(server.calls[0]!.path).toBe("/api/pos/v1/orders/A-%EF%BF%BD")
  })
})
