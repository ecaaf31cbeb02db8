import { and, eq, or, type SQL, sql } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { savedViews } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, hasRole, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { requireBelowLimit } from "@/lib/limits/mutations"
import type { NewView, ViewFilters } from "./schema"

/**
 * Saves the filters of the order log under a name, for one person or for everyone.
 * @throws AppError `role_required` (viewer; manager to share), `validation_failed` for a name that is taken,
 * `too_many`
 */
export async function createView(ctx: Ctx, { name, filters, isShared }: NewView): Promise<{ id: string }> {
  requireRole(ctx, isShared ? "manager" : "viewer")
  const id = newId()
  const { merchantId } = ctx
  const userId = userOf(ctx)
  await changing(name, async (tx) => {
    await requireBelowLimit(
      ctx,
      tx,
      "views",
      tx`saved_views where merchant_id = ${merchantId} and user_id = ${userId}`,
    )
    if (isShared) await requireSharedRoom(ctx, tx, id)
    await tx.insert(savedViews).values({ id, merchantId, userId, name, filters, isShared })
    await recordAudit(tx, ctx, "view.created", id, isShared ? { name } : null)
  })
  return { id }
}

/** @throws AppError `role_required`, `not_found` for a view they may not change, `validation_failed` */
export async function renameView(ctx: Ctx, { id, name }: { id: string; name: string }): Promise<void> {
  requireRole(ctx, "viewer")
  await changing(name, async (tx) => {
    const [view] = await tx.update(savedViews).set({ name }).where(mayChange(ctx, id)).returning()
    if (!view) throw new AppError("not_found")
    await recordAudit(tx, ctx, "view.renamed", id, view.isShared ? { name } : null)
  })
}

/**
 * Replaces a view's filters. Unchanged filters write nothing and leave no audit event.
 * @throws AppError `role_required`, `not_found` for a view that is gone or they may not change
 */
export async function updateView(ctx: Ctx, { id, filters }: ViewFilters): Promise<void> {
  requireRole(ctx, "viewer")
  await db.transaction(async (tx) => {
    const isDifferent = sql`${savedViews.filters} <> ${JSON.stringify(filters)}::jsonb`
    const [view] = await tx
      .update(savedViews)
      .set({ filters })
      .where(and(mayChange(ctx, id), isDifferent))
      .returning()
    if (view) return recordAudit(tx, ctx, "view.updated", id, view.isShared ? { name: view.name } : null)
    const [same] = await tx.select({ id: savedViews.id }).from(savedViews).where(mayChange(ctx, id))
    if (!same) throw new AppError("not_found")
  })
}

/**
 * Shares a view with everyone, or makes it private to its owner again.
 * @throws AppError `role_required` (manager), `not_found`, `validation_failed` for a name that is taken there,
 * `too_many`
 */
export async function shareView(
  ctx: Ctx,
  { id, isShared }: { id: string; isShared: boolean },
): Promise<void> {
  requireRole(ctx, "manager")
  await changing(undefined, async (tx) => {
    if (isShared) await requireSharedRoom(ctx, tx, id)
    const [view] = await tx.update(savedViews).set({ isShared }).where(mayChange(ctx, id)).returning()
    if (!view) throw new AppError("not_found")
    await recordAudit(tx, ctx, isShared ? "view.shared" : "view.unshared", id, { name: view.name })
  })
}

/** @throws AppError `role_required`, `not_found` for a view that is gone or they may not delete */
export async function deleteView(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "viewer")
  await db.transaction(async (tx) => {
    const [view] = await tx.delete(savedViews).where(mayChange(ctx, id)).returning()
    if (!view) throw new AppError("not_found")
    await recordAudit(tx, ctx, "view.deleted", id, view.isShared ? { name: view.name } : null)
  })
}

const requireSharedRoom = (ctx: Ctx, tx: Tx, id: string) =>
  requireBelowLimit(
    ctx,
    tx,
    "shared_views",
    tx`saved_views where merchant_id = ${ctx.merchantId} and is_shared and id <> ${id}`,
  )

/** A private view belongs to its owner, a shared one to every manager. */
function mayChange(ctx: Ctx, id: string): SQL | undefined {
  return and(
    eq(savedViews.merchantId, ctx.merchantId),
    eq(savedViews.id, id),
    or(
      and(eq(savedViews.userId, userOf(ctx)), eq(savedViews.isShared, false)),
      hasRole(ctx, "manager") ? eq(savedViews.isShared, true) : undefined,
    ),
  )
}

function userOf(ctx: Ctx): string {
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "views belong to people")
  return ctx.actor.id
}

async function changing(name: string | undefined, change: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await db.transaction(change)
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as { code?: string }
    if (code !== "23505") throw error
    throw new AppError("validation_failed", `a view is called ${name ?? "so"} already`, {
      fields: [{ path: "name", message: "taken" }],
    })
  }
}
