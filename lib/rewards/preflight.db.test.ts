import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, product } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { systemCtx } from "@/lib/auth/system"
import { putCatalog } from "@/lib/catalog/mutations"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { getPreflight, runPreflight } from "./preflight"

const sandbox = await useSandbox()

const PRODUCTS = ["CAF-01", "DES-01", "DES-02", "DES-03"]

/** A merchant connected as Le Comptoir, with two locations and the products of its rewards, all on sale. */
async function shop() {
  const merchant = await makeMerchant()
  const { merchantId, till } = merchant
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  await makeLocation(merchantId, { ref: "bastille" })
  await makeLocation(merchantId, { ref: "lyon" })
  /** Puts them on sale everywhere, with the exceptions in `except`. */
  const sell = (except: Record<string, { active?: boolean; location_ids?: string[] }> = {}) =>
    putCatalog(
      till,
      PRODUCTS.map((sku) => product(sku, except[sku])),
      "replace",
    )
  await sell()
  return { ...merchant, sell, ctx: systemCtx(merchantId, "rewards") }
}

const alertsOf = (merchantId: string) =>
  sql<{ params: { location: string; count: number } }[]>`
    select params, href from alerts where merchant_id = ${merchantId} and kind = 'rewards_worse' order by id`

test("the first run records failures and alerts nobody", async () => {
  const { ctx, merchantId, viewer } = await shop()
  await runPreflight(ctx)
  expect(await alertsOf(merchantId)).toEqual([])
  expect(await getPreflight(viewer)).toMatchObject({
    previousAt: null,
    added: [],
    checkedAt: expect.any(Date),
  })
})

test("a new failure alerts once, the same or fewer failures do not, and a returning one alerts again", async () => {
  const { ctx, merchantId, sell } = await shop()
  await runPreflight(ctx)
  await sell({ "CAF-01": { active: false } })
  await runPreflight(ctx)
  const once = [{ params: { location: "Location bastille, Location lyon", count: 1 }, href: "/rewards" }]
  expect(await alertsOf(merchantId)).toEqual(once)
  expect((await getPreflight(ctx))?.added).toHaveLength(2)
  await runPreflight(ctx)
  expect(await alertsOf(merchantId)).toEqual(once)
  expect((await getPreflight(ctx))?.added).toEqual([])
  await sell()
  await runPreflight(ctx)
  expect(await alertsOf(merchantId)).toEqual(once)
  await sell({ "CAF-01": { active: false } })
  await runPreflight(ctx)
  expect(await alertsOf(merchantId)).toHaveLength(2)
})

test("a reward that already failed at one location alerts for a second location only", async () => {
  const { ctx, merchantId, sell } = await shop()
  await sell({ "CAF-01": { location_ids: ["lyon"] } })
  await runPreflight(ctx)
  await sell({ "CAF-01": { active: false } })
  await runPreflight(ctx)
  expect(await alertsOf(merchantId)).toMatchObject([{ params: { location: "Location lyon", count: 1 } }])
})

test("two runs at once raise one alert", async () => {
  const { ctx, merchantId, sell } = await shop()
  await runPreflight(ctx)
  await sell({ "CAF-01": { active: false } })
  await Promise.all([runPreflight(ctx), runPreflight(ctx), runPreflight(ctx)])
  expect(await alertsOf(merchantId)).toHaveLength(1)
})

test("a failure at one merchant alerts no other merchant", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await runPreflight(mine.ctx)
  await runPreflight(theirs.ctx)
  await mine.sell({ "CAF-01": { active: false } })
  await runPreflight(mine.ctx)
  await runPreflight(theirs.ctx)
  expect(await alertsOf(mine.merchantId)).toHaveLength(1)
  expect(await alertsOf(theirs.merchantId)).toEqual([])
})

test("while Pongo is down, the last known rewards are checked against today's catalogue", async () => {
  const { ctx, merchantId, sell } = await shop()
  await runPreflight(ctx)
  await sell({ "CAF-01": { active: false } })
  sandbox.faults.add({ method: "GET", path: "/v1/rewards", kind: "status", status: 503 })
  await runPreflight(ctx).finally(() => sandbox.faults.clear())
  expect(await alertsOf(merchantId)).toHaveLength(1)
})

test("a merchant who is not connected is skipped", async () => {
  const { ctx, merchantId } = await shop()
  await sql`update connections set state = 'disconnected' where merchant_id = ${merchantId}`
  await expect(runPreflight(ctx)).rejects.toMatchObject({ code: "not_connected" })
  expect(await getPreflight(ctx)).toBeNull()
})
