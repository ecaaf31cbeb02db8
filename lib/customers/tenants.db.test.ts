import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder, product } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Ctx } from "@/lib/auth/ctx"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { givenProducts } from "@/lib/catalog/given-products"
import { getCatalogImport, listCatalogImports } from "@/lib/catalog/imports"
import { importCatalog, putCatalog, readCatalogFile } from "@/lib/catalog/mutations"
import {
  countProducts,
  findProducts,
  listAliases,
  listAliasKeys,
  listCatalog,
  listOnSale,
  listProducts,
  listSkus,
} from "@/lib/catalog/queries"
import { seal } from "@/lib/crypto"
import { countCustomerOrders, listCustomerOrders } from "@/lib/order-log/customer-orders"
import { acceptOrder } from "@/lib/orders/accept"
import { identifyRewards } from "@/lib/orders/order-rewards"
import { PongoError } from "@/lib/pongo/error"
import type { PongoReward } from "@/lib/pongo/wire/rewards"
import { exportCustomer } from "@/lib/privacy/export"
import { eraseCustomer, revealCustomer } from "@/lib/privacy/mutations"
import { redeemAndShow } from "@/lib/redemptions/answer"
import { endLocksOf, lockReward, unlockReward, useReward } from "@/lib/redemptions/holds"
import { listCustomerRedemptions } from "@/lib/redemptions/queries"
import { redeemReward } from "@/lib/redemptions/redeem"
import { purchaseRefusal } from "@/lib/redemptions/refusal"
import { freeAtPongo } from "@/lib/redemptions/release"
import { rememberRewards } from "@/lib/rewards/mutations"
import { getPreflight, runPreflight } from "@/lib/rewards/preflight"
import {
  countUsableRewards,
  listRememberedRewards,
  listRewardChecks,
  presentRewards,
} from "@/lib/rewards/queries"
import { refreshRewards, refreshRewardsNow } from "@/lib/rewards/refresh-rewards"
import { checkWebhooks, checkWebhooksNow, subscribeWebhooks } from "@/lib/webhooks/mutations"
import { bodyContext, getWebhookState, listCustomerEvents } from "@/lib/webhooks/queries"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { forgetGone } from "./absent"
import { claimConsent } from "./consent-claim"
import { rememberCustomer } from "./directory"
import { getCustomerImport } from "./import"
import { countCustomers, findCustomer, findCustomers, listConsents, listCustomers } from "./list"
import { requireLoyaltyLocation } from "./loyalty-location"
import { changeCustomer, enlistCustomer, identifyCustomer } from "./mutations"
import { getProfile } from "./profile"
import { findIdByPhone, findKnownCustomer, readPhone } from "./queries"
import { readSubject } from "./subject"
import { suggestPhone } from "./suggest-phone"

const sandbox = await useSandbox({ APP_URL: "https://comptoir.example" })

const PHONE = "+33613000001"
const EMAIL = "their.customer@example.org"
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

/** A merchant of another Pongo account, with a customer, a catalogue and a bought reward held by one of its tills. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, till } = merchant
  await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
  const store = sandbox.state.storesOf(CHEZ_ROSALIE)[0]!
  const { ref } = await makeLocation(merchantId, { ref: "their-location", storeSlug: store.slug })
  const location = await requireLoyaltyLocation(till, ref)
  const customer = sandbox.state.customerByPhone(CHEZ_ROSALIE, PHONE.slice(1))!
  customer.points = 5_000
  await subscribeWebhooks(merchantId)
  await putCatalog(till, [PRODUCT], "upsert")
  await rememberRewards(till, [REWARD], new Date())
  await runPreflight(owner)
  await acceptAlias(owner, { alias: "their-alias", sku: "their-sku" })
  const { id: importedId } = await readCatalogFile(owner, { file: FILE })
  await importCatalog(owner, { id: importedId, mode: "upsert" })
  const { id: importId } = await readCatalogFile(owner, { file: FILE })
  const profile = await getProfile(till, location, customer.id, { tillId: "their-till" })
  const reward = profile.rewards.available[0]!
  const bought = await redeemReward(till, {
    customerId: customer.id,
    rewardId: reward.id,
    location,
    requestKey: "their-purchase",
    tillId: "their-till",
  })
  const hold = { customerId: customer.id, hash: bought.hash, tillId: "their-till" }
  await lockReward(till, hold)
  await changeCustomer(till, customer.id, { email: EMAIL, opt_in: { sms: true } }, "their-till")
  await acceptOrder(till, paidOrder(ref, { customer: { id: customer.id } }), "en")
  const opt_in = { sms: true, email: true }
  await acceptOrder(till, paidOrder(ref, { customer: { phone: PHONE, opt_in } }), "en")
  await sql`
    insert into webhook_events (merchant_id, dedupe_key, event, body, signed_at, processed_at, customer_id)
    values (${merchantId}, 'evt_1', 'customer.updated', ${seal("{}", bodyContext(merchantId))}, now(), now(), ${customer.id})`
  return {
    ...merchant,
    location,
    customerId: customer.id,
    rewardId: reward.id,
    hold,
    hash: bought.hash,
    importId,
  }
}

const PRODUCT = product("their-sku", { name: "Café", price_cents: 250 })

const FILE = new File(["SKU;Nom;Prix\ntheir-sku;Café;2,50"], "carte.csv")

const theirPurchase = () => ({
  customerId: theirs.customerId,
  rewardId: theirs.rewardId,
  location: theirs.location,
  requestKey: "their-purchase",
  tillId: "their-till",
})

/** The stranger's own location, mapped to a store of its own Pongo account. */
async function ownLocation(ctx: Ctx): Promise<string> {
  const storeSlug = sandbox.state.storesOf(LE_COMPTOIR)[0]!.slug
  return (await makeLocation(ctx.merchantId, { storeSlug })).ref
}

/** The stranger knows the same customer: erasing them at one merchant does not change the other. */
async function eraseNamesake(ctx: Ctx): Promise<void> {
  const known = { id: theirs.customerId, phone: PHONE, firstName: "X", lastName: null, email: EMAIL }
  const optIn = { sms: "yes", email: "no" } as const
  await rememberCustomer(ctx, { ...known, points: 1, optIn, birthday: null, createdAt: null }, new Date())
  await eraseCustomer(ctx, { id: theirs.customerId })
}

const theirs = await makeTheirs()

/** The attempts of a stranger, connected to their own Pongo account, on data of another merchant. */
testTenants(
  theirs,
  {
    "catalog/mutations.putCatalog": (ctx) => putCatalog(ctx, [{ ...PRODUCT, price_cents: 1 }], "replace"),
    "catalog/queries.listCatalog": reads((ctx) => listCatalog(ctx, undefined)),
    "catalog/queries.findProducts": reads((ctx) => findProducts(ctx, ["their-sku"])),
    "catalog/queries.listAliasKeys": reads((ctx) => listAliasKeys(ctx, ["their-sku"])),
    "catalog/queries.listAliases": reads(listAliases),
    "catalog/queries.listSkus": reads(listSkus),
    "catalog/queries.listProducts": [
      reads((ctx) => listProducts(ctx, {})),
      reads((ctx) => listProducts(ctx, { q: "their" })),
      reads((ctx) => listProducts(ctx, { cursor: "b.enp6eg" })),
    ],
    "catalog/queries.countProducts": reads((ctx) => countProducts(ctx, {})),
    "catalog/queries.listOnSale": reads((ctx) => listOnSale(ctx, 10)),
    "catalog/given-products.givenProducts": reads(async (ctx) =>
      [...(await givenProducts(sql, ctx, [PRODUCT], true))].map(({ sku, standing }) => [sku, standing]),
    ),
    "catalog/aliases.acceptAlias": refused("not_found", (ctx) =>
      acceptAlias(ctx, { alias: "their-alias", sku: "their-sku" }),
    ),
    "catalog/aliases.removeAlias": refused("not_found", (ctx) => removeAlias(ctx, { alias: "their-alias" })),
    "catalog/mutations.readCatalogFile": async (ctx) =>
      typeof (await readCatalogFile(ctx, { file: FILE })).id,
    "catalog/mutations.importCatalog": refused("conflict", (ctx) =>
      importCatalog(ctx, { id: theirs.importId, mode: "upsert" }),
    ),
    "catalog/imports.getCatalogImport": refused("not_found", (ctx) => getCatalogImport(ctx, theirs.importId)),
    "catalog/imports.listCatalogImports": reads(listCatalogImports),
    "customers/consent-claim.claimConsent": (ctx) =>
      claimConsent(ctx, { phone: PHONE }, crypto.randomUUID(), 0),
    "customers/directory.rememberCustomer": (ctx) =>
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
    "customers/loyalty-location.requireLoyaltyLocation": refused("location_unknown", (ctx) =>
      requireLoyaltyLocation(ctx, "their-location"),
    ),
    "customers/profile.getProfile": refused("customer_not_found", (ctx) =>
      getProfile(ctx, theirs.location, theirs.customerId, { tillId: "their-till" }),
    ),
    "customers/mutations.identifyCustomer": [
      refused("location_unknown", (ctx) =>
        identifyCustomer(ctx, { location_id: "their-location", phone: PHONE }, null),
      ),
      refused("customer_not_found", async (ctx) =>
        identifyCustomer(ctx, { location_id: await ownLocation(ctx), code: theirs.customerId }, null),
      ),
      refused("customer_not_found", async (ctx) =>
        identifyCustomer(ctx, { location_id: await ownLocation(ctx), phone: PHONE }, null),
      ),
    ],
    "customers/mutations.enlistCustomer": async (ctx) => {
      const opt_in = { sms: true, email: true }
      const enlisted = { location_id: await ownLocation(ctx), phone: PHONE, opt_in }
      return (await enlistCustomer(ctx, enlisted, null)).isNew
    },
    "customers/mutations.changeCustomer": refused("customer_not_found", (ctx) =>
      changeCustomer(ctx, theirs.customerId, { first_name: "Changed" }, null),
    ),
    "customers/list.listCustomers": [
      reads((ctx) => listCustomers(ctx, {})),
      reads((ctx) => listCustomers(ctx, { cursor: `a.${Date.now() * 1_000 + 1e12}.cust_zzz` })),
      reads((ctx) => listCustomers(ctx, { cursor: "b.1.cust_a" })),
    ],
    "customers/list.countCustomers": reads(countCustomers),
    "customers/list.findCustomers": [
      reads((ctx) => findCustomers(ctx, theirs.customerId)),
      reads((ctx) => findCustomers(ctx, PHONE)),
      reads((ctx) => findCustomers(ctx, EMAIL)),
    ],
    "customers/list.findCustomer": reads((ctx) => findCustomer(ctx, theirs.customerId)),
    "customers/list.listConsents": reads((ctx) => listConsents(ctx, theirs.customerId)),
    "order-log/customer-orders.listCustomerOrders": [
      reads((ctx) => listCustomerOrders(ctx, theirs.customerId, undefined)),
      reads((ctx) =>
        listCustomerOrders(ctx, theirs.customerId, `b_0001-01-01T00:00:00.000000Z_${ctx.merchantId}`),
      ),
    ],
    "order-log/customer-orders.countCustomerOrders": reads((ctx) =>
      countCustomerOrders(ctx, theirs.customerId),
    ),
    "redemptions/queries.listCustomerRedemptions": reads((ctx) =>
      listCustomerRedemptions(ctx, theirs.customerId),
    ),
    "webhooks/queries.listCustomerEvents": reads((ctx) => listCustomerEvents(ctx, theirs.customerId)),
    "privacy/mutations.revealCustomer": refused("customer_not_found", (ctx) =>
      revealCustomer(ctx, { id: theirs.customerId }),
    ),
    "privacy/export.exportCustomer": refused("customer_not_found", (ctx) =>
      exportCustomer(ctx, { id: theirs.customerId }),
    ),
    "privacy/mutations.eraseCustomer": [
      refused("customer_not_found", (ctx) => eraseCustomer(ctx, { id: theirs.customerId })),
      (ctx) => eraseNamesake(ctx),
    ],
    "customers/queries.findKnownCustomer": reads((ctx) => findKnownCustomer(ctx, theirs.customerId)),
    "customers/subject.readSubject": (ctx) => readSubject(ctx, PHONE),
    "customers/queries.readPhone": (ctx) => readPhone(ctx, PHONE),
    "customers/queries.findIdByPhone": reads((ctx) => findIdByPhone(ctx, PHONE)),
    "orders/order-rewards.identifyRewards": refused("reward_not_found", (ctx) => {
      const [line] = paidOrder("x").lines
      const reward = { reward_id: theirs.rewardId, hash: theirs.hash }
      const order = paidOrder("x", { lines: [{ ...line!, reward }] })
      return identifyRewards(ctx, order, { id: theirs.customerId, phone: null })
    }),
    "redemptions/holds.lockReward": refused("customer_not_found", (ctx) => lockReward(ctx, theirs.hold)),
    "redemptions/holds.unlockReward": refused("reward_not_found", (ctx) => unlockReward(ctx, theirs.hold)),
    "redemptions/holds.endLocksOf": (ctx) => endLocksOf(ctx, "their-till"),
    "redemptions/release.freeAtPongo": refused("reward_not_found", (ctx) =>
      freeAtPongo(ctx, { ...theirs.hold, pin: null }),
    ),
    "redemptions/refusal.purchaseRefusal": (ctx) =>
      purchaseRefusal(ctx, theirPurchase(), new PongoError("invalid", "x", { exchange: {} as never })),
    "customers/suggest-phone.suggestPhone": suggestPhone,
    "customers/import.getCustomerImport": getCustomerImport,
    "customers/absent.forgetGone": (ctx) => forgetGone(ctx, theirs.customerId, new Date()),
    "webhooks/queries.getWebhookState": reads(getWebhookState),
    "webhooks/mutations.checkWebhooks": checkWebhooks,
    "webhooks/mutations.checkWebhooksNow": checkWebhooksNow,
    "redemptions/holds.useReward": refused("customer_not_found", (ctx) =>
      useReward(ctx, theirs.hold, theirs.location.storeSlug),
    ),
    "redemptions/answer.redeemAndShow": refused("customer_not_found", (ctx) =>
      redeemAndShow(ctx, theirPurchase()),
    ),
    "redemptions/redeem.redeemReward": refused("customer_not_found", (ctx) =>
      redeemReward(ctx, theirPurchase()),
    ),
    "rewards/mutations.rememberRewards": (ctx) =>
      rememberRewards(ctx, [{ ...REWARD, name: "Mine" }], new Date()),
    "rewards/queries.presentRewards": reads((ctx) =>
      presentRewards(
        ctx,
        { ref: "their-location" },
        { points: 10, available: [REWARD], won: [], holds: new Map() },
      ),
    ),
    "rewards/refresh-rewards.refreshRewards": refreshRewards,
    "rewards/refresh-rewards.refreshRewardsNow": refreshRewardsNow,
    "rewards/queries.countUsableRewards": reads(countUsableRewards),
    "rewards/preflight.runPreflight": runPreflight,
    "rewards/preflight.getPreflight": reads(getPreflight),
    "rewards/queries.listRewardChecks": reads(listRewardChecks),
    "rewards/queries.listRememberedRewards": reads((ctx) => listRememberedRewards(ctx, 10)),
  },
  async () => {
    const { owner, merchantId } = await makeMerchant("Mine")
    await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
    return owner
  },
)

test("in the end their reward is still held by their till, at Pongo too", async () => {
  const holds = await sql`select merchant_id, state, holder from reward_holds where hash = ${theirs.hash}`
  expect(holds).toEqual([{ merchant_id: theirs.merchantId, state: "locked", holder: "their-till" }])
  expect(sandbox.state.tables.locks.get(theirs.hash)).toBeDefined()
  expect(sandbox.state.tables.won_rewards.get(theirs.hash)).toMatchObject({ is_used: false })
})
