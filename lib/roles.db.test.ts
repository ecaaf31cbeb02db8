import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import type { KeyScope, Role } from "@/db/enums"
import { ROLES } from "@/db/enums"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder, tillCtx } from "@/db/testing/fixtures"
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
import { closeTestTill, openRehearsalTill, openTestTill } from "@/lib/api-keys/test-till"
import { listAuditEvents } from "@/lib/audit/queries"
import { type Ctx, personId } from "@/lib/auth/ctx"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { importCatalog, putCatalog, readCatalogFile } from "@/lib/catalog/mutations"
import { createConnectionLink, revokeConnectionLink } from "@/lib/connections/links"
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

/**
 * For each verb, the lowest role, the scope with which a till may call it, and whether an operator acting for the
 * merchant may call it.
 */
const VERBS: Record<
  string,
  { role: Role; acting?: true; scope?: KeyScope; call: (ctx: Ctx) => Promise<unknown> }
> = {
  "alerts.changeAlertPreferences": {
    role: "viewer",
    call: (ctx) => changeAlertPreferences(ctx, { kinds: [], locale: "fr", quiet: null }),
  },
  "alerts.changeHeldHours": { role: "manager", call: (ctx) => changeHeldHours(ctx, { hours: 4 }) },
  "alerts.addEndpoint": {
    role: "owner",
    call: (ctx) => addEndpoint(ctx, { url: "http://localhost:9/", kinds: ["day_gap"] }),
  },
  "alerts.removeEndpoint": { role: "owner", call: (ctx) => removeEndpoint(ctx, { id: newId() }) },
  "alerts.resendAlert": { role: "manager", acting: true, call: (ctx) => resendAlert(ctx, { id: newId() }) },
  "alerts.sendTestMail": { role: "viewer", call: sendTestMail },
  "alerts.sendTestWebhook": { role: "owner", call: (ctx) => sendTestWebhook(ctx, { id: newId() }) },
  "api-keys.createApiKey": {
    role: "manager",
    call: (ctx) => createApiKey(ctx, { name: "x", scopes: ["checkout"], locationId: null }),
  },
  "api-keys.revokeApiKey": { role: "manager", call: (ctx) => revokeApiKey(ctx, { id: newId() }) },
  "api-keys.openTestTill": {
    role: "manager",
    call: (ctx) => openTestTill(ctx, { locationId: newId(), consents: true }),
  },
  "api-keys.openRehearsalTill": {
    role: "manager",
    acting: true,
    call: (ctx) => openRehearsalTill(ctx, newId()),
  },
  "api-keys.closeTestTill": {
    role: "manager",
    acting: true,
    call: (ctx) => closeTestTill(ctx, { id: newId() }),
  },
  "audit.listAuditEvents": { role: "manager", acting: true, call: (ctx) => listAuditEvents(ctx) },
  "catalog.putCatalog": {
    role: "manager",
    acting: true,
    scope: "setup",
    call: (ctx) => putCatalog(ctx, [], "upsert"),
  },
  "catalog.readCatalogFile": {
    role: "manager",
    acting: true,
    call: (ctx) => readCatalogFile(ctx, { file: new File(["SKU;Nom;Prix\nA;B;1"], "a.csv") }),
  },
  "catalog.importCatalog": {
    role: "manager",
    acting: true,
    call: (ctx) => importCatalog(ctx, { id: newId(), mode: "upsert" }),
  },
  "catalog.acceptAlias": {
    role: "manager",
    acting: true,
    call: (ctx) => acceptAlias(ctx, { alias: "x", sku: "none" }),
  },
  "catalog.removeAlias": { role: "manager", acting: true, call: (ctx) => removeAlias(ctx, { alias: "x" }) },
  "tills.declareCapabilities": {
    role: "manager",
    acting: true,
    call: (ctx) => declareCapabilities(ctx, { canScan: Math.random() < 0.5, canVouchers: true }),
  },
  "go-live.startRehearsal": { role: "manager", acting: true, call: startRehearsal },
  "go-live.makeReport": { role: "manager", acting: true, call: makeReport },
  "rewards.refreshRewards": { role: "manager", acting: true, call: refreshRewards },
  "rewards.runPreflight": { role: "manager", call: runPreflight },
  "connections.startConnecting": { role: "manager", call: (ctx) => startConnecting(ctx, "s") },
  "connections.finishConnecting": {
    role: "manager",
    call: (ctx) => finishConnecting(ctx, "s", { state: "x" }),
  },
  "connections.connectWithToken": {
    role: "owner",
    call: (ctx) => connectWithToken(ctx, { token: "a-token-of-pongo" }),
  },
  "connections.disconnect": { role: "owner", call: disconnect },
  "connections.createConnectionLink": { role: "owner", call: createConnectionLink },
  "connections.revokeConnectionLink": {
    role: "owner",
    call: (ctx) => revokeConnectionLink(ctx, { id: newId() }),
  },
  "connections.readStores": { role: "manager", acting: true, call: readStores },
  "connections.refreshStores": { role: "manager", acting: true, call: refreshStores },
  "customers.identifyCustomer": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => identifyCustomer(ctx, { location_id: "none", phone: "0612345678" }, null),
  },
  "customers.enlistCustomer": {
    role: "manager",
    scope: "checkout",
    call: (ctx) =>
      enlistCustomer(
        ctx,
        { location_id: "none", phone: "0612345678", opt_in: { sms: false, email: false } },
        null,
      ),
  },
  "customers.changeCustomer": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => changeCustomer(ctx, "cust_1", { first_name: "x" }, null),
  },
  "deliveries.replayOrder": {
    role: "manager",
    acting: true,
    call: (ctx) => replayOrder(ctx, { id: newId() }),
  },
  "deliveries.correctOrder": {
    role: "manager",
    call: (ctx) => correctOrder(ctx, { id: newId(), comment: null }),
  },
  "deliveries.previewCorrection": {
    role: "manager",
    call: (ctx) => previewCorrection(ctx, { id: newId(), comment: null }),
  },
  "deliveries.verifyOrder": {
    role: "manager",
    acting: true,
    call: (ctx) => verifyOrder(ctx, { id: newId() }),
  },
  "replays.planReplay": {
    role: "manager",
    acting: true,
    call: (ctx) => planReplay(ctx, { kind: "send", orders: { ids: [newId()] } }),
  },
  "replays.confirmReplay": {
    role: "manager",
    acting: true,
    call: (ctx) => confirmReplay(ctx, { id: newId(), name: "x" }),
  },
  "replays.approveReplay": { role: "manager", call: (ctx) => approveReplay(ctx, { id: newId() }) },
  "replays.cancelReplay": {
    role: "manager",
    acting: true,
    call: (ctx) => cancelReplay(ctx, { id: newId() }),
  },
  "replays.changeApprovalThreshold": {
    role: "owner",
    call: (ctx) => changeApprovalThreshold(ctx, { orders: 400 }),
  },
  "incidents.dismissIncident": {
    role: "manager",
    acting: true,
    call: (ctx) => dismissIncident(ctx, { id: newId() }),
  },
  "locations.addLocation": {
    role: "manager",
    acting: true,
    call: (ctx) => addLocation(ctx, { ref: newId(), name: "x" }),
  },
  "locations.putLocations": {
    role: "manager",
    acting: true,
    scope: "setup",
    call: (ctx) => putLocations(ctx, [{ id: newId(), name: "x" }]),
  },
  "locations.previewLocationFile": {
    role: "manager",
    acting: true,
    call: (ctx) => previewLocationFile(ctx, { file: new File(["id;nom\nx;X"], "a.csv") }),
  },
  "locations.archiveLocation": {
    role: "manager",
    acting: true,
    scope: "setup",
    call: (ctx) => archiveLocation(ctx, "none"),
  },
  "mappings.mapLocation": {
    role: "manager",
    acting: true,
    call: (ctx) => mapLocation(ctx, { locationId: newId(), storeSlug: "x" }),
  },
  "mappings.acceptSuggestions": {
    role: "manager",
    acting: true,
    call: (ctx) => acceptSuggestions(ctx, [{ locationId: newId(), storeSlug: "x" }]),
  },
  "mappings.undoSuggestions": {
    role: "manager",
    acting: true,
    call: (ctx) => undoSuggestions(ctx, { mappedAt: new Date().toISOString(), locationIds: [newId()] }),
  },
  "mappings.acknowledgeRename": {
    role: "manager",
    acting: true,
    call: (ctx) => acknowledgeRename(ctx, { storeSlug: "x", name: "x" }),
  },
  "mappings.unmapLocation": {
    role: "manager",
    acting: true,
    call: (ctx) => unmapLocation(ctx, { locationId: newId() }),
  },
  "orders.acceptOrder": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => acceptOrder(ctx, paidOrder("location"), "en"),
  },
  "orders.recordPayment": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => recordPayment(ctx, "none", { location_id: "location", status: "paid" }, "en"),
  },
  "orders.cancelOrder": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => cancelOrder(ctx, "none", { location_id: "location" }, "en"),
  },
  "orders.refundOrder": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => refundOrder(ctx, "none", { location_id: "location", refund_id: "R-1" }, "en"),
  },
  "deliveries.correctOrderOfTill": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => correctOrderOfTill(ctx, "none", { location_id: "location", comment: null }, "en"),
  },
  "redemptions.lockReward": { role: "manager", scope: "checkout", call: (ctx) => lockReward(ctx, HOLD) },
  "redemptions.unlockReward": { role: "manager", scope: "checkout", call: (ctx) => unlockReward(ctx, HOLD) },
  "redemptions.useReward": { role: "manager", scope: "checkout", call: (ctx) => useReward(ctx, HOLD, "x") },
  "redemptions.redeemReward": {
    role: "manager",
    scope: "checkout",
    call: (ctx) =>
      redeemReward(ctx, {
        ...HOLD,
        rewardId: "rew_1",
        location: { id: newId(), storeSlug: "x" },
        requestKey: "k",
      }),
  },
  "privacy.revealCustomer": { role: "manager", call: (ctx) => revealCustomer(ctx, { id: "cust_1" }) },
  "privacy.exportCustomer": { role: "owner", call: (ctx) => exportCustomer(ctx, { id: "cust_1" }) },
  "privacy.eraseCustomer": { role: "owner", call: (ctx) => eraseCustomer(ctx, { id: "cust_1" }) },
  "privacy.changePrivacySettings": {
    role: "owner",
    call: (ctx) =>
      changePrivacySettings(ctx, {
        orderContentDays: 30 + Math.floor(Math.random() * 1_000),
        personalDataDays: 365,
        logDays: 90,
        sendsAnonymousOrders: true,
        dayCutoffHour: 5,
      }),
  },
  "order-log.createView": {
    role: "viewer",
    call: (ctx) => createView(ctx, { name: newId(), filters: {}, isShared: false }),
  },
  "order-log.renameView": { role: "viewer", call: (ctx) => renameView(ctx, { id: newId(), name: "x" }) },
  "order-log.shareView": {
    role: "manager",
    call: (ctx) => shareView(ctx, { id: newId(), isShared: true }),
  },
  "order-log.updateView": { role: "viewer", call: (ctx) => updateView(ctx, { id: newId(), filters: {} }) },
  "order-log.deleteView": { role: "viewer", call: (ctx) => deleteView(ctx, { id: newId() }) },
  "order-log.exportOrders": {
    role: "viewer",
    acting: true,
    call: (ctx) => exportOrders(ctx, {}, "fr", EXPORT_WORDS),
  },
  "tills.forgetTill": { role: "manager", acting: true, call: (ctx) => forgetTill(ctx, { ref: "none" }) },
  "tills.recordHeartbeat": {
    role: "manager",
    scope: "checkout",
    call: (ctx) =>
      recordHeartbeat(ctx, {
        till_id: "t",
        location_id: "none",
        offline_orders: 0,
        sent_at: new Date().toISOString(),
      }),
  },
  "readiness.dismissGuide": { role: "viewer", call: dismissGuide },
  "readiness.recallGuide": { role: "viewer", call: recallGuide },
  "reconciliation.reportDay": {
    role: "manager",
    scope: "checkout",
    call: (ctx) => reportDay(ctx, "2026-11-20", { location_id: "none", orders: 0, total_cents: 0 }),
  },
  "reconciliation.sendGap": {
    role: "manager",
    acting: true,
    call: (ctx) => sendGap(ctx, { day: "2026-11-20", name: "x" }),
  },
  "reconciliation.closeDays": { role: "owner", call: (ctx) => closeDays(ctx, new Date("2026-01-01")) },
  "team.inviteMember": {
    role: "owner",
    call: (ctx) => inviteMember(ctx, { email: `${newId()}@example.org`, role: "viewer" }),
  },
  "team.revokeInvitation": { role: "owner", call: (ctx) => revokeInvitation(ctx, { id: newId() }) },
  "team.changeRole": { role: "owner", call: (ctx) => changeRole(ctx, { ...nobody(), role: "viewer" }) },
  "team.removeMember": { role: "owner", call: (ctx) => removeMember(ctx, nobody()) },
  "team.listInvitations": { role: "owner", call: listInvitations },
  "webhooks.checkWebhooks": { role: "manager", acting: true, call: checkWebhooks },
}

/** Called by the system and by other verbs inside their transaction, where no role is checked. */
const WITHOUT_ROLE = [
  "audit.recordAudit",
  "audit.recordAudits",
  "limits.lockMerchant",
  "limits.requireRoom",
  "tills.noteEvidence",
  "tills.noteIdentified",
  "rewards.rememberRewards",
  "team.writeInvitation",
  "tills.seeTill",
]

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error) => error.code,
  )

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
