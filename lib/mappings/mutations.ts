import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm"
import { db } from "@/db/index"
import { locations, storeMappings, stores } from "@/db/schema"
import { recordAudit, recordAudits } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { sweepSoon } from "@/lib/incidents/mutations"
import { waitForInFlight } from "@/lib/jobs/in-flight"
import { wakeWorkers } from "@/lib/jobs/wake"

/**
 * Maps a location to a Pongo store, one to one. Its held orders are then sent in the order they were closed. Once this
 * returns, no order is sent to the previous store.
 * @throws AppError `role_required` (manager), `location_unknown`, `store_unknown`, `store_taken` with the name of the
 * location that has it
 */
export async function mapLocation(ctx: Ctx, input: { locationId: string; storeSlug: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  let isRemapped = false
  try {
    isRemapped = await db.transaction(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${lockName(ctx)}, 0))`
      const [location] = await tx
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
      if (!location) throw new AppError("location_unknown")
      const [store] = await tx
        .select({ slug: stores.slug })
        .from(stores)
        .where(
          and(eq(stores.merchantId, ctx.merchantId), eq(stores.slug, input.storeSlug), isNull(stores.goneAt)),
        )
      if (!store) throw new AppError("store_unknown")
      const mapped = {
        storeSlug: input.storeSlug,
        mappedBy: personId(ctx),
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
        location: location.ref,
        store: input.storeSlug,
        before: before?.storeSlug ?? null,
      })
      await sweepSoon(tx, ctx.merchantId)
      return before !== undefined && before.storeSlug !== input.storeSlug
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
  if (isRemapped) await waitForInFlight(ctx.merchantId, [input.locationId])
}

/**
 * Removes a mapping. Once this returns, the location's orders are held until it is mapped again.
 * @throws AppError `role_required` (manager), `conflict` when there is none
 */
export async function unmapLocation(ctx: Ctx, input: { locationId: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
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
  await waitForInFlight(ctx.merchantId, [input.locationId])
}

export type AcceptedSuggestion = {
  locationId: string
  storeSlug: string
  /** `already`: somebody made exactly this mapping meanwhile. Any outcome but this and `mapped` changed nothing. */
  outcome: "mapped" | "already" | "location_mapped" | "store_taken" | "store_unknown" | "location_unknown"
  /** The location that has the store, if it is taken. */
  holder: string | null
}

/**
 * Maps several locations that have no store, each independently. Pairs taken meanwhile are reported and the others
 * mapped. Never changes an existing mapping.
 * @returns the outcome of each, and the time that identifies them for {@link undoSuggestions}
 * @throws AppError `role_required` (manager)
 */
export async function acceptSuggestions(
  ctx: Ctx,
  pairs: { locationId: string; storeSlug: string }[],
): Promise<{ mappedAt: string; results: AcceptedSuggestion[] }> {
  requireRole(ctx, alsoActing("manager"))
  const mappedAt = new Date()
  const results = await db.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${lockName(ctx)}, 0))`
    const ids = pairs.map(({ locationId }) => locationId)
    const locked = await tx<{ id: string; ref: string }[]>`
      select id, ref from locations where merchant_id = ${ctx.merchantId} and id = any(${ids}) order by id for update`
    const mapped = await tx<{ locationId: string; storeSlug: string }[]>`
      insert into store_mappings (location_id, merchant_id, store_slug, mapped_by, mapped_at)
      select l.id, l.merchant_id, s.slug, ${personId(ctx)}, ${mappedAt}
      from jsonb_to_recordset(${tx.json(pairs)}) as p("locationId" uuid, "storeSlug" text)
      join locations l on l.id = p."locationId" and l.merchant_id = ${ctx.merchantId} and l.archived_at is null
      join stores s on s.merchant_id = l.merchant_id and s.slug = p."storeSlug" and s.gone_at is null
      order by s.slug, l.id
      on conflict do nothing
      returning location_id as "locationId", store_slug as "storeSlug"`
    const refs = new Map(locked.map(({ id, ref }) => [id, ref]))
    const events = mapped.map(({ locationId, storeSlug }) => ({
      target: locationId,
      details: { location: refs.get(locationId), store: storeSlug, before: null, suggested: true },
    }))
    await recordAudits(tx, ctx, "mapping.set", events)
    if (events.length > 0) await sweepSoon(tx, ctx.merchantId)
    const rest = await tx<AcceptedSuggestion[]>`
      select p."locationId", p."storeSlug", holder.name as holder,
             case when l.id is null then 'location_unknown'
                  when own.store_slug = p."storeSlug" then 'already'
                  when own.store_slug is not null then 'location_mapped'
                  when holder.name is not null then 'store_taken'
                  else 'store_unknown' end as outcome
      from jsonb_to_recordset(${tx.json(pairs)}) as p("locationId" uuid, "storeSlug" text)
      left join locations l on l.id = p."locationId" and l.merchant_id = ${ctx.merchantId} and l.archived_at is null
      left join store_mappings own on own.location_id = l.id
      left join store_mappings taken on taken.merchant_id = ${ctx.merchantId} and taken.store_slug = p."storeSlug"
      left join locations holder on holder.id = taken.location_id`
    const isNew = (pair: AcceptedSuggestion) =>
      mapped.some((made) => made.locationId === pair.locationId && made.storeSlug === pair.storeSlug)
    return rest.map((pair) => (isNew(pair) ? { ...pair, outcome: "mapped" as const, holder: null } : pair))
  })
  wakeWorkers()
  return { mappedAt: mappedAt.toISOString(), results }
}

/**
 * Undoes the mappings that {@link acceptSuggestions} made at `mappedAt`. Leaves a location that was mapped again since.
 * @returns how many were undone
 * @throws AppError `role_required` (manager)
 */
export async function undoSuggestions(
  ctx: Ctx,
  input: { mappedAt: string; locationIds: string[] },
): Promise<number> {
  requireRole(ctx, alsoActing("manager"))
  const undone = await db.transaction(async (tx) => {
    const removed = await tx
      .delete(storeMappings)
      .where(
        and(
          eq(storeMappings.merchantId, ctx.merchantId),
          inArray(storeMappings.locationId, input.locationIds),
          eq(storeMappings.mappedAt, new Date(input.mappedAt)),
        ),
      )
      .returning({ locationId: storeMappings.locationId, storeSlug: storeMappings.storeSlug })
    const events = removed.map(({ locationId, storeSlug }) => ({
      target: locationId,
      details: { store: storeSlug },
    }))
    await recordAudits(tx, ctx, "mapping.removed", events)
    return removed.map(({ locationId }) => locationId)
  })
  await waitForInFlight(ctx.merchantId, undone)
  return undone.length
}

/**
 * Acknowledges that Pongo renamed a store and clears the flag on its location.
 * @param input `name` is the name the person saw, so that a later rename is not acknowledged unseen
 * @throws AppError `role_required` (manager), `conflict` when the name has changed since or was already acknowledged
 */
export async function acknowledgeRename(ctx: Ctx, input: { storeSlug: string; name: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  const { storeSlug, name } = input
  await db.transaction(async (tx) => {
    const isRenamed = and(
      ...[eq(stores.merchantId, ctx.merchantId), eq(stores.slug, storeSlug), eq(stores.name, name)],
      isNotNull(stores.previousName),
    )
    const [renamed] = await tx
      .select({ before: stores.previousName })
      .from(stores)
      .where(isRenamed)
      .for("update")
    if (!renamed) throw new AppError("conflict")
    await tx.update(stores).set({ previousName: null, renamedAt: null }).where(isRenamed)
    await recordAudit(tx, ctx, "store.rename_noted", storeSlug, { ...renamed, name })
  })
}

/** A merchant's mappings are made one at a time, so that two people who swap stores do not deadlock. */
const lockName = (ctx: Ctx) => `mappings:${ctx.merchantId}`

/** Whether the database refused because another location has the store. */
function isStoreTaken(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint_name } = cause as Error & { code?: string; constraint_name?: string }
    if (code === "23505" && constraint_name === "store_mappings_store") return true
  }
  return false
}
