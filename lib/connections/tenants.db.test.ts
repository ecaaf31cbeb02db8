import { eq } from "drizzle-orm"
import { db } from "@/db/index"
import { invitations } from "@/db/schema"
import { makeLocation } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { atNamesake, makeTheirMerchant } from "@/db/testing/their-merchant"
import { useSandbox } from "@/db/testing/use-sandbox"
import { createApiKey, insertKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { listApiKeys } from "@/lib/api-keys/queries"
import { recordAudit, recordAudits } from "@/lib/audit/mutations"
import { listAuditEvents } from "@/lib/audit/queries"
import { callPongo } from "@/lib/connections/call"
import { establish, establishOnce } from "@/lib/connections/establish"
import { noteSuccess } from "@/lib/connections/last-success"
import { connectWithToken, disconnect, finishConnecting, startConnecting } from "@/lib/connections/mutations"
import { getConnection, getPongoHealth, listStores, requireToken } from "@/lib/connections/queries"
import { readStores, refreshStores, refreshStoresNow } from "@/lib/connections/refresh-stores"
import { markRevoked } from "@/lib/connections/revoke"
import { withToken } from "@/lib/connections/with-token"
import { sha256 } from "@/lib/crypto"
import { lockMerchant, requireBelowLimit } from "@/lib/limits/mutations"
import { createLink, revokeLink } from "@/lib/links/mutations"
import { getPendingLink } from "@/lib/links/queries"
import { addLocation, archiveLocation, previewLocationFile, putLocations } from "@/lib/locations/mutations"
import {
  findLocations,
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
import { changePrivacySettings } from "@/lib/privacy/mutations"
import { getPrivacySettings } from "@/lib/privacy/queries"
import { dismissGuide, recallGuide } from "@/lib/readiness/mutations"
import { pageAfterConnecting, readSetup } from "@/lib/readiness/queries"
import {
  changeRole,
  endInvitations,
  inviteMember,
  removeMember,
  revokeInvitation,
  writeInvitation,
} from "@/lib/team/mutations"
import { listInvitations, listMembers } from "@/lib/team/queries"
import { closeTestTill, openRehearsalTill, openTestTill, resumeTestTill } from "@/lib/test-till/mutations"
import { LE_COMPTOIR } from "@/sandbox/state/seed"

const sandbox = await useSandbox()
const theirs = await makeTheirMerchant(sandbox)

const PRIVACY = {
  orderContentDays: 31,
  personalDataDays: 32,
  logDays: 33,
  sendsAnonymousOrders: false,
  dayCutoffHour: 3,
}

testTenants(theirs, {
  "connections/call.callPongo": refused("not_connected", (ctx) =>
    callPongo(ctx, "stores", (client, token) => client.stores(token)),
  ),
  "connections/establish.establishOnce": refused("oauth_denied", (ctx) =>
    establishOnce(
      ctx,
      { error: "access_denied" },
      { stateHash: sha256(theirs.state), merchantId: ctx.merchantId, linkId: null },
    ),
  ),
  "connections/establish.establish": (ctx) =>
    establish(ctx, {
      token: sandbox.issueToken(LE_COMPTOIR),
      via: "oauth",
      scopes: null,
      expiresAt: null,
    }),
  "links/mutations.createLink": async (ctx) => void (await createLink(ctx, "connection")),
  "links/mutations.revokeLink": refused("conflict", (ctx) =>
    revokeLink(ctx, "connection", { id: theirs.linkId }),
  ),
  "links/queries.getPendingLink": reads((ctx) => getPendingLink(ctx, "connection")),
  "connections/mutations.startConnecting": (ctx) => startConnecting(ctx, "their-session"),
  "connections/mutations.finishConnecting": refused("oauth_state_invalid", (ctx) =>
    finishConnecting(ctx, "their-session", { state: theirs.state, code: "x" }),
  ),
  "connections/mutations.disconnect": refused("not_connected", disconnect),
  "connections/queries.getConnection": reads(getConnection),
  "connections/queries.getPongoHealth": reads(getPongoHealth),
  "connections/queries.requireToken": refused("not_connected", requireToken),
  "connections/queries.listStores": reads(listStores),
  "connections/refresh-stores.readStores": refused("not_connected", readStores),
  "connections/with-token.withToken": refused("not_connected", (ctx) =>
    withToken(ctx, (client, token) => client.stores(token)),
  ),
  "connections/refresh-stores.refreshStores": refused("not_connected", refreshStores),
  "connections/refresh-stores.refreshStoresNow": refused("not_connected", refreshStoresNow),
  "connections/last-success.noteSuccess": async (ctx) => noteSuccess(ctx),
  "connections/revoke.markRevoked": (ctx) => markRevoked(ctx, 1, "tried"),
  "connections/mutations.connectWithToken": (ctx) =>
    connectWithToken(ctx, { token: sandbox.issueToken(LE_COMPTOIR) }),
  "locations/mutations.putLocations": (ctx) => putLocations(ctx, [{ id: "their-location", name: "Mine" }]),
  "locations/mutations.archiveLocation": [
    refused("location_unknown", (ctx) => archiveLocation(ctx, "their-location")),
    (ctx) => atNamesake(ctx, (ref) => archiveLocation(ctx, ref)),
  ],
  "locations/mutations.addLocation": (ctx) => addLocation(ctx, { ref: "their-location", name: "Mine" }),
  "locations/mutations.previewLocationFile": reads((ctx) =>
    previewLocationFile(ctx, { file: new File(["id;nom\ntheir-location;X"], "a.csv") }),
  ),
  "limits/mutations.requireBelowLimit": (ctx) =>
    db.transaction((tx) =>
      requireBelowLimit(ctx, tx, "keys", tx`api_keys where merchant_id = ${ctx.merchantId}`),
    ),
  "locations/queries.findLocations": reads((ctx) => findLocations(ctx)),
  "locations/queries.listDescribed": reads(listDescribed),
  "locations/queries.listArchivedWaiting": reads(listArchivedWaiting),
  "locations/queries.listLocations": reads(listLocations),
  "locations/queries.listLocationNames": reads(listLocationNames),
  "locations/queries.listLocationsForTill": reads(listLocationsForTill),
  "locations/waiting.readWaiting": reads(async (ctx) => Object.fromEntries(await readWaiting(ctx))),
  "locations/waiting.countAllWaiting": reads(countAllWaiting),
  "locations/queries.requireLocation": refused("location_unknown", (ctx) =>
    requireLocation(ctx, "their-location"),
  ),
  "mappings/mutations.mapLocation": [
    refused("location_unknown", (ctx) =>
      mapLocation(ctx, { locationId: theirs.location.id, storeSlug: "their-free-store" }),
    ),
    refused("store_unknown", async (ctx) =>
      mapLocation(ctx, {
        locationId: (await makeLocation(ctx.merchantId)).id,
        storeSlug: "their-free-store",
      }),
    ),
  ],
  "mappings/mutations.acceptSuggestions": async (ctx) => {
    const { results } = await acceptSuggestions(ctx, [
      { locationId: theirs.freeLocation.id, storeSlug: "their-free-store" },
    ])
    return results.map(({ outcome, holder }) => ({ outcome, holder }))
  },
  "mappings/mutations.undoSuggestions": (ctx) =>
    undoSuggestions(ctx, { mappedAt: theirs.mappedAt, locationIds: [theirs.location.id] }),
  "mappings/mutations.acknowledgeRename": refused("conflict", (ctx) =>
    acknowledgeRename(ctx, { storeSlug: "their-store", name: "their-store" }),
  ),
  "mappings/mutations.unmapLocation": refused("conflict", (ctx) =>
    unmapLocation(ctx, { locationId: theirs.location.id }),
  ),
  "mappings/queries.listSuggestions": reads(listSuggestions),
  "mappings/queries.requireMappedLocation": refused("location_unknown", (ctx) =>
    requireMappedLocation(ctx, "their-location"),
  ),
  "mappings/recompute.recomputeSuggestions": (ctx) => recomputeSuggestions(ctx),
  "api-keys/mutations.createApiKey": refused("location_unknown", (ctx) =>
    createApiKey(ctx, { name: "x", scopes: ["checkout"], locationId: theirs.location.id }),
  ),
  "api-keys/mutations.revokeApiKey": refused("not_found", (ctx) => revokeApiKey(ctx, { id: theirs.keyId })),
  "api-keys/mutations.insertKey": refused("location_unknown", (ctx) =>
    db.transaction((tx) =>
      insertKey(tx, ctx, {
        name: "x",
        scopes: ["checkout"],
        locationId: theirs.location.id,
        isTest: false,
        expiresAt: null,
      }),
    ),
  ),
  "test-till/mutations.openTestTill": refused("location_unknown", (ctx) =>
    openTestTill(ctx, { locationId: theirs.location.id, consents: true }),
  ),
  "test-till/mutations.openRehearsalTill": refused("location_unknown", (ctx) =>
    openRehearsalTill(ctx, theirs.location.id),
  ),
  "test-till/mutations.resumeTestTill": refused("not_found", (ctx) =>
    resumeTestTill(ctx, { id: theirs.testTillId }),
  ),
  "test-till/mutations.closeTestTill": refused("not_found", (ctx) =>
    closeTestTill(ctx, { id: theirs.testTillId }),
  ),
  "api-keys/queries.listApiKeys": reads(listApiKeys),
  "audit/mutations.recordAudit": (ctx) => recordAudit(db as never, ctx, "order.replayed", theirs.orderId),
  "audit/mutations.recordAudits": (ctx) =>
    recordAudits(db as never, ctx, "order.replayed", [{ target: theirs.orderId, details: null }]),
  "audit/queries.listAuditEvents": [
    reads((ctx) => listAuditEvents(ctx)),
    (ctx) => listAuditEvents(ctx, { before: theirs.auditId }),
  ],
  "limits/mutations.lockMerchant": reads((ctx) => db.transaction((tx) => lockMerchant(tx, ctx))),
  "merchants/queries.getMerchant": reads(getMerchant),
  "merchants/queries.getMerchantCached": reads(getMerchantCached),
  "privacy/mutations.changePrivacySettings": (ctx) => changePrivacySettings(ctx, { ...PRIVACY, logDays: 8 }),
  "privacy/queries.getPrivacySettings": [
    getPrivacySettings,
    reads(async (ctx) => {
      if (ctx.merchantId !== theirs.merchantId) await changePrivacySettings(ctx, { ...PRIVACY, logDays: 9 })
      return getPrivacySettings(ctx)
    }),
  ],
  "readiness/mutations.dismissGuide": dismissGuide,
  "readiness/mutations.recallGuide": recallGuide,
  "readiness/queries.pageAfterConnecting": pageAfterConnecting,
  "readiness/queries.readSetup": reads(readSetup),
  "team/mutations.writeInvitation": (ctx) =>
    db.transaction((tx) => writeInvitation(tx, ctx, { email: "their-guest@example.org", role: "owner" })),
  "team/mutations.inviteMember": (ctx) =>
    inviteMember(ctx, { email: "their-guest@example.org", role: "owner" }),
  "team/mutations.revokeInvitation": refused("conflict", (ctx) =>
    revokeInvitation(ctx, { id: theirs.invitationId }),
  ),
  "team/mutations.endInvitations": (ctx) =>
    db.transaction((tx) => endInvitations(tx, ctx, eq(invitations.id, theirs.invitationId))),
  "team/mutations.changeRole": refused("not_found", (ctx) =>
    changeRole(ctx, { userId: theirs.viewerId, role: "owner" }),
  ),
  "team/mutations.removeMember": refused("not_found", (ctx) =>
    removeMember(ctx, { userId: theirs.viewerId }),
  ),
  "team/queries.listMembers": reads(listMembers),
  "team/queries.listInvitations": reads(listInvitations),
})
