import { db, sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getMerchant } from "@/lib/merchants/queries"
import { inTurns } from "@/lib/turns"
import { type LocationToMap, type StoreToMap, suggestInSteps } from "./suggest"

/**
 * Recomputes and replaces the merchant's suggestions. Runs in the job that a trigger queues on every change of a
 * location, a store or a mapping. Of two at once, the result of the later start stays.
 * @param signal aborts the computation between two steps; its reason is thrown
 */
export async function recomputeSuggestions(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  // Read first, so that any later change is counted and queues another run.
  const [run] = await sql<{ wanted: string }[]>`
    select wanted from suggestion_runs where merchant_id = ${ctx.merchantId} and computed < wanted`
  if (!run) return
  const [merchant, locations, stores] = await Promise.all([
    getMerchant(ctx),
    sql<LocationToMap[]>`
      select l.id, l.name, l.address, l.postal_code as "postalCode", l.city, l.phone, l.country,
             case when s.gone_at is null then m.store_slug end as "storeSlug",
             case when s.gone_at is not null then s.public_id end as "formerPublicId"
      from locations l
      left join store_mappings m on m.location_id = l.id
      left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug
      where l.merchant_id = ${ctx.merchantId} and l.archived_at is null`,
    sql<StoreToMap[]>`
      select slug, public_id as "publicId", name, address, postal_code as "postalCode", city, phone, country
      from stores where merchant_id = ${ctx.merchantId} and gone_at is null`,
  ])
  const found = await inTurns(suggestInSteps(locations, stores, merchant), signal)
  await db.transaction(async (tx) => {
    const newer = await tx`
      update suggestion_runs set computed = ${run.wanted}, computed_at = now()
      where merchant_id = ${ctx.merchantId} and computed < ${run.wanted} returning merchant_id`
    if (newer.length === 0) return
    await tx`delete from mapping_suggestions where merchant_id = ${ctx.merchantId}`
    await tx`
      insert into mapping_suggestions (location_id, merchant_id, store_slug, confidence, reasons, doubts)
      select f."locationId", ${ctx.merchantId}, f."storeSlug", f.confidence, f.reasons, f.doubts
      from jsonb_to_recordset(${tx.json(found)}) as f("locationId" uuid, "storeSlug" text, confidence float8,
                                                     reasons text[], doubts text[])`
  })
}

/** Merchants whose suggestions are out of date, also because their job was lost. */
export async function listOutdated(): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select merchant_id as id from suggestion_runs where computed < wanted`
  return rows.map(({ id }) => id)
}
