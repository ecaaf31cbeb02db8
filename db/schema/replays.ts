import { sql } from "drizzle-orm"
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import type { ReplayKind, ReplaySkip, ReplayState, Verification } from "../enums"
import { ofMerchant } from "./accounts"
import { at } from "./columns"

/** A bulk resend: planned, named and confirmed by people, then run once in batches. */
export const replays = pgTable(
  "replays",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    kind: text().$type<ReplayKind>().notNull(),
    state: text().$type<ReplayState>().notNull(),
    /** Given at confirmation. */
    name: text(),
    /** Orders the plan will send. Frozen. */
    orders: integer().notNull(),
    customers: integer().notNull(),
    totalCents: bigint("total_cents", { mode: "number" }).notNull(),
    /** Orders the plan skips, by reason. Frozen. */
    skips: jsonb().$type<Partial<Record<ReplaySkip, number>>>().notNull().default({}),
    plannedBy: text("planned_by").notNull(),
    /** The person who may not approve it. */
    plannedByUser: uuid("planned_by_user"),
    plannedAt: at("planned_at").notNull().defaultNow(),
    /** An unconfirmed plan or unapproved replay is void after this. */
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
    /** Progress, counted in the transaction that makes it. */
    sentOrders: integer("sent_orders").notNull().default(0),
    sentCents: bigint("sent_cents", { mode: "number" }).notNull().default(0),
    /** Counted once, at the end. */
    sentCustomers: integer("sent_customers"),
    /** Planned, but no longer sendable when their turn came. */
    skippedOrders: integer("skipped_orders").notNull().default(0),
    /** For a verification: orders that Pongo did not have, and orders without a conclusive answer. */
    arrivedOrders: integer("arrived_orders").notNull().default(0),
    unverifiedOrders: integer("unverified_orders").notNull().default(0),
  },
  (t) => [
    // The history, newest first.
    index("replays_history").on(t.merchantId, t.plannedAt.desc(), t.id.desc()),
  ],
)

/** The orders of a plan, chosen once. No foreign keys: one statement writes 100,000 rows. */
export const replayOrders = pgTable(
  "replay_orders",
  {
    replayId: uuid("replay_id").notNull(),
    orderId: uuid("order_id").notNull(),
    merchantId: uuid("merchant_id").notNull(),
    /** Copied from the order: orders are sent in this order. */
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
