import { sql } from "drizzle-orm"
import {
  check,
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
import type { Locale } from "@/lib/i18n/locale"
import type { AlertDeliveryReason, AlertDeliveryState, AlertKind } from "../enums"
import { ofMerchant, users } from "./accounts"
import { at } from "./columns"

/** A change to report once. Raising it again under the same key returns the same alert. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    /** `test`: somebody pressed the button that tests an address. */
    kind: text().$type<AlertKind | "test">().notNull(),
    /** Names the change within its kind, for example an incident and its number of reopenings. */
    key: text().notNull(),
    /** Numbers and names in its sentences (`lib/alerts/schema.ts`). Never personal data. */
    params: jsonb().$type<Record<string, string | number>>().notNull(),
    /** The page to open, as a path from the root. */
    href: text().notNull(),
    raisedAt: at("raised_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("alerts_key").on(t.merchantId, t.kind, t.key),
    // A merchant's alerts, newest first; and those about one page.
    index("alerts_merchant").on(t.merchantId, t.raisedAt.desc(), t.id.desc()),
    index("alerts_href").on(t.merchantId, t.href),
  ],
)

/** A person's e-mail alerts at a merchant. Without a row, owners and managers get everything, in French. */
export const alertPreferences = pgTable(
  "alert_preferences",
  {
    merchantId: ofMerchant(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kinds: text().array().$type<AlertKind[]>().notNull(),
    locale: text().$type<Locale>().notNull(),
    /** Local hours between which only urgent alerts are sent. Both null: no quiet hours. */
    quietFrom: smallint("quiet_from"),
    quietUntil: smallint("quiet_until"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] })],
)

/** A webhook endpoint of the merchant that receives signed POSTs. */
export const alertEndpoints = pgTable(
  "alert_endpoints",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    url: text().notNull(),
    /** Sealed `whsec_…`. */
    secret: text().notNull(),
    kinds: text().array().$type<AlertKind[]>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Removed endpoints are kept because the log refers to them. */
    removedAt: at("removed_at"),
  },
  (t) => [index("alert_endpoints_merchant").on(t.merchantId, t.createdAt)],
)

/** One alert for one recipient: a person's e-mail or an endpoint, never both. */
export const alertDeliveries = pgTable(
  "alert_deliveries",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    alertId: uuid("alert_id")
      .notNull()
      .references(() => alerts.id),
    userId: uuid("user_id").references(() => users.id),
    endpointId: uuid("endpoint_id").references(() => alertEndpoints.id),
    state: text().$type<AlertDeliveryState>().notNull().default("waiting"),
    reason: text().$type<AlertDeliveryReason>(),
    /** Earliest send time: the end of the person's quiet hours. */
    dueAt: at("due_at").notNull(),
    attempts: integer().notNull().default(0),
    /** The worker sending it, and until when no other may. */
    claim: uuid(),
    claimedUntil: at("claimed_until"),
    sentAt: at("sent_at"),
    httpStatus: integer("http_status"),
    error: text(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    check("alert_deliveries_recipient", sql`(${t.userId} is null) <> (${t.endpointId} is null)`),
    // At most one delivery per alert and recipient.
    uniqueIndex("alert_deliveries_user").on(t.alertId, t.userId),
    uniqueIndex("alert_deliveries_endpoint").on(t.alertId, t.endpointId),
    // Pending deliveries of one person.
    index("alert_deliveries_due")
      .on(t.merchantId, t.userId, t.dueAt)
      .where(sql`state in ('waiting', 'sending')`),
    // A merchant's log, newest first.
    index("alert_deliveries_log").on(t.merchantId, t.createdAt.desc(), t.id.desc()),
  ],
)
