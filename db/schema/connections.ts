import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { ConnectionState, LinkKind } from "../enums"
import { merchants, ofMerchant } from "./accounts"
import { at } from "./columns"

/** One row per merchant, kept across disconnections and reconnections. */
export const connections = pgTable("connections", {
  merchantId: uuid("merchant_id")
    .primaryKey()
    .references(() => merchants.id),
  state: text().$type<ConnectionState>().notNull(),
  /** AES-256-GCM with its key id; null once disconnected. */
  token: text(),
  /** Grows with each new token, so that an old token's 401 never revokes its successor. */
  tokenVersion: integer("token_version").notNull().default(1),
  scopes: text().array().notNull(),
  /** Source of the scopes: granted by Pongo, or only requested. */
  scopesSource: text("scopes_source").$type<"granted" | "requested">().notNull(),
  via: text().$type<"oauth" | "pasted">().notNull(),
  pongoMerchantId: text("pongo_merchant_id"),
  pongoMerchantName: text("pongo_merchant_name"),
  pongoAccountEmail: text("pongo_account_email"),
  connectedAt: at("connected_at").notNull(),
  expiresAt: at("expires_at"),
  stateChangedAt: at("state_changed_at").notNull(),
  /** Why it was revoked, in Pongo's words if it gave any. */
  revokedBecause: text("revoked_because"),
  lastSuccessAt: at("last_success_at"),
  storesFetchedAt: at("stores_fetched_at"),
  storesError: text("stores_error"),
  rewardsFetchedAt: at("rewards_fetched_at"),
  rewardsError: text("rewards_error"),
  /** Why Pongo refused a webhook subscription; null once it accepts. */
  webhooksError: text("webhooks_error"),
  /** When Pongo last confirmed the subscriptions, or when they were renewed. */
  webhooksCheckedAt: at("webhooks_checked_at"),
  /** When a subscription was renewed because Pongo had lost it. */
  webhooksRenewedAt: at("webhooks_renewed_at"),
})

/** Progress of a merchant's customer sync. One row per merchant; each sync restarts it. */
export const customerImports = pgTable("customer_imports", {
  merchantId: uuid("merchant_id")
    .primaryKey()
    .references(() => merchants.id),
  startedAt: at("started_at").notNull(),
  /** The page to read next. A worker that dies costs one page. */
  nextPage: integer("next_page").notNull().default(1),
  /** Last page, as Pongo last reported; null if it does not. */
  lastPage: integer("last_page"),
  /** Digest of the previous page's ids. The same digest again means that the list has ended. */
  pageDigest: text("page_digest"),
  customersRead: integer("customers_read").notNull().default(0),
  /** Customers of the directory that Pongo no longer has, found by this sync. */
  customersGone: integer("customers_gone").notNull().default(0),
  finishedAt: at("finished_at"),
  /** When a sync last completed, this one or an earlier one. */
  lastCompleteAt: at("last_complete_at"),
  /** The kind of Pongo's last failure; null once a page was read again. */
  error: text(),
})

/** The customers on each page of the current sync. Afterwards, those on no page are looked up one by one. */
export const customerImportPages = pgTable(
  "customer_import_pages",
  {
    merchantId: ofMerchant(),
    page: integer().notNull(),
    customerIds: text("customer_ids").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.page] })],
)

/**
 * A link with which a person without an account does one thing for this merchant. Works once, for a few days, for
 * nothing else. The table has the name of the first kind.
 */
export const oneTimeLinks = pgTable(
  "connection_links",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    kind: text().$type<LinkKind>().notNull().default("connection"),
    tokenHash: text("token_hash").notNull().unique(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    revokedAt: at("revoked_at"),
  },
  // A merchant's last link.
  (t) => [index("connection_links_merchant").on(t.merchantId, t.createdAt.desc())],
)

/** A one-time state of the OAuth flow, bound to the browser session that started it. */
export const oauthStates = pgTable(
  "oauth_states",
  {
    stateHash: text("state_hash").primaryKey(),
    merchantId: uuid("merchant_id").notNull(),
    /** The session of a signed-in person, or the digest of the cookie of a browser that came by a link. */
    sessionId: text("session_id").notNull(),
    linkId: uuid("link_id"),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    /** Outcome of the code exchange; null while it runs, and permanently if its process died. */
    outcome: text().$type<"connected" | "failed">(),
  },
  (t) => [index("oauth_states_expiry").on(t.expiresAt)],
)

/** Pongo's stores as last seen. `gone_at` is set when Pongo no longer lists or knows one. */
export const stores = pgTable(
  "stores",
  {
    merchantId: ofMerchant(),
    slug: text().notNull(),
    publicId: text("public_id"),
    name: text().notNull(),
    address: text(),
    postalCode: text("postal_code"),
    city: text(),
    country: text(),
    phone: text(),
    firstSeenAt: at("first_seen_at").notNull().defaultNow(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    goneAt: at("gone_at"),
    /** Pongo's previous name for it, until somebody acknowledges the change. */
    previousName: text("previous_name"),
    renamedAt: at("renamed_at"),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.slug] })],
)

export const locations = pgTable(
  "locations",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    /** The POS's own id, which tills send as `location_id`. */
    ref: text().notNull(),
    name: text().notNull(),
    address: text(),
    postalCode: text("postal_code"),
    city: text(),
    country: text(),
    phone: text(),
    createdAt: at("created_at").notNull().defaultNow(),
    archivedAt: at("archived_at"),
  },
  (t) => [uniqueIndex("locations_ref").on(t.merchantId, t.ref)],
)

/** Location to store, one to one. */
export const storeMappings = pgTable(
  "store_mappings",
  {
    locationId: uuid("location_id")
      .primaryKey()
      .references(() => locations.id),
    merchantId: ofMerchant(),
    storeSlug: text("store_slug").notNull(),
    mappedBy: uuid("mapped_by"),
    mappedAt: at("mapped_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("store_mappings_store").on(t.merchantId, t.storeSlug)],
)

/**
 * A suggested store for an unmapped location, as last computed. Read through `listSuggestions`, which leaves out stale
 * pairs.
 */
export const mappingSuggestions = pgTable(
  "mapping_suggestions",
  {
    locationId: uuid("location_id")
      .primaryKey()
      .references(() => locations.id),
    merchantId: uuid("merchant_id").notNull(),
    storeSlug: text("store_slug").notNull(),
    /** 0 to 1. */
    confidence: doublePrecision().notNull(),
    reasons: text().array().notNull(),
    doubts: text().array().notNull(),
  },
  (t) => [index("mapping_suggestions_merchant").on(t.merchantId)],
)

/**
 * Progress of a merchant's suggestions. A trigger on locations, stores and mappings increments `wanted` and queues the
 * job `suggest_stores`. The suggestions are up to date when `computed` equals it.
 */
export const suggestionRuns = pgTable("suggestion_runs", {
  merchantId: uuid("merchant_id")
    .primaryKey()
    .references(() => merchants.id),
  wanted: bigint({ mode: "number" }).notNull(),
  computed: bigint({ mode: "number" }).notNull().default(0),
  computedAt: at("computed_at"),
})

export const webhookSubscriptions = pgTable(
  "webhook_subscriptions",
  {
    merchantId: ofMerchant(),
    event: text().notNull(),
    pongoId: text("pongo_id").notNull(),
    secret: text().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.event] })],
)

/** Received webhooks, deduplicated by Pongo's event id or the digest of the body. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    merchantId: ofMerchant(),
    dedupeKey: text("dedupe_key").notNull(),
    event: text().notNull(),
    /** Sealed: it contains a phone and an e-mail. null once its customer is erased. */
    body: text(),
    signedAt: at("signed_at").notNull(),
    receivedAt: at("received_at").notNull().defaultNow(),
    processedAt: at("processed_at"),
    /** The customer it concerns, known once processed. */
    customerId: text("customer_id"),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.dedupeKey] }),
    // The events of one customer; and those past their retention.
    index("webhook_events_customer").on(t.merchantId, t.customerId),
    index("webhook_events_age").on(t.receivedAt),
  ],
)
