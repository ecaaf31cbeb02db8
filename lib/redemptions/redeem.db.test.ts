import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, eventually, refusalOf } from "@/db/testing/fixtures"
import type { AppError } from "@/lib/errors"
import { COFFEE, makeCustomer, usePurchases } from "./testing/purchases"

const BUY = { method: "POST", path: "/v1/rewards/{id}/buy" }

const { sandbox, scene, redeem, purchasesOf } = await usePurchases()

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
    expect(await codeOf(redeem(here))).toBe("pongo_unreadable_answer")
    expect(purchasesOf(here.customerId)).toEqual([])
  })

  test("too few points is reported as not_enough_points", async () => {
    const here = await scene()
    const poor = { ...here, customerId: (await makeCustomer(sandbox, 10)).id }
    expect(await refusalOf(redeem(poor))).toMatchObject({
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
    const error = await refusalOf(redeem(here))
    expect(error).toMatchObject({ code, extra: { outcome: "not_bought" } })
    if (code === "pongo_rejected") expect(error!.message).toContain(fault.body.message)
    if (code === "pongo_unavailable") expect(error!.retryAfterSeconds).toBe(7)
    expect(purchasesOf(here.customerId)).toEqual([])
  })

  test("a wrong PIN is reported, and the right one buys", async () => {
    const here = await scene()
    sandbox.state.customers.get(here.customerId)!.pin = "4321"
    expect(await codeOf(redeem(here, { pin: "1111" }))).toBe("pin_refused")
    await redeem(here, { pin: "4321" })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("a purchase that fails before it begins reports that nothing was bought", async () => {
    const here = await scene()
    await sql`update connections set state = 'revoked' where merchant_id = ${here.merchantId}`
    expect(await refusalOf(redeem(here))).toMatchObject({
      code: "not_connected",
      extra: { outcome: "not_bought" },
    })
  })

  test("an unknown reward is reported as not found", async () => {
    const here = await scene()
    expect(await codeOf(redeem(here, { rewardId: "rew_nope" }))).toBe("reward_not_found")
  })

  test("a reward of another store is not found here", async () => {
    const here = await scene()
    const lyon = { ...here, location: { ...here.location, storeSlug: "le-comptoir-lyon-bellecour" } }
    expect(await codeOf(redeem(lyon, { rewardId: "rew_6072c9e4b1" }))).toBe("reward_not_found")
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
    expect(await codeOf(redeem(here))).toBe("pongo_unavailable")
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
    expect((await refusalOf(redeem(here, { requestKey })))?.extra).toEqual({ outcome: "not_bought" })
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
    const error = await refusalOf(attempt)
    expect(error!.code).toBe("pongo_timeout")
    expect(error!.extra).toEqual({ outcome: "unknown" })
    sandbox.faults.clear()
    await new Promise((done) => setTimeout(done, 1_200))
    await redeem(here, { requestKey })
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("a purchase that Pongo makes after we stopped waiting is found by the next press", async () => {
    const here = await scene()
    sandbox.faults.add({ ...BUY, kind: "slow", delay_ms: 1_500, times: 1 })
    const first = refusalOf(redeem(here))
    expect((await first)?.extra).toEqual({ outcome: "unknown" })
    expect(await codeOf(redeem(here))).toBe("pongo_timeout")
    await eventually("Pongo has the purchase", async () => purchasesOf(here.customerId).length === 1)
    await redeem(here)
    expect(purchasesOf(here.customerId)).toHaveLength(1)
  })

  test("after a crash in the middle of a purchase the same key reads the wallet first", async () => {
    const here = await scene()
    const requestKey = randomUUID()
    const first = await redeem(here, { requestKey })
    await sql`update redemptions set state = 'buying', hash = null, settled_at = null where id = ${first.id}`
    expect(await refusalOf(redeem(here, { requestKey }))).toMatchObject({
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
