import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { expectProblem, makeTill } from "@/lib/checkout-api/testing/till"
import { openShop, SHORT_PATIENCE, seeded } from "@/lib/customers/testing/shop"
import { newId } from "@/lib/id"
import { archiveLocation } from "@/lib/locations/mutations"
import { listArchivedWaiting, listLocations } from "@/lib/locations/queries"
import { countCustomerOrders } from "@/lib/order-log/customer-orders"
import { countMatching, listOrders } from "@/lib/order-log/queries"
import { countWaiting, readActivity } from "@/lib/overview/queries"
import { readSetup } from "@/lib/readiness/queries"
import { reportDay } from "@/lib/reconciliation/mutations"
import { recordHeartbeat } from "@/lib/tills/mutations"
import { listTills } from "@/lib/tills/queries"
import { openTestTill } from "./mutations"
import { openTillShop, testOrder } from "./testing/shop"

const sandbox = await useSandbox(SHORT_PATIENCE)
const shop = () => openTillShop(sandbox)

describe("test orders are listed and never counted:", () => {
  test("by the log, the overview and the till’s backlog", async () => {
    const { pos, real, viewer } = await shop()
    const sold = paidOrder("bastille")
    await real.post("/orders", sold)
    const rehearsed = [testOrder(), testOrder(), testOrder()]
    for (const order of rehearsed) await pos.post("/orders", order)
    const { rows } = await listOrders(viewer, {})
    expect(new Map(rows.map((row) => [row.ref, row.isTest]))).toEqual(
      new Map([
        [sold.order_id, false],
        ...rehearsed.map(({ order_id }): [string, boolean] => [order_id, true]),
      ]),
    )
    expect(await countMatching(viewer, {})).toBe(1)
    expect(await countWaiting(viewer, {})).toMatchObject({ held: 0, retrying: 0, failed: 0 })
    expect((await readActivity(viewer, { period: "today" })).counts).toEqual({ queued: 1 })
    expect((await real.get("/status")).json.backlog).toMatchObject({ queued: 1 })
  })

  test("by the cost of a location’s missing mapping, live or archived", async () => {
    const { pos, location, viewer, owner, merchantId } = await shop()
    await sql`delete from store_mappings where merchant_id = ${merchantId}`
    expect((await pos.post("/orders", testOrder())).json.sync.status).toBe("held")
    expect(await listLocations(viewer)).toMatchObject([{ heldOrders: 0, heldCents: 0, heldSince: null }])
    await archiveLocation(owner, location.ref)
    expect(await listArchivedWaiting(viewer)).toEqual([])
  })

  test("by a business day", async () => {
    const { pos, till } = await shop()
    await pos.post("/orders", testOrder({ closed_at: "2026-11-20T13:00:00+01:00" }))
    const answer = await reportDay(till, "2026-11-20", {
      location_id: "bastille",
      orders: 0,
      total_cents: 0,
      order_ids: [],
    })
    expect(answer).toMatchObject({ received: { orders: 0, total_cents: 0 }, unknown_order_ids: [] })
  })

  test("by the hours at which a location usually sells", async () => {
    const { pos, till, viewer } = await shop()
    const now = new Date()
    const days = (count: number) => new Date(now.getTime() - count * 86_400_000).toISOString()
    for (const ago of [1, 2, 3]) await pos.post("/orders", testOrder({ closed_at: days(ago) }))
    const lastSeen = new Date(now.getTime() - 45 * 60_000)
    const beat = { till_id: "t", location_id: "bastille", offline_orders: 0, sent_at: lastSeen.toISOString() }
    await recordHeartbeat(till, beat, lastSeen)
    expect(await listTills(viewer, now)).toMatchObject([{ ref: "t", warnings: [] }])
  })

  test("by the customer’s page and the set-up", async () => {
    const { pos, viewer } = await shop()
    await pos.post("/orders", testOrder({ customer: { id: "cust_1" } }))
    await sql`update deliveries set state = 'delivered' where merchant_id = ${viewer.merchantId}`
    await eventually(
      "the call noted",
      async () =>
        (
          await sql`select 1 from api_keys where merchant_id = ${viewer.merchantId} and last_used_at is not null`
        ).length,
    )
    expect(await countCustomerOrders(viewer, "cust_1")).toEqual({ count: 0, pending: 0 })
    expect((await readSetup(viewer)).facts).toMatchObject({
      hasTillCalled: false,
      hasOrders: false,
      hasDelivered: false,
    })
  })

  test("by the rewards that were bought, and none is marked used without an order", async () => {
    const { merchantId, location, manager, viewer } = await openShop(sandbox)
    const { key } = await openTestTill(manager, { locationId: location.id, consents: false })
    const pos = makeTill(key)
    const customer = `/customers/${seeded(sandbox, 1).id}`
    const bought = await pos.post(
      `${customer}/rewards/rew_0ece003f2e/redeem`,
      { location_id: "bastille" },
      { "Idempotency-Key": newId() },
    )
    expect(bought.status).toBe(201)
    const use = `${customer}/wallet/${bought.json.redemption.hash}/use`
    expectProblem(await pos.post(use, { location_id: "bastille" }), 403, "forbidden")
    expect(
      await sql`select is_test from redemptions where merchant_id = ${merchantId} and state = 'bought'`,
    ).toEqual([{ is_test: true }])
    expect((await readActivity(viewer, { period: "today" })).rewardsBought).toEqual({ count: 0, points: 0 })
  })
})
