import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { connect, eventually, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { testWall, type WallCases } from "@/db/testing/tenant-wall"
import { useSandbox } from "@/db/testing/use-sandbox"
import { insertKey } from "@/lib/api-keys/insert-key"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { listApiKeys } from "@/lib/api-keys/queries"
import { closeTestTill, openRehearsalTill, openTestTill } from "@/lib/api-keys/test-till"
import { recordAudit, recordAudits } from "@/lib/audit/mutations"
import { listAuditEvents } from "@/lib/audit/queries"
import type { Ctx } from "@/lib/auth/ctx"
import { acceptBatch } from "@/lib/checkout-api/batch"
import { claimKey, dropClaim, forgetInAnswers, keepAnswer } from "@/lib/checkout-api/idempotency"
import { once } from "@/lib/checkout-api/once"
import { findSubjects } from "@/lib/checkout-api/subjects"
import { callPongo } from "@/lib/connections/call"
import { establish, establishOnce } from "@/lib/connections/establish"
import { noteSuccess } from "@/lib/connections/last-success"
import { createConnectionLink, getPendingLink, revokeConnectionLink } from "@/lib/connections/links"
import { connectWithToken, disconnect, finishConnecting, startConnecting } from "@/lib/connections/mutations"
import { getConnection, getPongoHealth, listStores, requireToken } from "@/lib/connections/queries"
import { readStores, refreshStores, refreshStoresNow } from "@/lib/connections/refresh-stores"
import { markRevoked } from "@/lib/connections/revoke"
import { withToken } from "@/lib/connections/with-token"
import { sha256 } from "@/lib/crypto"
import { correctOrder, correctOrderOfTill, previewCorrection } from "@/lib/deliveries/correct"
import { replayOrder } from "@/lib/deliveries/mutations"
import { newId } from "@/lib/id"
import { addLocation, archiveLocation, previewLocationFile, putLocations } from "@/lib/locations/mutations"
import {
  listArchivedWaiting,
  listDescribed,
  listLocationNames,
  listLocations,
  listLocationsForTill,
  requireLocation,
} from "@/lib/locations/queries"
import { countAllWaiting, readWaiting } from "@/lib/locations/waiting"
import {
  acceptSuggestions,
  acknowledgeRename,
  mapLocation,
  undoSuggestions,
  unmapLocation,
} from "@/lib/mappings/mutations"
import { listSuggestions, requireMappedLocation } from "@/lib/mappings/queries"
import { recomputeSuggestions } from "@/lib/mappings/recompute"
import { getMerchant, getMerchantCached } from "@/lib/merchants/queries"
import { customerKeys, heldLocations, matching } from "@/lib/order-log/matching"
import { countUpTo, findIds } from "@/lib/order-log/near-first"
import { countMatching, listOrders } from "@/lib/order-log/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { cancelOrder, refundOrder } from "@/lib/orders/cancel"
import { mayCarryConsent } from "@/lib/orders/consent"
import { recordPayment } from "@/lib/orders/payment"
import { getOrder, getOrderForTill, listAttempts, readOrder } from "@/lib/orders/queries"
import { countWaiting, readActivity } from "@/lib/overview/queries"
import { pongo } from "@/lib/pongo/default-client"
import { changePrivacySettings } from "@/lib/privacy/mutations"
import { getPrivacySettings } from "@/lib/privacy/queries"
import { dismissGuide, recallGuide } from "@/lib/readiness/mutations"
import { readSetup } from "@/lib/readiness/queries"
import { reportDay } from "@/lib/reconciliation/mutations"
import { getStatus } from "@/lib/status/queries"
import {
  changeRole,
  inviteMember,
  removeMember,
  revokeInvitation,
  writeInvitation,
} from "@/lib/team/mutations"
import { listInvitations, listMembers } from "@/lib/team/queries"
import { Unread } from "@/lib/text"
import { forgetTill, recordHeartbeat, seeTill } from "@/lib/tills/mutations"
import { listTills } from "@/lib/tills/queries"
import { registerTill } from "@/lib/tills/register-till"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"

const sandbox = await useSandbox()
let theirs: Awaited<ReturnType<typeof makeTheirs>>

beforeAll(async () => {
  theirs = await makeTheirs()
})

/** A merchant with a row in every table that a stranger might want to see or change. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, till } = merchant
  await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
  const place = await makeLocation(merchantId, { ref: "their-place", storeSlug: "their-store" })
  await makeStore(merchantId, "their-free-store")
  // A location with a suggestion, and a renamed store.
  const freePlace = await makeLocation(merchantId, { ref: "their-free-place" })
  await sql`update locations set name = 'their-free-store' where id = ${freePlace.id}`
  await sql`update stores set previous_name = 'Before' where merchant_id = ${merchantId} and slug = 'their-store'`
  const mappedAt = new Date().toISOString()
  await sql`update store_mappings set mapped_at = ${mappedAt} where location_id = ${place.id}`
  const customer = { phone: "0612345678", opt_in: { sms: true, email: false } }
  const order = paidOrder(place.ref, { order_id: "their-order", customer })
  const { answer } = await acceptOrder(till, order, "en")
  const open = paidOrder(place.ref, { order_id: "their-open-order", state: "open" })
  const { answer: openAnswer } = await acceptOrder(till, open, "en")
  const old = await makeLocation(merchantId, { ref: "their-old-place" })
  await acceptOrder(till, paidOrder(old.ref), "en")
  await archiveLocation(owner, old.ref)
  await sql`update deliveries set state = 'failed', reason = 'rejected_by_pongo' where order_id = ${answer.id}`
  await sql`
    insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted)
    values (${newId()}, ${answer.id}, ${merchantId}, now(), 'first', 'rejected', true)`
  await sql`
    insert into customers (merchant_id, id, phone_index, points, opt_in_sms, opt_in_email, as_of)
    values (${merchantId}, 'cust_theirs', 'their-phone-index', 0, 'no', 'no', now())`
  await inviteMember(owner, { email: "their-guest@example.org", role: "viewer" })
  const [invitation] = await listInvitations(owner)
  const state = new URL(await startConnecting(owner, "their-session")).searchParams.get("state")!
  await createConnectionLink(owner)
  const link = await getPendingLink(owner)
  const claim = await claimKey(till, "their-key", "their-hash")
  seeTill(till, "their-till")
  await eventually("till noted", async () => (await sql`select 1 from tills`).length)
  const { id: testTillId } = await openTestTill(owner, { locationId: place.id, consents: false })
  const [audit] = await listAuditEvents(owner)
  await recomputeSuggestions(owner)
  await sql`
    insert into pongo_pauses (merchant_id, since, expires_at)
    values (${merchantId}, now(), now() + interval '1 hour')`
  return {
    ...merchant,
    place,
    freePlace,
    mappedAt,
    order,
    open,
    orderId: answer.id,
    openId: openAnswer.id,
    invitationId: invitation!.id,
    state,
    claim: claim.kind === "first" ? claim.claim : "",
    testTillId,
    auditId: audit!.id,
    linkId: link!.id,
    viewerId: merchant.viewer.actor.kind === "user" ? merchant.viewer.actor.id : "",
  }
}

/** Gives the stranger a location with the same POS id, as two merchants of one POS may have. */
async function atNamesake<T>(ctx: Ctx, run: (ref: string) => Promise<T>): Promise<T> {
  await makeLocation(ctx.merchantId, { ref: "their-place" })
  return run("their-place")
}

const PRIVACY = {
  orderContentDays: 31,
  personalDataDays: 32,
  logDays: 33,
  sendsAnonymousOrders: false,
  dayCutoffHour: 3,
}

const heartbeat = (location_id: string) => ({
  till_id: "their-till",
  location_id,
  offline_orders: 3,
  sent_at: new Date().toISOString(),
})

/** `file.function` → calls that a stranger tries on the other merchant's data. */
const CASES: WallCases = {
  "api-keys/mutations.createApiKey": {
    call: (ctx) => createApiKey(ctx, { name: "x", scopes: ["checkout"], locationId: theirs.place.id }),
    refusal: "location_unknown",
  },
  "api-keys/mutations.revokeApiKey": {
    call: (ctx) => revokeApiKey(ctx, { id: theirs.keyId }),
    refusal: "not_found",
  },
  "api-keys/insert-key.insertKey": {
    call: (ctx) =>
      db.transaction((tx) =>
        insertKey(tx, ctx, {
          name: "x",
          scopes: ["checkout"],
          locationId: theirs.place.id,
          isTest: false,
          expiresAt: null,
        }),
      ),
    refusal: "location_unknown",
  },
  "api-keys/test-till.openTestTill": {
    call: (ctx) => openTestTill(ctx, { locationId: theirs.place.id, consents: true }),
    refusal: "location_unknown",
  },
  "api-keys/test-till.openRehearsalTill": {
    call: (ctx) => openRehearsalTill(ctx, theirs.place.id),
    refusal: "location_unknown",
  },
  "api-keys/test-till.closeTestTill": {
    call: (ctx) => closeTestTill(ctx, { id: theirs.testTillId }),
    refusal: "not_found",
  },
  "api-keys/queries.listApiKeys": { call: listApiKeys, reads: true },
  "audit/mutations.recordAudit": {
    call: (ctx) => recordAudit(db as never, ctx, "order.replayed", theirs.orderId),
  },
  "audit/mutations.recordAudits": {
    call: (ctx) =>
      recordAudits(db as never, ctx, "order.replayed", [{ target: theirs.orderId, details: null }]),
  },
  "audit/queries.listAuditEvents": [
    { call: (ctx) => listAuditEvents(ctx), reads: true },
    { call: (ctx) => listAuditEvents(ctx, { before: theirs.auditId }) },
  ],
  "checkout-api/idempotency.claimKey": { call: (ctx) => claimKey(ctx, "their-key", "another-hash") },
  "checkout-api/idempotency.keepAnswer": {
    call: (ctx) => keepAnswer(ctx, "their-key", theirs.claim, { status: 202, body: "{}" }, {}),
  },
  "checkout-api/idempotency.forgetInAnswers": {
    call: (ctx) => db.transaction((tx) => forgetInAnswers(ctx, tx, { id: "cust_9f2c", phoneIndex: null })),
  },
  "checkout-api/once.once": {
    call: (ctx) =>
      once(
        ctx,
        { key: "their-key", verb: "POST /orders", content: { params: {}, query: {}, body: {} } },
        { requestId: "req_1", locale: "en", headers: new Headers() },
        async () => ({ status: 202, body: "{}" }),
      ),
  },
  "checkout-api/subjects.findSubjects": { call: (ctx) => findSubjects(ctx, { phone: "+33612345678" }) },
  "checkout-api/idempotency.dropClaim": { call: (ctx) => dropClaim(ctx, "their-key", theirs.claim) },
  "connections/call.callPongo": {
    call: (ctx) => callPongo(ctx, "stores", (client, token) => client.stores(token)),
    refusal: "not_connected",
  },
  "connections/establish.establishOnce": {
    call: (ctx) =>
      establishOnce(
        ctx,
        { error: "access_denied" },
        { stateHash: sha256(theirs.state), merchantId: ctx.merchantId, linkId: null },
      ),
    refusal: "oauth_denied",
  },
  "connections/establish.establish": {
    call: (ctx) =>
      establish(ctx, {
        token: sandbox.issueToken(LE_COMPTOIR),
        via: "oauth",
        scopes: null,
        expiresAt: null,
      }),
  },
  "connections/links.createConnectionLink": { call: async (ctx) => void (await createConnectionLink(ctx)) },
  "connections/links.revokeConnectionLink": {
    call: (ctx) => revokeConnectionLink(ctx, { id: theirs.linkId }),
    refusal: "conflict",
  },
  "connections/links.getPendingLink": { call: getPendingLink, reads: true },
  "connections/mutations.startConnecting": { call: (ctx) => startConnecting(ctx, "their-session") },
  "connections/mutations.finishConnecting": {
    call: (ctx) => finishConnecting(ctx, "their-session", { state: theirs.state, code: "x" }),
    refusal: "oauth_state_invalid",
  },
  "connections/mutations.disconnect": { call: disconnect, refusal: "not_connected" },
  "connections/queries.getConnection": { call: getConnection, reads: true },
  "connections/queries.getPongoHealth": { call: getPongoHealth, reads: true },
  "connections/queries.requireToken": { call: requireToken, refusal: "not_connected" },
  "connections/queries.listStores": { call: listStores, reads: true },
  "connections/refresh-stores.readStores": { call: readStores, refusal: "not_connected" },
  "connections/with-token.withToken": {
    call: (ctx) => withToken(ctx, (client, token) => client.stores(token)),
    refusal: "not_connected",
  },
  "connections/refresh-stores.refreshStores": { call: refreshStores, refusal: "not_connected" },
  "connections/refresh-stores.refreshStoresNow": { call: refreshStoresNow, refusal: "not_connected" },
  "connections/last-success.noteSuccess": { call: async (ctx) => noteSuccess(ctx) },
  "reconciliation/mutations.reportDay": {
    call: (ctx) => reportDay(ctx, "2026-11-20", { location_id: theirs.place.ref, orders: 1, total_cents: 1 }),
    refusal: "location_unknown",
  },
  "connections/revoke.markRevoked": { call: (ctx) => markRevoked(ctx, 1, "tried") },
  "connections/mutations.connectWithToken": {
    call: (ctx) => connectWithToken(ctx, { token: sandbox.issueToken(LE_COMPTOIR) }),
  },
  "deliveries/correct.correctOrder": {
    call: (ctx) => correctOrder(ctx, { id: theirs.orderId, comment: "mine" }),
    refusal: "order_not_found",
  },
  "deliveries/correct.previewCorrection": {
    call: (ctx) => previewCorrection(ctx, { id: theirs.orderId, comment: "mine" }),
    refusal: "order_not_found",
  },
  "deliveries/correct.correctOrderOfTill": {
    call: (ctx) =>
      atNamesake(ctx, (location_id) =>
        correctOrderOfTill(ctx, "their-order", { location_id, comment: "mine" }, "en"),
      ),
    refusal: "order_not_found",
  },
  "deliveries/mutations.replayOrder": {
    call: (ctx) => replayOrder(ctx, { id: theirs.orderId }),
    refusal: "order_not_found",
  },
  "locations/mutations.putLocations": {
    call: (ctx) => putLocations(ctx, [{ id: "their-place", name: "Mine" }]),
  },
  "locations/mutations.archiveLocation": [
    { call: (ctx) => archiveLocation(ctx, "their-place"), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, (ref) => archiveLocation(ctx, ref)) },
  ],
  "locations/mutations.addLocation": {
    call: (ctx) => addLocation(ctx, { ref: "their-place", name: "Mine" }),
  },
  "locations/mutations.previewLocationFile": {
    call: (ctx) => previewLocationFile(ctx, { file: new File(["id;nom\ntheir-place;X"], "a.csv") }),
    reads: true,
  },
  "locations/queries.listDescribed": { call: listDescribed, reads: true },
  "locations/queries.listArchivedWaiting": { call: listArchivedWaiting, reads: true },
  "locations/queries.listLocations": { call: listLocations, reads: true },
  "locations/queries.listLocationNames": { call: listLocationNames, reads: true },
  "locations/queries.listLocationsForTill": { call: listLocationsForTill, reads: true },
  "locations/waiting.readWaiting": {
    call: async (ctx) => Object.fromEntries(await readWaiting(ctx)),
    reads: true,
  },
  "locations/waiting.countAllWaiting": { call: countAllWaiting, reads: true },
  "locations/queries.requireLocation": {
    call: (ctx) => requireLocation(ctx, "their-place"),
    refusal: "location_unknown",
  },
  "mappings/mutations.mapLocation": [
    {
      call: (ctx) => mapLocation(ctx, { locationId: theirs.place.id, storeSlug: "their-free-store" }),
      refusal: "location_unknown",
    },
    {
      call: async (ctx) =>
        mapLocation(ctx, {
          locationId: (await makeLocation(ctx.merchantId)).id,
          storeSlug: "their-free-store",
        }),
      refusal: "store_unknown",
    },
  ],
  "mappings/mutations.acceptSuggestions": {
    call: async (ctx) => {
      const { results } = await acceptSuggestions(ctx, [
        { locationId: theirs.freePlace.id, storeSlug: "their-free-store" },
      ])
      return results.map(({ outcome, holder }) => ({ outcome, holder }))
    },
  },
  "mappings/mutations.undoSuggestions": {
    call: (ctx) => undoSuggestions(ctx, { mappedAt: theirs.mappedAt, locationIds: [theirs.place.id] }),
  },
  "mappings/mutations.acknowledgeRename": {
    call: (ctx) => acknowledgeRename(ctx, { storeSlug: "their-store", name: "their-store" }),
    refusal: "conflict",
  },
  "mappings/mutations.unmapLocation": {
    call: (ctx) => unmapLocation(ctx, { locationId: theirs.place.id }),
    refusal: "conflict",
  },
  "mappings/queries.listSuggestions": { call: listSuggestions, reads: true },
  "mappings/queries.requireMappedLocation": {
    call: (ctx) => requireMappedLocation(ctx, "their-place"),
    refusal: "location_unknown",
  },
  "mappings/recompute.recomputeSuggestions": { call: (ctx) => recomputeSuggestions(ctx) },
  "merchants/queries.getMerchant": { call: getMerchant, reads: true },
  "merchants/queries.getMerchantCached": { call: getMerchantCached, reads: true },
  "orders/accept.acceptOrder": [
    { call: (ctx) => acceptOrder(ctx, theirs.order, "en"), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, () => acceptOrder(ctx, { ...theirs.open, comment: "changed" }, "en")) },
  ],
  "orders/payment.recordPayment": [
    {
      call: (ctx) =>
        recordPayment(ctx, theirs.open.order_id, { location_id: "their-place", status: "paid" }, "en"),
      refusal: "location_unknown",
    },
    {
      call: (ctx) =>
        atNamesake(ctx, (location_id) =>
          recordPayment(ctx, theirs.open.order_id, { location_id, status: "paid" }, "en"),
        ),
      refusal: "order_not_found",
    },
  ],
  "checkout-api/batch.acceptBatch": {
    call: (ctx) => acceptBatch(ctx, [new Unread(theirs.order), new Unread(theirs.open)], "en"),
  },
  "orders/consent.mayCarryConsent": {
    call: (ctx) => mayCarryConsent(ctx, { orderId: theirs.orderId, customer: null }, pongo(), "none"),
  },
  "orders/cancel.cancelOrder": [
    {
      call: (ctx) => cancelOrder(ctx, "their-order", { location_id: "their-place" }, "en"),
      refusal: "location_unknown",
    },
    {
      call: (ctx) => atNamesake(ctx, (location_id) => cancelOrder(ctx, "their-order", { location_id }, "en")),
      refusal: "order_not_found",
    },
  ],
  "orders/cancel.refundOrder": [
    {
      call: (ctx) =>
        refundOrder(
          ctx,
          "their-order",
          { location_id: "their-place", refund_id: "R-1", amount_cents: 1 },
          "en",
        ),
      refusal: "location_unknown",
    },
    {
      call: (ctx) =>
        atNamesake(ctx, (location_id) =>
          refundOrder(ctx, "their-order", { location_id, refund_id: "R-1" }, "en"),
        ),
      refusal: "order_not_found",
    },
  ],
  "order-log/queries.listOrders": [
    { call: (ctx) => listOrders(ctx, {}), reads: true },
    { call: (ctx) => listOrders(ctx, { location: theirs.place.id }) },
    { call: (ctx) => listOrders(ctx, { cursor: `a_2100-01-01T00:00:00.000000Z_${theirs.orderId}` }) },
  ],
  "order-log/queries.countMatching": {
    call: (ctx) => countMatching(ctx, { location: theirs.place.id }),
    reads: true,
  },
  "order-log/matching.matching": {
    call: (ctx) => sql`
      select o.id from deliveries d join orders o on o.id = d.order_id
      where ${matching(ctx, { location: theirs.place.id }, "Europe/Paris")}`,
    reads: true,
  },
  "order-log/matching.heldLocations": {
    call: (ctx) => sql`select ${heldLocations(ctx)} as ids`,
    reads: true,
  },
  "order-log/matching.customerKeys": {
    call: (ctx) => sql`select ${customerKeys(ctx, "cust_theirs").phoneIndex} as indexes`,
    reads: true,
  },
  "order-log/near-first.findIds": {
    call: (ctx) => findIds(ctx, { location: theirs.place.id }, "Europe/Paris", null, 10),
    reads: true,
  },
  "order-log/near-first.countUpTo": {
    call: (ctx) => countUpTo(ctx, { location: theirs.place.id }, "Europe/Paris", 10),
    reads: true,
  },
  "orders/queries.readOrder": {
    call: (ctx) => readOrder(ctx, theirs.place.id, "their-order"),
    refusal: "order_not_found",
  },
  "orders/queries.listAttempts": { call: (ctx) => listAttempts(ctx, theirs.orderId), reads: true },
  "orders/queries.getOrderForTill": [
    { call: (ctx) => getOrderForTill(ctx, "their-order", "their-place", "en"), refusal: "location_unknown" },
    {
      call: (ctx) => atNamesake(ctx, (ref) => getOrderForTill(ctx, "their-order", ref, "en")),
      refusal: "order_not_found",
    },
  ],
  "orders/queries.getOrder": { call: (ctx) => getOrder(ctx, theirs.orderId), refusal: "order_not_found" },
  "overview/queries.readActivity": [
    { call: (ctx) => readActivity(ctx, { period: "30d" }), reads: true },
    { call: (ctx) => readActivity(ctx, { period: "30d", location: theirs.place.id }) },
  ],
  "overview/queries.countWaiting": { call: (ctx) => countWaiting(ctx, {}), reads: true },
  "readiness/mutations.dismissGuide": { call: dismissGuide },
  "readiness/mutations.recallGuide": { call: recallGuide },
  "readiness/queries.readSetup": { call: readSetup, reads: true },
  "status/queries.getStatus": [
    { call: (ctx) => getStatus(ctx, "their-place"), refusal: "location_unknown" },
    { call: (ctx) => getStatus(ctx, undefined), reads: true },
  ],
  "team/mutations.writeInvitation": {
    call: (ctx) =>
      db.transaction((tx) => writeInvitation(tx, ctx, { email: "their-guest@example.org", role: "owner" })),
  },
  "team/mutations.inviteMember": {
    call: (ctx) => inviteMember(ctx, { email: "their-guest@example.org", role: "owner" }),
  },
  "team/mutations.revokeInvitation": {
    call: (ctx) => revokeInvitation(ctx, { id: theirs.invitationId }),
    refusal: "conflict",
  },
  "team/mutations.changeRole": {
    call: (ctx) => changeRole(ctx, { userId: theirs.viewerId, role: "owner" }),
    refusal: "not_found",
  },
  "team/mutations.removeMember": {
    call: (ctx) => removeMember(ctx, { userId: theirs.viewerId }),
    refusal: "not_found",
  },
  "team/queries.listMembers": { call: listMembers, reads: true },
  "team/queries.listInvitations": { call: listInvitations, reads: true },
  "tills/mutations.recordHeartbeat": [
    { call: (ctx) => recordHeartbeat(ctx, heartbeat("their-place")), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, (ref) => recordHeartbeat(ctx, heartbeat(ref))) },
  ],
  "tills/mutations.forgetTill": {
    call: (ctx) => forgetTill(ctx, { ref: "their-till" }),
    refusal: "not_found",
  },
  "tills/register-till.registerTill": {
    call: (ctx) => registerTill(ctx, "their-till", null, new Date()),
  },
  "tills/queries.listTills": { call: (ctx) => listTills(ctx), reads: true },
  "privacy/mutations.changePrivacySettings": {
    call: (ctx) => changePrivacySettings(ctx, { ...PRIVACY, logDays: 8 }),
  },
  "privacy/queries.getPrivacySettings": [
    { call: getPrivacySettings },
    {
      call: async (ctx) => {
        if (ctx.merchantId !== theirs.merchantId) await changePrivacySettings(ctx, { ...PRIVACY, logDays: 9 })
        return getPrivacySettings(ctx)
      },
      reads: true,
    },
  ],
  "tills/mutations.seeTill": { call: (ctx) => seeTill(ctx, "their-till") },
}

describe("another merchant's context gets nothing and changes nothing:", () => {
  testWall(CASES, async () => ({ stranger: (await makeMerchant("Mine")).owner, theirs: theirs.owner }))
})

/** Functions that take a Ctx but read and write nothing. */
const PURE = ["redemptions/release.sealPin", "tills/queries.holderOf", "orders/queries.knownTo"]

test("every function that takes a Ctx is in this table or in a noun's", () => {
  const others = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/tenants.db.test.ts"))
    .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
    .join()
  const isCovered = (name: string) => name in CASES || PURE.includes(name) || others.includes(`"${name}":`)
  expect(functionsWithCtx().filter((name) => !isCovered(name))).toEqual([])
  expect(Object.keys(CASES).filter((name) => !functionsWithCtx().includes(name))).toEqual([])
})

/** Every exported function with a parameter `ctx: Ctx` in a noun's folder, such as `orders/queries.getOrder`. */
function functionsWithCtx(): string[] {
  const root = join(import.meta.dirname)
  const nouns = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !["auth", "pongo", "i18n"].includes(entry.name),
  )
  return nouns.flatMap(({ name: noun }) =>
    readdirSync(join(root, noun))
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .flatMap((file) => {
        const text = readFileSync(join(root, noun, file), "utf8")
        const exported = text.matchAll(/export (?:async )?(?:function|const) (\w+)[^(\n]*\(([^)]*)\)/g)
        return [...exported]
          .filter(([, , parameters]) => /\bctx: Ctx\b/.test(parameters!))
          .map(([, name]) => `${noun}/${file.slice(0, -3)}.${name}`)
      }),
  )
}
