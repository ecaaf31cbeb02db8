import { expect } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
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
  "reconciliation/business-day.businessDayOf": {
    call: (ctx) => businessDayOf(ctx, new Date(`${DAY}T04:00:00+01:00`)),
    reads: true,
  },
  "reconciliation/business-day.boundsOf": { call: (ctx) => boundsOf(ctx, DAY), reads: true },
  "reconciliation/close.closeDays": {
    call: (ctx) => closeDays(ctx, new Date(NIGHT.getTime() + 86_400_000)),
  },
  "reconciliation/queries.listDayLines": [
    { call: (ctx) => listDayLines(ctx, period), reads: true },
    { call: (ctx) => listDayLines(ctx, { ...period, location: theirs.location.id }), reads: true },
  ],
  "reconciliation/queries.findFirstDay": { call: findFirstDay, reads: true },
  "reconciliation/queries.listGapOrders": [
    { call: (ctx) => listGapOrders(ctx, DAY), reads: true },
    { call: (ctx) => listGapOrders(ctx, DAY, theirs.location.id), reads: true },
  ],
  "reconciliation/queries.listRefGaps": [
    { call: (ctx) => listRefGaps(ctx, DAY), reads: true },
    { call: (ctx) => listRefGaps(ctx, DAY, theirs.location.id), reads: true },
  ],
  "reconciliation/queries.listDayOrders": { call: (ctx) => listDayOrders(ctx, DAY), reads: true },
  "reconciliation/send-gap.sendGap": [
    { call: (ctx) => sendGap(ctx, { day: DAY, name: "Mine" }), refusal: "replay_empty" },
    {
      call: (ctx) => sendGap(ctx, { day: DAY, location: theirs.location.id, name: "Mine" }),
      refusal: "replay_empty",
    },
  ],
})
