import { expect } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { acceptOrder } from "@/lib/orders/accept"
import { boundsOf, businessDayOf } from "./business-day"
import { closeDays } from "./close"
import { reportDay } from "./mutations"
import { findFirstDay, listDayLines, listDayOrders, listGapOrders, listRefGaps } from "./queries"
import { sendGap } from "./send-gap"

const DAY = "2026-11-20"
const NIGHT = new Date("2026-11-21T09:00:00+01:00")

/** A closed day with a gap, a report from the POS and a different cut-off hour. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  await sql`update merchants set day_cutoff_hour = 3 where id = ${merchant.merchantId}`
  const location = await makeLocation(merchant.merchantId, {
    ref: "their-location",
    storeSlug: "their-store",
  })
  const order = paidOrder(location.ref, { order_id: "their-order", closed_at: `${DAY}T13:00:00+01:00` })
  const { answer } = await acceptOrder(merchant.till, order, "en")
  await sql`update deliveries set state = 'failed', reason = 'rejected_by_pongo' where order_id = ${answer.id}`
  await reportDay(merchant.till, DAY, {
    location_id: location.ref,
    orders: 2,
    total_cents: 2900,
    order_ids: ["their-order", "their-missing"],
  })
  expect(await closeDays(merchant.owner, NIGHT)).toEqual([DAY])
  return { ...merchant, location }
}

const period = { from: DAY, to: DAY }

const theirs = await makeTheirs()

testTenants(theirs, {
  "reconciliation/business-day.businessDayOf": reads((ctx) =>
    businessDayOf(ctx, new Date(`${DAY}T04:00:00+01:00`)),
  ),
  "reconciliation/business-day.boundsOf": reads((ctx) => boundsOf(ctx, DAY)),
  "reconciliation/close.closeDays": (ctx) => closeDays(ctx, new Date(NIGHT.getTime() + 86_400_000)),
  "reconciliation/queries.listDayLines": [
    reads((ctx) => listDayLines(ctx, period)),
    reads((ctx) => listDayLines(ctx, { ...period, location: theirs.location.id })),
  ],
  "reconciliation/queries.findFirstDay": reads(findFirstDay),
  "reconciliation/queries.listGapOrders": [
    reads((ctx) => listGapOrders(ctx, DAY)),
    reads((ctx) => listGapOrders(ctx, DAY, theirs.location.id)),
  ],
  "reconciliation/queries.listRefGaps": [
    reads((ctx) => listRefGaps(ctx, DAY)),
    reads((ctx) => listRefGaps(ctx, DAY, theirs.location.id)),
  ],
  "reconciliation/queries.listDayOrders": reads((ctx) => listDayOrders(ctx, DAY)),
  "reconciliation/send-gap.sendGap": [
    refused("replay_empty", (ctx) => sendGap(ctx, { day: DAY, name: "Mine" })),
    refused("replay_empty", (ctx) => sendGap(ctx, { day: DAY, location: theirs.location.id, name: "Mine" })),
  ],
})
