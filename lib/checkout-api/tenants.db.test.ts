import { db, sql } from "@/db/index"
import { reads, refused, testTenants } from "@/db/testing/tenants"
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
  "checkout-api/idempotency.claimKey": (ctx) => claimKey(ctx, "their-key", "another-hash"),
  "checkout-api/idempotency.keepAnswer": (ctx) =>
    keepAnswer(ctx, "their-key", theirs.claim, { status: 202, body: "{}" }, {}),
  "checkout-api/idempotency.forgetInAnswers": (ctx) =>
    db.transaction((tx) => forgetInAnswers(ctx, tx, { id: "cust_9f2c", phoneIndex: null })),
  "checkout-api/once.once": (ctx) =>
    once(
      ctx,
      { key: "their-key", verb: "POST /orders", content: { params: {}, query: {}, body: {} } },
      { requestId: "req_1", locale: "en", headers: new Headers() },
      async () => ({ status: 202, body: "{}" }),
    ),
  "checkout-api/subjects.findSubjects": (ctx) => findSubjects(ctx, { phone: "+33612345678" }),
  "checkout-api/idempotency.dropClaim": (ctx) => dropClaim(ctx, "their-key", theirs.claim),
  "checkout-api/batch.acceptBatch": (ctx) =>
    acceptBatch(ctx, [new Unread(theirs.order), new Unread(theirs.open)], "en"),
  "orders/accept.acceptOrder": [
    refused("location_unknown", (ctx) => acceptOrder(ctx, theirs.order, "en")),
    (ctx) => atNamesake(ctx, () => acceptOrder(ctx, { ...theirs.open, comment: "changed" }, "en")),
  ],
  "orders/payment.recordPayment": [
    refused("location_unknown", (ctx) =>
      recordPayment(ctx, theirs.open.order_id, { location_id: "their-location", status: "paid" }, "en"),
    ),
    refused("order_not_found", (ctx) =>
      atNamesake(ctx, (location_id) =>
        recordPayment(ctx, theirs.open.order_id, { location_id, status: "paid" }, "en"),
      ),
    ),
  ],
  "orders/consent.mayCarryConsent": (ctx) =>
    mayCarryConsent(ctx, { orderId: theirs.orderId, customer: null, isRepeat: true }, pongo(), "none"),
  "orders/cancel.cancelOrder": [
    refused("location_unknown", (ctx) =>
      cancelOrder(ctx, "their-order", { location_id: "their-location" }, "en"),
    ),
    refused("order_not_found", (ctx) =>
      atNamesake(ctx, (location_id) => cancelOrder(ctx, "their-order", { location_id }, "en")),
    ),
  ],
  "orders/cancel.refundOrder": [
    refused("location_unknown", (ctx) =>
      refundOrder(
        ctx,
        "their-order",
        { location_id: "their-location", refund_id: "R-1", amount_cents: 1 },
        "en",
      ),
    ),
    refused("order_not_found", (ctx) =>
      atNamesake(ctx, (location_id) =>
        refundOrder(ctx, "their-order", { location_id, refund_id: "R-1" }, "en"),
      ),
    ),
  ],
  "orders/queries.readOrder": refused("order_not_found", (ctx) =>
    readOrder(ctx, theirs.location.id, "their-order"),
  ),
  "orders/queries.listAttempts": reads((ctx) => listAttempts(ctx, theirs.orderId)),
  "orders/queries.getOrderForTill": [
    refused("location_unknown", (ctx) => getOrderForTill(ctx, "their-order", "their-location", "en")),
    refused("order_not_found", (ctx) =>
      atNamesake(ctx, (ref) => getOrderForTill(ctx, "their-order", ref, "en")),
    ),
  ],
  "orders/queries.getOrder": refused("order_not_found", (ctx) => getOrder(ctx, theirs.orderId)),
  "order-log/queries.listOrders": [
    reads((ctx) => listOrders(ctx, {})),
    (ctx) => listOrders(ctx, { location: theirs.location.id }),
    (ctx) => listOrders(ctx, { cursor: `a_2100-01-01T00:00:00.000000Z_${theirs.orderId}` }),
  ],
  "order-log/queries.countMatching": reads((ctx) => countMatching(ctx, { location: theirs.location.id })),
  "order-log/matching.matching": reads(
    (ctx) => sql`
      select o.id from deliveries d join orders o on o.id = d.order_id
      where ${matching(ctx, { location: theirs.location.id }, "Europe/Paris")}`,
  ),
  "order-log/matching.heldLocations": reads((ctx) => sql`select ${heldLocations(ctx)} as ids`),
  "order-log/matching.customerKeys": reads(
    (ctx) => sql`select ${customerKeys(ctx, "cust_theirs").phoneIndex} as indexes`,
  ),
  "order-log/near-first.findIds": reads((ctx) =>
    findIds(ctx, { location: theirs.location.id }, "Europe/Paris", null, 10),
  ),
  "order-log/near-first.countUpTo": reads((ctx) =>
    countUpTo(ctx, { location: theirs.location.id }, "Europe/Paris", 10),
  ),
  "deliveries/correct.correctOrder": refused("order_not_found", (ctx) =>
    correctOrder(ctx, { id: theirs.orderId, comment: "mine" }),
  ),
  "deliveries/correct.previewCorrection": refused("order_not_found", (ctx) =>
    previewCorrection(ctx, { id: theirs.orderId, comment: "mine" }),
  ),
  "deliveries/correct.correctOrderOfTill": refused("order_not_found", (ctx) =>
    atNamesake(ctx, (location_id) =>
      correctOrderOfTill(ctx, "their-order", { location_id, comment: "mine" }, "en"),
    ),
  ),
  "deliveries/mutations.replayOrder": refused("order_not_found", (ctx) =>
    replayOrder(ctx, { id: theirs.orderId }),
  ),
  "status/queries.getStatus": [
    refused("location_unknown", (ctx) => getStatus(ctx, "their-location")),
    reads((ctx) => getStatus(ctx, undefined)),
  ],
  "overview/queries.readActivity": [
    reads((ctx) => readActivity(ctx, { period: "30d" })),
    (ctx) => readActivity(ctx, { period: "30d", location: theirs.location.id }),
  ],
  "overview/queries.countWaiting": reads((ctx) => countWaiting(ctx, {})),
  "reconciliation/mutations.reportDay": refused("location_unknown", (ctx) =>
    reportDay(ctx, "2026-11-20", { location_id: theirs.location.ref, orders: 1, total_cents: 1 }),
  ),
  "tills/mutations.recordHeartbeat": [
    refused("location_unknown", (ctx) => recordHeartbeat(ctx, heartbeat("their-location"))),
    (ctx) => atNamesake(ctx, (ref) => recordHeartbeat(ctx, heartbeat(ref))),
  ],
  "tills/mutations.forgetTill": refused("not_found", (ctx) => forgetTill(ctx, { ref: "their-till" })),
  "tills/register-till.registerTill": (ctx) => registerTill(ctx, "their-till", null, new Date()),
  "tills/queries.listTills": reads((ctx) => listTills(ctx)),
  "tills/mutations.seeTill": (ctx) => seeTill(ctx, "their-till"),
})
