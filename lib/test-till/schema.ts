import { z } from "zod"

export const newTestTill = z.object({
  locationId: z.uuid(),
  /** The person knows what a test till does on Pongo's live system, and agrees. */
  consents: z.boolean(),
})
export type NewTestTill = z.infer<typeof newTestTill>

export const testTillId = z.object({ id: z.uuid() })
