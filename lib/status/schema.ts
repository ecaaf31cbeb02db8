import { z } from "zod"
import { outsideId } from "@/lib/text"

export const statusQuery = z.strictObject({
  location_id: outsideId
    .optional()
    .describe("The POS's id of the location. Absent: the one that the key is bound to, if it is."),
})

/** Each count of the backlog ends here: a till needs to know that many wait, not how many. */
export const MOST_COUNTED = 1_000

/** `GET /status` (pos-api.md). */
export const statusAnswer = z
  .strictObject({
    connection: z.strictObject({
      state: z
        .enum(["connected", "expiring", "revoked", "disconnected"])
        .describe("`expiring`: it works, and the merchant has to reconnect within two weeks."),
    }),
    location: z
      .strictObject({ id: z.string(), mapped: z.boolean(), store_slug: z.string().nullable() })
      .nullable()
      .describe("Null: neither the call nor the key names one."),
    backlog: z
      .strictObject({ queued: z.int(), retrying: z.int(), held: z.int(), failed: z.int() })
      .describe(
        "Orders that Pongo does not have yet, of the location if there is one, else of the merchant. " +
          `Each count ends at ${MOST_COUNTED}.`,
      ),
    capabilities: z
      .strictObject({
        redeem: z.boolean(),
        vouchers: z.boolean(),
        free_products: z.boolean(),
        locks: z.boolean(),
        scan: z.boolean(),
      })
      .describe("What the till may show."),
  })
  .meta({ id: "Status" })
export type StatusAnswer = z.infer<typeof statusAnswer>
