import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { requireLocation } from "@/lib/locations/queries"

export type MappedLocation = { id: string; ref: string; name: string; storeSlug: string }

/**
 * A location with the Pongo store it is mapped to: what every loyalty call needs.
 * @throws AppError `location_unknown`, `location_not_allowed`, `location_unmapped` (also when the store is gone)
 */
export async function requireMappedLocation(ctx: Ctx, ref: string): Promise<MappedLocation> {
  const place = await requireLocation(ctx, ref)
  const [mapping] = await sql<{ slug: string }[]>`
    select m.store_slug as slug from store_mappings m
    join stores s on s.merchant_id = m.merchant_id and s.slug = m.store_slug and s.gone_at is null
    where m.merchant_id = ${ctx.merchantId} and m.location_id = ${place.id}`
  if (!mapping) throw new AppError("location_unmapped", `The location ${ref} is not mapped to a Pongo store.`)
  return { ...place, storeSlug: mapping.slug }
}
