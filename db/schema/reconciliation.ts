import { date, integer, jsonb, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core"
import { merchants } from "./accounts"
import { at } from "./columns"
import { locations } from "./connections"

const merchantId = () =>
  uuid("merchant_id")
    .notNull()
    .references(() => merchants.id)
const locationId = () =>
  uuid("location_id")
    .notNull()
    .references(() => locations.id)

/** What a POS says of one of its business days, to be held against what we have. The last word counts. */
export const dayTotals = pgTable(
  "day_totals",
  {
    merchantId: merchantId(),
    locationId: locationId(),
    /** The business day, from one cut-off hour to the next in the merchant's time zone. */
    day: date().notNull(),
    orders: integer().notNull(),
    totalCents: integer("total_cents").notNull(),
    orderRefs: jsonb("order_refs").$type<string[]>(),
    reportedAt: at("reported_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.locationId, t.day] })],
)

/** That a business day was closed: one row a day, so that whoever closes it is the only one. */
export const dayClosings = pgTable(
  "day_closings",
  {
    merchantId: merchantId(),
    day: date().notNull(),
    closedAt: at("closed_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.day] })],
)

/** What a closed day looked like at each location, as it was then. Never changed. */
export const closedDays = pgTable(
  "closed_days",
  {
    merchantId: merchantId(),
    locationId: locationId(),
    day: date().notNull(),
    /** `Figures` of lib/reconciliation/figures.ts. */
    figures: jsonb().$type<Record<string, unknown>>().notNull(),
    /** What the POS had said by then, if anything. */
    reportedOrders: integer("reported_orders"),
    reportedCents: integer("reported_cents"),
  },
  (t) => [
    // The days of a page, all locations.
    primaryKey({ columns: [t.merchantId, t.day, t.locationId] }),
  ],
)
