import { sql } from "drizzle-orm"
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { KeyScope, Role } from "../enums"
import { at } from "./columns"

export const merchants = pgTable("merchants", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  /** The merchant in addresses, made by `new_merchant_slug(name)` and never changed. */
  slug: text().notNull().unique(),
  currency: text().notNull().default("EUR"),
  country: text().notNull().default("FR"),
  timeZone: text("time_zone").notNull().default("Europe/Paris"),
  /** Hour of local time at which a business day ends. */
  dayCutoffHour: integer("day_cutoff_hour").notNull().default(5),
  /** Whether an order without a customer is sent: the customer can still claim it on the Pongo tablet. */
  sendsAnonymousOrders: boolean("sends_anonymous_orders").notNull().default(true),
  /** How long the items, payments and comment of an order that has left are kept. */
  orderContentDays: integer("order_content_days").notNull().default(400),
  /** How long a customer nobody heard of, and the phone, e-mail and names on an order, are kept. */
  personalDataDays: integer("personal_data_days").notNull().default(1095),
  /** How long the attempts of an order that is no longer on its way are kept. */
  logDays: integer("log_days").notNull().default(180),
  /** A replay of more orders than this needs a second person. */
  replayApprovalThreshold: integer("replay_approval_threshold").notNull().default(500),
  /** Orders that wait for longer are an alert. */
  heldAlertHours: integer("held_alert_hours").notNull().default(4),
  createdAt: at("created_at").notNull().defaultNow(),
})
export type Merchant = typeof merchants.$inferSelect

/** The merchant whose row it is. */
export const ofMerchant = () =>
  uuid("merchant_id")
    .notNull()
    .references(() => merchants.id)

export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text("password_hash").notNull(),
    /** Works for the POS vendor: sees how every merchant fares, and may act for one, in the open. */
    isOperator: boolean("is_operator").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("users_email").on(sql`lower(${t.email})`)],
)

export const memberships = pgTable(
  "memberships",
  {
    merchantId: ofMerchant(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text().$type<Role>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] }), index("memberships_user").on(t.userId)],
)

/** A signed-in browser. The JWT carries only its id, so revoking the row ends the session. */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** The merchant whose pages this browser opened last: where an address without a merchant leads. */
    merchantId: uuid("merchant_id").references(() => merchants.id),
    /** The merchant an operator acts for in this browser, and until when. */
    actingForId: uuid("acting_for_id").references(() => merchants.id),
    actingUntil: at("acting_until"),
    userAgent: text("user_agent"),
    /** Where it was opened, coarsely: the /24 or /48 of the address. */
    network: text(),
    /** Within a minute. */
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("sessions_user").on(t.userId)],
)

/** A link that was mailed to somebody with an account: a new password, or an address to confirm. */
export const accountLinks = pgTable(
  "account_links",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text().$type<"password" | "email">().notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    /** The address to confirm. */
    email: text(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    /** When it was used, or a newer one or a new password made it void. */
    usedAt: at("used_at"),
  },
  (t) => [index("account_links_user").on(t.userId), index("account_links_expiry").on(t.expiresAt)],
)

export const invitations = pgTable(
  "invitations",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    email: text().notNull(),
    role: text().$type<Role>().notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => users.id),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("invitations_merchant").on(t.merchantId, t.createdAt)],
)

export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    locationId: uuid("location_id"),
    name: text().notNull(),
    /** The first characters, shown in lists so that a person can tell keys apart. */
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    scopes: text().array().$type<KeyScope[]>().notNull(),
    /** A key of the test till: what it hands over is test data, and it ends by itself. */
    isTest: boolean("is_test").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Null: it lasts until it is revoked. */
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    index("api_keys_merchant").on(t.merchantId, t.createdAt),
    check("api_keys_test_ends", sql`not is_test or (expires_at is not null and location_id is not null)`),
  ],
)
