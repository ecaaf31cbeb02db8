import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import type { AuditAction } from "../enums"
import { merchants, ofMerchant } from "./accounts"
import { at } from "./columns"

/** The audit trail: who did what. Append-only; written in the transaction of the change. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    actor: text().notNull(),
    action: text().$type<AuditAction>().notNull(),
    target: text(),
    details: jsonb().$type<Record<string, unknown>>(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [index("audit_events_merchant").on(t.merchantId, t.at.desc(), t.id.desc())],
)

/** First answers of the checkout API by `Idempotency-Key`, kept 72 h. */
export const idempotencyRecords = pgTable(
  "idempotency_records",
  {
    merchantId: ofMerchant(),
    key: text().notNull(),
    requestHash: text("request_hash").notNull(),
    /** null while the first call is running. */
    status: integer(),
    body: text(),
    /**
     * Customers named by call and answer: `cust_…`, and `ph_` with a phone's blind index. null until the call has
     * ended.
     */
    subjects: text().array(),
    /** A customer was erased while the call ran, so its answer is stored without customers. */
    isEmptied: boolean("is_emptied").notNull().default(false),
    /** The location the caller's API key was bound to. */
    keyLocationId: uuid("key_location_id"),
    /** Owner of the running call. Another may take over once it expires. */
    claim: uuid().notNull(),
    claimedUntil: at("claimed_until").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.key] }), index("idempotency_records_age").on(t.createdAt)],
)

export const tills = pgTable(
  "tills",
  {
    merchantId: ofMerchant(),
    ref: text().notNull(),
    locationId: uuid("location_id"),
    name: text(),
    lastSeenAt: at("last_seen_at").notNull(),
    /** App version from its last heartbeat. null: it has sent none. */
    appVersion: text("app_version"),
    offlineOrders: integer("offline_orders"),
    oldestOfflineAt: at("oldest_offline_at"),
    /** The till's clock minus ours. */
    clockSkewMs: bigint("clock_skew_ms", { mode: "number" }),
    reportedAt: at("reported_at"),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.ref] })],
)

/**
 * Whether a Pongo host answers, as the workers see it. "open" holds until it expires, because its worker may have died.
 */
export const pongoHealth = pgTable("pongo_health", {
  host: text().primaryKey(),
  state: text().$type<"closed" | "open">().notNull(),
  since: at("since").notNull(),
  expiresAt: at("expires_at"),
  detail: text(),
})

/** Merchants that Pongo does not answer, while it answers others. A row holds until it expires. */
export const pongoPauses = pgTable("pongo_pauses", {
  merchantId: uuid("merchant_id")
    .primaryKey()
    .references(() => merchants.id),
  since: at("since").notNull(),
  expiresAt: at("expires_at").notNull(),
})

/** Live workers. One without heartbeats has its background jobs unlocked. */
export const workers = pgTable("workers", {
  id: text().primaryKey(),
  startedAt: at("started_at").notNull(),
  beatAt: at("beat_at").notNull(),
})

/** Counters shared across processes (sign-in attempts). Layout of rate-limiter-flexible. */
export const rateLimits = pgTable("rate_limits", {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: "number" }),
})
