import { z } from "zod"

/** Without `location_id`: the location that the key is bound to, if it is. */
export const statusQuery = z.strictObject({ location_id: z.string().trim().min(1).max(100).optional() })

/** `GET /status` (pos-api.md). */
export const statusAnswer = z.strictObject({
  connection: z.strictObject({
    /** `expiring`: it works, and somebody has to reconnect within two weeks. */
    state: z.enum(["connected", "expiring", "revoked", "disconnected"]),
  }),
  location: z
    .strictObject({ id: z.string(), mapped: z.boolean(), store_slug: z.string().nullable() })
    .nullable(),
  /** Orders on their way to Pongo, of the location where there is one, of the merchant otherwise. */
  backlog: z.strictObject({ queued: z.int(), retrying: z.int(), held: z.int(), failed: z.int() }),
  /** What the till may show. */
  capabilities: z.strictObject({
    redeem: z.boolean(),
    vouchers: z.boolean(),
    free_products: z.boolean(),
    locks: z.boolean(),
    scan: z.boolean(),
  }),
})
export type StatusAnswer = z.infer<typeof statusAnswer>
