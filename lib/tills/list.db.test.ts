import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { forgetTill, recordHeartbeat } from "./mutations"
import { listTills } from "./queries"

// Noon in Paris, on the Sunday in October 2026 when the clocks went back.
const NOW = new Date("2026-10-25T11:00:00Z")
const minutesBefore = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

async function shop() {
  const merchant = await makeMerchant()
  const location = await makeLocation(merchant.merchantId, { ref: "lyon" })
  const order = async (closedAt: Date, till?: { id: string; name: string }) => {
    const id = newId()
    await sql`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, till_id, till_name)
      values (${id}, ${merchant.merchantId}, ${location.id}, ${id}, 'paid', 'x', ${closedAt}, 1, ${till?.id ?? null}, ${till?.name ?? null})`
    await sql`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      values (${id}, ${merchant.merchantId}, ${location.id}, ${closedAt}, 'delivered')`
  }
  const beat = (till_id: string, at: Date, changes: object = {}) =>
    recordHeartbeat(
      merchant.till,
      { till_id, location_id: "lyon", offline_orders: 0, sent_at: at.toISOString(), ...changes },
      at,
    )
  return { ...merchant, location, order, beat }
}

/** 11:50 in Paris on the two Sundays before, under summer time. */
const SUNDAYS = ["2026-10-18T09:50:00Z", "2026-10-11T09:50:00Z"]

test("a till is quiet if its location took orders by this time of the merchant's day on two of four Sundays", async () => {
  const { viewer, order, beat } = await shop()
  await beat("till-1", minutesBefore(45))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
  await order(new Date(SUNDAYS[1]!))
  await order(new Date("2026-10-21T09:50:00Z"))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
  await order(new Date("2026-09-27T09:50:00Z"))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual(["quiet"])
  await beat("till-1", minutesBefore(1))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
})

test("a location that opened last week is judged by that Sunday and another day", async () => {
  const { viewer, order, beat } = await shop()
  await beat("till-1", minutesBefore(45))
  await order(new Date(SUNDAYS[0]!))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
  await order(new Date("2026-10-21T09:50:00Z"))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual(["quiet"])
})

test("a till is not quiet before its location opens, nor after it closes", async () => {
  const { viewer, order, beat } = await shop()
  await beat("till-1", minutesBefore(300))
  // Open from 12:10 to 13:00 in Paris, every Sunday.
  for (const day of ["10-18", "10-11", "10-04", "09-27"])
    for (const minute of [10, 25, 40, 55]) await order(new Date(`2026-${day}T10:${minute}:00Z`))
  const at = async (time: string) => (await listTills(viewer, new Date(`2026-10-25T${time}Z`)))[0]?.warnings
  expect(await at("11:00:00")).toEqual([])
  expect(await at("11:10:00")).toEqual(["quiet"])
  expect(await at("12:00:00")).toEqual(["quiet"])
  expect(await at("12:26:00")).toEqual([])
})

test("orders of another location, at another hour or of the test till do not make a till quiet", async () => {
  const { viewer, order, beat, merchantId } = await shop()
  await makeLocation(merchantId, { ref: "nice" })
  for (const sunday of SUNDAYS) await order(new Date(sunday))
  await beat("till-1", minutesBefore(45), { location_id: "nice" })
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
  await beat("till-1", minutesBefore(45))
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual(["quiet"])
  await sql`update deliveries set is_test = true where merchant_id = ${merchantId}`
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
  await sql`
    update deliveries set is_test = false, closed_at = closed_at + interval '3 hours' where merchant_id = ${merchantId}`
  expect((await listTills(viewer, NOW))[0]?.warnings).toEqual([])
})

test("each till is listed with its last report, those with problems first", async () => {
  const { viewer, order, beat } = await shop()
  await beat("till-ok", minutesBefore(0))
  await beat("till-2", minutesBefore(3), {
    app_version: "4.2.1",
    offline_orders: 12,
    oldest_offline_at: minutesBefore(50).toISOString(),
    sent_at: minutesBefore(1).toISOString(),
  })
  await order(minutesBefore(60), { id: "till-2", name: "Comptoir gauche" })
  const tills = await listTills(viewer, NOW)
  expect(tills.map(({ ref }) => ref)).toEqual(["till-2", "till-ok"])
  expect(tills[0]).toMatchObject({
    name: "Comptoir gauche",
    locationName: "Location lyon",
    lastSeenAt: minutesBefore(3),
    appVersion: "4.2.1",
    offlineOrders: 12,
    oldestOfflineAt: minutesBefore(50),
    clockSkewMs: 120_000,
    warnings: ["backlog", "skew"],
  })
})

test("forgetting a till happens once, with an audit row, and its next call brings it back", async () => {
  const { manager, beat, merchantId } = await shop()
  await beat("till-1", NOW)
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => forgetTill(manager, { ref: "till-1" })))
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  expect(await listTills(manager)).toEqual([])
  expect(
    await sql`select action, target, details from audit_events where merchant_id = ${merchantId} and action like 'till.%'`,
  ).toEqual([{ action: "till.forgotten", target: "till-1", details: { name: "till-1" } }])
  await beat("till-1", NOW)
  expect(await listTills(manager)).toHaveLength(1)
})

test("another merchant's till with the same id stays", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await mine.beat("till-1", NOW)
  await theirs.beat("till-1", NOW)
  await forgetTill(mine.manager, { ref: "till-1" })
  expect(await listTills(theirs.viewer)).toHaveLength(1)
})
