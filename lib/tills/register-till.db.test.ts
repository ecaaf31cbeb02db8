import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { registerTill, TILLS_PER_LOCATION } from "./register-till"

/** A merchant with one location, room for `free` more tills, and a till that calls. */
async function shop({ free = 0, silentDays = 0 } = {}) {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await makeLocation(merchantId, { ref: "bastille" })
  await sql`
    insert into tills (merchant_id, ref, last_seen_at)
    select ${merchantId}, 'old-' || n, now() - make_interval(days => ${silentDays}, secs => n)
    from generate_series(1, ${TILLS_PER_LOCATION - free}::int) n`
  const refs = async () =>
    (await sql<{ ref: string }[]>`select ref from tills where merchant_id = ${merchantId}`).map(
      ({ ref }) => ref,
    )
  return { ...merchant, refs, pos: makeTill(merchant.key) }
}

const beat = (till_id: string) => ({
  till_id,
  location_id: "bastille",
  offline_orders: 3,
  sent_at: new Date().toISOString(),
})

test("a key that invents till names fills the list and no more, and is answered as usual", async () => {
  const { pos, refs } = await shop({ free: 2 })
  for (let n = 0; n < 5; n++) {
    const reply = await pos.post("/tills/heartbeat", beat(`made-up-${n}`))
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({ clock_skew_ms: expect.any(Number), should_drain: true })
  }
  const order = await pos.post("/orders", paidOrder("bastille"), { "X-Till-Id": "made-up-9" })
  expect(order.status).toBe(202)
  expect(await refs()).toHaveLength(TILLS_PER_LOCATION)
  expect(await refs()).toEqual(expect.arrayContaining(["made-up-0", "made-up-1"]))
})

test("twenty new tills at once take the last one allowed once", async () => {
  const { owner, refs } = await shop({ free: 1 })
  await Promise.all(Array.from({ length: 20 }, (_, n) => registerTill(owner, `new-${n}`, null, new Date())))
  expect(await refs()).toHaveLength(TILLS_PER_LOCATION)
})

test("in a full list the longest-silent till is replaced", async () => {
  const { pos, refs } = await shop({ silentDays: 31 })
  await pos.get("/status", { "X-Till-Id": "till-2" })
  await eventually("the till is listed", async () => (await refs()).includes("till-2"))
  expect(await refs()).toHaveLength(TILLS_PER_LOCATION)
  expect(await refs()).not.toContain(`old-${TILLS_PER_LOCATION}`)
})

test("in a full list an existing till is still updated", async () => {
  const { pos, merchantId } = await shop()
  await pos.post("/tills/heartbeat", beat("old-7"))
  const [till] =
    await sql`select offline_orders from tills where merchant_id = ${merchantId} and ref = 'old-7'`
  expect(till).toEqual({ offline_orders: 3 })
})

test("a second location allows as many tills again", async () => {
  const { pos, refs, merchantId } = await shop()
  await makeLocation(merchantId, { ref: "lyon" })
  await pos.post("/tills/heartbeat", beat("till-2"))
  expect(await refs()).toContain("till-2")
})

test("another merchant's full list takes no room, and its silent tills stay", async () => {
  const theirs = await shop({ silentDays: 31 })
  const mine = await shop({ free: 1 })
  await mine.pos.post("/tills/heartbeat", beat("till-2"))
  expect(await mine.refs()).toContain("till-2")
  expect(await theirs.refs()).toHaveLength(TILLS_PER_LOCATION)
  await mine.pos.post("/tills/heartbeat", beat("till-3"))
  expect(await mine.refs()).not.toContain("till-3")
  expect(await theirs.refs()).toContain(`old-${TILLS_PER_LOCATION}`)
})
