import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import type { KeyScope, Role } from "@/db/enums"
import { ROLES } from "@/db/enums"
import { sql } from "@/db/index"
import { codeOf, makeLocation, makeMerchant, paidOrder, tillCtx } from "@/db/testing/fixtures"
import {
  addEndpoint,
  changeAlertPreferences,
  changeHeldHours,
  removeEndpoint,
  resendAlert,
  sendTestMail,
  sendTestWebhook,
} from "@/lib/alerts/mutations"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { listAuditEvents } from "@/lib/audit/queries"
import { type Ctx, personId } from "@/lib/auth/ctx"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { importCatalog, putCatalog, readCatalogFile } from "@/lib/catalog/mutations"
import { connectWithToken, disconnect, finishConnecting, startConnecting } from "@/lib/connections/mutations"
import { readStores, refreshStores } from "@/lib/connections/refresh-stores"
import { changeCustomer, enlistCustomer, identifyCustomer } from "@/lib/customers/mutations"
import { correctOrder, correctOrderOfTill, previewCorrection } from "@/lib/deliveries/correct"
import { replayOrder } from "@/lib/deliveries/mutations"
import { verifyOrder } from "@/lib/deliveries/verify"
import { env } from "@/lib/env"
import { makeReport, startRehearsal } from "@/lib/go-live/mutations"
import { newId } from "@/lib/id"
import { dismissIncident } from "@/lib/incidents/mutations"
import { createLink, revokeLink } from "@/lib/links/mutations"
import { addLocation, archiveLocation, previewLocationFile, putLocations } from "@/lib/locations/mutations"
import {
  acceptSuggestions,
  acknowledgeRename,
  mapLocation,
  undoSuggestions,
  unmapLocation,
} from "@/lib/mappings/mutations"
import { exportOrders } from "@/lib/order-log/export"
import { createView, deleteView, renameView, shareView, updateView } from "@/lib/order-log/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { cancelOrder, refundOrder } from "@/lib/orders/cancel"
import { recordPayment } from "@/lib/orders/payment"
import { exportCustomer } from "@/lib/privacy/export"
import { changePrivacySettings, eraseCustomer, revealCustomer } from "@/lib/privacy/mutations"
import { dismissGuide, recallGuide } from "@/lib/readiness/mutations"
import { closeDays } from "@/lib/reconciliation/close"
import { reportDay } from "@/lib/reconciliation/mutations"
import { sendGap } from "@/lib/reconciliation/send-gap"
import { lockReward, unlockReward, useReward } from "@/lib/redemptions/holds"
import { redeemReward } from "@/lib/redemptions/redeem"
import {
  approveReplay,
  cancelReplay,
  changeApprovalThreshold,
  confirmReplay,
  planReplay,
} from "@/lib/replays/mutations"
import { runPreflight } from "@/lib/rewards/preflight"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { changeRole, inviteMember, removeMember, revokeInvitation } from "@/lib/team/mutations"
import { listInvitations } from "@/lib/team/queries"
import { closeTestTill, openRehearsalTill, openTestTill, resumeTestTill } from "@/lib/test-till/mutations"
import { declareCapabilities } from "@/lib/tills/declare-capabilities"
import { forgetTill, recordHeartbeat } from "@/lib/tills/mutations"
import { checkWebhooks } from "@/lib/webhooks/mutations"

let merchant: Awaited<ReturnType<typeof makeMerchant>>
beforeAll(async () => {
  merchant = await makeMerchant()
  await makeLocation(merchant.merchantId, { ref: "location" })
  // Makes verbs that would call Pongo fail at once, with an error other than the role's.
  Object.assign(env, { PONGO_API_URL: "http://127.0.0.1:9" })
})

const HOLD = { customerId: "cust_1", hash: "h_1", tillId: null }
const EXPORT_WORDS = { columns: {} as never, status: String, reason: String }
const nobody = () => ({ userId: newId() })

type Call = (ctx: Ctx) => Promise<unknown>
/** The lowest role, the scope with which a till may call, and whether an operator acting for the merchant may call. */
type Callers = { role: Role; acting?: true; scope?: KeyScope }

const callableBy = (callers: Callers) => (verbs: Record<string, Call>) =>
  Object.fromEntries(Object.entries(verbs).map(([name, call]) => [name, { ...callers, call }]))
const viewers = callableBy({ role: "viewer" })
const viewersAndOperators = callableBy({ role: "viewer", acting: true })
const managers = callableBy({ role: "manager" })
const managersAndTills = callableBy({ role: "manager", scope: "checkout" })
const managersAndOperators = callableBy({ role: "manager", acting: true })
const managersOperatorsAndSetup = callableBy({ role: "manager", acting: true, scope: "setup" })
const owners = callableBy({ role: "owner" })

const VERBS = {
  ...viewers({
    "alerts.changeAlertPreferences": (ctx) =>
      changeAlertPreferences(ctx, { kinds: [], locale: "fr", quiet: null }),
    "alerts.sendTestMail": sendTestMail,
    "order-log.createView": (ctx) => createView(ctx, { name: newId(), filters: {}, isShared: false }),
    "order-log.renameView": (ctx) => renameView(ctx, { id: newId(), name: "x" }),
    "order-log.updateView": (ctx) => updateView(ctx, { id: newId(), filters: {} }),
    "order-log.deleteView": (ctx) => deleteView(ctx, { id: newId() }),
    "readiness.dismissGuide": dismissGuide,
    "readiness.recallGuide": recallGuide,
  }),
  ...viewersAndOperators({
    "order-log.exportOrders": (ctx) => exportOrders(ctx, {}, "fr", EXPORT_WORDS),
  }),
  ...managers({
    "alerts.changeHeldHours": (ctx) => changeHeldHours(ctx, { hours: 4 }),
    "api-keys.createApiKey": (ctx) =>
      createApiKey(ctx, { name: "x", scopes: ["checkout"], locationId: null }),
    "links.createLink of a key": (ctx) => createLink(ctx, "key"),
    "links.revokeLink of a key": (ctx) => revokeLink(ctx, "key", { id: newId() }),
    "api-keys.revokeApiKey": (ctx) => revokeApiKey(ctx, { id: newId() }),
    "test-till.openTestTill": (ctx) => openTestTill(ctx, { locationId: newId(), consents: true }),
    "test-till.resumeTestTill": (ctx) => resumeTestTill(ctx, { id: newId() }),
    "rewards.runPreflight": runPreflight,
    "connections.startConnecting": (ctx) => startConnecting(ctx, "s"),
    "connections.finishConnecting": (ctx) => finishConnecting(ctx, "s", { state: "x" }),
    "deliveries.correctOrder": (ctx) => correctOrder(ctx, { id: newId(), comment: null }),
    "deliveries.previewCorrection": (ctx) => previewCorrection(ctx, { id: newId(), comment: null }),
    "replays.approveReplay": (ctx) => approveReplay(ctx, { id: newId() }),
    "privacy.revealCustomer": (ctx) => revealCustomer(ctx, { id: "cust_1" }),
    "order-log.shareView": (ctx) => shareView(ctx, { id: newId(), isShared: true }),
  }),
  ...managersAndTills({
    "customers.identifyCustomer": (ctx) =>
      identifyCustomer(ctx, { location_id: "none", phone: "0612345678" }, null),
    "customers.enlistCustomer": (ctx) =>
      enlistCustomer(
        ctx,
        { location_id: "none", phone: "0612345678", opt_in: { sms: false, email: false } },
        null,
      ),
    "customers.changeCustomer": (ctx) => changeCustomer(ctx, "cust_1", { first_name: "x" }, null),
    "orders.acceptOrder": (ctx) => acceptOrder(ctx, paidOrder("location"), "en"),
    "orders.recordPayment": (ctx) =>
      recordPayment(ctx, "none", { location_id: "location", status: "paid" }, "en"),
    "orders.cancelOrder": (ctx) => cancelOrder(ctx, "none", { location_id: "location" }, "en"),
    "orders.refundOrder": (ctx) =>
      refundOrder(ctx, "none", { location_id: "location", refund_id: "R-1" }, "en"),
    "deliveries.correctOrderOfTill": (ctx) =>
      correctOrderOfTill(ctx, "none", { location_id: "location", comment: null }, "en"),
    "redemptions.lockReward": (ctx) => lockReward(ctx, HOLD),
    "redemptions.unlockReward": (ctx) => unlockReward(ctx, HOLD),
    "redemptions.useReward": (ctx) => useReward(ctx, HOLD, "x"),
    "redemptions.redeemReward": (ctx) =>
      redeemReward(ctx, {
        ...HOLD,
        rewardId: "rew_1",
        location: { id: newId(), storeSlug: "x" },
        requestKey: "k",
      }),
    "tills.recordHeartbeat": (ctx) =>
      recordHeartbeat(ctx, {
        till_id: "t",
        location_id: "none",
        offline_orders: 0,
        sent_at: new Date().toISOString(),
      }),
    "reconciliation.reportDay": (ctx) =>
      reportDay(ctx, "2026-11-20", { location_id: "none", orders: 0, total_cents: 0 }),
  }),
  ...managersAndOperators({
    "alerts.resendAlert": (ctx) => resendAlert(ctx, { id: newId() }),
    "test-till.openRehearsalTill": (ctx) => openRehearsalTill(ctx, newId()),
    "test-till.closeTestTill": (ctx) => closeTestTill(ctx, { id: newId() }),
    "audit.listAuditEvents": (ctx) => listAuditEvents(ctx),
    "catalog.readCatalogFile": (ctx) =>
      readCatalogFile(ctx, { file: new File(["SKU;Nom;Prix\nA;B;1"], "a.csv") }),
    "catalog.importCatalog": (ctx) => importCatalog(ctx, { id: newId(), mode: "upsert" }),
    "catalog.acceptAlias": (ctx) => acceptAlias(ctx, { alias: "x", sku: "none" }),
    "catalog.removeAlias": (ctx) => removeAlias(ctx, { alias: "x" }),
    "tills.declareCapabilities": (ctx) =>
      declareCapabilities(ctx, { canScan: Math.random() < 0.5, canVouchers: true }),
    "go-live.startRehearsal": startRehearsal,
    "go-live.makeReport": makeReport,
    "rewards.refreshRewards": refreshRewards,
    "connections.readStores": readStores,
    "connections.refreshStores": refreshStores,
    "deliveries.replayOrder": (ctx) => replayOrder(ctx, { id: newId() }),
    "deliveries.verifyOrder": (ctx) => verifyOrder(ctx, { id: newId() }),
    "replays.planReplay": (ctx) => planReplay(ctx, { kind: "send", orders: { ids: [newId()] } }),
    "replays.confirmReplay": (ctx) => confirmReplay(ctx, { id: newId(), name: "x" }),
    "replays.cancelReplay": (ctx) => cancelReplay(ctx, { id: newId() }),
    "incidents.dismissIncident": (ctx) => dismissIncident(ctx, { id: newId() }),
    "locations.addLocation": (ctx) => addLocation(ctx, { ref: newId(), name: "x" }),
    "locations.previewLocationFile": (ctx) =>
      previewLocationFile(ctx, { file: new File(["id;nom\nx;X"], "a.csv") }),
    "mappings.mapLocation": (ctx) => mapLocation(ctx, { locationId: newId(), storeSlug: "x" }),
    "mappings.acceptSuggestions": (ctx) => acceptSuggestions(ctx, [{ locationId: newId(), storeSlug: "x" }]),
    "mappings.undoSuggestions": (ctx) =>
      undoSuggestions(ctx, { mappedAt: new Date().toISOString(), locationIds: [newId()] }),
    "mappings.acknowledgeRename": (ctx) => acknowledgeRename(ctx, { storeSlug: "x", name: "x" }),
    "mappings.unmapLocation": (ctx) => unmapLocation(ctx, { locationId: newId() }),
    "tills.forgetTill": (ctx) => forgetTill(ctx, { ref: "none" }),
    "reconciliation.sendGap": (ctx) => sendGap(ctx, { day: "2026-11-20", name: "x" }),
    "webhooks.checkWebhooks": checkWebhooks,
  }),
  ...managersOperatorsAndSetup({
    "catalog.putCatalog": (ctx) => putCatalog(ctx, [], "upsert"),
    "locations.putLocations": (ctx) => putLocations(ctx, [{ id: newId(), name: "x" }]),
    "locations.archiveLocation": (ctx) => archiveLocation(ctx, "none"),
  }),
  ...owners({
    "alerts.addEndpoint": (ctx) => addEndpoint(ctx, { url: "http://localhost:9/", kinds: ["day_gap"] }),
    "alerts.removeEndpoint": (ctx) => removeEndpoint(ctx, { id: newId() }),
    "alerts.sendTestWebhook": (ctx) => sendTestWebhook(ctx, { id: newId() }),
    "connections.connectWithToken": (ctx) => connectWithToken(ctx, { token: "a-token-of-pongo" }),
    "connections.disconnect": disconnect,
    "links.createLink": (ctx) => createLink(ctx, "connection"),
    "links.revokeLink": (ctx) => revokeLink(ctx, "connection", { id: newId() }),
    "replays.changeApprovalThreshold": (ctx) => changeApprovalThreshold(ctx, { orders: 400 }),
    "privacy.exportCustomer": (ctx) => exportCustomer(ctx, { id: "cust_1" }),
    "privacy.eraseCustomer": (ctx) => eraseCustomer(ctx, { id: "cust_1" }),
    "privacy.changePrivacySettings": (ctx) =>
      changePrivacySettings(ctx, {
        orderContentDays: 30 + Math.floor(Math.random() * 1_000),
        personalDataDays: 365,
        logDays: 90,
        sendsAnonymousOrders: true,
        dayCutoffHour: 5,
      }),
    "reconciliation.closeDays": (ctx) => closeDays(ctx, new Date("2026-01-01")),
    "team.inviteMember": (ctx) => inviteMember(ctx, { email: `${newId()}@example.org`, role: "viewer" }),
    "team.revokeInvitation": (ctx) => revokeInvitation(ctx, { id: newId() }),
    "team.changeRole": (ctx) => changeRole(ctx, { ...nobody(), role: "viewer" }),
    "team.removeMember": (ctx) => removeMember(ctx, nobody()),
    "team.listInvitations": listInvitations,
  }),
}

/** Called by the system and by other verbs inside their transaction, where no role is checked. */
const WITHOUT_ROLE = [
  "api-keys.insertKey",
  "audit.recordAudit",
  "audit.recordAudits",
  "limits.lockMerchant",
  "limits.requireBelowLimit",
  "tills.noteEvidence",
  "tills.noteIdentified",
  "rewards.rememberRewards",
  "team.endInvitations",
  "team.writeInvitation",
  "tills.seeTill",
]

describe("the verb itself asks for the role:", () => {
  for (const [name, { role, call }] of Object.entries(VERBS))
    for (const actor of ROLES) {
      const isAllowed = ROLES.indexOf(actor) >= ROLES.indexOf(role)
      test(`${name} ${isAllowed ? "serves" : "refuses"} a ${actor}`, async () => {
        const before = await auditOf(merchant.merchantId)
        const code = await codeOf(call(merchant[actor]))
        if (isAllowed) return expect(["role_required", "forbidden"]).not.toContain(code)
        expect(code).toBe("role_required")
        expect(await auditOf(merchant.merchantId)).toEqual(before)
      })
    }
})

describe("an operator who acts for the merchant", () => {
  // Acts as owner, so that a refusal comes from acting and not from the role.
  const acting = (): Ctx => ({
    ...merchant.owner,
    actor: { kind: "operator", id: personId(merchant.owner)!, name: "Alex" },
  })
  for (const [name, { acting: isAllowed, call }] of Object.entries(VERBS))
    test(`${isAllowed ? "may call" : "is refused"} ${name}`, async () => {
      const before = await auditOf(merchant.merchantId)
      const code = await codeOf(call(acting()))
      if (isAllowed) return expect(["acting_refused", "role_required"]).not.toContain(code)
      expect(code).toBe("acting_refused")
      expect(await auditOf(merchant.merchantId)).toEqual(before)
    })
})

describe("a till's key, whatever its scopes,", () => {
  for (const [name, { scope, call }] of Object.entries(VERBS))
    if (scope)
      test(`calls ${name} with the scope ${scope} only`, async () => {
        const { merchantId, keyId } = merchant
        const other = scope === "setup" ? "checkout" : "setup"
        expect(await codeOf(call({ ...tillCtx(merchantId, keyId), scopes: [other] }))).toBe("forbidden")
        expect(await codeOf(call({ ...tillCtx(merchantId, keyId), scopes: [scope] }))).not.toBe("forbidden")
      })
    else
      test(`cannot call ${name}`, async () => {
        expect(await codeOf(call(tillCtx(merchant.merchantId, merchant.keyId)))).toBe("role_required")
      })
})

test("the table above lists every verb", () => {
  const verbs = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => /^[\w-]+\/[\w-]+\.ts$/.test(file) && !/^auth\/|\.test\.ts$/.test(file))
    .flatMap((file) => {
      const [noun] = file.split("/")
      return readFileSync(join(import.meta.dirname, file), "utf8")
        .split(/^export (?=(?:async )?function )/m)
        .slice(1)
        .filter((text) => {
          const [, parameters] = /function \w+[^(\n]*\(([^)]*)\)/.exec(text)!
          const isVerb = file.endsWith("/mutations.ts") || /\brequireRole(OrScope)?\(ctx\b/.test(text)
          return isVerb && /\bctx: Ctx\b/.test(parameters!)
        })
        .map((text) => `${noun}.${/function (\w+)/.exec(text)![1]}`)
    })
  expect(verbs.length).toBeGreaterThan(60)
  expect(verbs.filter((name) => !(name in VERBS) && !WITHOUT_ROLE.includes(name))).toEqual([])
})

const auditOf = (merchantId: string) =>
  sql`select id from audit_events where merchant_id = ${merchantId} order by id`
