import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { systemCtx } from "@/lib/auth/system"
import { acceptOrder } from "@/lib/orders/accept"
import type { PosOrder } from "@/lib/orders/schema"
import { closeDays, listMerchantsToClose } from "./close"
import { reportDay } from "./mutations"
import { listDayLines } from "./queries"

/** The morning after November 20th, a business day that ended at 05:00 on the 21st. */
const NIGHT = new Date("2026-11-21T08:00:00+01:00")
const NOON = "2026-11-20T12:00:00+01:00"

async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "a-token")
  const location = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  const accept = async (closedAt: string, changes: Partial<PosOrder> = {}, ref = location.ref) =>
    (await acceptOrder(merchant.till, paidOrder(ref, { closed_at: closedAt, ...changes }), "en")).answer.id
  const deliver = (id: string) =>
    sql`update deliveries set state = 'delivered', attempts = 1, delivered_at = now() where order_id = ${id}`
  const close = (now = NIGHT) => closeDays(systemCtx(merchant.merchantId, "close_days"), now)
  const alerts = () =>
    sql<{ key: string; params: Record<string, unknown>; href: string }[]>`
      select key, params, href from alerts where merchant_id = ${merchant.merchantId} and kind = 'day_gap' order by key`
  return { ...merchant, location, accept, deliver, close, alerts }
}

test("a day is closed three hours after its end, not before", async () => {
  const { accept, close, merchantId } = await shop()
  await accept(NOON)
  expect(await close(new Date("2026-11-21T07:59:59+01:00"))).toEqual([])
  expect(await listMerchantsToClose(NIGHT)).toContain(merchantId)
  expect(await close()).toEqual(["2026-11-20"])
  expect(await listMerchantsToClose(NIGHT)).not.toContain(merchantId)
})

test("the hour is the merchant's own", async () => {
  const { accept, close, merchantId } = await shop()
  await sql`update merchants set time_zone = 'America/Cayenne', day_cutoff_hour = 2 where id = ${merchantId}`
  await accept(NOON)
  // 05:00 there is 09:00 in Paris.
  expect(await close(new Date("2026-11-21T08:59:00+01:00"))).toEqual([])
  expect(await close(new Date("2026-11-21T09:00:00+01:00"))).toEqual(["2026-11-20"])
})

test("run twice and ten times at once, each day is closed once and announced once", async () => {
  const { accept, close, alerts, merchantId } = await shop()
  await accept(NOON)
  const closed = (await Promise.all(Array.from({ length: 10 }, () => close()))).flat()
  expect(closed).toEqual(["2026-11-20"])
  expect(await close()).toEqual([])
  expect(await sql`select 1 from closed_days where merchant_id = ${merchantId}`).toHaveLength(1)
  expect(await alerts()).toHaveLength(1)
})

test("a day without gaps is closed without an alert", async () => {
  const { accept, deliver, close, alerts, till, location } = await shop()
  await deliver(await accept(NOON))
  await accept(NOON, { state: "open" })
  await reportDay(till, "2026-11-20", { location_id: location.ref, orders: 1, total_cents: 1450 })
  expect(await close()).toEqual(["2026-11-20"])
  expect(await alerts()).toEqual([])
})

test("the alert of a day names the locations, and counts what is missing here and at Pongo", async () => {
  const { accept, deliver, close, alerts, till, location, merchantId } = await shop()
  await deliver(await accept(NOON))
  await reportDay(till, "2026-11-20", { location_id: location.ref, orders: 3, total_cents: 4000 })
  const unmapped = await makeLocation(merchantId, { ref: "b" })
  await accept(NOON, {}, unmapped.ref)
  const test = await accept(NOON, {}, unmapped.ref)
  await sql`update deliveries set is_test = true where order_id = ${test}`
  await close()
  expect(await alerts()).toEqual([
    {
      key: "2026-11-20",
      params: {
        location: `Location b, Location ${location.ref}`,
        day: "2026-11-20",
        orders: 3,
        amountCents: 1450 + 4000 - 1450,
      },
      href: "/reconciliation/2026-11-20",
    },
  ])
})

test("if the POS lists its orders, the alert counts those missing here, not the difference of the totals", async () => {
  const { accept, deliver, close, alerts, till, location } = await shop()
  await deliver(await accept(NOON, { order_id: "A-1" }))
  await deliver(await accept(NOON, { order_id: "A-2" }))
  const order_ids = ["A-2", "A-8", "A-9"]
  await reportDay(till, "2026-11-20", { location_id: location.ref, orders: 3, total_cents: 3450, order_ids })
  await close()
  expect(await alerts()).toMatchObject([{ params: { orders: 2, amountCents: 550 } }])
})

test("missed nights are caught up, each day with its own figures; only the last three raise an alert", async () => {
  const { accept, close, alerts, merchantId } = await shop()
  for (const day of ["2026-11-10", "2026-11-16", "2026-11-18", "2026-11-19", "2026-11-20"])
    await accept(`${day}T12:00:00+01:00`)
  expect(await close(new Date("2026-11-11T09:00:00+01:00"))).toEqual(["2026-11-10"])
  const rest = await close()
  expect(rest).toHaveLength(10)
  expect([rest[0], rest.at(-1)]).toEqual(["2026-11-11", "2026-11-20"])
  const days = await sql`
    select day::text, figures->'received'->'orders' as orders from closed_days where merchant_id = ${merchantId} order by day`
  expect(days.map(({ day, orders }) => [day, orders])).toEqual([
    ["2026-11-10", 1],
    ["2026-11-16", 1],
    ["2026-11-18", 1],
    ["2026-11-19", 1],
    ["2026-11-20", 1],
  ])
  expect((await alerts()).map(({ key }) => key)).toEqual([
    "2026-11-10",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
  ])
})

test("the first night goes back at most a month, and no further than the first order", async () => {
  const { accept, close } = await shop()
  await accept("2025-01-01T12:00:00+01:00")
  expect((await close())[0]).toBe("2026-10-20")
})

test("a merchant without orders has nothing to close", async () => {
  const { close } = await shop()
  expect(await close()).toEqual([])
})

describe("after the closing", () => {
  test("late changes appear beside the frozen figures", async () => {
    const { accept, deliver, close, viewer } = await shop()
    const id = await accept(NOON)
    await close()
    await deliver(id)
    await accept("2026-11-20T23:00:00+01:00", { total_cents: 100 })
    const [line] = await listDayLines(viewer, { from: "2026-11-20", to: "2026-11-20" })
    expect(line).toMatchObject({
      figures: {
        received: { orders: 2, cents: 1550 },
        accepted: { orders: 1 },
        gap: { orders: 1, cents: 100 },
      },
      closed: { figures: { received: { orders: 1, cents: 1450 }, gap: { orders: 1, cents: 1450 } } },
    })
  })

  test("a location without orders at closing is compared with zero", async () => {
    const { accept, close, viewer, merchantId } = await shop()
    await accept(NOON)
    await close()
    const other = await makeLocation(merchantId)
    await accept(NOON, {}, other.ref)
    const lines = await listDayLines(viewer, { from: "2026-11-20", to: "2026-11-20", location: other.id })
    expect(lines).toMatchObject([
      { figures: { received: { orders: 1 } }, closed: { figures: { received: { orders: 0 } } } },
    ])
  })
})
