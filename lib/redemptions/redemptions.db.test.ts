import { randomUUID } from "node:crypto"
import { afterEach, describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import {
  connect,
  eventually,
  makeLocation,
  makeMerchant,
  paidOrder,
  statusBecomes,
} from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Ctx } from "@/lib/auth/ctx"
import { startDeliveryWorker } from "@/lib/deliveries/worker"
import type { AppError } from "@/lib/errors"
import { acceptOrder } from "@/lib/orders/accept"
import { recordPayment } from "@/lib/orders/payment"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { lockReward, unlockReward, useReward } from "./holds"
import { redeemReward } from "./redeem"
import { releaseLock } from "./release"

const COFFEE = "rew_0ece003f2e"
const STORE = "le-comptoir-bastille"
const BUY = { method: "POST", path: "/v1/rewards/{id}/buy" }

const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 400 })

afterEach(() => expect(sandbox.ledger().violations).toEqual([]))

async function scene() {
  const { merchantId, till } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = { ...(await makeLocation(merchantId, { storeSlug: STORE })), storeSlug: STORE }
  const customerId = await newCustomer(500)
  return { merchantId, till, location, customerId }
}

let nextPhone = 33_698_000_000

async function newCustomer(points: number): Promise<string> {
  nextPhone += 1
  const response = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone: String(nextPhone), points }),
  })
  const { customer } = (await response.json()) as { customer: { id: string } }
  return customer.id
}

type Scene = Awaited<ReturnType<typeof scene>>

const redeem = (
  { till, location, customerId }: Scene,
  changes: { requestKey?: string; rewardId?: string; pin?: string } = {},
) =>
  redeemReward(till, {
    customerId,
    rewardId: COFFEE,
    location,
    requestKey: randomUUID(),
    tillId: "till-1",
    ...changes,
  })

const purchasesOf = (customerId: string) =>
  sandbox.state.tables.purchases.rows().filter((purchase) => purchase.customer_id === customerId)

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("it was not refused"),
    (error: AppError) => error,
  )

/** The outcome stays open while Pongo may still be processing; this moves the clock past that time. */
const letSettlingTimePass = () => sql`update redemptions set started_at = started_at - interval '1 hour'`

describe("redeeming", () => {
  test("buys the reward once and records its wallet entry", async () => {
    const here = await scene()
    const redemption = await redeem(here)
    const [purchase] = purchasesOf(here.customerId)
    expect(purchase).toBeDefined()
    const [row] = await sql`select state, hash, till_id from redemptions where id = ${redemption.id}`
    expect(row).toMatchObject({ state: "bought", hash: redemption.hash, till_id: "till-1" })
  })

  test("the same key again buys nothing more", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    const first = await redeem(here, { requestKey })
    expect(await redeem(here, { requestKey })).toEqual(first)
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("another key buys another one", async () => {
    const here = await scene()
    const first = await redeem(here)
    expect((await redeem(here)).hash).not.toBe(first.hash)
    expect(purchasesOf(here.customerId)).toHaveLength(2)
  })

  test("a reward whose name no database can hold is bought once, and the second press finds it", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    sandbox.faults.add({ path: "/v1/*", kind: "bad_text" })
    const first = await redeem(here, { requestKey })
    expect(await redeem(here, { requestKey })).toEqual(first)
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("after a lost answer the purchase is found on the second page of a wallet without meta", async () => {
    const here = await scene()
    sandbox.faults.add({ ...BUY, kind: "reset_after_work", times: 1 })
    const wallet = { path: "/v1/customers/{id}/rewards", kind: "status", status: 200 } as const
    const won = (hash: string) => ({ id: COFFEE, type: "free_product", hash, is_used: false })
    const pages = [...[[won("old")], []], ...[[won("old")], [won("new")], []]]
    for (const data of pages) sandbox.faults.add({ ...wallet, body: { data }, times: 1 })
    expect((await redeem(here)).hash).toBe("new")
  })

  test("a purchase past the wallet's stated last page is found, and nothing is bought again", async () => {
    const here = await scene()
    sandbox.faults.add({ ...BUY, kind: "reset_after_work", times: 1 })
    const won = (hash: string) => ({ id: COFFEE, type: "free_product", hash, is_used: false })
    const pages = [...[[won("old")], []], ...[[won("old")], [won("new")], []]]
    for (const data of pages)
      sandbox.faults.add({
        ...{ path: "/v1/customers/{id}/rewards", kind: "status", status: 200 },
        ...{ body: { data, meta: { last_page: 1 } }, times: 1 },
      })
    expect((await redeem(here)).hash).toBe("new")
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("a wallet that cannot be read completely allows no purchase", async () => {
    const here = await scene()
    sandbox.faults.add({
      ...{ path: "/v1/customers/{id}/rewards", kind: "status", status: 200 },
      body: { data: [], meta: { last_page: 3 } },
    })
    expect((await refusal(redeem(here))).code).toBe("pongo_unreadable_answer")
    expect(purchasesOf(here.customerId)).toEqual([])
  })

  test("too few points is reported as not_enough_points", async () => {
    const here = await scene()
    const poor = { ...here, customerId: await newCustomer(10) }
    expect(await refusal(redeem(poor))).toMatchObject({
      code: "not_enough_points",
      extra: { outcome: "not_bought" },
    })
  })

  const refused = (status: number, body: Record<string, unknown>) => ({
    ...BUY,
    kind: "status" as const,
    status,
    body,
    retry_after: status === 429 ? 7 : undefined,
  })

  test.for([
    ["a 422 in Pongo's own words", refused(422, { message: "Once a day." }), "pongo_rejected"],
    [
      "a 422 that speaks of points which the customer has",
      refused(422, { message: "Not enough points.", errors: { customer: ["Not enough points."] } }),
      "pongo_rejected",
    ],
    ["a 409", refused(409, { message: "Sold out." }), "pongo_rejected"],
    ["a 422 about the PIN", refused(422, { message: "x", errors: { pin: ["Wrong."] } }), "pin_refused"],
    ["a 403 about the PIN", refused(403, { message: "The pin is required." }), "pin_refused"],
    ["a 403 about a scope", refused(403, { message: "Missing scope: reward.update" }), "pongo_rejected"],
    ["a 404 for the reward", refused(404, { message: "Reward not found." }), "reward_not_found"],
    ["a 404 for the address", refused(404, { message: "The route x could not be found." }), "pongo_rejected"],
    ["a 423", refused(423, { message: "Held." }), "reward_locked"],
    ["a 429", refused(429, { message: "Slow down." }), "pongo_unavailable"],
  ] as const)("%s to a purchase has its own answer, and nothing was bought", async ([, fault, code]) => {
    const here = await scene()
    sandbox.faults.add({ ...fault })
    const error = await refusal(redeem(here))
    expect(error).toMatchObject({ code, extra: { outcome: "not_bought" } })
    if (code === "pongo_rejected") expect(error.message).toContain(fault.body.message)
    if (code === "pongo_unavailable") expect(error.retryAfterSeconds).toBe(7)
    expect(purchasesOf(here.customerId)).toEqual([])
  })

  test("a wrong PIN is reported, and the right one buys", async () => {
    const here = await scene()
    sandbox.state.customers.get(here.customerId)!.pin = "4321"
    expect((await refusal(redeem(here, { pin: "1111" }))).code).toBe("pin_refused")
    await redeem(here, { pin: "4321" })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("a purchase that fails before it begins reports that nothing was bought", async () => {
    const here = await scene()
    await sql`update connections set state = 'revoked' where merchant_id = ${here.merchantId}`
    expect(await refusal(redeem(here))).toMatchObject({
      code: "not_connected",
      extra: { outcome: "not_bought" },
    })
  })

  test("an unknown reward is reported as not found", async () => {
    const here = await scene()
    expect((await refusal(redeem(here, { rewardId: "rew_nope" }))).code).toBe("reward_not_found")
  })

  test("a reward of another store is not found here", async () => {
    const here = await scene()
    const lyon = { ...here, location: { ...here.location, storeSlug: "le-comptoir-lyon-bellecour" } }
    expect((await refusal(redeem(lyon, { rewardId: "rew_6072c9e4b1" }))).code).toBe("reward_not_found")
  })

  test.for(["html", "truncated_json", "empty"] as const)(
    "an unreadable answer (%s) is settled by the wallet",
    async (kind) => {
      const here = await scene()
      sandbox.faults.add({ ...BUY, kind, times: 1 })
      const outcome = await redeem(here).catch((error: AppError) => error)
      const bought = purchasesOf(here.customerId).length
      if ("hash" in outcome) expect(bought).toBe(1)
      else expect([outcome.extra, bought]).toEqual([{ outcome: "not_bought" }, 0])
    },
  )

  test("while Pongo is down redeeming is refused and nothing is bought", async () => {
    const here = await scene()
    sandbox.faults.add({ path: "/v1/*", kind: "status", status: 503 })
    expect((await refusal(redeem(here))).code).toBe("pongo_unavailable")
    expect(purchasesOf(here.customerId)).toEqual([])
  })

  test.for(["reset_after_work", "hang_after_work"] as const)(
    "a purchase whose answer is lost (%s) is found in the wallet, not bought again",
    async (kind) => {
      const here = await scene()
      sandbox.faults.add({ ...BUY, kind, times: 1 })
      const redemption = await redeem(here)
      expect(purchasesOf(here.customerId)).toHaveLength(1)
      expect(redemption.hash).toBeTruthy()
    },
  )

  test("a 500 without a purchase is known not to have bought, and the same key then buys", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    sandbox.faults.add({ ...BUY, kind: "status", status: 500, times: 1 })
    expect((await refusal(redeem(here, { requestKey }))).extra).toEqual({ outcome: "not_bought" })
    await redeem(here, { requestKey })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("when the wallet cannot be read either, the outcome is unknown, and the same key resolves it without a second purchase", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    sandbox.faults.add({ ...BUY, kind: "hang_after_work", times: 1 })
    const wallet = sandbox.faults.add({ method: "GET", path: "/v1/customers/{id}/rewards", kind: "hang" })
    sandbox.faults.remove(wallet.id)
    const attempt = redeem(here, { requestKey })
    await eventually("Pongo has the purchase", async () => purchasesOf(here.customerId).length === 1)
    sandbox.faults.add({ method: "GET", path: "/v1/customers/{id}/rewards", kind: "hang" })
    const error = await refusal(attempt)
    expect(error.code).toBe("pongo_timeout")
    expect(error.extra).toEqual({ outcome: "unknown" })
    sandbox.faults.clear()
    await new Promise((done) => setTimeout(done, 1_200))
    await redeem(here, { requestKey })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("a purchase that Pongo makes after we stopped waiting is found by the next press", async () => {
    const here = await scene()
    sandbox.faults.add({ ...BUY, kind: "slow", delay_ms: 1_500, times: 1 })
    const first = refusal(redeem(here))
    expect((await first).extra).toEqual({ outcome: "unknown" })
    expect((await refusal(redeem(here))).code).toBe("pongo_timeout")
    await eventually("Pongo has the purchase", async () => purchasesOf(here.customerId).length === 1)
    await redeem(here)
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("after a crash in the middle of a purchase the same key reads the wallet first", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    const first = await redeem(here, { requestKey })
    await sql`update redemptions set state = 'buying', hash = null, settled_at = null where id = ${first.id}`
    expect(await refusal(redeem(here, { requestKey }))).toMatchObject({
      code: "request_in_progress",
      extra: { outcome: "unknown" },
    })
    await letSettlingTimePass()
    expect(await redeem(here, { requestKey })).toMatchObject({ id: first.id, hash: first.hash })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("two tills redeeming the same reward at once make one purchase", async () => {
    const here = await scene()
    const results = await Promise.allSettled([redeem(here), redeem(here), redeem(here)])
    const bought = results.filter((result) => result.status === "fulfilled")
    expect(bought.length).toBeGreaterThanOrEqual(1)
    expect(purchasesOf(here.customerId)).toHaveLength(bought.length)
    for (const result of results)
      if (result.status === "rejected") expect(result.reason.code).toBe("request_in_progress")
  })
})

describe("a bought reward", () => {
  const bought = async () => {
    const here = await scene()
    const { hash } = await redeem(here)
    const hold = { customerId: here.customerId, hash }
    return { ...here, hash, a: { ...hold, tillId: "till-a" }, b: { ...hold, tillId: "till-b" } }
  }

  test("is held by one till at a time, for ten minutes", async () => {
    const { till, a, b, merchantId } = await bought()
    const until = await lockReward(till, a)
    expect(until.getTime() - Date.now()).toBeGreaterThan(590_000)
    expect((await refusal(lockReward(till, b))).code).toBe("reward_locked")
    expect((await refusal(unlockReward(till, b))).code).toBe("reward_locked")
    await sql`update reward_holds set locked_until = now() - interval '1 second' where merchant_id = ${merchantId}`
    await lockReward(till, b)
  })

  test("locked by two tills at once is held by one", async () => {
    const { till, a, b } = await bought()
    const results = await Promise.allSettled([lockReward(till, a), lockReward(till, b)])
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1)
  })

  test("released by its till can be held by another", async () => {
    const { till, a, b } = await bought()
    await lockReward(till, a)
    await unlockReward(till, a)
    await lockReward(till, b)
  })

  const lockAtPongo = (hash: string) => sandbox.state.tables.locks.get(hash)
  const releaseJobs = (hash: string) =>
    sql<{ payload: { merchantId: string; hash: string }; seconds: number }[]>`
      select payload, extract(epoch from run_at - now())::int as seconds from graphile_worker._private_jobs
      where payload ->> 'hash' = ${hash}`
  const UNLOCK = { method: "DELETE", path: "/v1/customers/{id}/rewards/lock" }

  test("a lock that expires ends at Pongo too, with its PIN, and a prolonged one later", async () => {
    const { till, a, hash, customerId, merchantId } = await bought()
    sandbox.state.customers.get(customerId)!.pin = "4321"
    await lockReward(till, { ...a, pin: "4321" })
    await lockReward(till, { ...a, pin: "4321" })
    const jobs = await releaseJobs(hash)
    expect(jobs).toMatchObject([{ payload: { merchantId, hash } }])
    expect(jobs[0]!.seconds).toBeGreaterThan(590)
    await releaseLock(jobs[0]!.payload)
    expect(lockAtPongo(hash)).toBeDefined()
    await sql`update reward_holds set locked_until = now() where merchant_id = ${merchantId}`
    await releaseLock(jobs[0]!.payload)
    expect(lockAtPongo(hash)).toBeUndefined()
    expect(await sql`select 1 from reward_holds where merchant_id = ${merchantId}`).toEqual([])
  })

  test("unlocking passes the PIN that the lock was taken with", async () => {
    const { till, a, hash, customerId } = await bought()
    await lockReward(till, { ...a, pin: "4321" })
    sandbox.state.customers.get(customerId)!.pin = "4321"
    await unlockReward(till, a)
    expect(lockAtPongo(hash)).toBeUndefined()
    const [unlock] = sandbox.requests().filter(({ method }) => method === "DELETE")
    expect(JSON.parse(unlock!.request_body!)).toEqual({ hash, pin: "4321" })
  })

  test.for([
    ["for its PIN", 422, { message: "x", errors: { pin: ["Wrong."] } }, "pin_refused"],
    ["held by another device", 423, { message: "Held." }, "reward_locked"],
    ["in its own words", 422, { message: "Not now." }, "pongo_rejected"],
  ] as const)(
    "an unlock that Pongo refuses (%s) is reported, and the lock stays",
    async ([, status, body, code]) => {
      const { till, a, b } = await bought()
      await lockReward(till, a)
      sandbox.faults.add({ ...UNLOCK, kind: "status", status, body })
      expect((await refusal(unlockReward(till, a))).code).toBe(code)
      expect((await refusal(lockReward(till, b))).code).toBe("reward_locked")
    },
  )

  test("an unlock that Pongo does not answer releases the reward here, and a job releases it there", async () => {
    const { till, a, b, hash } = await bought()
    await lockReward(till, a)
    sandbox.faults.add({ ...UNLOCK, kind: "reset", times: 2 })
    await unlockReward(till, a)
    const [job] = await releaseJobs(hash)
    expect(job!.seconds).toBeLessThanOrEqual(0)
    await expect(releaseLock(job!.payload)).rejects.toMatchObject({ code: "pongo_unavailable" })
    await releaseLock(job!.payload)
    expect(lockAtPongo(hash)).toBeUndefined()
    await lockReward(till, b)
  })

  test("a wrong PIN locks nothing, here or at Pongo", async () => {
    const { till, a, hash, customerId, merchantId } = await bought()
    sandbox.state.customers.get(customerId)!.pin = "4321"
    expect((await refusal(lockReward(till, { ...a, pin: "1111" }))).code).toBe("pin_refused")
    expect(lockAtPongo(hash)).toBeUndefined()
    expect(await sql`select 1 from reward_holds where merchant_id = ${merchantId}`).toEqual([])
  })

  test("the PIN of a lock is kept sealed, and no longer than the lock", async () => {
    const { till, a, location, hash, customerId, merchantId } = await bought()
    await lockReward(till, { ...a, pin: "4321" })
    const pins = () =>
      sql<{ pin: string | null }[]>`select pin from reward_holds where merchant_id = ${merchantId}`
    expect((await pins())[0]!.pin).not.toContain("4321")
    await accept(till, location.ref, customerId, hash, "till-a")
    await releaseLock({ merchantId, hash })
    expect(await pins()).toEqual([{ pin: null }])
  })

  test("used once cannot be used again, on an order or directly", async () => {
    const { till, a, location, hash, customerId } = await bought()
    await useReward(till, a, STORE)
    expect((await refusal(useReward(till, a, STORE))).code).toBe("reward_already_used")
    expect((await refusal(accept(till, location.ref, customerId, hash))).code).toBe("reward_already_used")
  })

  test("used with a lost answer counts as used", async () => {
    const { till, a } = await bought()
    sandbox.faults.add({ method: "PATCH", path: "/v1/rewards/{id}/use", kind: "reset_after_work", times: 1 })
    await useReward(till, a, STORE)
    expect((await refusal(useReward(till, a, STORE))).code).toBe("reward_already_used")
  })

  test("on an order's line is confirmed only there, also across retries", async () => {
    const { till, a, location, hash, customerId } = await bought()
    sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "reset_after_work", times: 1 })
    const answer = await accept(till, location.ref, customerId, hash)
    expect((await refusal(useReward(till, a, STORE))).code).toBe("reward_already_used")
    const worker = await startDeliveryWorker({ schedule: [0.1, 0.1, 0.1], pollMs: 50, timeoutMs: 1_000 })
    try {
      await statusBecomes(answer.id, "delivered")
    } finally {
      await worker.stop()
    }
    const uses = sandbox.state.tables.uses.rows().filter((use) => use.hash === hash)
    expect(uses).toHaveLength(1)
    const [row] = await sql`
      select r.hash, h.order_id from redemptions r join reward_holds h on h.merchant_id = r.merchant_id and h.hash = r.hash
      where r.hash = ${hash} and r.merchant_id = ${till.merchantId}`
    expect(row).toMatchObject({ hash, order_id: answer.id })
  })

  test("on one order is refused on a second", async () => {
    const { till, location, hash, customerId } = await bought()
    await accept(till, location.ref, customerId, hash)
    expect((await refusal(accept(till, location.ref, customerId, hash))).code).toBe("reward_already_used")
  })

  test("locked by another till is refused on an order", async () => {
    const { till, a, location, hash, customerId } = await bought()
    await lockReward(till, a)
    expect((await refusal(accept(till, location.ref, customerId, hash, "till-b"))).code).toBe("reward_locked")
    await accept(till, location.ref, customerId, hash, "till-a")
  })

  test("locked by the calling till may be on an order that does not name its till", async () => {
    const { till, a, location, hash, customerId } = await bought()
    await lockReward(till, a)
    const order = { ...withReward(location.ref, customerId, hash), till: undefined }
    expect((await refusal(acceptOrder(till, order, "en", "till-b"))).code).toBe("reward_locked")
    await acceptOrder(till, order, "en", "till-a")
  })

  test("on an order whose payment failed stays in the wallet and is free again", async () => {
    const { till, a, location, hash, customerId } = await bought()
    const order = withReward(location.ref, customerId, hash)
    await acceptOrder(till, { ...order, state: "open" }, "en")
    await recordPayment(till, order.order_id, { location_id: location.ref, status: "failed" }, "en")
    await useReward(till, a, STORE)
  })

  test("is confirmed when a failed payment succeeds after all", async () => {
    const { till, a, location, hash, customerId } = await bought()
    const order = withReward(location.ref, customerId, hash)
    await acceptOrder(till, { ...order, state: "open" }, "en")
    await recordPayment(till, order.order_id, { location_id: location.ref, status: "failed" }, "en")
    await recordPayment(till, order.order_id, { location_id: location.ref, status: "paid" }, "en")
    expect((await refusal(useReward(till, a, STORE))).code).toBe("reward_already_used")
  })

  test("that nobody bought is refused on an order", async () => {
    const { till, location, customerId } = await bought()
    expect((await refusal(accept(till, location.ref, customerId, "h_nothing"))).code).toBe("reward_not_found")
  })

  test("given by its reward id alone is found in the wallet", async () => {
    const { till, location, hash, customerId, merchantId } = await bought()
    const answer = await accept(till, location.ref, customerId, undefined)
    const [hold] =
      await sql`select hash from reward_holds where merchant_id = ${merchantId} and order_id = ${answer.id}`
    expect(hold!.hash).toBe(hash)
  })

  test("does not stop a paid order while Pongo is down: the answer warns instead", async () => {
    const { till, location, customerId } = await bought()
    sandbox.faults.add({ method: "GET", path: "/v1/customers/{id}/rewards", kind: "status", status: 500 })
    const answer = await accept(till, location.ref, customerId, undefined)
    expect(answer.warnings.map(({ code }) => code)).toContain("reward_not_verified")
  })
})

function withReward(locationRef: string, customerId: string, hash: string | undefined, tillId = "till-a") {
  return paidOrder(locationRef, {
    customer: { id: customerId },
    till: { id: tillId },
    lines: [
      { sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 },
      {
        sku: "CAF-01",
        name: "Café",
        quantity: 1,
        unit_price_cents: 0,
        total_cents: 0,
        reward: { reward_id: COFFEE, hash },
      },
    ],
  })
}

async function accept(
  till: Ctx,
  locationRef: string,
  customerId: string,
  hash: string | undefined,
  tillId?: string,
) {
  return (await acceptOrder(till, withReward(locationRef, customerId, hash, tillId), "en")).answer
}
