import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder, product } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { statusAnswer } from "./schema"

async function shop(options: { isConnected?: boolean; storeSlug?: string } = {}) {
  const merchant = await makeMerchant()
  if (options.isConnected ?? true) await connect(merchant.merchantId, "token")
  const location = await makeLocation(merchant.merchantId, { ref: "bastille", storeSlug: options.storeSlug })
  const pos = makeTill(merchant.key)
  const status = async (query = "?location_id=bastille") =>
    statusAnswer.parse((await pos.get(`/status${query}`)).json)
  return { ...merchant, location, pos, status }
}

const NOTHING = { redeem: false, vouchers: false, free_products: false, locks: false, scan: false }
const ALL = { redeem: true, vouchers: true, free_products: true, locks: true, scan: true }

const PRODUCT = product("CAF-01")

test("a connected merchant's mapped location may show everything", async () => {
  const { status, pos } = await shop({ storeSlug: "store" })
  await pos.put("/catalog", { products: [PRODUCT] })
  expect(await status()).toEqual({
    connection: { state: "connected" },
    location: { id: "bastille", mapped: true, store_slug: "store" },
    backlog: { queued: 0, retrying: 0, held: 0, failed: 0 },
    capabilities: ALL,
  })
})

test("without a catalogue there are no free products", async () => {
  const { status } = await shop({ storeSlug: "store" })
  expect((await status()).capabilities).toEqual({ ...ALL, free_products: false })
})

test("a location that is not mapped, or whose store is gone, may show nothing", async () => {
  const unmapped = await shop()
  expect(await unmapped.status()).toMatchObject({
    location: { mapped: false, store_slug: null },
    capabilities: NOTHING,
  })
  const gone = await shop({ storeSlug: "store" })
  await sql`update stores set gone_at = now() where merchant_id = ${gone.merchantId}`
  expect(await gone.status()).toMatchObject({
    location: { mapped: false, store_slug: "store" },
    capabilities: NOTHING,
  })
})

test.each(["revoked", "disconnected"])("a connection that is %s shows nothing", async (state) => {
  const { status, merchantId } = await shop({ storeSlug: "store" })
  await sql`update connections set state = ${state} where merchant_id = ${merchantId}`
  expect(await status()).toMatchObject({ connection: { state }, capabilities: NOTHING })
})

test("a merchant that never connected is disconnected", async () => {
  const { status } = await shop({ isConnected: false, storeSlug: "store" })
  expect((await status()).connection).toEqual({ state: "disconnected" })
})

test("a token without the scope to buy cannot redeem", async () => {
  const { status, merchantId } = await shop({ storeSlug: "store" })
  await sql`update connections set scopes = array_remove(scopes, 'reward.update') where merchant_id = ${merchantId}`
  expect((await status()).capabilities).toMatchObject({ redeem: false, vouchers: true, locks: false })
})

test("the backlog is the location's if one is given, and the merchant's otherwise", async () => {
  const { status, pos, merchantId } = await shop({ storeSlug: "store" })
  await makeLocation(merchantId, { ref: "lyon" })
  for (const location of ["bastille", "bastille", "bastille", "lyon", "lyon"])
    expect((await pos.post("/orders", paidOrder(location))).status).toBe(202)
  await sql`
    update deliveries set state = case when order_id = (select min(order_id::text)::uuid from deliveries
                                                       where merchant_id = ${merchantId}) then 'failed' else state end
    where merchant_id = ${merchantId}`
  expect((await status()).backlog).toEqual({ queued: 2, retrying: 0, held: 0, failed: 1 })
  expect((await status("?location_id=lyon")).backlog).toEqual({ queued: 0, retrying: 0, held: 2, failed: 0 })
  expect(await status("")).toMatchObject({ location: null, backlog: { queued: 2, held: 2, failed: 1 } })
})

test("a key bound to a location gets that location only, with any scope", async () => {
  const { owner, merchantId, location } = await shop({ storeSlug: "store" })
  await makeLocation(merchantId, { ref: "lyon" })
  const { key } = await createApiKey(owner, { name: "x", scopes: ["setup"], locationId: location.id })
  expect((await makeTill(key).get("/status")).json.location).toMatchObject({ id: "bastille" })
  const other = await makeTill(key).get("/status?location_id=lyon")
  expect(other.json).toMatchObject({ status: 403, code: "location_not_allowed" })
})

test("another merchant's orders and catalogue are not included", async () => {
  const [mine, theirs] = [await shop({ storeSlug: "store" }), await shop({ storeSlug: "store" })]
  await theirs.pos.put("/catalog", { products: [PRODUCT] })
  await theirs.pos.post("/orders", paidOrder("bastille"))
  expect(await mine.status()).toMatchObject({
    backlog: { queued: 0, retrying: 0, held: 0, failed: 0 },
    capabilities: { free_products: false },
  })
})

/** Copies an accepted order many times. */
async function copyOrder(merchantId: string, state: "queued" | "retrying" | "failed", count: number) {
  await sql`
    with made as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
      select gen_random_uuid(), merchant_id, location_id, gen_random_uuid(), state, payload_hash, closed_at, total_cents
      from (select * from orders where merchant_id = ${merchantId} limit 1) o, generate_series(1, ${count}::int)
      returning *
    )
    insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
    select id, merchant_id, location_id, closed_at, ${state} from made`
}

test("each count stops at 1,000, independently of the others", async () => {
  const { status, pos, merchantId } = await shop({ storeSlug: "store" })
  await makeLocation(merchantId, { ref: "lyon", storeSlug: "other" })
  await pos.post("/orders", paidOrder("bastille"))
  await copyOrder(merchantId, "queued", 1_500)
  await copyOrder(merchantId, "failed", 1_500)
  await pos.post("/orders", paidOrder("lyon"))
  expect((await status()).backlog).toEqual({ queued: 1_000, retrying: 0, held: 0, failed: 1_000 })
  expect((await status("?location_id=lyon")).backlog).toEqual({ queued: 1, retrying: 0, held: 0, failed: 0 })
  await copyOrder(merchantId, "retrying", 2)
  expect((await status("")).backlog).toEqual({ queued: 1_000, retrying: 2, held: 0, failed: 1_000 })
  await sql`update connections set state = 'revoked' where merchant_id = ${merchantId}`
  expect((await status("")).backlog).toEqual({ queued: 0, retrying: 0, held: 1_000, failed: 1_000 })
})
