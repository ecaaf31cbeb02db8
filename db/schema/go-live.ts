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

/** What the merchant's tills were last seen doing, of the things that leave no row elsewhere. No customer is named. */
export const tillEvidence = pgTable(
  "till_evidence",
  {
    merchantId: merchantId(),
    kind: text().$type<EvidenceKind>().notNull(),
    /** Not done by a till: by the rehearsal, or by a person on the test till. */
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
 * Whom tills found, where and how, since when: that an order names the very customer who was found shows by it. Ages and
 * is erased with the customer's data.
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
    // What has served its time.
    index("identified_customers_age").on(t.merchantId, t.at),
  ],
)

/** What the merchant says its tills can do; without a row, everything. */
export const tillCapabilities = pgTable("till_capabilities", {
  merchantId: merchantId().primaryKey(),
  canScan: boolean("can_scan").notNull(),
  canVouchers: boolean("can_vouchers").notNull(),
  declaredBy: text("declared_by").notNull(),
  declaredAt: at("declared_at").notNull(),
})

/** Scripted tills against Pongo's sandbox, step by step. */
export const goLiveRehearsals = pgTable(
  "go_live_rehearsals",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    state: text().$type<"running" | "passed" | "failed">().notNull(),
    /** Each step with how it went, in the order of the script. */
    steps: jsonb().$type<unknown[]>().notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    // One at a time.
    uniqueIndex("go_live_rehearsals_running").on(t.merchantId).where(sql`state = 'running'`),
    // The last one.
    index("go_live_rehearsals_last").on(t.merchantId, t.startedAt.desc(), t.id.desc()),
  ],
)

/** Dated reports of Pongo's quality check. Written once, never changed (a trigger refuses it). */
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
    /** Merchant and connection as they were, without its token. */
    subject: jsonb().$type<Record<string, unknown>>().notNull(),
    rows: jsonb().$type<unknown[]>().notNull(),
  },
  // The list, last first.
  (t) => [index("go_live_reports_list").on(t.merchantId, t.madeAt.desc(), t.id.desc())],
)

/** The last nightly look at which rewards fail at which location, and what was new in it. */
export const rewardPreflights = pgTable("reward_preflights", {
  merchantId: merchantId().primaryKey(),
  checkedAt: at("checked_at").notNull(),
  failing: jsonb().$type<unknown[]>().notNull(),
  /** Those of `failing` that did not fail at the look before. */
  added: jsonb().$type<unknown[]>().notNull(),
  /** The look before; null at the first. */
  previousAt: at("previous_at"),
})
