import { beforeEach, describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, eventually, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { listApiKeys } from "@/lib/api-keys/queries"
import { createCtx } from "@/lib/auth/ctx"
import { expectProblem, makeTill } from "@/lib/checkout-api/testing/till"
import { SHORT_PATIENCE } from "@/lib/customers/testing/shop"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { listTills } from "@/lib/tills/queries"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { endTestTill } from "./end"
import { closeTestTill, openRehearsalTill, openTestTill, resumeTestTill } from "./mutations"
import { openTillShop, testOrder } from "./testing/shop"

const sandbox = await useSandbox(SHORT_PATIENCE)
const pongoIs = (url: string) => Object.assign(env, { PONGO_API_URL: url })
const shop = () => openTillShop(sandbox)
beforeEach(() => pongoIs(sandbox.url))

const isTest = async (merchantId: string, ref: string) =>
  (
    await sql<{ isTest: boolean }[]>`
      select d.is_test as "isTest" from deliveries d join orders o on o.id = d.order_id
      where o.merchant_id = ${merchantId} and o.ref = ${ref}`
  ).map((row) => row.isTest)

describe("a test till", () => {
  test("sends test orders, and nothing else does", async () => {
    const { merchantId, pos, real } = await shop()
    const [rehearsed, sold] = [testOrder(), paidOrder("bastille", { order_id: "TEST-of-a-real-till" })]
    expect((await pos.post("/orders", rehearsed)).status).toBe(202)
    expect((await real.post("/orders", sold)).status).toBe(202)
    expect(await isTest(merchantId, rehearsed.order_id)).toEqual([true])
    expect(await isTest(merchantId, sold.order_id)).toEqual([false])
  })

  test("marks its orders by its key: no field of an order can", async () => {
    const { real } = await shop()
    const reply = await real.post("/orders", { ...paidOrder("bastille"), is_test: true })
    expectProblem(reply, 422, "validation_failed", ["is_test"])
  })

  test("has order numbers of its own, alone and in a batch", async () => {
    const { pos, merchantId } = await shop()
    expectProblem(await pos.post("/orders", paidOrder("bastille")), 422, "validation_failed", ["order_id"])
    const { json } = await pos.post("/orders/batch", { orders: [paidOrder("bastille"), testOrder()] })
    expect(json.results.map(({ status }: { status: number }) => status)).toEqual([422, 202])
    expect(
      await sql`select 1 from deliveries where merchant_id = ${merchantId} and not is_test`,
    ).toHaveLength(0)
  })

  test("keeps its order a test order when it is changed and paid", async () => {
    const { pos, merchantId } = await shop()
    const open = testOrder({ state: "open", closed_at: null, payments: null })
    await pos.post("/orders", open)
    expect((await pos.post("/orders", { ...open, customer: { id: "cust_1" } })).status).toBe(202)
    const paid = await pos.post(`/orders/${open.order_id}/payment`, {
      location_id: "bastille",
      status: "paid",
    })
    expect(paid.json.sync.status).toBe("queued")
    expect(await isTest(merchantId, open.order_id)).toEqual([true])
  })

  test("cannot see, pay, change or cancel a real order", async () => {
    const { pos, real, merchantId } = await shop()
    const open = paidOrder("bastille", { order_id: "TEST-real", state: "open", payments: null })
    await real.post("/orders", open)
    const before =
      await sql`select o.*, d.* from orders o join deliveries d on d.order_id = o.id where o.merchant_id = ${merchantId}`
    const location = { location_id: "bastille" }
    expectProblem(await pos.get("/orders/TEST-real"), 404, "order_not_found")
    for (const [path, body] of [
      ["payment", { ...location, status: "paid" }],
      ["payment", { ...location, status: "cancelled" }],
      ["cancel", location],
      ["refund", { ...location, refund_id: "R-1" }],
    ] as const)
      expectProblem(await pos.post(`/orders/TEST-real/${path}`, body), 404, "order_not_found")
    expectProblem(await pos.post("/orders", { ...open, comment: "changed" }), 409, "order_conflict")
    expectProblem(await pos.post("/orders", open), 409, "order_conflict")
    expect(
      await sql`select o.*, d.* from orders o join deliveries d on d.order_id = o.id where o.merchant_id = ${merchantId}`,
    ).toEqual(before)
  })

  test("never answers with a real order of the same number", async () => {
    const { pos, real, merchantId } = await shop()
    const order = testOrder({ order_id: "TEST-1", state: "open", payments: null })
    await pos.post("/orders", order)
    expectProblem(await real.post("/orders", order), 409, "order_conflict")
    expectProblem(await real.post("/orders", { ...order, state: "paid" }), 409, "order_conflict")
    expect(await isTest(merchantId, "TEST-1")).toEqual([true])
  })

  test("is bound to its location and to a till's calls", async () => {
    const { pos, merchantId } = await shop()
    await makeLocation(merchantId, { ref: "lyon" })
    expectProblem(
      await pos.post("/orders", { ...testOrder(), location_id: "lyon" }),
      403,
      "location_not_allowed",
    )
    expectProblem(await pos.put("/locations", { locations: [{ id: "x", name: "X" }] }), 403, "forbidden")
    expectProblem(
      await pos.put("/days/2026-11-20", { location_id: "bastille", orders: 1, total_cents: 1 }),
      403,
      "forbidden",
    )
    const beat = {
      till_id: "t",
      location_id: "bastille",
      offline_orders: 9,
      sent_at: new Date().toISOString(),
    }
    expectProblem(await pos.post("/tills/heartbeat", beat), 403, "forbidden")
  })

  test("is not in the list of tills, nor its key in the list of keys", async () => {
    const { pos, real, viewer, keyId } = await shop()
    await pos.get("/status", { "X-Till-Id": "test-till" })
    await real.get("/status", { "X-Till-Id": "till-1" })
    await eventually("the real till is listed", async () => (await listTills(viewer)).length)
    expect((await listTills(viewer)).map(({ ref }) => ref)).toEqual(["till-1"])
    expect((await listApiKeys(viewer)).map(({ id }) => id)).toEqual([keyId])
  })
})

describe("the key of a test till", () => {
  test("is refused once it expires, like a revoked one", async () => {
    const { pos, opened } = await shop()
    const hours = (opened.expiresAt.getTime() - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(11.9)
    expect(hours).toBeLessThanOrEqual(12)
    expect((await pos.get("/status")).status).toBe(200)
    await sql`update api_keys set expires_at = now() where id = ${opened.id}`
    await eventually("the key is refused", async () => (await pos.get("/status")).status === 401)
    expectProblem(await pos.post("/orders", testOrder()), 401, "key_revoked")
  })

  test("is refused within 5 s of closing, and two concurrent closings have one effect", async () => {
    const { pos, opened, manager, merchantId } = await shop()
    expect((await pos.get("/status")).status).toBe(200)
    await Promise.all([1, 2, 3].map(() => closeTestTill(manager, { id: opened.id })))
    const closedAt = Date.now()
    await eventually("the key is refused", async () => (await pos.get("/status")).status === 401)
    expect(Date.now() - closedAt).toBeLessThan(5_000)
    expect(
      await sql`select action from audit_events where merchant_id = ${merchantId} and action like 'test_till.%' order by at`,
    ).toEqual([{ action: "test_till.opened" }, { action: "test_till.closed" }])
  })

  test.each(["delete from memberships", "update memberships set role = 'viewer'"])(
    "ends with its maker’s role: %s",
    async (change) => {
      const { pos, manager, merchantId } = await shop()
      const userId = manager.actor.kind === "user" ? manager.actor.id : ""
      await sql`${sql.unsafe(change)} where merchant_id = ${merchantId} and user_id = ${userId}`
      await eventually("the key is refused", async () => (await pos.get("/status")).status === 401)
      expectProblem(await pos.get("/status"), 401, "key_revoked")
    },
  )

  test("of an operator’s rehearsal lasts as long as they act, and an operator never receives one", async () => {
    const { merchantId, location } = await shop()
    const [userId, sessionId] = [newId(), newId()]
    await sql`insert into users (id, email, name, password_hash, is_operator) values (${userId}, ${`${userId}@test.example`}, 'Op', 'none', true)`
    await sql`
      insert into sessions (id, user_id, expires_at, acting_for_id, acting_until)
      values (${sessionId}, ${userId}, now() + interval '1 day', ${merchantId}, now() + interval '1 hour')`
    const { owner } = await makeMerchant()
    const operator = createCtx({ ...owner, merchantId, actor: { kind: "operator", id: userId, name: "Op" } })
    const { key } = await openRehearsalTill(operator, location.id)
    expect((await makeTill(key).get("/status")).status).toBe(200)
    await sql`update sessions set acting_until = now() where id = ${sessionId}`
    await eventually("the key is refused", async () => (await makeTill(key).get("/status")).status === 401)
    await expect(openTestTill(operator, { locationId: location.id, consents: true })).rejects.toMatchObject({
      code: "acting_refused",
    })
    pongoIs("https://api.heypongo.com")
    await expect(openRehearsalTill(operator, location.id)).rejects.toMatchObject({ code: "sandbox_only" })
  })

  test("cannot exist without an expiry or a location, whatever the code does", async () => {
    const { opened } = await shop()
    await expect(sql`update api_keys set expires_at = null where id = ${opened.id}`).rejects.toThrow(
      "api_keys_test_ends",
    )
    await expect(sql`update api_keys set location_id = null where id = ${opened.id}`).rejects.toThrow(
      "api_keys_test_ends",
    )
  })

  test("is the only key that closing a test till accepts", async () => {
    const { manager, keyId, real } = await shop()
    await expect(closeTestTill(manager, { id: keyId })).rejects.toMatchObject({ code: "not_found" })
    expect((await real.get("/status")).status).toBe(200)
  })
})

describe("an open test till", () => {
  test("suggests a phone that this merchant’s Pongo knows, on the bundled sandbox only", async () => {
    const { merchantId, manager, location, opened } = await shop()
    expect(opened.knownPhone).toBe("+33612000001")
    await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
    expect((await resumeTestTill(manager, { id: opened.id })).knownPhone).toBe("+33613000001")
    sandbox.faults.add({ path: "/v1/customers", kind: "status", status: 503 })
    expect((await resumeTestTill(manager, { id: opened.id })).knownPhone).toBeNull()
    pongoIs("https://sandbox-api.heypongo.com")
    const real = await openTestTill(manager, { locationId: location.id, consents: false })
    expect(real.knownPhone).toBeNull()
  })

  test("continues in the tab that resumed it last, and only there", async () => {
    const { manager, opened, pos, merchantId } = await shop()
    const order = testOrder({ state: "open", payments: null })
    await pos.post("/orders", order)
    const [one, two] = await Promise.all([1, 2].map(() => resumeTestTill(manager, { id: opened.id })))
    expect(one!.expiresAt).toEqual(opened.expiresAt)
    await eventually("the first key refused", async () => (await pos.get("/status")).status === 401)
    const answers = await Promise.all([one!, two!].map(({ key }) => makeTill(key).get("/status")))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    const last = makeTill((answers[0]!.status === 200 ? one! : two!).key)
    expect((await last.get(`/orders/${order.order_id}`)).json.state).toBe("open")
    expect(
      await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'test_till.resumed'`,
    ).toHaveLength(2)
  })

  test("is resumed by its maker only, and not once it has ended", async () => {
    const { owner, manager, viewer, opened, keyId } = await shop()
    const resume = (ctx: typeof owner, id = opened.id) => resumeTestTill(ctx, { id })
    await expect(resume(owner)).rejects.toMatchObject({ code: "not_found" })
    await expect(resume(viewer)).rejects.toMatchObject({ code: "role_required" })
    await expect(resume((await makeMerchant()).manager)).rejects.toMatchObject({ code: "not_found" })
    await expect(resume(manager, keyId)).rejects.toMatchObject({ code: "not_found" })
    await sql`update api_keys set expires_at = now() where id = ${opened.id}`
    await expect(resume(manager)).rejects.toMatchObject({ code: "not_found" })
    await sql`update api_keys set expires_at = now() + interval '1 hour' where id = ${opened.id}`
    await closeTestTill(manager, { id: opened.id })
    await expect(resume(manager)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("a test till that has ended", () => {
  const jobsOf = (keyId: string) =>
    sql<{ task: string; inSeconds: number }[]>`
      select task_identifier as task, extract(epoch from run_at - now())::int as "inSeconds"
      from graphile_worker.jobs where key = ${`test-till:${keyId}`}`

  test("is cleared up once, after its key is refused everywhere", async () => {
    const { manager, opened } = await shop()
    const [planned] = await jobsOf(opened.id)
    expect(planned!.inSeconds).toBeGreaterThan(12 * 3_600 - 60)
    await closeTestTill(manager, { id: opened.id })
    const jobs = await jobsOf(opened.id)
    expect(jobs.map(({ task }) => task)).toEqual(["end_test_till"])
    expect(jobs[0]!.inSeconds).toBeLessThanOrEqual(5)
  })

  test("leaves no unpaid order and no lock, and touches nothing else", async () => {
    const { merchantId, location, manager, opened, pos, real } = await shop()
    const { id: customerId } = sandbox.state.customerByPhone(LE_COMPTOIR, "33612000001")!
    const wallet = sandbox.state.wonRewardsOf(customerId).filter(({ is_used }) => !is_used)
    const [coffee, voucher] = [wallet[0]!, wallet[1]!]
    const lock = (till: typeof pos, hash: string) =>
      till.post(
        `/customers/${customerId}/wallet/${hash}/lock`,
        { location_id: location.ref },
        { "Idempotency-Key": newId() },
      )
    expect((await lock(pos, coffee.hash)).status).toBe(200)
    expect((await lock(real, voucher.hash)).status).toBe(200)
    const open = testOrder({ state: "open", payments: null })
    const elsewhere = testOrder({
      state: "external_payment",
      external_payment: { system: "Sunday", confirms: true, supports_vouchers: true },
      payments: null,
    })
    const [paid, theirs] = [testOrder(), paidOrder(location.ref, { state: "open", payments: null })]
    for (const order of [open, elsewhere, paid]) await pos.post("/orders", order)
    await real.post("/orders", theirs)
    const other = await openTestTill(manager, { locationId: location.id, consents: false })
    const others = testOrder({ state: "open", payments: null })
    await makeTill(other.key).post("/orders", others)

    await closeTestTill(manager, { id: opened.id })
    for (let run = 0; run < 2; run++) await endTestTill({ merchantId, keyId: opened.id })
    const states = await sql<{ ref: string; state: string }[]>`
      select ref, state from orders where merchant_id = ${merchantId}`
    expect(Object.fromEntries(states.map(({ ref, state }) => [ref, state]))).toEqual({
      [open.order_id]: "cancelled",
      [elsewhere.order_id]: "cancelled",
      [paid.order_id]: "paid",
      [theirs.order_id]: "open",
      [others.order_id]: "open",
    })
    expect(
      await sql`select hash from reward_holds where merchant_id = ${merchantId} and locked_until > now()`,
    ).toEqual([{ hash: voucher.hash }])
    expect((await lock(real, coffee.hash)).status).toBe(200)
  })
})

describe("on the Pongo of real customers", () => {
  test.each(["https://api.heypongo.com", "https://pongo.example"])(
    "%s, a test till opens only with consent, and the audit trail records it",
    async (url) => {
      const merchant = await makeMerchant()
      const location = await makeLocation(merchant.merchantId)
      pongoIs(url)
      const open = (consents: boolean) => openTestTill(merchant.owner, { locationId: location.id, consents })
      await expect(open(false)).rejects.toMatchObject({ code: "consent_required" })
      expect(
        await sql`select 1 from api_keys where merchant_id = ${merchant.merchantId} and is_test`,
      ).toEqual([])
      const { id } = await open(true)
      // Valid for this session only: the next one asks again.
      await expect(open(false)).rejects.toMatchObject({ code: "consent_required" })
      expect(
        await sql`select target, details from audit_events where merchant_id = ${merchant.merchantId} and action = 'test_till.opened'`,
      ).toEqual([{ target: id, details: { location: `Location ${location.ref}`, via: "production" } }])
    },
  )

  test("a viewer opens none, with consent or without", async () => {
    const { viewer, location } = await shop()
    pongoIs("https://api.heypongo.com")
    await expect(openTestTill(viewer, { locationId: location.id, consents: true })).rejects.toMatchObject({
      code: "role_required",
    })
  })
})
