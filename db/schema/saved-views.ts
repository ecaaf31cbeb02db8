import { sql } from "drizzle-orm"
import { boolean, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { ofMerchant, users } from "./accounts"
import { at } from "./columns"

/** Filters of the order log under a name. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid().primaryKey(),
    merchantId: ofMerchant(),
    /** Who made it. Not shared, it is theirs alone. */
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** As `orderSelection` of `lib/orders/schema.ts` reads them. */
    filters: jsonb().$type<Record<string, unknown>>().notNull(),
    isShared: boolean("is_shared").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    // A person's views, each name once; and those that everybody sees, each name once.
    uniqueIndex("saved_views_own").on(t.merchantId, t.userId, t.name).where(sql`not is_shared`),
    uniqueIndex("saved_views_shared").on(t.merchantId, t.name).where(sql`is_shared`),
  ],
)
