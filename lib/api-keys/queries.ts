import { and, desc, eq, isNotNull } from "drizzle-orm"
import type { KeyScope } from "@/db/enums"
import { db } from "@/db/index"
import { apiKeys, locations } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { MOST } from "@/lib/limits/schema"

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

/** Revoked keys in the list. */
const MOST_REVOKED = 100

/**
 * The merchant's keys, newest first: live ones, then the last revoked ones, but not the test till's. Never the keys
 * themselves.
 */
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
    .orderBy(isNotNull(apiKeys.revokedAt), desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(MOST.keys + MOST_REVOKED)
}
