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

/** A change somebody is told of, once: raised again under the same key it is the same alert. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    /** `test`: somebody pressed the button that tries an address. */
    kind: text().$type<AlertKind | "test">().notNull(),
    /** Names the change within its kind, for example an incident and how often it came back. */
    key: text().notNull(),
    /** The numbers and names of its sentences (`lib/alerts/schema.ts`). Never personal data. */
    params: jsonb().$type<Record<string, string | number>>().notNull(),
    /** The page to open, from the root. */
    href: text().notNull(),
    raisedAt: at("raised_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("alerts_key").on(t.merchantId, t.kind, t.key),
    // The alerts of a merchant, newest first; and those about one page.
    index("alerts_merchant").on(t.merchantId, t.raisedAt.desc(), t.id.desc()),
    index("alerts_href").on(t.merchantId, t.href),
  ],
)

/** What a person wants to be told by e-mail at a merchant. Without a row: owners and managers everything, in French. */
export const alertPreferences = pgTable(
  "alert_preferences",
  {
    merchantId: ofMerchant(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kinds: text().array().$type<AlertKind[]>().notNull(),
    locale: text().$type<Locale>().notNull(),
    /** Hours of the merchant's time zone between which only what is urgent is sent; both null: none. */
    quietFrom: smallint("quiet_from"),
    quietUntil: smallint("quiet_until"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] })],
)

/** An address of the merchant's own systems that is told by a signed POST. */
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
    /** Kept, so that the log can still say where something went. */
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
    /** Not before: the end of the person's quiet hours. */
    dueAt: at("due_at").notNull(),
    attempts: integer().notNull().default(0),
    /** Who is sending it, and until when nobody else may. */
    claim: uuid(),
    claimedUntil: at("claimed_until"),
    sentAt: at("sent_at"),
    httpStatus: integer("http_status"),
    error: text(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    check("alert_deliveries_recipient", sql`(${t.userId} is null) <> (${t.endpointId} is null)`),
    // Nobody is told twice of one alert.
    uniqueIndex("alert_deliveries_user").on(t.alertId, t.userId),
    uniqueIndex("alert_deliveries_endpoint").on(t.alertId, t.endpointId),
    // What waits for one person.
    index("alert_deliveries_due")
      .on(t.merchantId, t.userId, t.dueAt)
      .where(sql`state in ('waiting', 'sending')`),
    // The log of a merchant, newest first.
    index("alert_deliveries_log").on(t.merchantId, t.createdAt.desc(), t.id.desc()),
  ],
)
