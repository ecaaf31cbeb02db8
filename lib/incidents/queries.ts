import type { IncidentCause, IncidentEventKind } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"

export type Incident = {
  id: string
  cause: IncidentCause
  state: "open" | "closed"
  /** The location to fix, if there is exactly one. */
  locationId: string | null
  locationName: string | null
  /** Locations stopped by the cause; once it stops none, locations of all the incident's orders. */
  locationCount: number
  /** Pongo's own message, if any. */
  said: string | null
  httpStatus: number | null
  beganAt: Date
  openedAt: Date
  closedAt: Date | null
  /** Open, but its cause is gone: its last orders are leaving, or it closes unless the cause returns. */
  isEnding: boolean
  /** Since when the cause is gone, and the person who removed it, if it was one. */
  mendedAt: Date | null
  mendedBy: string | null
  /** Dismissed by a person before its orders had arrived. */
  isPutAway: boolean
  orders: number
  customers: number
  amountCents: number
  /** The part of `orders` that Pongo has received since. */
  recovered: number
  /** The part of `orders` that the cause still stops. */
  remaining: number
}

const selectIncidents = () => sql`
  select i.id, i.cause, i.state, i.location_id as "locationId", l.name as "locationName",
  i.location_count as "locationCount", i.said,
  i.http_status as "httpStatus", i.began_at as "beganAt", i.opened_at as "openedAt", i.closed_at as "closedAt",
  i.state = 'closed' and exists (
    select 1 from incident_events e where e.incident_id = i.id and e.kind = 'dismissed' and e.at >= i.closed_at
  ) as "isPutAway",
  i.state = 'open' and coalesce(m.at, i.quiet_since) is not null as "isEnding",
  coalesce(m.at, i.quiet_since) as "mendedAt",
  m.actor as "mendedBy",
  i.orders, i.customers, i.amount_cents::float8 as "amountCents", i.recovered, i.remaining
  from incidents i
  left join locations l on l.id = i.location_id and l.merchant_id = i.merchant_id
  left join lateral (
    select kind, at, actor from incident_events e
    where e.incident_id = i.id and e.kind in ('opened', 'reopened', 'mended') order by at desc, id desc limit 1
  ) m on m.kind = 'mended'`

const named = <Row extends Incident>(row: Row): Row => ({
  ...row,
  mendedBy: row.mendedBy && actorName(row.mendedBy),
})

const PAGE_SIZE = 25
const MOST_OPEN = 100

/** The open incidents, the largest first; those that are ending last. */
export async function listOpenIncidents(ctx: Ctx): Promise<Incident[]> {
  const rows = await sql<Incident[]>`
    ${selectIncidents()}
    where i.merchant_id = ${ctx.merchantId} and i.state = 'open'
    order by "isEnding", i.remaining desc, i.id desc limit ${MOST_OPEN}`
  return rows.map(named)
}

/** A page of ended incidents, newest first. Ids sort by time. */
export async function listPastIncidents(
  ctx: Ctx,
  { before }: { before?: string | undefined },
): Promise<{ rows: Incident[]; next: string | null }> {
  const found = await sql<Incident[]>`
    ${selectIncidents()}
    where i.merchant_id = ${ctx.merchantId} and i.state = 'closed' ${before ? sql`and i.id < ${before}` : sql``}
    order by i.id desc limit ${PAGE_SIZE + 1}`
  const rows = found.slice(0, PAGE_SIZE).map(named)
  return { rows, next: found.length > PAGE_SIZE ? rows.at(-1)!.id : null }
}

export type IncidentDetail = Incident & {
  events: {
    id: string
    kind: IncidentEventKind
    actor: string | null
    at: Date
    orders: number
    recovered: number
  }[]
  /** Affected locations, those with most stopped orders first, up to {@link SHOWN_LOCATIONS}. */
  locations: { id: string; name: string; orders: number; recovered: number }[]
  moreLocations: number
  /** The oldest undelivered orders, up to {@link SHOWN_ORDERS}. */
  missing: { id: string; ref: string; locationName: string; closedAt: Date; totalCents: number }[]
}

const SHOWN_ORDERS = 10
const SHOWN_LOCATIONS = 50

/**
 * One incident with its events, its locations, and some of its undelivered orders.
 * @throws AppError `not_found`
 */
export async function getIncident(ctx: Ctx, id: string): Promise<IncidentDetail> {
  const [[incident], events, locations, missing] = await Promise.all([
    sql<Incident[]>`
      ${selectIncidents()}
      where i.id = ${id} and i.merchant_id = ${ctx.merchantId}`,
    sql<IncidentDetail["events"]>`
      select id, kind, actor, at, orders, recovered from incident_events
      where incident_id = ${id} and merchant_id = ${ctx.merchantId} order by at, id`,
    sql<(IncidentDetail["locations"][number] & { all: number })[]>`
      select l.id, l.name, count(*)::int as orders, count(o.recovered_at)::int as recovered,
             (count(*) over ())::int as all
      from incident_orders o join locations l on l.id = o.location_id and l.merchant_id = o.merchant_id
      where o.incident_id = ${id} and o.merchant_id = ${ctx.merchantId}
      group by l.id, l.name
      order by count(*) filter (where o.ended_at is null) desc, count(*) desc, l.name, l.id
      limit ${SHOWN_LOCATIONS}`,
    sql<IncidentDetail["missing"]>`
      select p.id, p.ref, l.name as "locationName", p.closed_at as "closedAt", p.total_cents as "totalCents"
      from incident_orders o
      cross join lateral (select * from orders where id = o.order_id and merchant_id = o.merchant_id offset 0) p
      join locations l on l.id = p.location_id
      where o.incident_id = ${id} and o.merchant_id = ${ctx.merchantId} and o.recovered_at is null
      order by p.closed_at, p.id limit ${SHOWN_ORDERS}`,
  ])
  if (!incident) throw new AppError("not_found")
  return {
    ...named(incident),
    events: events.map((event) => ({ ...event, actor: event.actor && actorName(event.actor) })),
    locations: locations.map(({ all: _, ...location }) => location),
    moreLocations: (locations[0]?.all ?? 0) - locations.length,
    missing,
  }
}

/** Counts failed orders of dismissed incidents, which nobody intends to replay. */
export async function countPutAwayOrders(ctx: Ctx): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select coalesce(sum(remaining), 0)::int as count from incidents
    where merchant_id = ${ctx.merchantId} and state = 'closed' and cause in ('rejected_by_pongo', 'retries_exhausted')`
  return row!.count
}
