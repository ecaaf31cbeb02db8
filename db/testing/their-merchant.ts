import { sql } from "@/db/index"
import { connect, eventually, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { listAuditEvents } from "@/lib/audit/queries"
import type { Ctx } from "@/lib/auth/ctx"
import { claimKey } from "@/lib/checkout-api/idempotency"
import { startConnecting } from "@/lib/connections/mutations"
import { newId } from "@/lib/id"
import { createLink } from "@/lib/links/mutations"
import { getPendingLink } from "@/lib/links/queries"
import { archiveLocation } from "@/lib/locations/mutations"
import { recomputeSuggestions } from "@/lib/mappings/recompute"
import { acceptOrder } from "@/lib/orders/accept"
import { inviteMember } from "@/lib/team/mutations"
import { listInvitations } from "@/lib/team/queries"
import { openTestTill } from "@/lib/test-till/mutations"
import { seeTill } from "@/lib/tills/mutations"
import type { Sandbox } from "@/sandbox/server/server"
import { CHEZ_ROSALIE } from "@/sandbox/state/seed"
/** A merchant with a row in every table that a stranger might want to see or change. */
export async function makeTheirMerchant(sandbox: Sandbox) {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, till } = merchant
  await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
  const location = await makeLocation(merchantId, { ref: "their-location", storeSlug: "their-store" })
  await makeStore(merchantId, "their-free-store")
  // A location with a suggestion, and a renamed store.
  const freeLocation = await makeLocation(merchantId, { ref: "their-free-location" })
  await sql`update locations set name = 'their-free-store' where id = ${freeLocation.id}`
  await sql`update stores set previous_name = 'Before' where merchant_id = ${merchantId} and slug = 'their-store'`
  const mappedAt = new Date().toISOString()
  await sql`update store_mappings set mapped_at = ${mappedAt} where location_id = ${location.id}`
  const customer = { phone: "0612345678", opt_in: { sms: true, email: false } }
  const order = paidOrder(location.ref, { order_id: "their-order", customer })
  const { answer } = await acceptOrder(till, order, "en")
  const open = paidOrder(location.ref, { order_id: "their-open-order", state: "open" })
  const { answer: openAnswer } = await acceptOrder(till, open, "en")
  const old = await makeLocation(merchantId, { ref: "their-old-location" })
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
  await createLink(owner, "connection")
  const link = await getPendingLink(owner, "connection")
  const claim = await claimKey(till, "their-key", "their-hash")
  seeTill(till, "their-till")
  await eventually("till noted", async () => (await sql`select 1 from tills`).length)
  const { id: testTillId } = await openTestTill(owner, { locationId: location.id, consents: false })
  const [audit] = await listAuditEvents(owner)
  await recomputeSuggestions(owner)
  await sql`
    insert into pongo_pauses (merchant_id, since, expires_at)
    values (${merchantId}, now(), now() + interval '1 hour')`
  return {
    ...merchant,
    location,
    freeLocation,
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
export async function atNamesake<T>(ctx: Ctx, run: (ref: string) => Promise<T>): Promise<T> {
  await makeLocation(ctx.merchantId, { ref: "their-location" })
  return run("their-location")
}
