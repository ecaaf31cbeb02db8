import { z } from "zod"
import { KEY_SCOPES } from "@/db/enums"

export const newApiKey = z.object({
  name: z.string().trim().min(1).max(80),
  locationId: z.uuid().nullable(),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
})
export type NewApiKey = z.infer<typeof newApiKey>

export const newTestTill = z.object({
  locationId: z.uuid(),
  /** The person knows what a test till does on Pongo's live system, and agrees. */
  consents: z.boolean(),
})
export type NewTestTill = z.infer<typeof newTestTill>

export const apiKeyId = z.object({ id: z.uuid() })
