import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { FaultInput } from "@/sandbox/server/faults"
import { type Sandbox, startSandbox } from "@/sandbox/server/server"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { type CheckRow, checkContract } from "./check"
import { CUSTOMER, REWARD, TOKEN } from "./testing/client"
import { json, startServer } from "./testing/server"

const PHONE = "+33639980001"
let sandbox: Sandbox
let token: string

beforeEach(async () => {
  sandbox = await startSandbox({ quiet: true })
  token = sandbox.issueToken(LE_COMPTOIR)
})
afterEach(() => sandbox.close())

const check = (write = false) =>
  checkContract({ baseUrl: sandbox.url, token, timeoutMs: 500, write, phone: PHONE })
const named = (rows: CheckRow[], name: string) => rows.find((row) => row.name === name)!
const states = (rows: CheckRow[], state: CheckRow["state"]) =>
  rows.filter((row) => row.state === state).map(({ name }) => name)

describe("against a Pongo that keeps the contract", () => {
  test("the read-only check confirms nine calls and writes nothing", async () => {
    const before = JSON.stringify(sandbox.ledger().orders)
    const rows = await check()
    expect(states(rows, "confirmed")).toEqual([
      "who am I",
      "list stores",
      "list customers",
      "list rewards",
      "read a customer",
      "is a phone known",
      "find by phone",
      "rewards of a customer",
      "bought rewards",
    ])
    expect(rows.every(({ state }) => state === "confirmed" || state === "not_called")).toBe(true)
    expect(sandbox.requests().every(({ method }) => method === "GET" || method === "HEAD")).toBe(true)
    expect(JSON.stringify(sandbox.ledger().orders)).toBe(before)
  })

  test("the write check enlists, sends an order twice, cancels it, and lists what it could not try", async () => {
    const rows = await check(true)
    expect(states(rows, "differs")).toEqual([])
    expect(named(rows, "send an order").status).toBe(201)
    expect(named(rows, "send it again").status).toBe(202)
    expect(named(rows, "buy a reward")).toMatchObject({ state: "confirmed", status: 422 })
    expect(named(rows, "use it")).toMatchObject({ state: "not_called" })
    expect(named(rows, "subscribe to webhooks")).toMatchObject({ state: "confirmed", status: 201 })
    expect(named(rows, "unsubscribe").state).toBe("confirmed")
    expect(sandbox.state.tables.webhooks.rows()).toEqual([])
    expect(sandbox.state.customerByPhone(LE_COMPTOIR, PHONE.slice(1))?.last_name).toBe("Essai")
    expect(sandbox.ledger().violations).toEqual([])
  })

  const cheapReward = (points: number) =>
    sandbox.state.rewards.put({ ...sandbox.state.rewards.get("rew_0ece003f2e")!, id: "rew_cheap", points })
  const REWARD_STEPS = [
    "points before buying",
    "buy a reward",
    "points after buying",
    "lock a bought reward",
    "unlock it",
    "send it on an order",
    "wallet after the order",
    "points after the order",
    "cancel that order",
  ]

  test("a bought reward is proven to be used by its order line", async () => {
    cheapReward(0)
    const rows = await check(true)
    for (const name of REWARD_STEPS)
      expect(named(rows, name)).toMatchObject({ state: "confirmed", differences: [] })
    expect(named(rows, "use it")).toMatchObject({ state: "not_called" })
    const [purchase] = sandbox.ledger().purchases
    expect(sandbox.ledger().uses).toMatchObject([{ hash: purchase!.hash, via: "order_line" }])
    expect(sandbox.ledger().violations).toEqual([])
  })

  test("an existing test customer proves it too, and pays once", async () => {
    cheapReward(3)
    await check(true)
    sandbox.state.customerByPhone(LE_COMPTOIR, PHONE.slice(1))!.points = 10
    const rows = await check(true)
    expect(named(rows, "find the test customer").state).toBe("confirmed")
    for (const name of REWARD_STEPS)
      expect(named(rows, name)).toMatchObject({ state: "confirmed", differences: [] })
  })

  test("a Pongo that does not use the reward on the line is detected", async () => {
    cheapReward(0)
    const won = {
      id: "rew_cheap",
      type: "free_product",
      name: "Café",
      points: 0,
      hash: "won_1",
      is_used: false,
    }
    const data = { ...won, ...{ description: null, image: null, external_id: null, value: null } }
    const body = { data: { ...data, coupon_code: null, won_at: null, used_at: null, expires_at: null } }
    sandbox.faults.add({ ...{ path: "/v1/rewards/{id}/buy", kind: "status", status: 201 }, body })
    sandbox.faults.add({
      ...{ method: "GET", path: "/v1/customers/{id}/rewards", kind: "status", status: 200 },
      body: { data: [body.data] },
    })
    const rows = await check(true)
    expect(named(rows, "wallet after the order")).toMatchObject({
      state: "differs",
      differences: [
        { path: "data[0].is_used", problem: "false although the reward stood on an order's line" },
      ],
    })
    expect(named(rows, "use it").state).not.toBe("not_called")
  })

  test("a second check finds its test customer and continues", async () => {
    await check(true)
    const rows = await check(true)
    expect(named(rows, "enlist a customer")).toMatchObject({ state: "confirmed", note: "already enlisted" })
    expect(states(rows, "differs")).toEqual([])
  })

  test("a merchant without stores learns that nothing can be compared", async () => {
    token = sandbox.issueToken("merch_vide")
    const rows = await check(true)
    expect(named(rows, "list stores").note).toContain("empty")
    expect(named(rows, "send an order")).toMatchObject({ state: "not_called" })
  })
})

describe("against a Pongo that fails or lies", () => {
  const cases: [string, Omit<FaultInput, "path">, CheckRow["state"]][] = [
    ["a gateway's HTML page with 502", { kind: "html" }, "not_reachable"],
    ["HTML with 200", { kind: "html", status: 200 }, "differs"],
    ["half of its JSON", { kind: "truncated_json" }, "differs"],
    ["nothing in the body", { kind: "empty" }, "differs"],
    ["404", { kind: "status", status: 404 }, "differs"],
    ["405", { kind: "status", status: 405 }, "differs"],
    ["422", { kind: "status", status: 422 }, "differs"],
    ["301", { kind: "status", status: 301 }, "differs"],
    ["401", { kind: "status", status: 401 }, "not_reachable"],
    ["429", { kind: "status", status: 429 }, "not_reachable"],
    ["503", { kind: "status", status: 503 }, "not_reachable"],
    ["a cut connection", { kind: "reset" }, "not_reachable"],
    ["silence", { kind: "hang" }, "not_reachable"],
  ]
  for (const [what, fault, state] of cases)
    test(`${what}: ${state.replace("_", " ")}, and the other calls are made`, async () => {
      sandbox.faults.add({ path: "/v1/stores", ...fault })
      const rows = await check()
      expect(named(rows, "list stores").state).toBe(state)
      expect(named(rows, "list rewards").state).toBe("confirmed")
    })

  test("a token without scopes", async () => {
    token = sandbox.issueToken(LE_COMPTOIR, [])
    const rows = await check()
    expect(named(rows, "list customers")).toMatchObject({
      state: "not_reachable",
      note: "the token lacks the scope",
    })
    expect(named(rows, "read a customer")).toMatchObject({ state: "not_called" })
  })

  test("an unreachable Pongo", async () => {
    await sandbox.close()
    const rows = await check()
    expect(states(rows, "confirmed")).toEqual([])
    expect(states(rows, "not_reachable")).toEqual([
      "who am I",
      "list stores",
      "list customers",
      "list rewards",
    ])
  })

  test("no row contains a token, phone or e-mail", async () => {
    sandbox.faults.add({
      path: "/v1/rewards",
      kind: "status",
      status: 422,
      body: { message: `no ${token} for +33612000001 or ines@exemple.test` },
    })
    const told = JSON.stringify([...(await check(true)), ...(await check())])
    expect(told).not.toContain(token)
    // Pongo's ids are hexadecimal, so some contain nine digits in a row by chance.
    const withoutIds = told.replace(/\b[a-z]+_[0-9a-f]{10}\b/g, "")
    expect(withoutIds).not.toMatch(/\d{9,}(?!\/status)(?<!check-\d+)|@/)
  })

  test("another merchant's programme is never requested", async () => {
    await check(true)
    expect(sandbox.requests().every(({ merchant_id }) => merchant_id !== CHEZ_ROSALIE)).toBe(true)
  })
})

describe("against a Pongo with other names", () => {
  async function differing(url: string, body: unknown) {
    const server = await startServer((request, response) =>
      json(response, 200, new URL(request.url, "http://a").pathname === url ? body : { data: [], meta: {} }),
    )
    return checkContract({ baseUrl: server.url, token: TOKEN, timeoutMs: 500, write: false, phone: PHONE })
  }
  const STORE = { slug: "a", public_id: "s", name: "A", address: null, zip_code: "75011", city: "Paris" }
  const meta = { last_page: 1 }

  test("a missing name is reported with its path, once for a whole list", async () => {
    const { phone: _, ...store } = { ...STORE, country: "FR", phone: null }
    const rows = await differing("/v1/stores", { data: [store, store], meta })
    expect(named(rows, "list stores").differences).toEqual([{ path: "data[0].phone", problem: "absent" }])
  })

  test("a display-only name that is not text is a difference, although the till tolerates it", async () => {
    const rows = await differing("/v1/rewards", [{ ...REWARD, description: { fr: "Café" }, points: "cinq" }])
    expect(named(rows, "list rewards").differences).toEqual([
      { path: "[0].description", problem: "an object that cannot be read" },
      { path: "[0].points", problem: "a string that cannot be read" },
    ])
  })

  test("a value that would silently read as null is a difference", async () => {
    const rows = await differing("/v1/customers", {
      data: [{ ...CUSTOMER, birthday: "01/05/1990", phone: "0612345678" }],
      meta,
    })
    expect(named(rows, "list customers").differences).toEqual([
      { path: "data[0].phone", problem: "a string that reads as nothing" },
      { path: "data[0].birthday", problem: "a string that reads as nothing" },
    ])
  })

  test("a merchant nested elsewhere and pages without a count are understood", async () => {
    const rows = await differing("/v1/oauth/me", { data: { id: "acc_1", email: null, company: {} } })
    expect(named(rows, "who am I").differences).toEqual([{ path: "data.merchant", problem: "absent" }])
    expect(named(rows, "list stores").differences).toEqual([{ path: "meta.last_page", problem: "absent" }])
  })
})
