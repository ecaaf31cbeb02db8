import { z } from "zod"
import { KEY_SCOPES } from "@/db/enums"

export const newApiKey = z.object({
  name: z.string().trim().min(1).max(80),
  locationId: z.uuid().nullable(),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
})
export type NewApiKey = z.infer<typeof newApiKey>

/** A POS developer's key, by a link instead of an account. */
export const keyByLink = z.object({ token: z.string().min(1).max(200), name: newApiKey.shape.name })
export type KeyByLink = z.infer<typeof keyByLink>

export const apiKeyId = z.object({ id: z.uuid() })
