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

/** A POS's totals of one business day, for comparison with ours. The last report wins. */
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

/** One row per closed business day. Its key ensures that only one process closes a day. */
export const dayClosings = pgTable(
  "day_closings",
  {
    merchantId: merchantId(),
    day: date().notNull(),
    closedAt: at("closed_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.day] })],
)

/** A closed day at each location, as it was at closing. Never changed. */
export const closedDays = pgTable(
  "closed_days",
  {
    merchantId: merchantId(),
    locationId: locationId(),
    day: date().notNull(),
    /** `Figures` of lib/reconciliation/figures.ts. */
    figures: jsonb().$type<Record<string, unknown>>().notNull(),
    /** What the POS had reported by then, if anything. */
    reportedOrders: integer("reported_orders"),
    reportedCents: integer("reported_cents"),
  },
  (t) => [
    // The days of a page, all locations.
    primaryKey({ columns: [t.merchantId, t.day, t.locationId] }),
  ],
)
