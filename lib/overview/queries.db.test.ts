import { expect, test } from "vitest"
import type { DeliveryState } from "@/db/enums"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { countWaiting, readActivity } from "./queries"

type Made = {
  state?: DeliveryState
  /** Seconds from payment to Pongo. */
  after?: number
  rewards?: number
  isTest?: boolean
  locationId?: string
}

async function shop() {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await connect(merchantId, "a-token")
  const location = await makeLocation(merchantId, { storeSlug: "lyon" })
  const order = async (closedAt: string, made: Made = {}) => {
    const { state = "delivered", after = 1, rewards = 0, isTest = false, locationId = location.id } = made
    const id = newId()
    const at = new Date(closedAt)
    const deliveredAt = state === "delivered" ? new Date(at.getTime() + after * 1_000) : null
    await sql`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, paid_at, total_cents, reward_count)
      values (${id}, ${merchantId}, ${locationId}, ${id}, 'paid', 'x', ${at}, ${at}, 1, ${rewards})`
    await sql`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state, delivered_at, is_test)
      values (${id}, ${merchantId}, ${locationId}, ${at}, ${state}, ${deliveredAt}, ${isTest})`
  }
  const bought = async (hash: string, settledAt: string, points: number | null, locationId = location.id) => {
    await sql`
      insert into redemptions (id, merchant_id, customer_id, reward_id, location_id, actor, request_key, state,
                               wallet_before, hash, points, started_at, settled_at)
      values (${newId()}, ${merchantId}, 'cust_1', 'rew_1', ${locationId}, 'test', ${hash}, 'bought', '[]', ${hash},
              ${points}, ${settledAt}, ${settledAt})`
  }
  const hold = (hash: string, state: "used" | "on_order" | "locked", at: string) => sql`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, updated_at)
    values (${merchantId}, ${hash}, 'cust_1', 'rew_1', ${state}, ${at})`
  return { ...merchant, location, order, bought, hold }
}

/** Noon in Paris, on a day without a clock change. */
const NOON = new Date("2026-11-20T11:00:00Z")

const filled = ({ buckets }: Awaited<ReturnType<typeof readActivity>>) =>
  buckets.flatMap(({ at, counts }) => (Object.keys(counts).length ? [[at.toISOString(), counts]] : []))

test("the day the clocks go back has 25 hours, with the repeated hour as two", async () => {
  const { viewer, order } = await shop()
  await order("2026-10-24T21:59:59Z") // the evening before
  await order("2026-10-24T22:00:00Z") // midnight
  await order("2026-10-25T00:30:00Z") // half past two, summer time
  await order("2026-10-25T01:30:00Z") // half past two again
  await order("2026-10-25T22:59:59Z") // the last second
  await order("2026-10-25T23:00:00Z") // the day after
  const activity = await readActivity(viewer, { period: "today" }, new Date("2026-10-25T12:00:00Z"))
  expect(activity.unit).toBe("hour")
  expect(activity.buckets).toHaveLength(25)
  expect(activity.counts).toEqual({ delivered: 4 })
  expect(filled(activity)).toEqual([
    ["2026-10-24T22:00:00.000Z", { delivered: 1 }],
    ["2026-10-25T00:00:00.000Z", { delivered: 1 }],
    ["2026-10-25T01:00:00.000Z", { delivered: 1 }],
    ["2026-10-25T22:00:00.000Z", { delivered: 1 }],
  ])
})

test("the day the clocks go forward has 23 hours", async () => {
  const { viewer, order } = await shop()
  await order("2026-03-29T01:30:00Z") // half past three: half past two never was
  const activity = await readActivity(viewer, { period: "today" }, new Date("2026-03-29T12:00:00Z"))
  expect(activity.buckets).toHaveLength(23)
  expect(filled(activity)).toEqual([["2026-03-29T01:00:00.000Z", { delivered: 1 }]])
})

test("seven days show every hour, the repeated one included; thirty days each start at midnight", async () => {
  const { viewer, order } = await shop()
  const now = new Date("2026-10-27T12:00:00Z")
  await order("2026-10-20T22:00:00Z") // midnight of the 21st
  await order("2026-10-20T21:59:59Z") // of the 20th
  await order("2026-09-27T22:00:00Z") // midnight of the 28th, thirty days before the 28th of October
  await order("2026-09-27T21:59:59Z")
  const week = await readActivity(viewer, { period: "7d" }, now)
  expect(week.buckets).toHaveLength(7 * 24 + 1)
  expect(week.counts).toEqual({ delivered: 1 })
  const month = await readActivity(viewer, { period: "30d" }, now)
  expect(month.unit).toBe("day")
  expect(month.buckets).toHaveLength(30)
  expect(month.buckets.filter(({ at }) => at.getUTCHours() === 22)).toHaveLength(28)
  expect(month.buckets.slice(-2).map(({ at }) => at.toISOString())).toEqual([
    "2026-10-25T23:00:00.000Z",
    "2026-10-26T23:00:00.000Z",
  ])
  expect(month.counts).toEqual({ delivered: 3 })
})

test("days are those of the merchant's own time zone", async () => {
  const { viewer, order, merchantId } = await shop()
  await sql`update merchants set time_zone = 'America/Montreal' where id = ${merchantId}`
  await order("2026-11-20T04:59:59Z") // the 19th in Montréal
  await order("2026-11-20T05:00:00Z")
  const activity = await readActivity(viewer, { period: "today" }, new Date("2026-11-20T12:00:00Z"))
  expect(filled(activity)).toEqual([["2026-11-20T05:00:00.000Z", { delivered: 1 }]])
})

test("half of the orders, and 95 of 100, arrived within the times shown", async () => {
  const { viewer, order } = await shop()
  for (const after of [10, 3, 7, 1, 9, 5, 2, 8, 4, 6]) await order("2026-11-20T10:10:00Z", { after })
  await order("2026-11-20T09:10:00Z", { after: 60 })
  await order("2026-11-20T08:10:00Z", { after: -30 }) // a till's clock ahead of ours
  await order("2026-11-20T07:10:00Z", { state: "failed" })
  const { buckets, delay } = await readActivity(viewer, { period: "today" }, NOON)
  const delayAt = (iso: string) => buckets.find(({ at }) => at.toISOString() === iso)?.delay
  expect(delayAt("2026-11-20T10:00:00.000Z")).toEqual({ p50: 5_500, p95: 9_550 })
  expect(delayAt("2026-11-20T09:00:00.000Z")).toEqual({ p50: 60_000, p95: 60_000 })
  expect(delayAt("2026-11-20T08:00:00.000Z")).toEqual({ p50: 0, p95: 0 })
  expect(delayAt("2026-11-20T07:00:00.000Z")).toBeNull()
  // Of 0, 1…10 and 60 s: between the 6th and the 7th; 0.45 of the way from the 11th to the 12th.
  expect(delay?.p50).toBeCloseTo(5_500)
  expect(delay?.p95).toBeCloseTo(10_000 + 0.45 * 50_000)
})

test("each status is counted, a hold follows its cause, and a location's orders can be viewed alone", async () => {
  const { viewer, order, merchantId, location } = await shop()
  const unmapped = await makeLocation(merchantId)
  for (const state of ["delivered", "failed", "skipped", "retrying", "queued", "waiting_payment"] as const)
    await order("2026-11-20T10:10:00Z", { state })
  await order("2026-11-20T10:20:00Z", { state: "queued", locationId: unmapped.id })
  await order("2026-11-20T10:20:00Z", { state: "retrying", locationId: unmapped.id })
  await order("2026-10-01T10:20:00Z", { state: "queued", locationId: unmapped.id })
  const all = await readActivity(viewer, { period: "today" }, NOON)
  const others = { delivered: 1, failed: 1, skipped: 1, retrying: 1, queued: 1, waiting_payment: 1 }
  expect(all.counts).toEqual({ ...others, held: 2 })
  expect((await readActivity(viewer, { period: "today", location: location.id }, NOON)).counts).toEqual(
    others,
  )
  expect((await readActivity(viewer, { period: "today", location: unmapped.id }, NOON)).counts).toEqual({
    held: 2,
  })
  expect(await countWaiting(viewer, {})).toEqual({ held: 3, retrying: 1, failed: 1 })
  expect(await countWaiting(viewer, { location: location.id })).toEqual({ held: 0, retrying: 1, failed: 1 })
})

test("rewards count when used on a delivered order or alone; points are those known at the purchase", async () => {
  const { viewer, order, bought, hold, merchantId, location } = await shop()
  const other = await makeLocation(merchantId, { storeSlug: "nice" })
  await order("2026-11-20T10:10:00Z", { rewards: 2 })
  await order("2026-11-20T10:10:00Z", { rewards: 1, state: "failed" })
  await order("2026-11-20T09:10:00Z", { rewards: 1, locationId: other.id })
  await bought("h1", "2026-11-20T10:00:00Z", 50)
  await bought("h2", "2026-11-20T10:00:00Z", null, other.id)
  await bought("h3", "2026-11-19T10:00:00Z", 70)
  await hold("h2", "used", "2026-11-20T08:30:00Z")
  await hold("h1", "on_order", "2026-11-20T10:10:00Z")
  await hold("h3", "locked", "2026-11-20T10:10:00Z")
  const used = async (location?: string) => {
    const { rewardsUsed, rewardsBought } = await readActivity(viewer, { period: "today", location }, NOON)
    return { rewardsUsed, rewardsBought }
  }
  expect(await used()).toEqual({ rewardsUsed: 4, rewardsBought: { count: 2, points: 50 } })
  expect(await used(location.id)).toEqual({ rewardsUsed: 2, rewardsBought: { count: 1, points: 50 } })
  expect(await used(other.id)).toEqual({ rewardsUsed: 2, rewardsBought: { count: 1, points: 0 } })
  const { buckets } = await readActivity(viewer, { period: "today" }, NOON)
  expect(buckets.filter(({ rewardsUsed }) => rewardsUsed).map(({ rewardsUsed }) => rewardsUsed)).toEqual([
    1, 1, 2,
  ])
})

test("orders of the test till are never counted", async () => {
  const { viewer, order } = await shop()
  await order("2026-11-20T10:10:00Z", { isTest: true, rewards: 1 })
  await order("2026-11-20T10:10:00Z", { isTest: true, state: "retrying" })
  expect(await readActivity(viewer, { period: "today" }, NOON)).toMatchObject({
    counts: {},
    delay: null,
    rewardsUsed: 0,
  })
  expect(await countWaiting(viewer, {})).toEqual({ held: 0, retrying: 0, failed: 0 })
})

test("another merchant reads nothing, not even with the location's id", async () => {
  const { order, bought, hold, location } = await shop()
  await order("2026-11-20T10:10:00Z", { rewards: 1 })
  await order("2026-11-20T10:10:00Z", { state: "retrying" })
  await bought("h1", "2026-11-20T10:00:00Z", 50)
  await hold("h1", "used", "2026-11-20T10:00:00Z")
  const stranger = (await makeMerchant()).viewer
  for (const filter of [{}, { location: location.id }]) {
    expect(await readActivity(stranger, { period: "today", ...filter }, NOON)).toMatchObject({
      counts: {},
      delay: null,
      rewardsUsed: 0,
      rewardsBought: { count: 0, points: 0 },
    })
    expect(await countWaiting(stranger, filter)).toEqual({ held: 0, retrying: 0, failed: 0 })
  }
})
