import { describe, expect, test } from "vitest"
import type { SyncStatus } from "@/db/enums"
import { SYNC_STATUSES } from "@/db/enums"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { countMatching, listOrders } from "@/lib/order-log/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { orderFilters, type PosOrder } from "@/lib/orders/schema"
import { insertLog, logRow } from "@/lib/orders/testing/log-rows"
import { boundsOf, businessDayOf } from "./business-day"
import { type Figures, sumFigures } from "./figures"
import { reportDay } from "./mutations"
import {
  DAY_ORDERS_PIECE,
  type DayOrder,
  daysOfMonth,
  listDayLines,
  listDayOrders,
  listGapOrders,
  listRefGaps,
} from "./queries"
import { dayExport, dayFilters } from "./schema"

const DAY = "2026-11-20"

async function shop({ cutoff = 5, timeZone = "Europe/Paris" } = {}) {
  const merchant = await makeMerchant()
  await sql`update merchants set day_cutoff_hour = ${cutoff}, time_zone = ${timeZone} where id = ${merchant.merchantId}`
  await connect(merchant.merchantId, "a-token")
  const location = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  const accept = async (closedAt: string, changes: Partial<PosOrder> = {}, ref = location.ref) =>
    (await acceptOrder(merchant.till, paidOrder(ref, { closed_at: closedAt, ...changes }), "en")).answer.id
  const set = (id: string, changes: Record<string, unknown>) =>
    sql`update deliveries set ${sql(changes)} where order_id = ${id}`
  const figuresOf = async (day: string) =>
    sumFigures((await listDayLines(merchant.viewer, { from: day, to: day })).map(({ figures }) => figures))
  return { ...merchant, location, accept, set, figuresOf }
}

describe("a business day goes from one cut-off hour to the next in Europe/Paris", () => {
  test.each([
    ["2026-11-20", "2026-11-20T04:00:00.000Z", 24],
    // Summer time starts on March 29th at 2 and ends on October 25th at 3: the day with that night has 23 or 25 hours.
    ["2026-03-28", "2026-03-28T04:00:00.000Z", 23],
    ["2026-03-29", "2026-03-29T03:00:00.000Z", 24],
    ["2026-10-24", "2026-10-24T03:00:00.000Z", 25],
    ["2026-10-25", "2026-10-25T04:00:00.000Z", 24],
  ])("%s begins at %s and has %i hours", async (day, starts, hours) => {
    const { viewer } = await shop()
    const bounds = await boundsOf(viewer, day)
    expect(bounds.starts.toISOString()).toBe(starts)
    expect((bounds.ends.getTime() - bounds.starts.getTime()) / 3_600_000).toBe(hours)
  })

  test.for([0, 2, 3, 5])(
    "with the cut-off at %i h, each minute around both clock changes belongs to exactly one day",
    async (cutoff) => {
      const { viewer, accept } = await shop({ cutoff })
      for (const night of ["2026-03-29", "2026-10-25"]) {
        const midnight = Date.parse(`${night}T00:00:00Z`)
        const moments = Array.from(
          { length: 26 },
          (_, half) => new Date(midnight + (half * 30 - 240) * 60_000),
        )
        for (const at of moments) await accept(at.toISOString())
        const from = new Date(midnight - 2 * 86_400_000).toISOString().slice(0, 10)
        const lines = await listDayLines(viewer, { from, to: night })
        expect(lines.reduce((sum, { figures }) => sum + figures.received.orders, 0)).toBeGreaterThanOrEqual(
          moments.filter((at) => at.getTime() < midnight + 22 * 3_600_000).length,
        )
        const expected: Record<string, number> = {}
        for (const at of moments) {
          const day = await businessDayOf(viewer, at)
          const { starts, ends } = await boundsOf(viewer, day)
          expect(at >= starts && at < ends).toBe(true)
          expected[day] = (expected[day] ?? 0) + 1
        }
        expect(Object.fromEntries(lines.map(({ day, figures }) => [day, figures.received.orders]))).toEqual(
          expected,
        )
      }
    },
  )
})

test("the figures of a day match the log", async () => {
  const { viewer, manager, accept, set, figuresOf, merchantId, location } = await shop({ cutoff: 0 })
  const at = "2026-11-20T13:00:00+01:00"
  await set(await accept(at), { state: "delivered", attempts: 1 })
  await set(await accept(at), { state: "delivered", attempts: 2 })
  await set(await accept(at), { state: "failed", reason: "rejected_by_pongo", attempts: 1 })
  await set(await accept(at), { state: "retrying", attempts: 3 })
  await accept(at)
  await accept(at, { state: "open" })
  await accept(at, {
    state: "external_payment",
    external_payment: { system: "x", confirms: false, supports_vouchers: true },
  })
  const unmapped = await makeLocation(merchantId)
  await accept(at, { total_cents: 999 }, unmapped.ref)
  await set(await accept(at), { is_test: true, state: "delivered" })
  await accept("2026-11-21T13:00:00+01:00")

  const figures = await figuresOf(DAY)
  const KEY: Record<SyncStatus, keyof Omit<Figures, "reasons">> = {
    waiting_payment: "waitingPayment",
    queued: "queued",
    sending: "queued",
    retrying: "retrying",
    held: "held",
    delivered: "accepted",
    failed: "failed",
    skipped: "skipped",
  }
  const filters = { from: DAY, to: DAY, test: "without" as const }
  for (const status of SYNC_STATUSES)
    if (status !== "sending")
      expect([status, figures[KEY[status]].orders]).toEqual([
        status,
        await countMatching(manager, { ...filters, status }),
      ])
  expect(figures.received.orders).toBe(await countMatching(manager, filters))
  expect(figures).toMatchObject({
    received: { orders: 8 },
    paid: { orders: 7 },
    sent: { orders: 4 },
    accepted: { orders: 2, cents: 2900 },
    held: { orders: 1, cents: 999 },
    gap: { orders: 4, cents: 1450 * 3 + 999 },
    replayable: { orders: 1 },
    reasons: {
      rejected_by_pongo: { orders: 1 },
      location_unmapped: { orders: 1 },
      payment_not_confirmable: { orders: 1 },
    },
  })
  const gap = await listGapOrders(viewer, DAY)
  expect(gap).toHaveLength(figures.gap.orders)
  expect(gap.reduce((sum, { totalCents }) => sum + totalCents, 0)).toBe(figures.gap.cents)
  expect(await listGapOrders(viewer, DAY, location.id)).toHaveLength(3)
  expect(await listDayOrders(viewer, DAY)).toHaveLength(figures.received.orders)
})

test("a day of many orders is read in pieces, each order once, in closing order", async () => {
  const { viewer, merchantId, location } = await shop()
  const many = Array.from({ length: DAY_ORDERS_PIECE + 700 }, (_, n) =>
    // Many share a closing time, across the boundary of the pieces.
    logRow(location.id, { closedAt: `2026-11-20T12:00:0${Math.floor(n / 400)}Z` }),
  )
  await insertLog(merchantId, [...many, logRow(location.id, { closedAt: "2026-11-21T12:00:00Z" })])
  const pieces: DayOrder[][] = []
  do pieces.push(await listDayOrders(viewer, DAY, pieces.at(-1)?.at(-1)))
  while (pieces.at(-1)!.length === DAY_ORDERS_PIECE)
  const inOrder = many.toSorted((a, b) => a.closedAt.localeCompare(b.closedAt) || (a.id < b.id ? -1 : 1))
  expect(pieces.map(({ length }) => length)).toEqual([DAY_ORDERS_PIECE, 700])
  expect(pieces.flat().map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id))
})

test("an order refunded or cancelled after it failed is no longer a gap", async () => {
  const { accept, set, figuresOf } = await shop()
  const id = await accept("2026-11-20T13:00:00+01:00")
  await set(id, { state: "failed", reason: "retries_exhausted" })
  await sql`update orders set state = 'cancelled' where id = ${id}`
  expect(await figuresOf(DAY)).toMatchObject({
    failed: { orders: 1 },
    gap: { orders: 0 },
    replayable: { orders: 0 },
  })
})

test("the gap to the POS is listed by order: missing here, on another day, unpaid, or unknown to the POS", async () => {
  const { till, viewer, accept, location } = await shop()
  await accept("2026-11-20T13:00:00+01:00", { order_id: "A-1" })
  const unnamed = await accept("2026-11-20T14:00:00+01:00", { order_id: "A-2" })
  const late = await accept("2026-11-21T13:00:00+01:00", { order_id: "A-3" })
  const open = await accept("2026-11-20T15:00:00+01:00", { order_id: "A-4", state: "open" })
  await reportDay(till, DAY, {
    location_id: location.ref,
    orders: 4,
    total_cents: 5800,
    order_ids: ["A-1", "A-3", "A-4", "A-9", "A-9"],
  })
  expect(await listRefGaps(viewer, DAY)).toEqual([
    {
      locationId: location.id,
      missing: [
        { ref: "A-3", elsewhere: { id: late, day: "2026-11-21", isPaid: true } },
        { ref: "A-4", elsewhere: { id: open, day: DAY, isPaid: false } },
        { ref: "A-9", elsewhere: null },
      ],
      unknown: [{ id: unnamed, ref: "A-2", closedAt: new Date("2026-11-20T13:00:00Z"), totalCents: 1450 }],
    },
  ])
  const [line] = await listDayLines(viewer, { from: DAY, to: DAY })
  expect(line).toMatchObject({ reported: { orders: 4, cents: 5800 }, figures: { paid: { orders: 2 } } })
})

test("a location without orders has a line if its POS reports sales", async () => {
  const { till, viewer, location } = await shop()
  await reportDay(till, DAY, { location_id: location.ref, orders: 2, total_cents: 100 })
  expect(await listDayLines(viewer, { from: DAY, to: DAY })).toMatchObject([
    { locationId: location.id, reported: { orders: 2, cents: 100 }, figures: { received: { orders: 0 } } },
  ])
})

test("test orders are left out of the day's answer to the POS", async () => {
  const { till, accept, set, location } = await shop()
  await set(await accept("2026-11-20T13:00:00+01:00"), { is_test: true })
  const answer = await reportDay(till, DAY, {
    location_id: location.ref,
    orders: 0,
    total_cents: 0,
    order_ids: [],
  })
  expect(answer).toMatchObject({ received: { orders: 0 }, unknown_order_ids: [] })
})

describe("a day outside the calendar", () => {
  const NEVER = ["0000-01-01", "1899-12-31", "9999-12-31", "2026-02-30"]

  test.each(NEVER)("%s is refused from a till, and ignored in an address", async (day) => {
    const { till, location } = await shop()
    const total = { location_id: location.ref, orders: 1, total_cents: 1 }
    await expect(reportDay(till, day, total)).rejects.toMatchObject({
      code: "validation_failed",
      fields: [{ path: "date" }],
    })
    const cursor = `b_${day}T00:00:00.000000Z_0199a0c0-0000-7000-8000-000000000001`
    expect(dayFilters.parse({ to: day })).toEqual({})
    expect(orderFilters.parse({ from: day, to: day, cursor })).toEqual({})
    expect(dayExport.safeParse({ day }).success).toBe(false)
  })

  test.each(["1900-01-01", "9999-12-30"])(
    "%s, at the edge of the calendar, works in every list and file",
    async (day) => {
      const { viewer } = await shop()
      const days = { from: day, to: day }
      const [bounds, lines, orders, gaps, refs, log, count] = await Promise.all([
        boundsOf(viewer, day),
        listDayLines(viewer, daysOfMonth(day.slice(0, 7))),
        listDayOrders(viewer, day),
        listGapOrders(viewer, day),
        listRefGaps(viewer, day),
        listOrders(viewer, orderFilters.parse(days)),
        countMatching(viewer, orderFilters.parse(days)),
      ])
      expect(bounds.ends.getTime()).toBeGreaterThan(bounds.starts.getTime())
      expect([lines, orders, gaps, refs, log.rows]).toEqual([[], [], [], [], []])
      expect(count).toMatchObject({})
    },
  )
})
