import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, makeLocation, product } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { putCatalog } from "@/lib/catalog/mutations"
import { openShop } from "@/lib/customers/testing/shop"
import { env } from "@/lib/env"
import type { Jobs } from "@/lib/jobs/list"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { declareCapabilities } from "@/lib/tills/declare-capabilities"
import { startRehearsal } from "./mutations"
import { findRehearsalLocation, getLastRehearsal, readChecks } from "./queries"
import { newSteps } from "./rehearsal"
import { rehearse } from "./rehearse"

const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 2_500 })
useDeliveryWorker()

/** Le Comptoir with a product for its coffee. */
async function shop() {
  const merchant = await openShop(sandbox)
  await putCatalog(merchant.till, [product("CAF-01", { name: "Café" })], "replace")
  await refreshRewards(merchant.owner)
  return merchant
}
type Shop = Awaited<ReturnType<typeof shop>>

const jobOf = async (merchantId: string) => {
  const [job] = await sql<{ payload: Jobs["rehearse_go_live"] }[]>`
    select j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'rehearse_go_live' and j.payload ->> 'merchantId' = ${merchantId} order by j.id desc limit 1`
  return job!.payload
}
const states = async ({ viewer }: Shop) =>
  Object.fromEntries(
    (await getLastRehearsal(viewer))!.steps.map(({ id, state, code }) => [id, code ?? state]),
  )

describe("a rehearsal on the sandbox", () => {
  test("shows every row that has no traffic, with test orders, and does not count as traffic", {
    timeout: 60_000,
  }, async () => {
    const merchant = await shop()
    const { manager, viewer, merchantId } = merchant
    await startRehearsal(manager)
    expect(await getLastRehearsal(viewer)).toMatchObject({
      state: "running",
      startedBy: "manager",
      steps: newSteps(),
    })
    await rehearse(await jobOf(merchantId))
    expect(new Set(Object.values(await states(merchant)))).toEqual(new Set(["passed"]))
    expect(await getLastRehearsal(viewer)).toMatchObject({ state: "passed", endedAt: expect.any(Date) })
    await eventually(
      "evidence of the rehearsal",
      async () => (await readChecks(viewer)).filter(({ state }) => state === "rehearsed").length === 17,
    )
    const rows = Object.fromEntries((await readChecks(viewer)).map((row) => [row.id, row.state]))
    // A pasted token, which no rehearsal can make up for.
    expect(rows).toMatchObject({
      oauth: "failed",
      locations: "passed",
      prompt: "rehearsed",
      confirm_use: "rehearsed",
    })
    const deliveries = await sql`select is_test, state from deliveries where merchant_id = ${merchantId}`
    expect(deliveries).toEqual(Array(3).fill({ is_test: true, state: "delivered" }))
    const uses = [...sandbox.state.tables.uses.values()].filter(({ order_id }) =>
      order_id?.startsWith("TEST-"),
    )
    expect(uses.length).toBeGreaterThanOrEqual(2)
    const keys = await sql`select revoked_at from api_keys where merchant_id = ${merchantId} and is_test`
    expect(keys).toEqual([{ revoked_at: expect.any(Date) }])
  })

  test("skips vouchers if the tills create none", { timeout: 60_000 }, async () => {
    const merchant = await shop()
    await declareCapabilities(merchant.manager, { canScan: true, canVouchers: false })
    await startRehearsal(merchant.manager)
    await rehearse(await jobOf(merchant.merchantId))
    expect(await states(merchant)).toMatchObject({ reward_product: "passed", reward_voucher: "no_vouchers" })
    expect(await getLastRehearsal(merchant.viewer)).toMatchObject({ state: "passed" })
  })

  test("reports which step failed and why, and skips the dependent steps", async () => {
    const merchant = await shop()
    await startRehearsal(merchant.manager)
    sandbox.faults.add({ method: "POST", path: "/v1/customers", kind: "status", status: 403 })
    await rehearse(await jobOf(merchant.merchantId))
    expect(await states(merchant)).toMatchObject({ enlist: "pongo_rejected", find: "after_failure" })
    expect(await getLastRehearsal(merchant.viewer)).toMatchObject({ state: "failed" })
    expect(await sql`select 1 from orders where merchant_id = ${merchant.merchantId}`).toHaveLength(0)
  })

  test("that broke off midway ends as interrupted, and does nothing twice", async () => {
    const merchant = await shop()
    const { id } = await startRehearsal(merchant.manager)
    const steps = newSteps().map((step, at) => ({
      ...step,
      state: at < 2 ? "passed" : at === 2 ? "running" : "waiting",
    }))
    await sql`update go_live_rehearsals set steps = ${sql.json(steps)} where id = ${id}`
    await rehearse(await jobOf(merchant.merchantId))
    expect(await states(merchant)).toMatchObject({
      find: "passed",
      scan: "interrupted",
      profile: "after_failure",
    })
    await rehearse(await jobOf(merchant.merchantId))
    expect(await getLastRehearsal(merchant.viewer)).toMatchObject({ state: "failed" })
  })

  test("runs once for many presses: the others get a conflict and open no till", async () => {
    const { manager, owner, merchantId } = await shop()
    const outcomes = await Promise.allSettled([manager, owner, manager].map((ctx) => startRehearsal(ctx)))
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" })
    const open = await sql`
      select 1 from api_keys where merchant_id = ${merchantId} and is_test and revoked_at is null`
    expect(open).toHaveLength(1)
  })

  test("that was lost does not block the next one", async () => {
    const { manager, merchantId } = await shop()
    await startRehearsal(manager)
    await sql`update go_live_rehearsals set started_at = now() - interval '11 minutes' where merchant_id = ${merchantId}`
    await startRehearsal(manager)
    expect(await sql`select 1 from go_live_rehearsals where merchant_id = ${merchantId}`).toHaveLength(2)
  })
})

describe("no rehearsal", () => {
  test("by a viewer", async () => {
    const { viewer } = await shop()
    await expect(startRehearsal(viewer)).rejects.toMatchObject({ code: "role_required" })
  })

  test("on the production Pongo", async () => {
    const { manager, merchantId } = await shop()
    const { PONGO_API_URL } = env
    Object.assign(env, { PONGO_API_URL: "https://api.heypongo.com" })
    try {
      await expect(startRehearsal(manager)).rejects.toMatchObject({ code: "sandbox_only" })
    } finally {
      Object.assign(env, { PONGO_API_URL })
    }
    expect(await sql`select 1 from api_keys where merchant_id = ${merchantId} and is_test`).toHaveLength(0)
  })

  test("without a connection, or without a mapped location", async () => {
    const [apart, bare] = [
      await openShop(sandbox, { isConnected: false }),
      await openShop(sandbox, { isMapped: false }),
    ]
    await expect(startRehearsal(apart.manager)).rejects.toMatchObject({ code: "not_connected" })
    await expect(startRehearsal(bare.manager)).rejects.toMatchObject({ code: "location_unmapped" })
    await makeLocation(bare.merchantId, { ref: "lyon", storeSlug: "le-comptoir-lyon-bellecour" })
    expect(await findRehearsalLocation(bare.viewer)).toMatchObject({ location: { ref: "lyon" } })
  })
})
