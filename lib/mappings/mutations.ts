import { and, eq, isNull } from "drizzle-orm"
import { db } from "@/db/index"
import { locations, storeMappings, stores } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { wakeWorkers } from "@/lib/jobs/wake"

/**
 * Maps a location to a Pongo store, one to one. Its held orders leave by themselves, in the order they were closed.
 * @throws AppError `role_required` (manager), `location_unknown`, `store_unknown`, `store_taken` with the name of the
 * location that has it
 */
export async function mapLocation(ctx: Ctx, input: { locationId: string; storeSlug: string }): Promise<void> {
  requireRole(ctx, "manager")
  try {
    await db.transaction(async (tx) => {
      const [place] = await tx
        .select({ ref: locations.ref })
        .from(locations)
        .where(
          and(
            eq(locations.id, input.locationId),
            eq(locations.merchantId, ctx.merchantId),
            isNull(locations.archivedAt),
          ),
        )
        .for("update")
      if (!place) throw new AppError("location_unknown")
      const [store] = await tx
        .select({ slug: stores.slug })
        .from(stores)
        .where(
          and(eq(stores.merchantId, ctx.merchantId), eq(stores.slug, input.storeSlug), isNull(stores.goneAt)),
        )
      if (!store) throw new AppError("store_unknown")
      const mapped = {
        storeSlug: input.storeSlug,
        mappedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
        mappedAt: new Date(),
      }
      const [before] = await tx
        .select({ storeSlug: storeMappings.storeSlug })
        .from(storeMappings)
        .where(eq(storeMappings.locationId, input.locationId))
      await tx
        .insert(storeMappings)
        .values({ locationId: input.locationId, merchantId: ctx.merchantId, ...mapped })
        .onConflictDoUpdate({ target: storeMappings.locationId, set: mapped })
      await recordAudit(tx, ctx, "mapping.set", input.locationId, {
        location: place.ref,
        store: input.storeSlug,
        before: before?.storeSlug ?? null,
      })
    })
  } catch (error) {
    if (!isStoreTaken(error)) throw error
    const [holder] = await db
      .select({ name: locations.name })
      .from(storeMappings)
      .innerJoin(locations, eq(locations.id, storeMappings.locationId))
      .where(and(eq(storeMappings.merchantId, ctx.merchantId), eq(storeMappings.storeSlug, input.storeSlug)))
    throw new AppError("store_taken", undefined, { params: { location: holder?.name ?? "" }, cause: error })
  }
  wakeWorkers()
}

/**
 * Takes a mapping away: new orders of the location are held until it is mapped again.
 * @throws AppError `role_required` (manager), `conflict` when there is none
 */
export async function unmapLocation(ctx: Ctx, input: { locationId: string }): Promise<void> {
  requireRole(ctx, "manager")
  await db.transaction(async (tx) => {
    const [removed] = await tx
      .delete(storeMappings)
      .where(
        and(eq(storeMappings.locationId, input.locationId), eq(storeMappings.merchantId, ctx.merchantId)),
      )
      .returning({ storeSlug: storeMappings.storeSlug })
    if (!removed) throw new AppError("conflict")
    await recordAudit(tx, ctx, "mapping.removed", input.locationId, { store: removed.storeSlug })
  })
}

/** Whether the database refused because another location has the store. */
function isStoreTaken(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint_name } = cause as Error & { code?: string; constraint_name?: string }
    if (code === "23505" && constraint_name === "store_mappings_store") return true
  }
  return false
}
