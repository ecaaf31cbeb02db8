import { sql } from "@/db/index"
import { connect, eventually, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { acceptOrder } from "@/lib/orders/accept"
import { getCapabilities } from "@/lib/tills/capabilities"
import { declareCapabilities } from "@/lib/tills/declare-capabilities"
import { listEvidence } from "@/lib/tills/evidence"
import { noteEvidence, noteIdentified } from "@/lib/tills/note-evidence"
import { readFacts } from "./facts"
import { makeReport, startRehearsal } from "./mutations"
import { readOrderFacts } from "./order-facts"
import { findRehearsalLocation, findReport, getLastRehearsal, listReports, readChecks } from "./queries"

async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, till } = merchant
  const location = await makeLocation(merchantId, { ref: "their-location", storeSlug: "their-store" })
  const orderIds: string[] = []
  for (const isTest of [false, true]) {
    const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
    await sql`
      update deliveries set state = 'delivered', delivered_at = now(), store_slug = 'their-store', is_test = ${isTest}
      where order_id = ${answer.id}`
    orderIds.push(answer.id)
  }
  const where = { locationId: location.id, tillId: "their-till" }
  noteEvidence(till, "profile_shown", where)
  noteEvidence(owner, "profile_shown", where)
  await eventually("the evidence is recorded", async () => (await listEvidence(owner)).length === 2)
  await declareCapabilities(owner, { canScan: false, canVouchers: false })
  await connect(merchantId, "their-token")
  await startRehearsal(owner)
  const { id: reportId } = await makeReport(owner)
  return { ...merchant, location, orderIds, reportId }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "tills/declare-capabilities.declareCapabilities": (ctx) =>
    declareCapabilities(ctx, { canScan: true, canVouchers: true }),
  "tills/capabilities.getCapabilities": reads(getCapabilities),
  "tills/note-evidence.noteEvidence": (ctx) =>
    noteEvidence(ctx, "profile_shown", { locationId: theirs.location.id, tillId: "their-till" }),
  "tills/note-evidence.noteIdentified": (ctx) =>
    noteIdentified(ctx, { customerId: "cust_theirs", locationId: theirs.location.id, how: "scan" }),
  "tills/evidence.listEvidence": reads(listEvidence),
  "go-live/facts.readFacts": reads(readFacts),
  "go-live/order-facts.readOrderFacts": [
    reads((ctx) => readOrderFacts(ctx, { isTest: false })),
    reads((ctx) => readOrderFacts(ctx, { isTest: true })),
  ],
  "go-live/mutations.makeReport": async (ctx) => typeof (await makeReport(ctx)).id,
  "go-live/mutations.startRehearsal": refused("not_connected", startRehearsal),
  "go-live/queries.findRehearsalLocation": reads(findRehearsalLocation),
  "go-live/queries.getLastRehearsal": reads(getLastRehearsal),
  "go-live/queries.findReport": reads((ctx) => findReport(ctx, theirs.reportId)),
  "go-live/queries.listReports": reads(listReports),
  "go-live/queries.readChecks": reads(readChecks),
})
