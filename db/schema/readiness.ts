import { pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core"
import { merchants, users } from "./accounts"

/** Who has put the set-up guide away, and what was still open then: anything else brings it back. */
export const setupDismissals = pgTable(
  "setup_dismissals",
  {
    merchantId: uuid("merchant_id")
      .notNull()
      .references(() => merchants.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** `SetupProblem` keys (lib/readiness/steps.ts). */
    knownProblems: text("known_problems").array().notNull(),
    dismissedAt: timestamp("dismissed_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] })],
)
