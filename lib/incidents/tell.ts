import type { IncidentCause } from "@/db/enums"
import type { Tx } from "@/db/index"
import { raiseAlert } from "@/lib/alerts/raise"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"

type Incident = {
  id: string
  cause: IncidentCause
  openings: number
  location: string
  locations: number
  said: string
  orders: number
  customers: number
  amountCents: number
  recovered: number
  beganAt: Date
  closedAt: Date | null
}

async function read(tx: Tx, ctx: Ctx, id: string): Promise<Incident> {
  const [incident] = await tx<Incident[]>`
    select i.id, i.cause, i.openings, coalesce(l.name, '') as location, i.location_count as locations, left(coalesce(i.said, ''), 300) as said,
           i.orders, i.customers, i.amount_cents::float8 as "amountCents", i.recovered, i.began_at as "beganAt",
           i.closed_at as "closedAt"
    from incidents i left join locations l on l.id = i.location_id and l.merchant_id = i.merchant_id
    where i.id = ${id} and i.merchant_id = ${ctx.merchantId}`
  if (!incident) throw new AppError("not_found")
  return incident
}

/** Key of a change: each reopening has its own. */
const keyOf = ({ id, openings }: Incident) => `${id}:${openings}`
const hrefOf = ({ id }: { id: string }) => `/incidents/${id}` as const

/**
 * Announces that an incident opened or reopened. Skips access that Pongo withdrew, which `lib/connections/revoke.ts`
 * has already announced: one message per change.
 */
export async function tellOpened(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const incident = await read(tx, ctx, id)
  const { cause, location, locations, said, orders, customers, amountCents } = incident
  if (cause === "connection_revoked") return
  const since = incident.beganAt.toISOString()
  const about = { key: keyOf(incident), href: hrefOf(incident) }
  if (cause === "retries_exhausted") {
    const params = { orders, customers, amountCents, since }
    return raiseAlert(ctx, { kind: "retries_exhausted", params, ...about }, tx)
  }
  const params = { cause, location, locations, said, orders, customers, amountCents, since }
  await raiseAlert(ctx, { kind: "incident_opened", params, ...about }, tx)
}

/** Announces that an incident ended, with its undelivered orders. */
export async function tellClosed(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const incident = await read(tx, ctx, id)
  const { cause, location, locations, said, orders, customers, amountCents, recovered } = incident
  const since = incident.beganAt.toISOString()
  const until = (incident.closedAt ?? new Date()).toISOString()
  const params = { cause, location, locations, said, orders, customers, amountCents, recovered, since, until }
  const about = { key: keyOf(incident), href: hrefOf(incident) }
  await raiseAlert(ctx, { kind: "incident_recovered", params, ...about }, tx)
}

/** Announces, once per opening, that an incident's orders have waited longer than the merchant's limit. */
export async function tellHeldLong(tx: Tx, ctx: Ctx): Promise<void> {
  const late = await tx<{ id: string; hours: number; orders: number; amountCents: number; since: Date }[]>`
    select i.id, m.held_alert_hours as hours, w.orders, w.amount_cents as "amountCents", w.since
    from incidents i
    join merchants m on m.id = i.merchant_id
    cross join lateral (
      select count(*)::int as orders, coalesce(sum(p.total_cents), 0)::float8 as amount_cents, min(o.touched_at) as since
      from incident_orders o join orders p on p.id = o.order_id
      where o.incident_id = i.id and o.ended_at is null
    ) w
    where i.merchant_id = ${ctx.merchantId} and i.state = 'open' and i.held_long_at is null
      and i.cause not in ('rejected_by_pongo', 'retries_exhausted')
      and i.began_at <= now() - make_interval(hours => m.held_alert_hours)
      and w.since <= now() - make_interval(hours => m.held_alert_hours)
    order by i.id`
  for (const { id, hours, orders, amountCents, since } of late) {
    await tx`update incidents set held_long_at = now() where id = ${id} and merchant_id = ${ctx.merchantId}`
    const incident = await read(tx, ctx, id)
    const { cause, location, locations } = incident
    const params = { cause, location, locations, orders, amountCents, hours, since: since.toISOString() }
    const about = { key: keyOf(incident), href: hrefOf(incident) }
    await raiseAlert(ctx, { kind: "orders_held_long", params, ...about }, tx)
  }
}
