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
    /** The SKU without case and spaces (`skuKey`), which matches spellings in Pongo's back office. */
    skuKey: text("sku_key").notNull(),
    name: text().notNull(),
    kind: text().$type<"product" | "menu">().notNull(),
    priceCents: integer("price_cents").notNull(),
    isActive: boolean("is_active").notNull(),
    hasPaidOptions: boolean("has_paid_options").notNull(),
    /** POS ids of the locations that sell it; null: all. */
    locationRefs: text("location_refs").array(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.sku] }),
    // The products a reward covers.
    index("products_sku_key").on(t.merchantId, t.skuKey),
  ],
)

/** Spellings of a SKU in Pongo's back office that a person accepted for one of our products. */
export const skuAliases = pgTable(
  "sku_aliases",
  {
    merchantId: merchantId(),
    /** `skuKey` of the spelling: one spelling means one product. */
    aliasKey: text("alias_key").notNull(),
    /** As spelled at Pongo. */
    alias: text().notNull(),
    sku: text().notNull(),
    acceptedBy: text("accepted_by").notNull(),
    acceptedAt: at("accepted_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.aliasKey] }),
    foreignKey({ columns: [t.merchantId, t.sku], foreignColumns: [products.merchantId, products.sku] }),
    // A product's spellings.
    index("sku_aliases_sku").on(t.merchantId, t.sku),
  ],
)

/** Product files: parsed but not yet imported (`imported_at` null), or imported, which is the history. */
export const catalogImports = pgTable(
  "catalog_imports",
  {
    id: uuid().primaryKey(),
    merchantId: merchantId(),
    fileName: text("file_name").notNull(),
    /** How the file was interpreted: encoding, delimiter, columns. */
    reading: jsonb().$type<CatalogReading>().notNull(),
    rowCount: integer("row_count").notNull(),
    errorCount: integer("error_count").notNull(),
    /** The first invalid rows. */
    errors: jsonb().$type<CatalogRowError[]>().notNull(),
    /** The valid rows, in the format of `PUT /catalog`; null once imported. */
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
  // The history, newest first.
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
    /** Cents, or percent, which may have decimals. */
    value: doublePrecision(),
    fetchedAt: at("fetched_at").notNull(),
    goneAt: at("gone_at"),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
)

/** The directory: the latest data Pongo sent about each customer. */
export const customers = pgTable(
  "customers",
  {
    merchantId: merchantId(),
    /** Pongo's id, `cust_…`. */
    id: text().notNull(),
    /** Sealed JSON: phone, e-mail, names, birthday. null once erased or out of date. */
    profile: text(),
    phoneIndex: text("phone_index"),
    emailIndex: text("email_index"),
    points: integer().notNull(),
    optInSms: text("opt_in_sms").$type<ConsentAnswer>().notNull(),
    optInEmail: text("opt_in_email").$type<ConsentAnswer>().notNull(),
    /** Time of Pongo's data. An older answer or event changes nothing. */
    asOf: at("as_of").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /**
     * Set when the customer was erased. Nothing is stored here again until they sign up or change something themselves.
     */
    erasedAt: at("erased_at"),
    /** Set when Pongo no longer had the customer; null again once Pongo reports them. */
    goneAt: at("gone_at"),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.id] }),
    // The list, most recent first; and customers past their retention.
    index("customers_latest").on(t.merchantId, t.asOf.desc(), t.id.desc()).where(sql`profile is not null`),
    // Exact search by phone; one customer per phone.
    uniqueIndex("customers_phone").on(t.merchantId, t.phoneIndex),
    index("customers_email").on(t.merchantId, t.emailIndex),
  ],
)

/** Customers that seem to be gone at Pongo. Each is looked up before this is believed. */
export const customerAbsences = pgTable(
  "customer_absences",
  {
    merchantId: merchantId(),
    customerId: text("customer_id").notNull(),
    notedAt: at("noted_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.customerId] })],
)

/** Consents: who asked what, where, when, and the answer. Append-only. */
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
 * Which order or sign-up may tell Pongo the consent of a phone it does not know yet, and which till or job may change a
 * customer's. One at a time. A claim expires, because its process may die.
 */
export const consentClaims = pgTable(
  "consent_claims",
  {
    merchantId: merchantId(),
    /** Blind index of the phone, or the customer's id. */
    phoneIndex: text("phone_index").notNull(),
    /** An order, or the own id of a call or job. */
    holder: uuid().notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.phoneIndex] }),
    // Releases the claim of an order that Pongo refused.
    index("consent_claims_holder").on(t.merchantId, t.holder),
  ],
)

/** Each purchase of a reward with points, from the button press to the order that uses it. */
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
    /** Bought at the test till, so never counted. */
    isTest: boolean("is_test").notNull().default(false),
    state: text().$type<RedemptionState>().notNull(),
    /** Hashes of this reward in the wallet before the purchase. A new one afterwards was bought by it. */
    walletBefore: jsonb("wallet_before").$type<string[]>().notNull(),
    /** Pongo's id of the bought reward, once known. */
    hash: text(),
    /** Its price in points in Pongo's list at the time; null if the list did not have it. */
    points: integer(),
    message: text(),
    startedAt: at("started_at").notNull(),
    settledAt: at("settled_at"),
  },
  (t) => [
    uniqueIndex("redemptions_request").on(t.merchantId, t.requestKey),
    // One purchase per reward and customer at a time. Otherwise a new wallet entry could belong to either.
    uniqueIndex("redemptions_open")
      .on(t.merchantId, t.customerId, t.rewardId)
      .where(sql`state in ('buying', 'unknown')`),
    uniqueIndex("redemptions_hash").on(t.merchantId, t.hash),
    // A customer's purchases, newest first.
    index("redemptions_customer").on(t.merchantId, t.customerId, t.startedAt.desc()),
    // Purchases of a period, for the overview.
    index("redemptions_bought").on(t.merchantId, t.settledAt).where(sql`state = 'bought'`),
  ],
)

/** State of a bought reward: locked by a till, on an order, or used. One row per reward, so it has one state. */
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
    /** Sealed PIN of the lock. Without it, Pongo may refuse to unlock. Deleted with the row. */
    pin: text(),
    /** The order that carries it. Only that order's line confirms the reward. */
    orderId: uuid("order_id"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.hash] }),
    index("reward_holds_order").on(t.orderId),
    // Rewards used in a period without an order, for the overview.
    index("reward_holds_used").on(t.merchantId, t.updatedAt).where(sql`state = 'used'`),
  ],
)
