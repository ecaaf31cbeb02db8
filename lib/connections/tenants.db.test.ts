import { db } from "@/db/index"
import { makeLocation } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
import { atNamesake, makeTheirMerchant } from "@/db/testing/their-merchant"
import { useSandbox } from "@/db/testing/use-sandbox"
import { insertKey } from "@/lib/api-keys/insert-key"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { listApiKeys } from "@/lib/api-keys/queries"
import { closeTestTill, openRehearsalTill, openTestTill } from "@/lib/api-keys/test-till"
import { recordAudit, recordAudits } from "@/lib/audit/mutations"
import { listAuditEvents } from "@/lib/audit/queries"
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
import { lockMerchant, requireRoom } from "@/lib/limits/mutations"
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
import { readSetup } from "@/lib/readiness/queries"
import {
  changeRole,
  inviteMember,
  removeMember,
  revokeInvitation,
  writeInvitation,
} from "@/lib/team/mutations"
import { listInvitations, listMembers } from "@/lib/team/queries"
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
  "connections/revoke.markRevoked": { call: (ctx) => markRevoked(ctx, 1, "tried") },
  "connections/mutations.connectWithToken": {
    call: (ctx) => connectWithToken(ctx, { token: sandbox.issueToken(LE_COMPTOIR) }),
  },
  "locations/mutations.putLocations": {
    call: (ctx) => putLocations(ctx, [{ id: "their-location", name: "Mine" }]),
  },
  "locations/mutations.archiveLocation": [
    { call: (ctx) => archiveLocation(ctx, "their-location"), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, (ref) => archiveLocation(ctx, ref)) },
  ],
  "locations/mutations.addLocation": {
    call: (ctx) => addLocation(ctx, { ref: "their-location", name: "Mine" }),
  },
  "locations/mutations.previewLocationFile": {
    call: (ctx) => previewLocationFile(ctx, { file: new File(["id;nom\ntheir-location;X"], "a.csv") }),
    reads: true,
  },
  "limits/mutations.requireRoom": {
    call: (ctx) =>
      db.transaction((tx) =>
        requireRoom(ctx, tx, "keys", tx`api_keys where merchant_id = ${ctx.merchantId}`),
      ),
  },
  "locations/queries.findLocations": { call: (ctx) => findLocations(ctx), reads: true },
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
    call: (ctx) => requireLocation(ctx, "their-location"),
    refusal: "location_unknown",
  },
  "mappings/mutations.mapLocation": [
    {
      call: (ctx) => mapLocation(ctx, { locationId: theirs.location.id, storeSlug: "their-free-store" }),
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
        { locationId: theirs.freeLocation.id, storeSlug: "their-free-store" },
      ])
      return results.map(({ outcome, holder }) => ({ outcome, holder }))
    },
  },
  "mappings/mutations.undoSuggestions": {
    call: (ctx) => undoSuggestions(ctx, { mappedAt: theirs.mappedAt, locationIds: [theirs.location.id] }),
  },
  "mappings/mutations.acknowledgeRename": {
    call: (ctx) => acknowledgeRename(ctx, { storeSlug: "their-store", name: "their-store" }),
    refusal: "conflict",
  },
  "mappings/mutations.unmapLocation": {
    call: (ctx) => unmapLocation(ctx, { locationId: theirs.location.id }),
    refusal: "conflict",
  },
  "mappings/queries.listSuggestions": { call: listSuggestions, reads: true },
  "mappings/queries.requireMappedLocation": {
    call: (ctx) => requireMappedLocation(ctx, "their-location"),
    refusal: "location_unknown",
  },
  "mappings/recompute.recomputeSuggestions": { call: (ctx) => recomputeSuggestions(ctx) },
  "api-keys/mutations.createApiKey": {
    call: (ctx) => createApiKey(ctx, { name: "x", scopes: ["checkout"], locationId: theirs.location.id }),
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
          locationId: theirs.location.id,
          isTest: false,
          expiresAt: null,
        }),
      ),
    refusal: "location_unknown",
  },
  "api-keys/test-till.openTestTill": {
    call: (ctx) => openTestTill(ctx, { locationId: theirs.location.id, consents: true }),
    refusal: "location_unknown",
  },
  "api-keys/test-till.openRehearsalTill": {
    call: (ctx) => openRehearsalTill(ctx, theirs.location.id),
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
  "limits/mutations.lockMerchant": {
    call: (ctx) => db.transaction((tx) => lockMerchant(tx, ctx)),
    reads: true,
  },
  "merchants/queries.getMerchant": { call: getMerchant, reads: true },
  "merchants/queries.getMerchantCached": { call: getMerchantCached, reads: true },
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
  "readiness/mutations.dismissGuide": { call: dismissGuide },
  "readiness/mutations.recallGuide": { call: recallGuide },
  "readiness/queries.readSetup": { call: readSetup, reads: true },
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
})
