import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
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
    reads((ctx) => findSubject(ctx, "their-order")),
    reads((ctx) => findSubject(ctx, "06 12 34 56 78")),
    reads((ctx) => findSubject(ctx, "cust_theirs")),
  ],
  "diagnosis/queries.getDiagnosedOrder": refused("order_not_found", (ctx) =>
    getDiagnosedOrder(ctx, theirs.id),
  ),
  "diagnosis/queries.listAlternatives": reads((ctx) => listAlternatives(ctx, theirs.id)),
  "diagnosis/queries.getSurroundings": reads(getSurroundings),
})
