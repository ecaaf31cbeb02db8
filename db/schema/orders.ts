import { sql } from "drizzle-orm"
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { AttemptOutcome, AttemptTrigger, DeliveryState, OrderState, SyncReason } from "../enums"
import { ofMerchant } from "./accounts"
import { at } from "./columns"
import { locations } from "./connections"

/** `kept`: Pongo still counts it as used, or no longer has it. `unknown`: Pongo's list was cut short. */
export type OrderReversal = {
  at: string
  pointsBefore: number | null
  pointsAfter: number | null
  rewards: { rewardId: string; hash: string; name: string | null; outcome: "returned" | "kept" | "unknown" }[]
}

export type RemovedRewards = {
  /** The system that takes the payment. */
  system: string
  rewards: { line: number; rewardId: string; hash: string | null; name: string }[]
}

export const orders = pgTable(
  "orders",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    locationId: uuid("location_id")
      .notNull()
      .references(() => locations.id),
    /** The POS's order number (`order_id` on the wire), unique for ever at its location. */
    ref: text().notNull(),
    state: text().$type<OrderState>().notNull(),
    /** SHA-256 of the canonical request, which tells a repeat from a conflict. */
    payloadHash: text("payload_hash").notNull(),
    closedAt: at("closed_at").notNull(),
    totalCents: integer("total_cents").notNull(),
    /** Another number from the POS, such as the receipt's (`external_order_id`). */
    externalRef: text("external_ref"),
    customerId: text("customer_id"),
    /** Blind index of the phone. */
    customerPhoneIndex: text("customer_phone_index"),
    rewardCount: smallint("reward_count").notNull().default(0),
    tillId: text("till_id"),
    tillName: text("till_name"),
    apiKeyId: uuid("api_key_id"),
    receivedAt: at("received_at").notNull().defaultNow(),
    paidAt: at("paid_at"),
    refundedCents: integer("refunded_cents").notNull().default(0),
    /** `lib/orders/warnings.ts` turns them into sentences. */
    warnings: jsonb()
      .$type<{ code: string; params?: Record<string, string | number> }[]>()
      .notNull()
      .default([]),
    /** Fingerprint of the `/payment` that closed it, which tells a repeat from a conflict; null if none did. */
    closingHash: text("closing_hash"),
    /** Pongo's answer to a cancellation or full refund; null: not sent, or no answer yet. */
    reversal: jsonb().$type<OrderReversal>(),
    /** Rewards that the paying system cannot honour. They were removed from the lines and stay in the wallet. */
    removedRewards: jsonb("removed_rewards").$type<RemovedRewards>(),
  },
  (t) => [
    uniqueIndex("orders_ref").on(t.merchantId, t.locationId, t.ref),
    // A customer's orders, newest first, by id or by phone.
    index("orders_customer")
      .on(t.merchantId, t.customerId, t.closedAt.desc(), t.id.desc())
      .where(sql`customer_id is not null`),
    index("orders_customer_phone")
      .on(t.merchantId, t.customerPhoneIndex, t.closedAt.desc(), t.id.desc())
      .where(sql`customer_phone_index is not null`),
    // The log of one till, and of orders with rewards.
    index("orders_log_till")
      .on(t.merchantId, t.tillId, t.closedAt.desc(), t.id.desc())
      .where(sql`till_id is not null`),
    index("orders_log_reward").on(t.merchantId, t.closedAt.desc(), t.id.desc()).where(sql`reward_count > 0`),
    // Index-only sums per day. Its column order serves no list on purpose: PostgreSQL would otherwise scan it where
    // another index is better.
    index("orders_day").on(t.merchantId, t.closedAt.desc(), t.state, t.totalCents, t.id),
    // The log within a rare range of amounts.
    index("orders_amount").on(t.merchantId, t.totalCents),
    // Search: numbers and receipts that begin or end with the query, in any case.
    index("orders_ref_begin").on(t.merchantId, sql`lower(${t.ref}) text_pattern_ops`),
    index("orders_ref_end").on(t.merchantId, sql`reverse(lower(${t.ref})) text_pattern_ops`),
    index("orders_receipt_begin")
      .on(t.merchantId, sql`lower(${t.externalRef}) text_pattern_ops`)
      .where(sql`external_ref is not null`),
    index("orders_receipt_end")
      .on(t.merchantId, sql`reverse(lower(${t.externalRef})) text_pattern_ops`)
      .where(sql`external_ref is not null`),
  ],
)

/** Refunds of an order, each under the till's id, so that a repeat counts once. Append-only. */
export const orderRefunds = pgTable(
  "order_refunds",
  {
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    /** The till's `refund_id`, or `key:` and its `Idempotency-Key`. */
    refundId: text("refund_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    amountCents: integer("amount_cents").notNull(),
    /** False: the till asked for everything that was left. */
    isPartial: boolean("is_partial").notNull(),
    actor: text().notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.refundId] })],
)

/**
 * The large part of an order, in its own table so that it can be dropped by age. This table and `attempts` are
 * partitioned by month, which drizzle cannot express (migration `order-months`, `db/order-months.ts`). Ids begin with
 * their creation time, so a month is a range of `order_id` and every look-up by `order_id` reads one partition. There
 * is no foreign key: creating or dropping a month would lock `orders`, and no order is ever deleted.
 */
export const orderPayloads = pgTable("order_payloads", {
  orderId: uuid("order_id").primaryKey(),
  /** The order as received, without its customer. */
  body: jsonb().$type<Record<string, unknown>>().notNull(),
  /** Sealed JSON of the customer as received. */
  customer: text(),
  /** Sealed JSON of corrections made after Pongo rejected the order. Reversing them gives the order as received. */
  corrections: text(),
})

/** The outbox: one row per order, written in the same statement as the order. */
export const deliveries = pgTable(
  "deliveries",
  {
    orderId: uuid("order_id")
      .primaryKey()
      .references(() => orders.id),
    merchantId: uuid("merchant_id").notNull(),
    locationId: uuid("location_id").notNull(),
    /** Copied from the order: a location's orders are sent in this order. */
    closedAt: at("closed_at").notNull(),
    state: text().$type<DeliveryState>().notNull(),
    reason: text().$type<SyncReason>(),
    /** From the test till: shown in the log as a test, never counted. */
    isTest: boolean("is_test").notNull().default(false),
    /** Pongo's message for the last refusal. */
    message: text(),
    /** Frozen at the first attempt, together with the order number at Pongo. */
    storeSlug: text("store_slug"),
    pongoOrderRef: text("pongo_order_ref"),
    /** The amount sent to Pongo, less earlier refunds. Frozen with `storeSlug`. */
    toldCents: integer("told_cents"),
    /** True once an attempt ended without a clear refusal: the order may have reached `store_slug`. */
    maybeSent: boolean("maybe_sent").notNull().default(false),
    /** Attempts made, without probes of a Pongo that is down and interrupted ones. */
    attempts: integer().notNull().default(0),
    /** Position in the retry schedule. A replay resets it. */
    scheduleStep: integer("schedule_step").notNull().default(0),
    /** No longer blocks orders of its location that were closed later. */
    isAside: boolean("is_aside").notNull().default(false),
    nextAttemptAt: at("next_attempt_at"),
    nextTrigger: text("next_trigger").$type<AttemptTrigger>().notNull().default("first"),
    /** The person who requested the next attempt, if any. */
    requestedBy: text("requested_by"),
    lastErrorKind: text("last_error_kind"),
    lastHttpStatus: integer("last_http_status"),
    lastAttemptAt: at("last_attempt_at"),
    /** `last_attempt_at` of the first attempt that found its customer, named by phone, already known. */
    customerKnownAt: at("customer_known_at"),
    deliveredAt: at("delivered_at"),
  },
  (t) => [
    // The claim: locations with work, and each one's orders by closing time. The trailing columns let the sweep for
    // incidents compare a backlog without reading its rows.
    index("deliveries_pending")
      .on(
        ...[t.locationId, t.isAside, t.closedAt, t.orderId],
        ...[t.state, t.isTest, t.merchantId, t.lastErrorKind, t.nextAttemptAt],
      )
      .where(sql`state in ('queued', 'sending', 'retrying')`),
    // Deliveries in flight: those of a dead worker, and those that a disconnection or a new mapping waits for.
    index("deliveries_in_air").on(t.merchantId, t.locationId).where(sql`state = 'sending'`),
    // What a till sees of its own location.
    index("deliveries_failed").on(t.locationId).where(sql`state = 'failed'`),
    // The log, newest first, with all statuses or one. The trailing columns let the overview count with index-only
    // scans: 12 times faster.
    index("deliveries_log").on(
      ...[t.merchantId, t.closedAt.desc(), t.orderId.desc()],
      ...[t.state, t.locationId, t.isTest, t.deliveredAt],
    ),
    index("deliveries_log_state").on(
      ...[t.merchantId, t.state, t.closedAt.desc(), t.orderId.desc()],
      ...[t.locationId, t.isTest],
    ),
    index("deliveries_log_location").on(t.merchantId, t.locationId, t.closedAt.desc(), t.orderId.desc()),
    // The log of one failure or skip reason, one kind of error, or one HTTP status of Pongo.
    index("deliveries_log_reason")
      .on(t.merchantId, t.reason, t.closedAt.desc(), t.orderId.desc())
      .where(sql`reason is not null`),
    index("deliveries_log_error")
      .on(t.merchantId, t.lastErrorKind, t.closedAt.desc(), t.orderId.desc())
      .where(sql`last_error_kind is not null`),
    index("deliveries_log_http")
      .on(t.merchantId, t.lastHttpStatus, t.closedAt.desc(), t.orderId.desc())
      .where(sql`last_error_kind is not null`),
    // Orders of the test till, newest first.
    index("deliveries_test").on(t.merchantId, t.closedAt.desc(), t.orderId.desc()).where(sql`is_test`),
    // Two orders must never share a number at one store: Pongo would take the second for a repeat.
    uniqueIndex("deliveries_pongo_ref").on(t.merchantId, t.storeSlug, t.pongoOrderRef),
  ],
)

/** One row per location while a worker sends its orders. One sender per location keeps them in order. */
export const deliveryLanes = pgTable(
  "delivery_lanes",
  {
    locationId: uuid("location_id")
      .primaryKey()
      .references(() => locations.id),
    /** The worker that holds the lane; null if none does. */
    leaseId: uuid("lease_id"),
    /** While leased, when the lease ends; otherwise when the lane was last served. */
    leaseUntil: at("lease_until"),
    /** Pongo asked us to wait (429): this location sends nothing before then. */
    pausedUntil: at("paused_until"),
  },
  // The lanes of dead workers.
  (t) => [index("delivery_lanes_leased").on(t.leaseUntil).where(sql`lease_id is not null`)],
)

/** Every attempt to send an order to Pongo. Append-only. Partitioned by the order's month. */
export const attempts = pgTable(
  "attempts",
  {
    id: uuid().notNull(),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    startedAt: at("started_at").notNull(),
    durationMs: integer("duration_ms"),
    trigger: text().$type<AttemptTrigger>().notNull(),
    actor: text(),
    outcome: text().$type<AttemptOutcome>().notNull(),
    errorKind: text("error_kind"),
    httpStatus: integer("http_status"),
    phase: text(),
    message: text(),
    /** False for probes of a Pongo that is down, and for causes outside the order. */
    isCounted: boolean("is_counted").notNull(),
    nextAttemptAt: at("next_attempt_at"),
    storeSlug: text("store_slug"),
    request: jsonb(),
    response: text(),
  },
  // Also serves the attempts of one order, which are few.
  (t) => [primaryKey({ columns: [t.orderId, t.id] })],
)

/** Events of an order that no other row records, in order. */
export const orderEvents = pgTable(
  "order_events",
  {
    id: uuid().primaryKey(),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    kind: text()
      .$type<
        | "payment_paid"
        | "payment_failed"
        | "payment_cancelled"
        | "changed"
        | "replay_requested"
        | "cancelled"
        | "refunded"
        | "partly_refunded"
        | "corrected"
        | "pongo_told"
        | "never_at_pongo"
      >()
      .notNull(),
    actor: text(),
    /** Sealed: why the till cancelled or refunded, in the cashier's words. Erased with the order's customer. */
    reason: text(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [index("order_events_order").on(t.orderId, t.at)],
)
