import { sql } from "drizzle-orm"
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { EvidenceKind, GoLiveResult } from "../enums"
import { merchants } from "./accounts"
import { at } from "./columns"
import { locations } from "./connections"

const merchantId = () =>
  uuid("merchant_id")
    .notNull()
    .references(() => merchants.id)

/** The last time each till behaviour was seen, for behaviour that leaves no other row. Names no customer. */
export const tillEvidence = pgTable(
  "till_evidence",
  {
    merchantId: merchantId(),
    kind: text().$type<EvidenceKind>().notNull(),
    /** True for a rehearsal, or a person on the test till. */
    isRehearsal: boolean("is_rehearsal").notNull(),
    firstAt: at("first_at").notNull(),
    at: at("at").notNull(),
    locationId: uuid("location_id"),
    tillId: text("till_id"),
    actor: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.kind, t.isRehearsal] })],
)

/**
 * The customers that tills identified: where, how and since when. Proves that an order names the customer who was
 * identified. Retained and erased with the customer's data.
 */
export const identifiedCustomers = pgTable(
  "identified_customers",
  {
    merchantId: merchantId(),
    customerId: text("customer_id").notNull(),
    locationId: uuid("location_id")
      .notNull()
      .references(() => locations.id),
    how: text().$type<"phone" | "scan">().notNull(),
    isRehearsal: boolean("is_rehearsal").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.customerId, t.locationId, t.how, t.isRehearsal] }),
    // Rows past their retention.
    index("identified_customers_age").on(t.merchantId, t.at),
  ],
)

/** What the merchant says its tills can do. Without a row, everything. */
export const tillCapabilities = pgTable("till_capabilities", {
  merchantId: merchantId().primaryKey(),
  canScan: boolean("can_scan").notNull(),
  canVouchers: boolean("can_vouchers").notNull(),
  declaredBy: text("declared_by").notNull(),
  declaredAt: at("declared_at").notNull(),
})

/** Runs of scripted tills against Pongo's sandbox, step by step. */
export const goLiveRehearsals = pgTable(
  "go_live_rehearsals",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    state: text().$type<"running" | "passed" | "failed">().notNull(),
    /** Each step and its result, in the order of the script. */
    steps: jsonb().$type<unknown[]>().notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    // At most one running rehearsal per merchant.
    uniqueIndex("go_live_rehearsals_running").on(t.merchantId).where(sql`state = 'running'`),
    // The last rehearsal.
    index("go_live_rehearsals_last").on(t.merchantId, t.startedAt.desc(), t.id.desc()),
  ],
)

/** Dated reports of Pongo's quality check. A trigger refuses any change. */
export const goLiveReports = pgTable(
  "go_live_reports",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    madeAt: at("made_at").notNull(),
    madeBy: text("made_by").notNull(),
    result: text().$type<GoLiveResult>().notNull(),
    requiredCount: integer("required_count").notNull(),
    passedCount: integer("passed_count").notNull(),
    /** Merchant and connection at that time, without the token. */
    subject: jsonb().$type<Record<string, unknown>>().notNull(),
    rows: jsonb().$type<unknown[]>().notNull(),
  },
  // The list, newest first.
  (t) => [index("go_live_reports_list").on(t.merchantId, t.madeAt.desc(), t.id.desc())],
)

/** The last nightly check of which rewards fail at which location, and what was new in it. */
export const rewardPreflights = pgTable("reward_preflights", {
  merchantId: merchantId().primaryKey(),
  checkedAt: at("checked_at").notNull(),
  failing: jsonb().$type<unknown[]>().notNull(),
  /** Those of `failing` that did not fail at the previous check. */
  added: jsonb().$type<unknown[]>().notNull(),
  /** The previous check; null at the first. */
  previousAt: at("previous_at"),
})
