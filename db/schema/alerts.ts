import { index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import type { AlertKind } from "../enums"
import { merchants } from "./accounts"

const at = (name: string) => timestamp(name, { withTimezone: true })

/** A change somebody is told of, once: raised again under the same key it is the same alert. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid().primaryKey(),
    merchantId: uuid("merchant_id")
      .notNull()
      .references(() => merchants.id),
    kind: text().$type<AlertKind>().notNull(),
    /** Names the change within its kind, for example an incident and how often it came back. */
    key: text().notNull(),
    /** The numbers and names of its sentences (`lib/alerts/schema.ts`). Never personal data. */
    params: jsonb().$type<Record<string, string | number>>().notNull(),
    /** The page to open, from the root. */
    href: text().notNull(),
    raisedAt: at("raised_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("alerts_key").on(t.merchantId, t.kind, t.key),
    // The alerts of a merchant, newest first.
    index("alerts_merchant").on(t.merchantId, t.raisedAt.desc(), t.id.desc()),
  ],
)
