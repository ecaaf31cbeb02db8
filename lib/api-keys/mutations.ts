import { and, eq, isNull } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { apiKeys } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { insertKey } from "./insert-key"
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
