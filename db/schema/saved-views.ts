import { sql } from "drizzle-orm"
import { boolean, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { ofMerchant, users } from "./accounts"
import { at } from "./columns"

/** Filters of the order log, saved under a name. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    /** Its author, who alone sees it unless it is shared. */
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** In the format of `orderSelection` in `lib/orders/schema.ts`. */
    filters: jsonb().$type<Record<string, unknown>>().notNull(),
    isShared: boolean("is_shared").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    // Names are unique within a person's own views, and within the shared views.
    uniqueIndex("saved_views_own").on(t.merchantId, t.userId, t.name).where(sql`not is_shared`),
    uniqueIndex("saved_views_shared").on(t.merchantId, t.name).where(sql`is_shared`),
  ],
)
