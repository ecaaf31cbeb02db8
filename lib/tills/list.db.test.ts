import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { forgetTill, recordHeartbeat } from "./mutations"
import { listTills } from "./queries"

// A Sunday, noon in Paris, in the week the clocks went back.
const NOW = new Date("2026-10-25T11:00:00Z")
const minutesBefore = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

async function shop() {
  const merchant = await makeMerchant()
  const place = await makeLocation(merchant.merchantId, { ref: "lyon" })
  const order = async (closedAt: Date, till?: { id: string; name: string }) => {
    const id = newId()
    await sql`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, till_id, till_name)
      values (${id}, ${merchant.merchantId}, ${place.id}, ${id}, 'paid', 'x', ${closedAt}, 1, ${till?.id ?? null}, ${till?.name ?? null})`
    await sql`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      values (${id}, ${merchant.merchantId}, ${place.id}, ${closedAt}, 'delivered')`
  }
  const beat = (till_id: string, at: Date, changes: object = {}) =>
    recordHeartbeat(
      merchant.till,
      { till_id, location_id: "lyon", offline_orders: 0, sent_at: at.toISOString(), ...changes },
      at,
    )
  return { ...merchant, place, order, beat }
}

test("a till is quiet when its place usually takes orders at this hour of the merchant's day", async () => {
  const { viewer, order, beat } = await shop()
  await beat("till-1", minutesBefore(45))
  // A week ago it was 12:10 in Paris an hour earlier in UTC; so was Wednesday.
  await order(new Date("2026-10-18T10:10:00Z"))
  expect((await listTills(viewer, NOW))[0]?.concerns).toEqual([])
  await order(new Date("2026-10-21T09:40:00Z"))
  expect((await listTills(viewer, NOW))[0]?.concerns).toEqual(["quiet"])
  await beat("till-1", minutesBefore(1))
  expect((await listTills(viewer, NOW))[0]?.concerns).toEqual([])
})

test("orders of another place or another hour do not make a till quiet", async () => {
  const { viewer, order, beat, merchantId } = await shop()
  await makeLocation(merchantId, { ref: "nice" })
  await beat("till-1", minutesBefore(45), { location_id: "nice" })
  await order(new Date("2026-10-18T10:10:00Z"))
  await order(new Date("2026-10-21T10:10:00Z"))
  expect((await listTills(viewer, NOW))[0]?.concerns).toEqual([])
  await beat("till-2", minutesBefore(45))
  await sql`update deliveries set closed_at = closed_at + interval '3 hours' where merchant_id = ${merchantId}`
  expect((await listTills(viewer, NOW)).map(({ concerns }) => concerns)).toEqual([[], []])
})

test("what a till last said of itself is listed, those with something to look at first", async () => {
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
    concerns: ["backlog", "skew"],
  })
})

test("a forgotten till is gone once, with an audit row, and back with its next call", async () => {
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

test("another merchant's till of the same id stays", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await mine.beat("till-1", NOW)
  await theirs.beat("till-1", NOW)
  await forgetTill(mine.manager, { ref: "till-1" })
  expect(await listTills(theirs.viewer)).toHaveLength(1)
})
