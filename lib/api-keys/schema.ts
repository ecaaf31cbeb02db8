import { z } from "zod"
import { KEY_SCOPES } from "@/db/enums"

export const newApiKey = z.object({
  name: z.string().trim().min(1).max(80),
  locationId: z.uuid().nullable(),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
})
export type NewApiKey = z.infer<typeof newApiKey>

export const apiKeyId = z.object({ id: z.uuid() })
