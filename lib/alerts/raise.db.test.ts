import { describe, expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { connect, makeMerchant } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { markRevoked } from "@/lib/connections/revoke"
import { raiseAlert } from "./raise"
import { ALERT_PARAMS, type NewAlert } from "./schema"

const gap = (key = "lyon:2026-11-27", orders = 3): NewAlert => ({
  kind: "day_gap",
  key,
  params: { location: "Lyon", day: "2026-11-27", orders, amountCents: 4350 },
  href: "/reconciliation",
})
const raise = (ctx: Ctx, alert = gap()) => db.transaction((tx) => raiseAlert(ctx, alert, tx))
const alertsOf = (merchantId: string) =>
  sql<
    { id: string; kind: NewAlert["kind"]; key: string; params: Record<string, unknown>; href: string }[]
  >`select id, kind, key, params, href from alerts where merchant_id = ${merchantId} order by id`
const jobsOf = (merchantId: string) =>
  sql`select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'dispatch_alert' and j.payload ->> 'merchantId' = ${merchantId}`

describe("raising an alert", () => {
  test("the same kind and key twice is one alert and one message, and the first words stay", async () => {
    const { owner, merchantId } = await makeMerchant()
    await raise(owner)
    await raise(owner, gap("lyon:2026-11-27", 9))
    expect(await alertsOf(merchantId)).toMatchObject([
      { kind: "day_gap", key: "lyon:2026-11-27", params: { orders: 3 }, href: "/reconciliation" },
    ])
    expect(await jobsOf(merchantId)).toHaveLength(1)
  })

  test("twenty at once are one alert and one message", async () => {
    const { owner, merchantId } = await makeMerchant()
    await Promise.all(Array.from({ length: 20 }, () => raise(owner)))
    expect(await alertsOf(merchantId)).toHaveLength(1)
    expect(await jobsOf(merchantId)).toHaveLength(1)
  })

  test("another key is another alert; another merchant's alert is its own", async () => {
    const [ours, theirs] = [await makeMerchant(), await makeMerchant()]
    await raise(ours.owner)
    await raise(ours.owner, gap("lyon:2026-11-28"))
    await raise(theirs.owner)
    expect(await alertsOf(ours.merchantId)).toHaveLength(2)
    expect(await alertsOf(theirs.merchantId)).toHaveLength(1)
  })

  test("a change that was rolled back alerts nobody", async () => {
    const { owner, merchantId } = await makeMerchant()
    const change = db.transaction(async (tx) => {
      await raiseAlert(owner, gap(), tx)
      throw new Error("the change failed")
    })
    await expect(change).rejects.toThrow("the change failed")
    expect(await alertsOf(merchantId)).toEqual([])
    expect(await jobsOf(merchantId)).toEqual([])
  })

  test("works the same inside a transaction of drizzle", async () => {
    const { owner, merchantId } = await makeMerchant()
    for (const _ of [1, 2]) await db.transaction((tx) => raiseAlert(owner, gap(), tx))
    const [alert] = await alertsOf(merchantId)
    expect(alert?.params).toEqual(gap().params)
    expect(await jobsOf(merchantId)).toHaveLength(1)
  })
})

test("a connection revoked by Pongo alerts once, with the number of waiting orders", async () => {
  const { merchantId } = await makeMerchant()
  await connect(merchantId, "token")
  const ctx = systemCtx(merchantId, "test")
  await Promise.all([markRevoked(ctx, 1, "Invalid token"), markRevoked(ctx, 1, "Invalid token")])
  const alerts = await alertsOf(merchantId)
  expect(alerts).toMatchObject([
    { kind: "connection_revoked", key: "token:1", params: { orders: 0, because: "Invalid token" } },
  ])
  expect(ALERT_PARAMS.connection_revoked.parse(alerts[0]!.params)).toEqual(alerts[0]!.params)
})
