import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
import { acceptOrder } from "@/lib/orders/accept"
import type { PosOrder } from "@/lib/orders/schema"
import { findSubject, getDiagnosedOrder, getSurroundings, listAlternatives } from "./queries"

async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const location = await makeLocation(merchant.merchantId, {
    ref: "their-location",
    storeSlug: "their-store",
  })
  const accept = async (changes: Partial<PosOrder>) =>
    (await acceptOrder(merchant.till, paidOrder(location.ref, changes), "en")).answer.id
  const id = await accept({
    order_id: "their-order",
    customer: { phone: "0612345678", opt_in: { sms: true, email: false } },
  })
  await accept({ order_id: "their-second", customer: { id: "cust_theirs" } })
  await accept({ order_id: "their-unnamed" })
  return { ...merchant, id }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "diagnosis/queries.findSubject": [
    { call: (ctx) => findSubject(ctx, "their-order"), reads: true },
    { call: (ctx) => findSubject(ctx, "06 12 34 56 78"), reads: true },
    { call: (ctx) => findSubject(ctx, "cust_theirs"), reads: true },
  ],
  "diagnosis/queries.getDiagnosedOrder": {
    call: (ctx) => getDiagnosedOrder(ctx, theirs.id),
    refusal: "order_not_found",
  },
  "diagnosis/queries.listAlternatives": { call: (ctx) => listAlternatives(ctx, theirs.id), reads: true },
  "diagnosis/queries.getSurroundings": { call: getSurroundings, reads: true },
})
