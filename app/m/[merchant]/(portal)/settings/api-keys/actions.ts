"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { apiKeyId, newApiKey } from "@/lib/api-keys/schema"
import { createLink as createLinkOf, revokeLink as revokeLinkOf } from "@/lib/links/mutations"

export const createKey = action(newApiKey, "manager", async (ctx, input) => {
  const { key } = await createApiKey(ctx, input)
  return { key }
})

export const revokeKey = action(apiKeyId, "manager", revokeApiKey)

export const createLink = action(z.object({}), "manager", (ctx) => createLinkOf(ctx, "key"))

export const revokeLink = action(z.object({ id: z.uuid() }), "manager", (ctx, input) =>
  revokeLinkOf(ctx, "key", input),
)
