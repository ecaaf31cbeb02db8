import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { archiveLocation } from "@/lib/locations/mutations"
import { mapLocation, unmapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { dismissGuide, recallGuide } from "./mutations"
import { pageAfterConnecting, readSetup } from "./queries"

const gapsOf = async (ctx: Parameters<typeof readSetup>[0]) =>
  Object.fromEntries((await readSetup(ctx)).steps.map(({ name, gap }) => [name, gap ?? "done"]))

async function addReward(merchantId: string, id: string, externalId: string | null) {
  await sql`
    insert into rewards (merchant_id, id, name, type, points, external_id, fetched_at)
    values (${merchantId}, ${id}, ${id}, 'free_product', 50, ${externalId}, now())`
  await sql`update connections set rewards_fetched_at = now() where merchant_id = ${merchantId}`
}

const addProduct = (merchantId: string, sku: string) => sql`
  insert into products (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options)
  values (${merchantId}, ${sku}, ${sku.toLowerCase()}, ${sku}, 'product', 100, true, false)`

/** A merchant whose orders reach Pongo. */
async function live() {
  const merchant = await makeMerchant()
  const { merchantId, till } = merchant
  await connect(merchantId, "a-token")
  const location = await makeLocation(merchantId, { storeSlug: "lyon" })
  await addProduct(merchantId, "CAF-01")
  await addReward(merchantId, "rew_1", "CAF-01")
  const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
  await sql`update deliveries set state = 'delivered' where order_id = ${answer.id}`
  return { ...merchant, location, orderId: answer.id }
}

test("each step of a new merchant advances from the facts alone", async () => {
  const { merchantId, owner, manager, till } = await makeMerchant()
  expect(await gapsOf(owner)).toEqual({
    connect: "never_connected",
    locations: "no_location",
    stores: "no_store",
    rewards: "no_product",
    till: "no_call",
    order: "no_order",
    go_live: "checks_open",
  })
  await connect(merchantId, "a-token")
  expect(await gapsOf(owner)).toMatchObject({ connect: "done", locations: "no_location" })
  const { id, ref } = await makeLocation(merchantId)
  await sql`insert into stores (merchant_id, slug, name) values (${merchantId}, 'lyon', 'Lyon')`
  expect(await gapsOf(owner)).toMatchObject({ locations: "done", stores: "unmapped" })
  await mapLocation(manager, { locationId: id, storeSlug: "lyon" })
  expect(await gapsOf(owner)).toMatchObject({ stores: "done" })
  await addProduct(merchantId, "CAF-01")
  expect(await gapsOf(owner)).toMatchObject({ rewards: "rewards_unread" })
  await addReward(merchantId, "rew_1", "zelty-8831")
  expect(await gapsOf(owner)).toMatchObject({ rewards: "no_usable_reward" })
  await addReward(merchantId, "rew_2", "zelty-8831, CAF-01")
  expect(await gapsOf(owner)).toMatchObject({ rewards: "done" })
  expect((await readSetup(owner)).facts).toMatchObject({ rewards: 2, usableRewards: 1, products: 1 })
  const { answer } = await acceptOrder(till, paidOrder(ref), "en")
  expect(await gapsOf(owner)).toMatchObject({ till: "done", order: "not_delivered" })
  expect(await readSetup(owner)).toMatchObject({ isLive: false, isGuideWanted: true })
  await sql`update deliveries set state = 'delivered' where order_id = ${answer.id}`
  expect(await gapsOf(owner)).toMatchObject({ order: "done", go_live: "checks_open" })
  expect(await readSetup(owner)).toMatchObject({ isLive: true, isGuideWanted: true })
})

test("after connecting, the guide goes on, unless it was hidden or orders flow already", async () => {
  const { viewer, merchantId } = await makeMerchant()
  await connect(merchantId, "a-token")
  expect(await pageAfterConnecting(viewer)).toBe("/setup?connected=1")
  await dismissGuide(viewer)
  expect(await pageAfterConnecting(viewer)).toBe("/settings/connection?connected=1")
  expect(await pageAfterConnecting((await live()).owner)).toBe("/settings/connection?connected=1")
})

test("an order of the test till proves nothing", async () => {
  const { owner, orderId } = await live()
  await sql`update deliveries set is_test = true where order_id = ${orderId}`
  expect(await gapsOf(owner)).toMatchObject({ till: "no_call", order: "no_order" })
})

test("Pongo's quality check is the last step, until a dated report shows it was passed", async () => {
  const { owner, merchantId } = await live()
  expect((await readSetup(owner)).facts.missingChecks).toBeGreaterThan(0)
  await sql`
    insert into go_live_reports (id, merchant_id, made_at, made_by, result, required_count, passed_count, subject, rows)
    values (${newId()}, ${merchantId}, now(), 'test', 'ready', 1, 1, '{}', '[]')`
  await sql`update deliveries set store_slug = 'lyon' where merchant_id = ${merchantId}`
  await sql`update connections set via = 'oauth' where merchant_id = ${merchantId}`
  expect((await readSetup(owner)).facts.failedChecks).toEqual([])
  expect(await gapsOf(owner)).toMatchObject({ go_live: "done" })
  await sql`update deliveries set store_slug = null where merchant_id = ${merchantId}`
  expect((await readSetup(owner)).facts.failedChecks).toEqual(["store_slug"])
  expect(await gapsOf(owner)).toMatchObject({ go_live: "checks_open" })
})

test("an archived location needs no store", async () => {
  const { owner, manager, merchantId } = await live()
  const { ref } = await makeLocation(merchantId)
  expect(await gapsOf(owner)).toMatchObject({ stores: "unmapped" })
  await archiveLocation(manager, ref)
  expect(await gapsOf(owner)).toMatchObject({ stores: "done" })
})

test.each<[string, (shop: Awaited<ReturnType<typeof live>>) => PromiseLike<unknown>, object]>([
  [
    "the connection is revoked",
    ({ merchantId }) =>
      sql`update connections set state = 'revoked', state_changed_at = now() where merchant_id = ${merchantId}`,
    { connect: "revoked" },
  ],
  [
    "a location loses its store",
    ({ manager, location }) => unmapLocation(manager, { locationId: location.id }),
    { stores: "unmapped" },
  ],
  [
    "Pongo has no such store any more",
    ({ merchantId }) => sql`update stores set gone_at = now() where merchant_id = ${merchantId}`,
    { stores: "store_gone" },
  ],
  [
    "no reward is matched any more",
    ({ merchantId }) =>
      sql`update products set is_active = false where merchant_id = ${merchantId} and sku = 'CAF-01'`,
    { rewards: "no_usable_reward" },
  ],
  [
    "every key is revoked",
    ({ merchantId }) => sql`update api_keys set revoked_at = now() where merchant_id = ${merchantId}`,
    { till: "key_revoked" },
  ],
])("a hidden guide returns when %s", async (_, breakIt, gap) => {
  const shop = await live()
  await addProduct(shop.merchantId, "VIN-01")
  await makeLocation(shop.merchantId, { ref: "known-before" })
  await dismissGuide(shop.viewer)
  expect(await readSetup(shop.viewer)).toMatchObject({ isGuideWanted: false })
  await breakIt(shop)
  expect(await gapsOf(shop.viewer)).toMatchObject(gap)
  expect(await readSetup(shop.viewer)).toMatchObject({ isLive: true, isGuideWanted: true })
})

test("hiding the guide affects one person at one merchant, also twice at once, and can be undone", async () => {
  const { owner, manager } = await makeMerchant()
  const other = await makeMerchant()
  await Promise.all([dismissGuide(owner), dismissGuide(owner), dismissGuide(owner)])
  expect((await readSetup(owner)).isGuideWanted).toBe(false)
  expect((await readSetup(manager)).isGuideWanted).toBe(true)
  expect((await readSetup(other.owner)).isGuideWanted).toBe(true)
  await recallGuide(owner)
  expect((await readSetup(owner)).isGuideWanted).toBe(true)
})

test("one merchant's facts do not advance another's set-up", async () => {
  await live()
  const other = await makeMerchant()
  expect((await readSetup(other.owner)).facts).toEqual({
    connection: null,
    locations: 0,
    unmapped: [],
    gone: [],
    stores: 0,
    products: 0,
    areRewardsKnown: false,
    rewards: 0,
    usableRewards: 0,
    keys: 1,
    hadKey: true,
    hasTillCalled: false,
    hasOrders: false,
    hasDelivered: false,
    failedChecks: [],
    missingChecks: expect.any(Number),
    hasPassedReport: false,
  })
})
