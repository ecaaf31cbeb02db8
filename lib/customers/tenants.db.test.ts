import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { testWall, type WallCases } from "@/db/testing/tenant-wall"
import type { Ctx } from "@/lib/auth/ctx"
import { putCatalog } from "@/lib/catalog/mutations"
import { findProducts, listCatalog } from "@/lib/catalog/queries"
import { identifyRewards } from "@/lib/orders/order-rewards"
import type { PongoReward } from "@/lib/pongo/wire-rewards"
import { redeemAndShow } from "@/lib/redemptions/answer"
import { lockReward, unlockReward, useReward } from "@/lib/redemptions/holds"
import { redeemReward } from "@/lib/redemptions/redeem"
import { rememberRewards } from "@/lib/rewards/mutations"
import { listRememberedRewards, presentRewards } from "@/lib/rewards/queries"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/seed"
import { type Sandbox, startSandbox } from "@/sandbox/server"
import { rememberCustomer } from "./directory"
import { changeCustomer, enlistCustomer, identifyCustomer } from "./mutations"
import { requirePlace } from "./place"
import { getProfile } from "./profile"
import { findIdByPhone, findKnownCustomer } from "./queries"

let sandbox: Sandbox
let theirs: Awaited<ReturnType<typeof makeTheirs>>

beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true })
  const { env } = await import("@/lib/env")
  ;(env as { PONGO_API_URL: string }).PONGO_API_URL = sandbox.url
  theirs = await makeTheirs()
})
afterAll(() => sandbox.close())

const PHONE = "+33613000001"
const REWARD: PongoReward = {
  id: "rew_x",
  name: "Café",
  description: null,
  image: null,
  type: "free_product",
  points: 1,
  externalId: "their-sku",
  value: null,
}

/** A merchant of another Pongo account, with a customer, a catalogue and a bought reward that one of its tills holds. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, till } = merchant
  await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
  const store = sandbox.state.storesOf(CHEZ_ROSALIE)[0]!
  const location = await makeLocation(merchantId, { ref: "their-place", storeSlug: store.slug })
  const place = await requirePlace(till, location.ref)
  const customer = sandbox.state.customerByPhone(CHEZ_ROSALIE, PHONE.slice(1))!
  customer.points = 5_000
  await putCatalog(till, [PRODUCT], "upsert")
  await rememberRewards(till, [REWARD], new Date())
  const profile = await getProfile(till, place, customer.id, { tillId: "their-till" })
  const reward = profile.rewards.available[0]!
  const bought = await redeemReward(till, {
    customerId: customer.id,
    rewardId: reward.id,
    place,
    requestKey: "their-purchase",
    tillId: "their-till",
  })
  const hold = { customerId: customer.id, hash: bought.hash, tillId: "their-till" }
  await lockReward(till, hold)
  return { ...merchant, place, customerId: customer.id, rewardId: reward.id, hold, hash: bought.hash }
}

const PRODUCT = {
  sku: "their-sku",
  name: "Café",
  kind: "product" as const,
  price_cents: 250,
  active: true,
  has_paid_options: false,
}

const theirPurchase = () => ({
  customerId: theirs.customerId,
  rewardId: theirs.rewardId,
  place: theirs.place,
  requestKey: "their-purchase",
  tillId: "their-till",
})

/** The stranger's own location, mapped to a store of its own Pongo account. */
async function ownPlace(ctx: Ctx): Promise<string> {
  const storeSlug = sandbox.state.storesOf(LE_COMPTOIR)[0]!.slug
  return (await makeLocation(ctx.merchantId, { storeSlug })).ref
}

/** What a stranger tries, connected to a Pongo account of its own, with what belongs to the others. */
const CASES: WallCases = {
  "catalog/mutations.putCatalog": {
    call: (ctx) => putCatalog(ctx, [{ ...PRODUCT, price_cents: 1 }], "replace"),
  },
  "catalog/queries.listCatalog": { call: (ctx) => listCatalog(ctx, undefined), reads: true },
  "catalog/queries.findProducts": { call: (ctx) => findProducts(ctx, ["their-sku"]), reads: true },
  "customers/directory.rememberCustomer": {
    call: (ctx) =>
      rememberCustomer(
        ctx,
        {
          id: theirs.customerId,
          phone: PHONE,
          firstName: "X",
          lastName: null,
          email: null,
          points: 1,
          optIn: { sms: "yes", email: "yes" },
          birthday: null,
          createdAt: null,
        },
        new Date(),
      ),
  },
  "customers/place.requirePlace": {
    call: (ctx) => requirePlace(ctx, "their-place"),
    refusal: "location_unknown",
  },
  "customers/profile.getProfile": {
    call: (ctx) => getProfile(ctx, theirs.place, theirs.customerId, { tillId: "their-till" }),
    refusal: "customer_not_found",
  },
  "customers/mutations.identifyCustomer": [
    {
      call: (ctx) => identifyCustomer(ctx, { location_id: "their-place", phone: PHONE }, null),
      refusal: "location_unknown",
    },
    {
      call: async (ctx) =>
        identifyCustomer(ctx, { location_id: await ownPlace(ctx), code: theirs.customerId }, null),
      refusal: "customer_not_found",
    },
    {
      call: async (ctx) => identifyCustomer(ctx, { location_id: await ownPlace(ctx), phone: PHONE }, null),
      refusal: "customer_not_found",
    },
  ],
  "customers/mutations.enlistCustomer": {
    call: async (ctx) => {
      const opt_in = { sms: true, email: true }
      const enlisted = { location_id: await ownPlace(ctx), phone: PHONE, opt_in }
      return (await enlistCustomer(ctx, enlisted, null)).isNew
    },
  },
  "customers/mutations.changeCustomer": {
    call: (ctx) => changeCustomer(ctx, theirs.customerId, { first_name: "Changed" }, null),
    refusal: "customer_not_found",
  },
  "customers/queries.findKnownCustomer": {
    call: (ctx) => findKnownCustomer(ctx, theirs.customerId),
    reads: true,
  },
  "customers/queries.findIdByPhone": { call: (ctx) => findIdByPhone(ctx, PHONE), reads: true },
  "orders/order-rewards.identifyRewards": {
    call: (ctx) => {
      const [line] = paidOrder("x").lines
      const reward = { reward_id: theirs.rewardId, hash: theirs.hash }
      const order = paidOrder("x", { lines: [{ ...line!, reward }] })
      return identifyRewards(ctx, order, { id: theirs.customerId, phone: null })
    },
    refusal: "reward_not_found",
  },
  "redemptions/holds.lockReward": {
    call: (ctx) => lockReward(ctx, theirs.hold),
    refusal: "customer_not_found",
  },
  "redemptions/holds.unlockReward": { call: (ctx) => unlockReward(ctx, theirs.hold) },
  "redemptions/holds.useReward": {
    call: (ctx) => useReward(ctx, theirs.hold, theirs.place.storeSlug),
    refusal: "customer_not_found",
  },
  "redemptions/answer.redeemAndShow": {
    call: (ctx) => redeemAndShow(ctx, theirPurchase()),
    refusal: "customer_not_found",
  },
  "redemptions/redeem.redeemReward": {
    call: (ctx) => redeemReward(ctx, theirPurchase()),
    refusal: "customer_not_found",
  },
  "rewards/mutations.rememberRewards": {
    call: (ctx) => rememberRewards(ctx, [{ ...REWARD, name: "Mine" }], new Date()),
  },
  "rewards/queries.presentRewards": {
    call: (ctx) =>
      presentRewards(
        ctx,
        { ref: "their-place" },
        { points: 10, available: [REWARD], won: [], holds: new Map() },
      ),
    reads: true,
  },
  "rewards/queries.listRememberedRewards": { call: (ctx) => listRememberedRewards(ctx, 10), reads: true },
}

describe("another merchant's context gets nothing and changes nothing:", () => {
  testWall(CASES, async () => {
    const { owner, merchantId } = await makeMerchant("Mine")
    await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
    return { stranger: owner, theirs: theirs.owner }
  })
})

test("after all of it their reward is still held by their till, at Pongo too", async () => {
  const holds = await sql`select merchant_id, state, holder from reward_holds where hash = ${theirs.hash}`
  expect(holds).toEqual([{ merchant_id: theirs.merchantId, state: "locked", holder: "their-till" }])
  expect(sandbox.state.tables.locks.get(theirs.hash)).toBeDefined()
  expect(sandbox.state.tables.won_rewards.get(theirs.hash)).toMatchObject({ is_used: false })
})
