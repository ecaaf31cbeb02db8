import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { requireLocation } from "@/lib/locations/queries"
import type { Suggestion } from "./suggest"

export type MappedLocation = { id: string; ref: string; name: string; storeSlug: string }

/**
 * A location with the Pongo store it is mapped to, as every loyalty call needs it.
 * @throws AppError `location_unknown`, `location_not_allowed`, `location_unmapped` (also when the store is gone)
 */
export async function requireMappedLocation(ctx: Ctx, ref: string): Promise<MappedLocation> {
  const location = await requireLocation(ctx, ref)
  const [mapping] = await sql<{ slug: string }[]>`
    select m.store_slug as slug from store_mappings m
    join stores s on s.merchant_id = m.merchant_id and s.slug = m.store_slug and s.gone_at is null
    where m.merchant_id = ${ctx.merchantId} and m.location_id = ${location.id}`
  if (!mapping) throw new AppError("location_unmapped", `The location ${ref} is not mapped to a Pongo store.`)
  return { ...location, storeSlug: mapping.slug }
}

/**
 * The stored suggestions that still apply: a free store for a live location that has none or whose store is gone. They
 * are recomputed in the background after each change; `isComputing` until then.
 */
export async function listSuggestions(
  ctx: Ctx,
): Promise<{ suggestions: Suggestion[]; isComputing: boolean }> {
  const [suggestions, [run]] = await Promise.all([
    sql<Suggestion[]>`
      select f.location_id as "locationId", f.store_slug as "storeSlug", f.confidence, f.reasons, f.doubts
      from mapping_suggestions f
      join locations l on l.id = f.location_id and l.merchant_id = f.merchant_id and l.archived_at is null
      join stores free on free.merchant_id = f.merchant_id and free.slug = f.store_slug and free.gone_at is null
      left join store_mappings m on m.location_id = f.location_id
      left join stores own on own.merchant_id = f.merchant_id and own.slug = m.store_slug
      where f.merchant_id = ${ctx.merchantId} and (m.location_id is null or own.gone_at is not null)
        and not exists (
          select 1 from store_mappings taken
          where taken.merchant_id = f.merchant_id and taken.store_slug = f.store_slug)
      order by f.location_id`,
    sql<{ isComputing: boolean }[]>`
      select computed < wanted as "isComputing" from suggestion_runs where merchant_id = ${ctx.merchantId}`,
  ])
  return { suggestions, isComputing: run?.isComputing ?? false }
}
