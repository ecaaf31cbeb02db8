import { and, eq, isNull } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { apiKeys, locations } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { randomToken, sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import type { NewApiKey } from "./schema"

/** Characters of a key that lists show. */
const PREFIX_LENGTH = 10

/**
 * Makes a key for a till or a vendor's back end. Only its SHA-256 is kept.
 * @param within the transaction this is a part of, if any
 * @returns the key in clear, this once
 * @throws AppError `role_required` (manager), `location_unknown`
 */
export async function createApiKey(
  ctx: Ctx,
  input: NewApiKey,
  within?: Tx,
): Promise<{ id: string; key: string }> {
  requireRole(ctx, "manager")
  const run = async (tx: Tx) => {
    if (input.locationId) {
      const [place] = await tx
        .select({ id: locations.id })
        .from(locations)
        .where(
          and(
            eq(locations.id, input.locationId),
            eq(locations.merchantId, ctx.merchantId),
            isNull(locations.archivedAt),
          ),
        )
      if (!place) throw new AppError("location_unknown")
    }
    const key = randomToken("cpt_")
    const id = newId()
    await tx.insert(apiKeys).values({
      id,
      merchantId: ctx.merchantId,
      locationId: input.locationId,
      name: input.name,
      prefix: key.slice(0, PREFIX_LENGTH),
      hash: sha256(key),
      scopes: [...new Set(input.scopes)],
      createdBy: personId(ctx),
    })
    await recordAudit(tx, ctx, "api_key.created", id, { name: input.name, scopes: input.scopes })
    return { id, key }
  }
  return within ? run(within) : db.transaction(run)
}

/**
 * Revokes a key; every process refuses it within 5 s.
 * @throws AppError `role_required` (manager), `not_found`, `conflict` when it already is revoked
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
