import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, paidOrder, statusBecomes } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { startDeliveryWorker } from "@/lib/deliveries/worker"
import { acceptOrder } from "@/lib/orders/accept"
import { recordPayment } from "@/lib/orders/payment"
import { lockReward, unlockReward, useReward } from "./holds"
import { releaseLock } from "./release"
import { COFFEE, STORE, usePurchases } from "./testing/purchases"

const { sandbox, scene, redeem } = await usePurchases()

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
    expect(await codeOf(lockReward(till, b))).toBe("reward_locked")
    expect(await codeOf(unlockReward(till, b))).toBe("reward_locked")
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
      expect(await codeOf(unlockReward(till, a))).toBe(code)
      expect(await codeOf(lockReward(till, b))).toBe("reward_locked")
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
    expect(await codeOf(lockReward(till, { ...a, pin: "1111" }))).toBe("pin_refused")
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
    expect(await codeOf(useReward(till, a, STORE))).toBe("reward_already_used")
    expect(await codeOf(accept(till, location.ref, customerId, hash))).toBe("reward_already_used")
  })

  test("used with a lost answer counts as used", async () => {
    const { till, a } = await bought()
    sandbox.faults.add({ method: "PATCH", path: "/v1/rewards/{id}/use", kind: "reset_after_work", times: 1 })
    await useReward(till, a, STORE)
    expect(await codeOf(useReward(till, a, STORE))).toBe("reward_already_used")
  })

  test("on an order's line is confirmed only there, also across retries", async () => {
    const { till, a, location, hash, customerId } = await bought()
    sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "reset_after_work", times: 1 })
    const answer = await accept(till, location.ref, customerId, hash)
    expect(await codeOf(useReward(till, a, STORE))).toBe("reward_already_used")
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
    expect(await codeOf(accept(till, location.ref, customerId, hash))).toBe("reward_already_used")
  })

  test("locked by another till is refused on an order", async () => {
    const { till, a, location, hash, customerId } = await bought()
    await lockReward(till, a)
    expect(await codeOf(accept(till, location.ref, customerId, hash, "till-b"))).toBe("reward_locked")
    await accept(till, location.ref, customerId, hash, "till-a")
  })

  test("locked by the calling till may be on an order that does not name its till", async () => {
    const { till, a, location, hash, customerId } = await bought()
    await lockReward(till, a)
    const order = { ...withReward(location.ref, customerId, hash), till: undefined }
    expect(await codeOf(acceptOrder(till, order, "en", "till-b"))).toBe("reward_locked")
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
    expect(await codeOf(useReward(till, a, STORE))).toBe("reward_already_used")
  })

  test("that nobody bought is refused on an order", async () => {
    const { till, location, customerId } = await bought()
    expect(await codeOf(accept(till, location.ref, customerId, "h_nothing"))).toBe("reward_not_found")
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
