import { db, sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { acceptOrder } from "@/lib/orders/accept"
import { dismissIncident } from "./mutations"
import { countPutAwayOrders, getIncident, listOpenIncidents, listPastIncidents } from "./queries"
import { sweepMerchant } from "./sweep"
import { tellClosed, tellHeldLong, tellOpened } from "./tell"

/** A merchant with three incidents: open with refused orders, dismissed, and an ended hold. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, till } = merchant
  const location = await makeLocation(merchantId, { ref: "their-location", storeSlug: "their-store" })
  for (const message of ["No.", "Never."]) {
    const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
    await sql`
      update deliveries set state = 'failed', reason = 'rejected_by_pongo', message = ${message}, last_http_status = 422
      where order_id = ${answer.id}`
  }
  await acceptOrder(till, paidOrder(location.ref), "en")
  await sweepMerchant(merchantId)
  const [refused] = await sql<{ id: string }[]>`
    select id from incidents where merchant_id = ${merchantId} and said = 'No.'`
  await sql`
    update incidents set state = 'closed', closed_at = now() where merchant_id = ${merchantId} and id <> ${refused!.id}`
  return { ...merchant, incidentId: refused!.id }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "incidents/queries.listOpenIncidents": reads(listOpenIncidents),
  "incidents/queries.listPastIncidents": reads((ctx) => listPastIncidents(ctx, {})),
  "incidents/queries.countPutAwayOrders": reads(countPutAwayOrders),
  "incidents/queries.getIncident": refused("not_found", (ctx) => getIncident(ctx, theirs.incidentId)),
  "incidents/mutations.dismissIncident": refused("conflict", (ctx) =>
    dismissIncident(ctx, { id: theirs.incidentId }),
  ),
  "incidents/tell.tellOpened": refused("not_found", (ctx) =>
    db.transaction((tx) => tellOpened(tx, ctx, theirs.incidentId)),
  ),
  "incidents/tell.tellClosed": refused("not_found", (ctx) =>
    db.transaction((tx) => tellClosed(tx, ctx, theirs.incidentId)),
  ),
  "incidents/tell.tellHeldLong": (ctx) => db.transaction((tx) => tellHeldLong(tx, ctx)),
})
