import { sql } from "@/db/index"
import { type Ctx, refuseTestTill, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { requireLocation } from "@/lib/locations/queries"
import { getMerchantCached } from "@/lib/merchants/queries"
import { outsideDay } from "@/lib/text"
import { dayStart } from "./business-day"
import type { DayTotal, DayTotalAnswer } from "./schema"

type Found = {
  orders: number
  cents: number
  deliveredOrders: number
  deliveredCents: number
  refs: string[]
}

/**
 * Stores the POS's total of a business day and returns ours. A new report replaces the old one.
 * @param day `YYYY-MM-DD`; the day starts at the merchant's cut-off hour, in its time zone
 * @throws AppError `validation_failed` (invalid or future day), `location_unknown`, `location_not_allowed`, `forbidden`
 * (a key of the test till)
 */
export async function reportDay(ctx: Ctx, day: string, input: DayTotal): Promise<DayTotalAnswer> {
  requireRoleOrScope(ctx, "manager", "checkout")
  refuseTestTill(ctx)
  requirePastDay(day)
  const location = await requireLocation(ctx, input.location_id, { archivedToo: true })
  await sql`
    insert into day_totals (merchant_id, location_id, day, orders, total_cents, order_refs)
    values (${ctx.merchantId}, ${location.id}, ${day}, ${input.orders}, ${input.total_cents},
            ${input.order_ids ? sql.json(input.order_ids) : null})
    on conflict (merchant_id, location_id, day) do update set
      orders = excluded.orders, total_cents = excluded.total_cents, order_refs = excluded.order_refs, reported_at = now()`
  const found = await countDay(ctx, location.id, day)
  const ours = new Set(found.refs)
  const theirs = new Set(input.order_ids)
  return {
    date: day,
    location_id: location.ref,
    reported: { orders: input.orders, total_cents: input.total_cents },
    received: { orders: found.orders, total_cents: found.cents },
    delivered: { orders: found.deliveredOrders, total_cents: found.deliveredCents },
    gap: { orders: input.orders - found.orders, total_cents: input.total_cents - found.cents },
    missing_order_ids: input.order_ids ? [...theirs].filter((ref) => !ours.has(ref)) : null,
    unknown_order_ids: input.order_ids ? found.refs.filter((ref) => !theirs.has(ref)) : null,
  }
}

async function countDay(ctx: Ctx, locationId: string, day: string): Promise<Found> {
  const clock = await getMerchantCached(ctx)
  const [found] = await sql<Found[]>`
    select count(*)::int as orders, coalesce(sum(o.total_cents), 0)::float8 as cents,
           count(*) filter (where d.state = 'delivered')::int as "deliveredOrders",
           coalesce(sum(o.total_cents) filter (where d.state = 'delivered'), 0)::float8 as "deliveredCents",
           coalesce(array_agg(o.ref order by d.closed_at, o.id), '{}') as refs
    from deliveries d join orders o on o.id = d.order_id
    where d.merchant_id = ${ctx.merchantId} and d.location_id = ${locationId} and not d.is_test
      and o.state in ('paid', 'paid_elsewhere', 'refunded')
      and d.closed_at >= ${dayStart(sql`${day}::date`, clock)}
      and d.closed_at < ${dayStart(sql`(${day}::date + 1)`, clock)}`
  return found!
}

/** Accepts tomorrow: a till east of us may already be there. */
function requirePastDay(day: string): void {
  const parsed = outsideDay.safeParse(day)
  if (parsed.success && Date.parse(day) < Date.now() + 86_400_000) return
  const message = parsed.error?.issues[0]?.message ?? "a day that has not begun"
  throw new AppError("validation_failed", `date: ${message}`, { fields: [{ path: "date", message }] })
}
