import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { ofMerchant, users } from "./accounts"
import { at } from "./columns"

/** Who has put the set-up guide away, and what was still open then: anything else brings it back. */
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
