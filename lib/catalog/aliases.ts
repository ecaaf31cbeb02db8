import { and, eq } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { products, skuAliases } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { requireBelowLimit } from "@/lib/limits/mutations"
import { type NewAlias, skuKey } from "./schema"

/**
 * Accepts a spelling used in Pongo's back office as one of our products, at every till. Idempotent.
 * @throws AppError `role_required` (manager), `not_found` (no such product), `conflict` (the spelling is one product's
 * own SKU, or was accepted for another), `too_many`
 */
export async function acceptAlias(ctx: Ctx, { alias, sku }: NewAlias): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  const aliasKey = skuKey(alias)
  const { merchantId } = ctx
  await db.transaction(async (tx) => {
    await requireBelowLimit(
      ctx,
      tx,
      "aliases",
      tx`sku_aliases where merchant_id = ${merchantId} and alias_key <> ${aliasKey}`,
    )
    const [product] = await tx
      .select({ sku: products.sku })
      .from(products)
      .where(and(eq(products.merchantId, ctx.merchantId), eq(products.sku, sku)))
    if (!product) throw new AppError("not_found", "no such product")
    const own = await tx
      .select({ sku: products.sku })
      .from(products)
      .where(and(eq(products.merchantId, ctx.merchantId), eq(products.skuKey, aliasKey)))
      .limit(2)
    // Two products differ by case alone: only an alias can tell them apart.
    if (own.length === 1) throw new AppError("conflict", "this is a product's own SKU")
    const [added] = await tx
      .insert(skuAliases)
      .values({ merchantId: ctx.merchantId, aliasKey, alias, sku, acceptedBy: actorLabel(ctx) })
      .onConflictDoNothing()
      .returning({ sku: skuAliases.sku })
    if (added) await recordAudit(tx, ctx, "alias.accepted", null, { name: alias, ref: sku })
    else await requireSameMeaning(tx, ctx, aliasKey, sku)
  })
}

async function requireSameMeaning(tx: Tx, ctx: Ctx, aliasKey: string, sku: string): Promise<void> {
  const [standing] = await tx
    .select({ sku: skuAliases.sku })
    .from(skuAliases)
    .where(and(eq(skuAliases.merchantId, ctx.merchantId), eq(skuAliases.aliasKey, aliasKey)))
  if (standing?.sku !== sku) throw new AppError("conflict", "accepted for another product")
}

/**
 * Removes an accepted spelling.
 * @throws AppError `role_required` (manager), `not_found`
 */
export async function removeAlias(ctx: Ctx, { alias }: { alias: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await db.transaction(async (tx) => {
    const [removed] = await tx
      .delete(skuAliases)
      .where(and(eq(skuAliases.merchantId, ctx.merchantId), eq(skuAliases.aliasKey, skuKey(alias))))
      .returning({ alias: skuAliases.alias, sku: skuAliases.sku })
    if (!removed) throw new AppError("not_found", "no such alias")
    await recordAudit(tx, ctx, "alias.removed", null, { name: removed.alias, ref: removed.sku })
  })
}
