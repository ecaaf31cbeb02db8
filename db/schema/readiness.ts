import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { ofMerchant, users } from "./accounts"
import { at } from "./columns"

/** Who dismissed the set-up guide, and the problems open at the time. Any other problem brings it back. */
export const setupDismissals = pgTable(
  "setup_dismissals",
  {
    merchantId: ofMerchant(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** `SetupProblem` keys (lib/readiness/steps.ts). */
    knownProblems: text("known_problems").array().notNull(),
    dismissedAt: at("dismissed_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] })],
)
