import { and, eq, isNull } from "drizzle-orm"
import type { KeyScope } from "@/db/enums"
import { db, type Tx } from "@/db/index"
import { apiKeys, locations } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { randomToken, sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { requireBelowLimit } from "@/lib/limits/mutations"
import type { NewApiKey } from "./schema"

/**
 * Creates a key for a till or a vendor's back end. Stores only its SHA-256.
 * @param within the enclosing transaction, if any
 * @returns the key in clear, only this once
 * @throws AppError `role_required` (manager), `location_unknown`, `too_many`
 */
export async function createApiKey(
  ctx: Ctx,
  input: NewApiKey,
  within?: Tx,
): Promise<{ id: string; key: string }> {
  requireRole(ctx, "manager")
  const run = async (tx: Tx) => {
    const { id, key } = await insertKey(tx, ctx, { ...input, isTest: false, expiresAt: null })
    await recordAudit(tx, ctx, "api_key.created", id, { name: input.name, scopes: input.scopes })
    return { id, key }
  }
  return within ? run(within) : db.transaction(run)
}

/**
 * Revokes a key. Every process refuses it within 5 s.
 * @throws AppError `role_required` (manager), `not_found`, `conflict` if it is already revoked
 */
export async function revokeApiKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "manager")
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.merchantId, ctx.merchantId), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name })
    if (!revoked[0]) {
      const known = await tx
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(and(eq(apiKeys.id, id), eq(apiKeys.merchantId, ctx.merchantId)))
      throw new AppError(known.length ? "conflict" : "not_found")
    }
    await recordAudit(tx, ctx, "api_key.revoked", id, { name: revoked[0].name })
  })
}

/** Characters of a key shown in lists. */
const PREFIX_LENGTH = 10

type KeyToInsert = {
  name: string
  locationId: string | null
  scopes: KeyScope[]
  isTest: boolean
  expiresAt: Date | null
}

/**
 * Creates a key, bound to one of the merchant's live locations or to none. Stores only its SHA-256.
 * @returns the key in clear, only this once
 * @throws AppError `location_unknown`, `too_many`
 */
export async function insertKey(
  tx: Tx,
  ctx: Ctx,
  input: KeyToInsert,
): Promise<{ id: string; key: string; locationName: string | null }> {
  const { merchantId } = ctx
  const isLive = tx`revoked_at is null and (expires_at is null or expires_at > now())`
  await requireBelowLimit(ctx, tx, "keys", tx`api_keys where merchant_id = ${merchantId} and ${isLive}`)
  const locationName = input.locationId ? await findLocation(tx, merchantId, input.locationId) : null
  const { key, ...stored } = newSecret()
  const id = newId()
  await tx.insert(apiKeys).values({
    id,
    merchantId,
    locationId: input.locationId,
    name: input.name,
    ...stored,
    scopes: [...new Set(input.scopes)],
    isTest: input.isTest,
    createdBy: personId(ctx),
    expiresAt: input.expiresAt,
  })
  return { id, key, locationName }
}

/** A new key in clear, with what is stored of it. */
export function newSecret(): { key: string; prefix: string; hash: string } {
  const key = randomToken("cpt_")
  return { key, prefix: key.slice(0, PREFIX_LENGTH), hash: sha256(key) }
}

async function findLocation(tx: Tx, merchantId: string, id: string): Promise<string> {
  const [location] = await tx
    .select({ name: locations.name })
    .from(locations)
    .where(and(eq(locations.id, id), eq(locations.merchantId, merchantId), isNull(locations.archivedAt)))
  if (!location) throw new AppError("location_unknown")
  return location.name
}
