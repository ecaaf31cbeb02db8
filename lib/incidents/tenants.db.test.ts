import { db, sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
import { acceptOrder } from "@/lib/orders/accept"
import { dismissIncident } from "./mutations"
import {
  countOpenIncidents,
  countPutAwayOrders,
  getIncident,
  listOpenIncidents,
  listPastIncidents,
} from "./queries"
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
  "incidents/queries.listOpenIncidents": { call: listOpenIncidents, reads: true },
  "incidents/queries.listPastIncidents": { call: (ctx) => listPastIncidents(ctx, {}), reads: true },
  "incidents/queries.countOpenIncidents": { call: countOpenIncidents, reads: true },
  "incidents/queries.countPutAwayOrders": { call: countPutAwayOrders, reads: true },
  "incidents/queries.getIncident": {
    call: (ctx) => getIncident(ctx, theirs.incidentId),
    refusal: "not_found",
  },
  "incidents/mutations.dismissIncident": {
    call: (ctx) => dismissIncident(ctx, { id: theirs.incidentId }),
    refusal: "conflict",
  },
  "incidents/tell.tellOpened": {
    call: (ctx) => db.transaction((tx) => tellOpened(tx, ctx, theirs.incidentId)),
    refusal: "not_found",
  },
  "incidents/tell.tellClosed": {
    call: (ctx) => db.transaction((tx) => tellClosed(tx, ctx, theirs.incidentId)),
    refusal: "not_found",
  },
  "incidents/tell.tellHeldLong": { call: (ctx) => db.transaction((tx) => tellHeldLong(tx, ctx)) },
})
