import { sql } from "drizzle-orm"
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import type { IncidentCause, IncidentEventKind } from "../enums"
import { ofMerchant } from "./accounts"
import { at } from "./columns"

/** Failures and holds with one cause, from the first order it touched until nothing of it is left. */
export const incidents = pgTable(
  "incidents",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    cause: text().$type<IncidentCause>().notNull(),
    /** What tells causes of one kind apart: a digest of Pongo's words; else empty. */
    causeKey: text("cause_key").notNull(),
    /** The location to mend, where it is a single one. */
    locationId: uuid("location_id"),
    /** Locations whose orders the cause stops; of all its orders once it stops none. */
    locationCount: integer("location_count").notNull().default(1),
    /** Pongo's words and status about the first order, where it gave some. */
    said: text(),
    httpStatus: integer("http_status"),
    state: text().$type<"open" | "closed">().notNull().default("open"),
    /** When the first order was touched; `openedAt` is when it was noticed. */
    beganAt: at("began_at").notNull(),
    openedAt: at("opened_at").notNull().defaultNow(),
    closedAt: at("closed_at"),
    /** Since when nothing of the cause is left. It closes once that has lasted. */
    quietSince: at("quiet_since"),
    /** How often it was opened: a cause that returns soon opens the same incident again. */
    openings: integer().notNull().default(1),
    lastTouchedAt: at("last_touched_at").notNull().defaultNow(),
    /** The merchant was told that its orders wait for long. */
    heldLongAt: at("held_long_at"),
    orders: integer().notNull().default(0),
    customers: integer().notNull().default(0),
    amountCents: bigint("amount_cents", { mode: "number" }).notNull().default(0),
    /** Of `orders`: those Pongo has since. */
    recovered: integer().notNull().default(0),
    /** Of `orders`: those the cause still stops. */
    remaining: integer().notNull().default(0),
  },
  (t) => [
    // One open incident a cause, whoever notices it.
    uniqueIndex("incidents_open").on(t.merchantId, t.cause, t.causeKey).where(sql`state = 'open'`),
    // The list; and what happened lately with one cause.
    index("incidents_merchant").on(t.merchantId, t.openedAt.desc(), t.id.desc()),
    index("incidents_cause").on(t.merchantId, t.cause, t.causeKey, t.openedAt.desc()),
  ],
)

/** The orders an incident touched, so that the share that recovered is exact. */
export const incidentOrders = pgTable(
  "incident_orders",
  {
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    locationId: uuid("location_id").notNull(),
    /** When the order began to wait, or failed. */
    touchedAt: at("touched_at").notNull(),
    /** When the cause no longer stopped it. */
    endedAt: at("ended_at"),
    /** When Pongo had it. */
    recoveredAt: at("recovered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.orderId] }),
    // What the sweep follows: the orders of a merchant that Pongo does not have yet.
    index("incident_orders_unrecovered").on(t.merchantId, t.orderId).where(sql`recovered_at is null`),
  ],
)

/** What became of an incident, in the order it happened. */
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
    /** As it stood at that moment. */
    orders: integer().notNull(),
    recovered: integer().notNull(),
  },
  (t) => [index("incident_events_incident").on(t.incidentId, t.at)],
)
