import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { makeTill } from "@/lib/checkout-api/testing/till"

async function shop() {
  const merchant = await makeMerchant()
  const location = await makeLocation(merchant.merchantId, { ref: "bastille" })
  const beat = (changes: object = {}) => ({
    till_id: "till-2",
    location_id: "bastille",
    offline_orders: 0,
    sent_at: new Date().toISOString(),
    ...changes,
  })
  return { ...merchant, location, beat, pos: makeTill(merchant.key) }
}

test("a till's report is kept, and a till with offline orders is asked to send them", async () => {
  const { pos, beat, merchantId, location } = await shop()
  const oldest = "2026-11-22T11:00:00+01:00"
  const report = { app_version: "4.2.1", offline_orders: 12, oldest_offline_at: oldest }
  const reply = await pos.post("/tills/heartbeat", beat(report))
  expect(reply.status).toBe(200)
  expect(reply.json).toEqual({ clock_skew_ms: expect.any(Number), should_drain: true })
  const rows = await sql`
    select ref, location_id, app_version, offline_orders, oldest_offline_at, clock_skew_ms::float8 as skew
    from tills where merchant_id = ${merchantId}`
  expect(rows).toEqual([
    {
      ref: "till-2",
      location_id: location.id,
      app_version: "4.2.1",
      offline_orders: 12,
      oldest_offline_at: new Date(oldest),
      skew: reply.json.clock_skew_ms,
    },
  ])
  const after = await pos.post("/tills/heartbeat", beat())
  expect(after.json.should_drain).toBe(false)
  const [till] =
    await sql`select offline_orders, oldest_offline_at from tills where merchant_id = ${merchantId}`
  expect(till).toEqual({ offline_orders: 0, oldest_offline_at: null })
})

test.each([
  ["a year ahead", 365 * 86_400_000],
  ["an hour behind", -3_600_000],
  ["right", 0],
])("a clock that is %s is told by how much", async (_, offMs) => {
  const { pos, beat } = await shop()
  const sent_at = new Date(Date.now() + offMs).toISOString()
  const { clock_skew_ms } = (await pos.post("/tills/heartbeat", beat({ sent_at }))).json
  expect(Math.abs(clock_skew_ms - offMs)).toBeLessThan(2_000)
})

test.each([
  ["till_id", "zero\u200bwidth"],
  ["till_id", ""],
  ["offline_orders", -1],
  ["offline_orders", 1.5],
  ["sent_at", "yesterday"],
  ["oldest_offline_at", "0000-06-01T00:00:00Z"],
  ["foo", 1],
])("refuses %s %j with its path", async (field, value) => {
  const { pos, beat } = await shop()
  const reply = await pos.post("/tills/heartbeat", beat({ [field]: value }))
  expect(reply.json).toMatchObject({ code: "validation_failed", errors: [{ path: field }] })
})

test("an unknown location is refused", async () => {
  const { pos, beat } = await shop()
  const reply = await pos.post("/tills/heartbeat", beat({ location_id: "x" }))
  expect(reply.json).toMatchObject({ status: 404, code: "location_unknown" })
})

test("two merchants' tills with the same id are two tills", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await mine.pos.post("/tills/heartbeat", mine.beat({ offline_orders: 1 }))
  await theirs.pos.post("/tills/heartbeat", theirs.beat({ offline_orders: 2 }))
  const rows = await sql`
    select offline_orders from tills where merchant_id in (${mine.merchantId}, ${theirs.merchantId})
    order by offline_orders`
  expect(rows.map(({ offline_orders }) => offline_orders)).toEqual([1, 2])
})

test("concurrent heartbeats of one till leave one row", async () => {
  const { pos, beat, merchantId } = await shop()
  await Promise.all(
    Array.from({ length: 10 }, () => pos.post("/tills/heartbeat", beat(), { "X-Till-Id": "till-2" })),
  )
  expect(await sql`select 1 from tills where merchant_id = ${merchantId}`).toHaveLength(1)
})
