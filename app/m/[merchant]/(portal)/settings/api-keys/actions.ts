"use server"
import { action } from "@/lib/action"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { apiKeyId, newApiKey } from "@/lib/api-keys/schema"

export const createKey = action(newApiKey, "manager", async (ctx, input) => {
  const { key } = await createApiKey(ctx, input)
  return { key }
})

export const revokeKey = action(apiKeyId, "manager", revokeApiKey)
