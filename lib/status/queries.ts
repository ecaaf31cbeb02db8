import type { HoldReason } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getCapabilities } from "@/lib/capabilities/queries"
import { getConnection } from "@/lib/connections/queries"
import { requireLocation } from "@/lib/locations/queries"
import { syncColumns } from "@/lib/orders/queries"
import type { StatusAnswer } from "./schema"

type Place = { id: string; ref: string; storeSlug: string | null; reason: HoldReason | null }

/**
 * What a till asks before it shows anything of loyalty.
 * @param ref the POS's own id of a location; without it the one that the key is bound to
 * @throws AppError `location_unknown`, `location_not_allowed`
 */
export async function getStatus(ctx: Ctx, ref: string | undefined): Promise<StatusAnswer> {
  const locationId = ref ? (await requireLocation(ctx, ref)).id : ctx.keyLocationId
  const [connection, place, backlog, hasProducts, tills] = await Promise.all([
    getConnection(ctx),
    locationId ? readPlace(ctx, locationId) : null,
    countBacklog(ctx, locationId),
    sellsProducts(ctx),
    getCapabilities(ctx),
  ])
  const state = connection?.state ?? "disconnected"
  const isMapped = place !== null && place.storeSlug !== null && place.reason !== "store_gone"
  const works = (state === "connected" || state === "expiring") && (place === null || isMapped)
  const may = (...scopes: string[]) =>
    works && !scopes.some((scope) => connection?.missingScopes.includes(scope))
  const canShow = may("customer.read", "reward.read")
  return {
    connection: { state },
    location: place && { id: place.ref, mapped: isMapped, store_slug: place.storeSlug },
    backlog,
    capabilities: {
      redeem: canShow && may("reward.update"),
      vouchers: canShow && tills.canVouchers,
      free_products: canShow && hasProducts,
      locks: canShow && may("reward.update"),
      scan: tills.canScan && may("customer.read"),
    },
  }
}

async function readPlace(ctx: Ctx, locationId: string): Promise<Place | null> {
  const [place] = await sql<Place[]>`
    select l.id, l.ref, h.mapped_slug as "storeSlug", h.reason
    from locations l join delivery_holds h on h.location_id = l.id
    where l.merchant_id = ${ctx.merchantId} and l.id = ${locationId}`
  return place ?? null
}

async function countBacklog(ctx: Ctx, locationId: string | null): Promise<StatusAnswer["backlog"]> {
  const [counts] = await sql<StatusAnswer["backlog"][]>`
    select count(*) filter (where status in ('queued', 'sending'))::int as queued,
           count(*) filter (where status = 'retrying')::int as retrying,
           count(*) filter (where status = 'held')::int as held,
           count(*) filter (where status = 'failed')::int as failed
    from (
      select ${syncColumns()} from deliveries d join delivery_holds h on h.location_id = d.location_id
      where d.merchant_id = ${ctx.merchantId} and not d.is_test and d.state in ('queued', 'sending', 'retrying', 'failed')
        and (${locationId}::uuid is null or d.location_id = ${locationId}::uuid)
    ) s`
  return counts!
}

/** A free product is added from the catalogue: with an empty one there is nothing to add. */
async function sellsProducts(ctx: Ctx): Promise<boolean> {
  const [row] = await sql`select 1 from products where merchant_id = ${ctx.merchantId} and is_active limit 1`
  return row !== undefined
}
