import { z } from "zod"
import { outsideId } from "@/lib/text"

export const statusQuery = z.strictObject({
  location_id: outsideId.optional(),
})

/** Limit of each backlog count: a till needs to know that many orders wait, not how many. */
export const MOST_COUNTED = 1_000

/** `GET /status`. */
export const statusAnswer = z
  .strictObject({
    connection: z.strictObject({
      state: z.enum(["connected", "expiring", "revoked", "disconnected"]),
    }),
    location: z
      .strictObject({ id: z.string(), mapped: z.boolean(), store_slug: z.string().nullable() })
      .nullable(),
    backlog: z.strictObject({ queued: z.int(), retrying: z.int(), held: z.int(), failed: z.int() }),
    capabilities: z.strictObject({
      redeem: z.boolean(),
      vouchers: z.boolean(),
      free_products: z.boolean(),
      locks: z.boolean(),
      scan: z.boolean(),
    }),
  })
  .meta({ id: "Status" })
export type StatusAnswer = z.infer<typeof statusAnswer>
