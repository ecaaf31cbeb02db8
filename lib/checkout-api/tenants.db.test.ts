import { db, sql } from "@/db/index"
import { testTenants } from "@/db/testing/tenants"
import { atNamesake, makeTheirMerchant } from "@/db/testing/their-merchant"
import { useSandbox } from "@/db/testing/use-sandbox"
import { acceptBatch } from "@/lib/checkout-api/batch"
import { claimKey, dropClaim, forgetInAnswers, keepAnswer } from "@/lib/checkout-api/idempotency"
import { once } from "@/lib/checkout-api/once"
import { findSubjects } from "@/lib/checkout-api/subjects"
import { correctOrder, correctOrderOfTill, previewCorrection } from "@/lib/deliveries/correct"
import { replayOrder } from "@/lib/deliveries/mutations"
import { customerKeys, heldLocations, matching } from "@/lib/order-log/matching"
import { countUpTo, findIds } from "@/lib/order-log/near-first"
import { countMatching, listOrders } from "@/lib/order-log/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { cancelOrder, refundOrder } from "@/lib/orders/cancel"
import { mayCarryConsent } from "@/lib/orders/consent"
import { recordPayment } from "@/lib/orders/payment"
import { getOrder, getOrderForTill, listAttempts, readOrder } from "@/lib/orders/queries"
import { countWaiting, readActivity } from "@/lib/overview/queries"
import { pongo } from "@/lib/pongo/default-client"
import { reportDay } from "@/lib/reconciliation/mutations"
import { getStatus } from "@/lib/status/queries"
import { Unread } from "@/lib/text"
import { forgetTill, recordHeartbeat, seeTill } from "@/lib/tills/mutations"
import { listTills } from "@/lib/tills/queries"
import { registerTill } from "@/lib/tills/register-till"

const sandbox = await useSandbox()
const theirs = await makeTheirMerchant(sandbox)

const heartbeat = (location_id: string) => ({
  till_id: "their-till",
  location_id,
  offline_orders: 3,
  sent_at: new Date().toISOString(),
})

testTenants(theirs, {
  "checkout-api/idempotency.claimKey": { call: (ctx) => claimKey(ctx, "their-key", "another-hash") },
  "checkout-api/idempotency.keepAnswer": {
    call: (ctx) => keepAnswer(ctx, "their-key", theirs.claim, { status: 202, body: "{}" }, {}),
  },
  "checkout-api/idempotency.forgetInAnswers": {
    call: (ctx) => db.transaction((tx) => forgetInAnswers(ctx, tx, { id: "cust_9f2c", phoneIndex: null })),
  },
  "checkout-api/once.once": {
    call: (ctx) =>
      once(
        ctx,
        { key: "their-key", verb: "POST /orders", content: { params: {}, query: {}, body: {} } },
        { requestId: "req_1", locale: "en", headers: new Headers() },
        async () => ({ status: 202, body: "{}" }),
      ),
  },
  "checkout-api/subjects.findSubjects": { call: (ctx) => findSubjects(ctx, { phone: "+33612345678" }) },
  "checkout-api/idempotency.dropClaim": { call: (ctx) => dropClaim(ctx, "their-key", theirs.claim) },
  "checkout-api/batch.acceptBatch": {
    call: (ctx) => acceptBatch(ctx, [new Unread(theirs.order), new Unread(theirs.open)], "en"),
  },
  "orders/accept.acceptOrder": [
    { call: (ctx) => acceptOrder(ctx, theirs.order, "en"), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, () => acceptOrder(ctx, { ...theirs.open, comment: "changed" }, "en")) },
  ],
  "orders/payment.recordPayment": [
    {
      call: (ctx) =>
        recordPayment(ctx, theirs.open.order_id, { location_id: "their-location", status: "paid" }, "en"),
      refusal: "location_unknown",
    },
    {
      call: (ctx) =>
        atNamesake(ctx, (location_id) =>
          recordPayment(ctx, theirs.open.order_id, { location_id, status: "paid" }, "en"),
        ),
      refusal: "order_not_found",
    },
  ],
  "orders/consent.mayCarryConsent": {
    call: (ctx) => mayCarryConsent(ctx, { orderId: theirs.orderId, customer: null }, pongo(), "none"),
  },
  "orders/cancel.cancelOrder": [
    {
      call: (ctx) => cancelOrder(ctx, "their-order", { location_id: "their-location" }, "en"),
      refusal: "location_unknown",
    },
    {
      call: (ctx) => atNamesake(ctx, (location_id) => cancelOrder(ctx, "their-order", { location_id }, "en")),
      refusal: "order_not_found",
    },
  ],
  "orders/cancel.refundOrder": [
    {
      call: (ctx) =>
        refundOrder(
          ctx,
          "their-order",
          { location_id: "their-location", refund_id: "R-1", amount_cents: 1 },
          "en",
        ),
      refusal: "location_unknown",
    },
    {
      call: (ctx) =>
        atNamesake(ctx, (location_id) =>
          refundOrder(ctx, "their-order", { location_id, refund_id: "R-1" }, "en"),
        ),
      refusal: "order_not_found",
    },
  ],
  "orders/queries.readOrder": {
    call: (ctx) => readOrder(ctx, theirs.location.id, "their-order"),
    refusal: "order_not_found",
  },
  "orders/queries.listAttempts": { call: (ctx) => listAttempts(ctx, theirs.orderId), reads: true },
  "orders/queries.getOrderForTill": [
    {
      call: (ctx) => getOrderForTill(ctx, "their-order", "their-location", "en"),
      refusal: "location_unknown",
    },
    {
      call: (ctx) => atNamesake(ctx, (ref) => getOrderForTill(ctx, "their-order", ref, "en")),
      refusal: "order_not_found",
    },
  ],
  "orders/queries.getOrder": { call: (ctx) => getOrder(ctx, theirs.orderId), refusal: "order_not_found" },
  "order-log/queries.listOrders": [
    { call: (ctx) => listOrders(ctx, {}), reads: true },
    { call: (ctx) => listOrders(ctx, { location: theirs.location.id }) },
    { call: (ctx) => listOrders(ctx, { cursor: `a_2100-01-01T00:00:00.000000Z_${theirs.orderId}` }) },
  ],
  "order-log/queries.countMatching": {
    call: (ctx) => countMatching(ctx, { location: theirs.location.id }),
    reads: true,
  },
  "order-log/matching.matching": {
    call: (ctx) => sql`
      select o.id from deliveries d join orders o on o.id = d.order_id
      where ${matching(ctx, { location: theirs.location.id }, "Europe/Paris")}`,
    reads: true,
  },
  "order-log/matching.heldLocations": {
    call: (ctx) => sql`select ${heldLocations(ctx)} as ids`,
    reads: true,
  },
  "order-log/matching.customerKeys": {
    call: (ctx) => sql`select ${customerKeys(ctx, "cust_theirs").phoneIndex} as indexes`,
    reads: true,
  },
  "order-log/near-first.findIds": {
    call: (ctx) => findIds(ctx, { location: theirs.location.id }, "Europe/Paris", null, 10),
    reads: true,
  },
  "order-log/near-first.countUpTo": {
    call: (ctx) => countUpTo(ctx, { location: theirs.location.id }, "Europe/Paris", 10),
    reads: true,
  },
  "deliveries/correct.correctOrder": {
    call: (ctx) => correctOrder(ctx, { id: theirs.orderId, comment: "mine" }),
    refusal: "order_not_found",
  },
  "deliveries/correct.previewCorrection": {
    call: (ctx) => previewCorrection(ctx, { id: theirs.orderId, comment: "mine" }),
    refusal: "order_not_found",
  },
  "deliveries/correct.correctOrderOfTill": {
    call: (ctx) =>
      atNamesake(ctx, (location_id) =>
        correctOrderOfTill(ctx, "their-order", { location_id, comment: "mine" }, "en"),
      ),
    refusal: "order_not_found",
  },
  "deliveries/mutations.replayOrder": {
    call: (ctx) => replayOrder(ctx, { id: theirs.orderId }),
    refusal: "order_not_found",
  },
  "status/queries.getStatus": [
    { call: (ctx) => getStatus(ctx, "their-location"), refusal: "location_unknown" },
    { call: (ctx) => getStatus(ctx, undefined), reads: true },
  ],
  "overview/queries.readActivity": [
    { call: (ctx) => readActivity(ctx, { period: "30d" }), reads: true },
    { call: (ctx) => readActivity(ctx, { period: "30d", location: theirs.location.id }) },
  ],
  "overview/queries.countWaiting": { call: (ctx) => countWaiting(ctx, {}), reads: true },
  "reconciliation/mutations.reportDay": {
    call: (ctx) =>
      reportDay(ctx, "2026-11-20", { location_id: theirs.location.ref, orders: 1, total_cents: 1 }),
    refusal: "location_unknown",
  },
  "tills/mutations.recordHeartbeat": [
    { call: (ctx) => recordHeartbeat(ctx, heartbeat("their-location")), refusal: "location_unknown" },
    { call: (ctx) => atNamesake(ctx, (ref) => recordHeartbeat(ctx, heartbeat(ref))) },
  ],
  "tills/mutations.forgetTill": {
    call: (ctx) => forgetTill(ctx, { ref: "their-till" }),
    refusal: "not_found",
  },
  "tills/register-till.registerTill": {
    call: (ctx) => registerTill(ctx, "their-till", null, new Date()),
  },
  "tills/queries.listTills": { call: (ctx) => listTills(ctx), reads: true },
  "tills/mutations.seeTill": { call: (ctx) => seeTill(ctx, "their-till") },
})
