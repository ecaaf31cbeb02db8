import { isPending } from "@/db/delivery-holds"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { createSharedRead } from "@/lib/shared-read"

/** Orders waiting at one location: number, total, and when the oldest was closed. */
export type Waiting = { orders: number; cents: number; since: Date }
type ByLocation = ReadonlyMap<string, Waiting>

/** Above this, one count is shared by all readers (`lib/shared-read.ts`). */
const MANY = 10_000

const sum = (waiting: ByLocation) => [...waiting.values()].reduce((total, { orders }) => total + orders, 0)
const shared = createSharedRead<ByLocation>((waiting) => sum(waiting) > MANY)

/**
 * Orders that have not reached Pongo yet, by location, archived ones included, without the test till's. Above 10,000
 * orders the figures may be 30 s old.
 */
export function readWaiting(ctx: Ctx): Promise<ByLocation> {
  return shared(ctx.merchantId, async () => {
    const rows = await sql<(Waiting & { locationId: string })[]>`
      select d.location_id as "locationId", count(*)::int as orders, sum(o.total_cents)::bigint::float8 as cents,
             min(d.closed_at) as since
      from deliveries d join orders o on o.id = d.order_id
      where d.merchant_id = ${ctx.merchantId} and ${isPending()} and not d.is_test
      group by d.location_id`
    return new Map(rows.map(({ locationId, ...waiting }) => [locationId, waiting]))
  })
}

/** Their number over all locations. */
export const countAllWaiting = async (ctx: Ctx): Promise<number> => sum(await readWaiting(ctx))
