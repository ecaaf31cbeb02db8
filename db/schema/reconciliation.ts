import { date, integer, jsonb, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core"
import { merchants } from "./accounts"
import { locations } from "./connections"

/** What a POS says of one of its business days, to be held against what we have. The last word counts. */
export const dayTotals = pgTable(
  "day_totals",
  {
    merchantId: uuid("merchant_id")
      .notNull()
      .references(() => merchants.id),
    locationId: uuid("location_id")
      .notNull()
      .references(() => locations.id),
    /** The business day, from one cut-off hour to the next in the merchant's time zone. */
    day: date().notNull(),
    orders: integer().notNull(),
    totalCents: integer("total_cents").notNull(),
    orderRefs: jsonb("order_refs").$type<string[]>(),
    reportedAt: timestamp("reported_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.locationId, t.day] })],
)
