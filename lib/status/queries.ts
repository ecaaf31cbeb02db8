import { syncColumns } from "@/db/delivery-holds"
import type { HoldReason } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { getConnection } from "@/lib/connections/queries"
import { requireLocation } from "@/lib/locations/queries"
import { getCapabilities } from "@/lib/tills/capabilities"
import { MOST_COUNTED, type StatusAnswer } from "./schema"

type LocationState = { id: string; ref: string; storeSlug: string | null; reason: HoldReason | null }

/**
 * Status for a till before it shows any loyalty features.
 * @param ref the POS's own id of a location; by default the location of the key
 * @throws AppError `location_unknown`, `location_not_allowed`
 */
export async function getStatus(ctx: Ctx, ref: string | undefined): Promise<StatusAnswer> {
  const locationId = ref ? (await requireLocation(ctx, ref)).id : ctx.keyLocationId
  const [connection, location, backlog, hasProducts, tills] = await Promise.all([
    getConnection(ctx),
    locationId ? readLocation(ctx, locationId) : null,
    countBacklog(ctx, locationId),
    sellsProducts(ctx),
    getCapabilities(ctx),
  ])
  const state = connection?.state ?? "disconnected"
  const isMapped = location !== null && location.storeSlug !== null && location.reason !== "store_gone"
  const works = (state === "connected" || state === "expiring") && (location === null || isMapped)
  const may = (...scopes: string[]) =>
    works && !scopes.some((scope) => connection?.missingScopes.includes(scope))
  const canShow = may("customer.read", "reward.read")
  return {
    connection: { state },
    location: location && { id: location.ref, mapped: isMapped, store_slug: location.storeSlug },
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

async function readLocation(ctx: Ctx, locationId: string): Promise<LocationState | null> {
  const [location] = await sql<LocationState[]>`
    select l.id, l.ref, h.mapped_slug as "storeSlug", h.reason
    from locations l join delivery_holds h on h.location_id = l.id
    where l.merchant_id = ${ctx.merchantId} and l.id = ${locationId}`
  return location ?? null
}

/**
 * Counts at most {@link MOST_COUNTED} orders per state: with 400,000 held orders, exact counts for its tills slowed
 * down every other merchant.
 */
async function countBacklog(ctx: Ctx, locationId: string | null): Promise<StatusAnswer["backlog"]> {
  const [counts] = await sql<StatusAnswer["backlog"][]>`
    select least(coalesce(sum(count) filter (where status in ('queued', 'sending')), 0), ${MOST_COUNTED})::int as queued,
           least(coalesce(sum(count) filter (where status = 'retrying'), 0), ${MOST_COUNTED})::int as retrying,
           least(coalesce(sum(count) filter (where status = 'held'), 0), ${MOST_COUNTED})::int as held,
           least(coalesce(sum(count) filter (where status = 'failed'), 0), ${MOST_COUNTED})::int as failed
    from (
      select ${syncColumns()}, d.count from (
        select location_id, state, null as reason, count(*) as count
        from (${locationId ? latestOfLocation(ctx, locationId) : latestOfMerchant(ctx)}) latest
        group by location_id, state
      ) d join delivery_holds h on h.location_id = d.location_id
    ) s`
  return counts!
}

/** Sorted like `deliveries_log_state`, so that PostgreSQL stops at the limit. */
const latestOfMerchant = (ctx: Ctx) => sql`
  select d.location_id, d.state
  from unnest(array['queued', 'sending', 'retrying', 'failed']) as s(state), lateral (
    select location_id, state from deliveries
    where merchant_id = ${ctx.merchantId} and state = s.state and not is_test
    order by closed_at desc nulls last, order_id desc nulls last limit ${MOST_COUNTED}
  ) d`

/** Sorted like `deliveries_pending` and `deliveries_failed`. */
const latestOfLocation = (ctx: Ctx, locationId: string) => sql`
  (select location_id, state from deliveries
   where location_id = ${locationId} and merchant_id = ${ctx.merchantId} and not is_test
     and state in ('queued', 'sending', 'retrying')
   order by is_aside, closed_at, order_id limit ${MOST_COUNTED})
  union all
  (select location_id, state from deliveries
   where location_id = ${locationId} and merchant_id = ${ctx.merchantId} and not is_test and state = 'failed'
   order by location_id limit ${MOST_COUNTED})`

/** A free product comes from the catalogue, so an empty catalogue offers none. */
async function sellsProducts(ctx: Ctx): Promise<boolean> {
  const [row] = await sql`select 1 from products where merchant_id = ${ctx.merchantId} and is_active limit 1`
  return row !== undefined
}
