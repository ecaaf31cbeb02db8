import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { acceptOrder } from "@/lib/orders/accept"
import { recordPayment } from "@/lib/orders/payment"
import { reportDay } from "./mutations"

const DAY = "2026-11-20"

async function shop() {
  const merchant = await makeMerchant()
  const location = await makeLocation(merchant.merchantId)
  const accept = (closedAt: string, changes: Parameters<typeof paidOrder>[1] = {}) =>
    acceptOrder(merchant.till, paidOrder(location.ref, { closed_at: closedAt, ...changes }), "en")
  return { ...merchant, location, accept }
}

test("a day that agrees has no gap, and shows what Pongo has", async () => {
  const { till, location, accept, merchantId } = await shop()
  await accept("2026-11-20T13:00:00+01:00")
  await accept("2026-11-20T20:00:00+01:00")
  await sql`update deliveries set state = 'delivered' where order_id in
    (select order_id from deliveries where merchant_id = ${merchantId} limit 1)`
  expect(await reportDay(till, DAY, { location_id: location.ref, orders: 2, total_cents: 2900 })).toEqual({
    date: DAY,
    location_id: location.ref,
    reported: { orders: 2, total_cents: 2900 },
    received: { orders: 2, total_cents: 2900 },
    delivered: { orders: 1, total_cents: 1450 },
    gap: { orders: 0, total_cents: 0 },
    missing_order_ids: null,
    unknown_order_ids: null,
  })
})

test("a business day ends at the merchant's cut-off hour, not at midnight", async () => {
  const { till, location, accept } = await shop()
  await accept("2026-11-20T04:59:00+01:00")
  await accept("2026-11-20T05:00:00+01:00")
  await accept("2026-11-21T04:59:00+01:00")
  await accept("2026-11-21T05:00:00+01:00")
  const answer = await reportDay(till, DAY, { location_id: location.ref, orders: 2, total_cents: 2900 })
  expect(answer.gap).toEqual({ orders: 0, total_cents: 0 })
})

test("a gap is listed order by order if the POS lists its orders", async () => {
  const { till, location, accept } = await shop()
  await accept("2026-11-20T13:00:00+01:00", { order_id: "A-1" })
  await accept("2026-11-20T13:05:00+01:00", { order_id: "A-2" })
  const answer = await reportDay(till, DAY, {
    location_id: location.ref,
    orders: 2,
    total_cents: 5000,
    order_ids: ["A-1", "A-3"],
  })
  expect(answer).toMatchObject({
    gap: { orders: 0, total_cents: 2100 },
    missing_order_ids: ["A-3"],
    unknown_order_ids: ["A-2"],
  })
})

test("an order that was never paid does not count", async () => {
  const { till, location, accept } = await shop()
  await accept("2026-11-20T13:00:00+01:00", { order_id: "O-1", state: "open" })
  await accept("2026-11-20T13:00:00+01:00", { order_id: "O-2", state: "open" })
  await recordPayment(
    till,
    "O-2",
    { location_id: location.ref, status: "paid", paid_at: "2026-11-20T13:30:00+01:00" },
    "en",
  )
  const answer = await reportDay(till, DAY, { location_id: location.ref, orders: 1, total_cents: 1450 })
  expect(answer.gap).toEqual({ orders: 0, total_cents: 0 })
})

test("reported again, and twice at once, only the last report is stored", async () => {
  const { till, location, merchantId } = await shop()
  const say = (orders: number) => reportDay(till, DAY, { location_id: location.ref, orders, total_cents: 0 })
  await Promise.all([say(1), say(2)])
  await say(3)
  const rows = await sql`select orders from day_totals where merchant_id = ${merchantId}`
  expect(rows.map((row) => row.orders)).toEqual([3])
})

test.for(["2026-02-30", "yesterday", "2026-11-20T00:00", "2999-01-01"])(
  "%s is refused as a day",
  async (day) => {
    const { till, location } = await shop()
    await expect(
      reportDay(till, day, { location_id: location.ref, orders: 0, total_cents: 0 }),
    ).rejects.toMatchObject({
      code: "validation_failed",
      fields: [{ path: "date" }],
    })
  },
)
