import { sql } from "drizzle-orm"
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { CatalogReading, CatalogRowError, ConsentAnswer, RedemptionState } from "../enums"
import { merchants } from "./accounts"
import { at } from "./columns"

const merchantId = () =>
  uuid("merchant_id")
    .notNull()
    .references(() => merchants.id)

/** The POS's products by SKU. */
export const products = pgTable(
  "products",
  {
    merchantId: merchantId(),
    sku: text().notNull(),
    /** The SKU without case and spaces (`skuKey`): how one typed in Pongo's back office finds it. */
    skuKey: text("sku_key").notNull(),
    name: text().notNull(),
    kind: text().$type<"product" | "menu">().notNull(),
    priceCents: integer("price_cents").notNull(),
    isActive: boolean("is_active").notNull(),
    hasPaidOptions: boolean("has_paid_options").notNull(),
    /** The POS's ids of the locations that sell it; null: all. */
    locationRefs: text("location_refs").array(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.sku] }),
    // The products a reward stands for.
    index("products_sku_key").on(t.merchantId, t.skuKey),
  ],
)

/** Writings of a SKU in Pongo's back office that a person accepted as one of our products. */
export const skuAliases = pgTable(
  "sku_aliases",
  {
    merchantId: merchantId(),
    /** `skuKey` of the writing: one writing means one product. */
    aliasKey: text("alias_key").notNull(),
    /** As it stands at Pongo. */
    alias: text().notNull(),
    sku: text().notNull(),
    acceptedBy: text("accepted_by").notNull(),
    acceptedAt: at("accepted_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.aliasKey] }),
    foreignKey({ columns: [t.merchantId, t.sku], foreignColumns: [products.merchantId, products.sku] }),
    // The writings of a product.
    index("sku_aliases_sku").on(t.merchantId, t.sku),
  ],
)

/** Files of products, read and not yet written (`imported_at` null) or written, which is the history. */
export const catalogImports = pgTable(
  "catalog_imports",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    fileName: text("file_name").notNull(),
    /** What was understood of the file: encoding, delimiter, columns. */
    reading: jsonb().$type<CatalogReading>().notNull(),
    rowCount: integer("row_count").notNull(),
    errorCount: integer("error_count").notNull(),
    /** The first wrong rows. */
    errors: jsonb().$type<CatalogRowError[]>().notNull(),
    /** The right rows, as `PUT /catalog` takes products; null once written. */
    products: jsonb().$type<unknown[]>(),
    readBy: text("read_by").notNull(),
    readAt: at("read_at").notNull().defaultNow(),
    mode: text().$type<"upsert" | "replace">(),
    addedCount: integer("added_count"),
    changedCount: integer("changed_count"),
    deactivatedCount: integer("deactivated_count"),
    importedBy: text("imported_by"),
    importedAt: at("imported_at"),
  },
  // The history, last first.
  (t) => [index("catalog_imports_history").on(t.merchantId, t.importedAt.desc(), t.id.desc())],
)

/** Pongo's rewards as last fetched: for display, for names, and for what a till may expect. */
export const rewards = pgTable(
  "rewards",
  {
    merchantId: merchantId(),
    id: text().notNull(),
    name: text().notNull(),
    description: text(),
    image: text(),
    type: text().notNull(),
    points: integer().notNull(),
    externalId: text("external_id"),
    /** Cents or percent, which need not be whole. */
    value: doublePrecision(),
    fetchedAt: at("fetched_at").notNull(),
    goneAt: at("gone_at"),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
)

/** The directory: what Pongo last said about each customer. */
export const customers = pgTable(
  "customers",
  {
    merchantId: merchantId(),
    /** Pongo's id, `cust_…`. */
    id: text().notNull(),
    /** Sealed JSON: phone, e-mail, names, birthday. Null once erased or out of date. */
    profile: text(),
    phoneIndex: text("phone_index"),
    emailIndex: text("email_index"),
    points: integer().notNull(),
    optInSms: text("opt_in_sms").$type<ConsentAnswer>().notNull(),
    optInEmail: text("opt_in_email").$type<ConsentAnswer>().notNull(),
    /** When Pongo said this. An answer or event from before it changes nothing. */
    asOf: at("as_of").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Set when the customer was erased: nothing comes back here until they sign up or change something themselves. */
    erasedAt: at("erased_at"),
    /** Set when Pongo no longer had the customer; null again once Pongo tells of them. */
    goneAt: at("gone_at"),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.id] }),
    // The list, last heard of first; and those nobody heard of for years.
    index("customers_latest").on(t.merchantId, t.asOf.desc(), t.id.desc()).where(sql`profile is not null`),
    // Find by phone; exact, and one customer a phone.
    uniqueIndex("customers_phone").on(t.merchantId, t.phoneIndex),
    index("customers_email").on(t.merchantId, t.emailIndex),
  ],
)

/** Customers whom Pongo seems not to have any more: each is asked for before it is believed. */
export const customerAbsences = pgTable(
  "customer_absences",
  {
    merchantId: merchantId(),
    customerId: text("customer_id").notNull(),
    notedAt: at("noted_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.customerId] })],
)

/** Who was asked what, where, when, and what they answered. Append-only. */
export const consents = pgTable(
  "consents",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    customerId: text("customer_id").notNull(),
    channel: text().$type<"sms" | "email">().notNull(),
    answer: text().$type<"yes" | "no">().notNull(),
    source: text().$type<"enlist" | "change" | "order" | "pongo">().notNull(),
    locationId: uuid("location_id"),
    tillId: text("till_id"),
    actor: text().notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [index("consents_customer").on(t.merchantId, t.customerId, t.at)],
)

/**
 * Who may tell Pongo the consent of a phone that it does not know yet: one order, or one sign-up, at a time. Expires,
 * because a process may die with it.
 */
export const consentClaims = pgTable(
  "consent_claims",
  {
    merchantId: merchantId(),
    phoneIndex: text("phone_index").notNull(),
    /** An order, or a call of its own id that signs somebody up. */
    holder: uuid().notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.phoneIndex] }),
    // What an order that Pongo refused gives back.
    index("consent_claims_holder").on(t.merchantId, t.holder),
  ],
)

/** Each purchase of a reward with points, from the press of the button to the order that uses it. */
export const redemptions = pgTable(
  "redemptions",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    customerId: text("customer_id").notNull(),
    rewardId: text("reward_id").notNull(),
    locationId: uuid("location_id").notNull(),
    tillId: text("till_id"),
    actor: text().notNull(),
    /** The till's Idempotency-Key: the same key never buys twice. */
    requestKey: text("request_key").notNull(),
    /** Bought at the test till: never counted anywhere. */
    isTest: boolean("is_test").notNull().default(false),
    state: text().$type<RedemptionState>().notNull(),
    /** Unused copies of this reward in the wallet before the purchase: what is new afterwards was bought by it. */
    walletBefore: jsonb("wallet_before").$type<string[]>().notNull(),
    /** Pongo's id of the bought reward, once known. */
    hash: text(),
    /** What it cost, as Pongo's list said when it was bought; null when the list did not have it. */
    points: integer(),
    message: text(),
    startedAt: at("started_at").notNull(),
    settledAt: at("settled_at"),
  },
  (t) => [
    uniqueIndex("redemptions_request").on(t.merchantId, t.requestKey),
    // One purchase of a reward by a customer at a time: otherwise a new entry in the wallet could be either's.
    uniqueIndex("redemptions_open")
      .on(t.merchantId, t.customerId, t.rewardId)
      .where(sql`state in ('buying', 'unknown')`),
    uniqueIndex("redemptions_hash").on(t.merchantId, t.hash),
    // The purchases of a customer, newest first.
    index("redemptions_customer").on(t.merchantId, t.customerId, t.startedAt.desc()),
    // What was bought in a period: the overview.
    index("redemptions_bought").on(t.merchantId, t.settledAt).where(sql`state = 'bought'`),
  ],
)

/** What is happening to a bought reward: held by a till, on an order, or used. One row a reward, so one fate. */
export const rewardHolds = pgTable(
  "reward_holds",
  {
    merchantId: merchantId(),
    hash: text().notNull(),
    customerId: text("customer_id").notNull(),
    rewardId: text("reward_id").notNull(),
    state: text().$type<"locked" | "on_order" | "used">().notNull(),
    /** The till (or key) that holds the lock. */
    holder: text(),
    lockedUntil: at("locked_until"),
    /** Sealed: the PIN it was locked with, without which Pongo may refuse to unlock it. Gone with the row. */
    pin: text(),
    /** The order that carries it: it is confirmed on that order's line, and by no other way. */
    orderId: uuid("order_id"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.hash] }),
    index("reward_holds_order").on(t.orderId),
    // What was used in a period without an order: the overview.
    index("reward_holds_used").on(t.merchantId, t.updatedAt).where(sql`state = 'used'`),
  ],
)
