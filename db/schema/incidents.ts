import { sql } from "drizzle-orm"
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import type { IncidentCause, IncidentEventKind } from "../enums"
import { ofMerchant } from "./accounts"
import { at } from "./columns"

/** Failures and holds with one cause, from the first affected order until the cause is gone. */
export const incidents = pgTable(
  "incidents",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    cause: text().$type<IncidentCause>().notNull(),
    /** Distinguishes causes of one kind: a digest of Pongo's message, otherwise empty. */
    causeKey: text("cause_key").notNull(),
    /** The location to fix, if there is exactly one. */
    locationId: uuid("location_id"),
    /** Locations whose orders the cause stops now; once it stops none, the locations of all its orders. */
    locationCount: integer("location_count").notNull().default(1),
    /** Pongo's message and status for the first order, if it gave any. */
    said: text(),
    httpStatus: integer("http_status"),
    state: text().$type<"open" | "closed">().notNull().default("open"),
    /** When the first order was affected. `openedAt` is when the sweep detected it. */
    beganAt: at("began_at").notNull(),
    openedAt: at("opened_at").notNull().defaultNow(),
    closedAt: at("closed_at"),
    /** Since when the cause has been absent. The incident closes once that has lasted. */
    quietSince: at("quiet_since"),
    /** Number of openings: a cause that returns soon reopens the same incident. */
    openings: integer().notNull().default(1),
    lastTouchedAt: at("last_touched_at").notNull().defaultNow(),
    /** When the merchant was alerted to long-held orders. */
    heldLongAt: at("held_long_at"),
    orders: integer().notNull().default(0),
    customers: integer().notNull().default(0),
    amountCents: bigint("amount_cents", { mode: "number" }).notNull().default(0),
    /** Of `orders`: those that Pongo has by now. */
    recovered: integer().notNull().default(0),
    /** Of `orders`: those that the cause still stops. */
    remaining: integer().notNull().default(0),
  },
  (t) => [
    // One open incident per cause.
    uniqueIndex("incidents_open").on(t.merchantId, t.cause, t.causeKey).where(sql`state = 'open'`),
    // The list; and a cause's recent incidents.
    index("incidents_merchant").on(t.merchantId, t.openedAt.desc(), t.id.desc()),
    index("incidents_cause").on(t.merchantId, t.cause, t.causeKey, t.openedAt.desc()),
  ],
)

/** The orders an incident affected, so that the recovered share is exact. */
export const incidentOrders = pgTable(
  "incident_orders",
  {
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    locationId: uuid("location_id").notNull(),
    /** When the order was held or failed. */
    touchedAt: at("touched_at").notNull(),
    /** When the cause stopped affecting it. */
    endedAt: at("ended_at"),
    /** When Pongo received it. */
    recoveredAt: at("recovered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.orderId] }),
    // For the sweep: a merchant's orders that Pongo does not have yet.
    index("incident_orders_unrecovered").on(t.merchantId, t.orderId).where(sql`recovered_at is null`),
  ],
)

/** What each sweep left behind, so that the next one examines only what changed since. */
export const incidentSweepMarks = pgTable(
  "incident_sweep_marks",
  {
    merchantId: ofMerchant(),
    /** Orders of one merchant received within 4.7 hours: the first six digits of their ids. */
    bucket: text().notNull(),
    /** Count and hash of the bucket's orders in trouble, with their causes. */
    mark: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.bucket] })],
)

/** An incident's history, in order. */
export const incidentEvents = pgTable(
  "incident_events",
  {
    id: uuid().primaryKey(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    merchantId: uuid("merchant_id").notNull(),
    kind: text().$type<IncidentEventKind>().notNull(),
    actor: text(),
    at: at("at").notNull().defaultNow(),
    /** The incident's counts at that moment. */
    orders: integer().notNull(),
    recovered: integer().notNull(),
  },
  (t) => [index("incident_events_incident").on(t.incidentId, t.at)],
)
