import { sql } from "drizzle-orm"
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import type { ReplayKind, ReplaySkip, ReplayState, Verification } from "../enums"
import { ofMerchant } from "./accounts"
import { at } from "./columns"

/** Many orders sent again at once: planned, named and confirmed by people, then run once in batches. */
export const replays = pgTable(
  "replays",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    kind: text().$type<ReplayKind>().notNull(),
    state: text().$type<ReplayState>().notNull(),
    /** Given when it is confirmed. */
    name: text(),
    /** What the plan says will go: frozen. */
    orders: integer().notNull(),
    customers: integer().notNull(),
    totalCents: bigint("total_cents", { mode: "number" }).notNull(),
    /** What the plan says will be left alone, by reason: frozen. */
    skips: jsonb().$type<Partial<Record<ReplaySkip, number>>>().notNull().default({}),
    plannedBy: text("planned_by").notNull(),
    /** Who may not approve it. */
    plannedByUser: uuid("planned_by_user"),
    plannedAt: at("planned_at").notNull().defaultNow(),
    /** A plan, or a wait for approval, that nobody ended by then is void. */
    expiresAt: at("expires_at").notNull(),
    confirmedBy: text("confirmed_by"),
    confirmedAt: at("confirmed_at"),
    needsApproval: boolean("needs_approval").notNull().default(false),
    approvedBy: text("approved_by"),
    approvedAt: at("approved_at"),
    startsAt: at("starts_at"),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    cancelledBy: text("cancelled_by"),
    cancelledAt: at("cancelled_at"),
    /** What happened so far, counted in the transaction in which it happened. */
    sentOrders: integer("sent_orders").notNull().default(0),
    sentCents: bigint("sent_cents", { mode: "number" }).notNull().default(0),
    /** Counted once, at the end. */
    sentCustomers: integer("sent_customers"),
    /** Planned to go, but no longer to be sent when its turn came. */
    skippedOrders: integer("skipped_orders").notNull().default(0),
    /** Of a verification: those that Pongo did not have, and those it said nothing about. */
    arrivedOrders: integer("arrived_orders").notNull().default(0),
    unverifiedOrders: integer("unverified_orders").notNull().default(0),
  },
  (t) => [
    // The history, newest first.
    index("replays_history").on(t.merchantId, t.plannedAt.desc(), t.id.desc()),
  ],
)

/** The orders of a plan, chosen once. No foreign keys: 100,000 rows are written by one statement. */
export const replayOrders = pgTable(
  "replay_orders",
  {
    replayId: uuid("replay_id").notNull(),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    /** Copied from the order: the order in which they go. */
    closedAt: at("closed_at").notNull(),
    state: text().$type<"planned" | "sent" | "skipped">().notNull(),
    reason: text().$type<ReplaySkip>(),
    verification: text().$type<Verification>(),
  },
  (t) => [
    primaryKey({ columns: [t.replayId, t.orderId] }),
    // The next batch.
    index("replay_orders_next").on(t.replayId, t.closedAt, t.orderId).where(sql`state = 'planned'`),
  ],
)
