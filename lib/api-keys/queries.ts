import { and, desc, eq } from "drizzle-orm"
import type { KeyScope } from "@/db/enums"
import { db } from "@/db/index"
import { apiKeys, locations } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"

export type ApiKeyRow = {
  id: string
  name: string
  prefix: string
  scopes: KeyScope[]
  locationName: string | null
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** The merchant's keys, newest first, including revoked ones but not the test till's. Never the keys themselves. */
export function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      scopes: apiKeys.scopes,
      locationName: locations.name,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .leftJoin(
      locations,
      and(eq(locations.id, apiKeys.locationId), eq(locations.merchantId, apiKeys.merchantId)),
    )
    .where(and(eq(apiKeys.merchantId, ctx.merchantId), eq(apiKeys.isTest, false)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
}
