import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { blindIndex } from "@/lib/crypto"
import { rememberCustomer } from "@/lib/customers/directory"
import { phoneContext } from "@/lib/customers/queries"
import { mapLocation } from "@/lib/mappings/mutations"
import { EXPORT_COLUMNS, type ExportWords, exportOrders } from "@/lib/order-log/export"
import { listOrderTills } from "@/lib/order-log/queries"
import { nameCustomer, readSearch } from "@/lib/order-log/search"
import { acceptOrder } from "./accept"
import { listPastHolds } from "./hold-history"
import { getOrderLoyalty } from "./order-loyalty"
import { withdrawReversed } from "./sent"

const PHONE = "+33612345678"
const WORDS: ExportWords = {
  columns: Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, name])) as ExportWords["columns"],
  status: String,
  reason: String,
}

/** A merchant with an order of a customer in its directory. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, till } = merchant
  await connect(merchantId, "token")
  const location = await makeLocation(merchantId, { ref: "their-location" })
  const customer = { phone: PHONE, opt_in: { sms: true, email: false } }
  const order = paidOrder(location.ref, { customer, till: { id: "their-till" }, order_id: "0699999999" })
  const { answer } = await acceptOrder(till, order, "en")
  const reversed = (await acceptOrder(till, paidOrder(location.ref), "en")).answer.id
  await sql`update orders set state = 'cancelled' where id = ${reversed}`
  await makeStore(merchantId, "their-free-store")
  await mapLocation(owner, { locationId: location.id, storeSlug: "their-free-store" })
  await rememberCustomer(
    owner,
    {
      id: "cust_theirs",
      phone: PHONE,
      firstName: "Theirs",
      lastName: "X",
      email: "their.customer@example.org",
      points: 1,
      optIn: { sms: "yes", email: "no" },
      birthday: null,
      createdAt: null,
    },
    new Date(),
  )
  return {
    ...merchant,
    location,
    orderId: answer.id,
    reversed,
    phoneFilter: `ph_${blindIndex(PHONE, phoneContext(merchantId))}`,
  }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "order-log/queries.listOrderTills": reads(listOrderTills),
  "order-log/search.readSearch": [
    // Their order number reads as a phone for the stranger.
    reads((ctx) => readSearch(ctx, { q: "0699999999" })),
    refused("customer_not_found", (ctx) => readSearch(ctx, { q: "their.customer@example.org" })),
  ],
  "order-log/search.nameCustomer": [
    reads((ctx) => nameCustomer(ctx, "cust_theirs")),
    reads((ctx) => nameCustomer(ctx, theirs.phoneFilter)),
  ],
  "orders/hold-history.listPastHolds": reads((ctx) =>
    listPastHolds(ctx, {
      locationId: theirs.location.id,
      from: new Date(0),
      until: new Date(Date.now() + 1e6),
    }),
  ),
  "orders/order-loyalty.getOrderLoyalty": reads((ctx) => getOrderLoyalty(ctx, theirs.orderId)),
  // The order is cancelled and still queued: its own merchant's call would change it.
  "orders/sent.withdrawReversed": (ctx) => withdrawReversed(ctx, [theirs.reversed]),
  // Not `reads`: the merchant's own export leaves an audit event.
  "order-log/export.exportOrders": async (ctx) =>
    new Response(await exportOrders(ctx, {}, "en", WORDS)).text(),
})
