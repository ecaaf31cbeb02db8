import { randomUUID } from "node:crypto"
import { sql } from "@/db/index"
import { logger } from "@/lib/log"

/** A leased location and the orders due there, in sending order. Claiming does not change the orders. */
export type Lane = { leaseId: string; locationId: string; merchantId: string; orderIds: string[] }

/** Most orders a worker sends from one location per turn, one after the other. */
const RUN_LENGTH = 20
const ASIDE_LENGTH = 5
/** Pause for a location whose orders cannot be listed or decrypted: a defect, or a missing key. */
export const DEFECT_PAUSE_SECONDS = 60

type ClaimOptions = {
  lanes: number
  /** Lease duration without {@link extendLease}. */
  leaseSeconds: number
  /** Lanes each merchant already has. No merchant gets more lanes than it leaves free. */
  held?: ReadonlyMap<string, number>
  except?: readonly string[]
  /** Take one order, due or not, from the location served longest ago, to test whether Pongo is back. */
  probe?: boolean
  /** At most one location for each of these merchants. */
  oneOf?: readonly string[]
}

/**
 * Leases up to `lanes` locations that have an order due, and lists each location's due orders in closing order. A row
 * lease keeps two workers off one location, so its orders are sent in order. `take.ts` checks each order again just
 * before it is sent. Skips held locations: `delivery_holds` says why each one waits.
 */
export async function claimLanes(options: ClaimOptions): Promise<Lane[]> {
  const leaseId = randomUUID()
  const claimed = await lockLanes(leaseId, options)
  if (claimed.length === 0) return []
  const due = await listDue(leaseId, claimed, options)
  const lanes = claimed.map(({ locationId, merchantId }) => ({
    leaseId,
    locationId,
    merchantId,
    orderIds: due.filter((order) => order.locationId === locationId).map(({ orderId }) => orderId),
  }))
  const empty = lanes.filter((lane) => lane.orderIds.length === 0)
  if (empty.length)
    await releaseLanes(
      leaseId,
      empty.map((lane) => lane.locationId),
    )
  return lanes.filter((lane) => lane.orderIds.length > 0)
}

type DueLocation = { locationId: string; merchantId: string }

/**
 * Finds locations with work by a loose scan of the partial index: the cost is the number of such locations, whatever
 * their backlog. Locations take turns by `lease_until`, the time each was last served, so neither a backlog nor a
 * till's clock puts one before the others.
 *
 * A merchant may hold as many lanes as it leaves free: the first slow merchant gets half of them, the next half of the
 * rest, and one lane stays free for the next. Lanes are dealt round-robin: every merchant's first before any merchant's
 * second.
 */
function lockLanes(
  leaseId: string,
  { lanes, leaseSeconds, held = new Map(), except = [], probe = false, oneOf }: ClaimOptions,
): Promise<DueLocation[]> {
  return sql<DueLocation[]>`
    with recursive busy as (
      (select location_id from deliveries where state in ('queued', 'sending', 'retrying') order by location_id limit 1)
      union all
      select (select d.location_id from deliveries d
              where d.state in ('queued', 'sending', 'retrying') and d.location_id > b.location_id
              order by d.location_id limit 1)
      from busy b where b.location_id is not null
    ), due as (
      select b.location_id, h.merchant_id, head.closed_at
      from busy b
      join delivery_holds h on h.location_id = b.location_id and h.reason is null
      cross join lateral (
        (select d.closed_at, d.state, d.next_attempt_at from deliveries d
         where d.location_id = b.location_id and not d.is_aside and d.state in ('queued', 'sending', 'retrying')
         order by d.closed_at, d.order_id limit 1)
        union all
        (select d.closed_at, d.state, d.next_attempt_at from deliveries d
         where d.location_id = b.location_id and d.is_aside and d.state in ('queued', 'sending', 'retrying')
           and (d.state <> 'retrying' or d.next_attempt_at <= now() or ${probe})
         order by d.closed_at, d.order_id limit 1)
      ) head
      where (head.state <> 'retrying' or head.next_attempt_at <= now() or ${probe})
        and h.merchant_id <> all(${[...except]}::uuid[])
        ${oneOf ? sql`and h.merchant_id = any(${[...oneOf]}::uuid[])` : sql``}
    ), waiting as (
      select n.location_id, u.merchant_id, n.lease_until, u.closed_at,
             coalesce(m.held, 0) + row_number() over (
               partition by u.merchant_id order by n.lease_until nulls first, u.closed_at) as seat
      from delivery_lanes n
      join (select location_id, merchant_id, min(closed_at) as closed_at from due group by 1, 2) u
        on u.location_id = n.location_id
      left join unnest(${[...held.keys()]}::uuid[], ${[...held.values()]}::int[]) as m(merchant_id, held)
        on m.merchant_id = u.merchant_id
      where n.lease_id is null and (n.paused_until is null or n.paused_until <= now())
    ), dealt as (
      select w.*, row_number() over (order by w.seat, w.lease_until nulls first, w.closed_at) as turn from waiting w
    ), free as (
      select n.location_id, t.merchant_id from delivery_lanes n
      join dealt t on t.location_id = n.location_id
      where n.lease_id is null and t.turn <= ${lanes}
        and ${oneOf ? sql`t.seat = 1` : sql`t.seat <= ${lanes} - t.turn + 1`}
      for update of n skip locked
    )
    update delivery_lanes n set lease_id = ${leaseId}, lease_until = now() + make_interval(secs => ${leaseSeconds})
    from free f where n.location_id = f.location_id
    returning n.location_id as "locationId", f.merchant_id as "merchantId"`
}

type Due = { orderId: string; locationId: string }

/** {@link readDue}, location by location if it fails, so that one bad location does not affect the others. */
async function listDue(leaseId: string, locations: DueLocation[], options: ClaimOptions): Promise<Due[]> {
  try {
    return await readDue(
      locations.map(({ locationId }) => locationId),
      options,
    )
  } catch (error) {
    const [location] = locations
    if (locations.length > 1) {
      const due: Due[] = []
      for (const each of locations) due.push(...(await listDue(leaseId, [each], options)))
      return due
    }
    logger.error({ err: error, locationId: location!.locationId }, "a location's orders cannot be listed")
    await pauseLane({ leaseId, locationId: location!.locationId }, DEFECT_PAUSE_SECONDS)
    return []
  }
}

/** The orders due at the leased locations, in sending order per location. */
function readDue(locationIds: string[], { probe = false }: ClaimOptions): Promise<Due[]> {
  return sql<Due[]>`
    select o.order_id as "orderId", n.location_id as "locationId"
    from unnest(${locationIds}::uuid[]) as n(location_id) cross join lateral (
      (select r.order_id, false as is_aside, r.closed_at, null::timestamptz as last_attempt_at from (
         select d.order_id, d.closed_at,
                bool_or(d.state = 'retrying' and d.next_attempt_at > now() and not ${probe})
                  over (order by d.closed_at, d.order_id) as is_blocked
         from deliveries d
         where d.location_id = n.location_id and not d.is_aside and d.state in ('queued', 'retrying')
         order by d.closed_at, d.order_id limit ${probe ? 1 : RUN_LENGTH}
       ) r where not r.is_blocked)
      union all
      (select d.order_id, true, d.closed_at, ${probe ? sql`d.last_attempt_at` : sql`null`} from deliveries d
       where d.location_id = n.location_id and d.is_aside and d.state in ('queued', 'retrying')
         and (d.state <> 'retrying' or d.next_attempt_at <= now() or ${probe})
       -- Each probe takes a different order: one that always fails at Pongo must not look like an outage.
       order by ${probe ? sql`d.last_attempt_at nulls first,` : sql``} d.closed_at, d.order_id
       limit ${probe ? 1 : ASIDE_LENGTH})
      order by is_aside, last_attempt_at nulls first, closed_at, order_id
      limit ${probe ? 1 : RUN_LENGTH + ASIDE_LENGTH}
    ) o
    order by n.location_id, o.is_aside, o.last_attempt_at nulls first, o.closed_at, o.order_id`
}

/**
 * Takes back the lanes of dead workers. An order they had in flight has an unknown outcome: it is sent again under the
 * same number (Pongo answers "already processed"), and the log says *interrupted*. Includes held locations, whose
 * orders must not stay in *sending* forever.
 */
export async function freeDeadLanes(): Promise<void> {
  await sql`
    with dead as (
      select n.location_id, l.merchant_id from delivery_lanes n join locations l on l.id = n.location_id
      where n.lease_id is not null and n.lease_until < now()
      order by n.lease_until limit 100
      for update of n skip locked
    ), freed as (
      update delivery_lanes n set lease_id = null from dead where n.location_id = dead.location_id
    ), interrupted as (
      update deliveries d set state = 'retrying', maybe_sent = true, next_attempt_at = now()
      from dead where d.merchant_id = dead.merchant_id and d.location_id = dead.location_id and d.state = 'sending'
      returning d.*
    )
    insert into attempts (id, order_id, merchant_id, started_at, trigger, actor, outcome, is_counted, store_slug)
    select gen_random_uuid(), order_id, merchant_id, last_attempt_at, next_trigger, requested_by, 'interrupted', false, store_slug
    from interrupted`
}

/**
 * Renews the lease on the location.
 * @returns false when it expired and another worker has it
 */
export async function extendLease(lane: Lane, leaseSeconds: number): Promise<boolean> {
  const extended = await sql`
    update delivery_lanes set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where location_id = ${lane.locationId} and lease_id = ${lane.leaseId}`
  return extended.count > 0
}

export async function releaseLanes(leaseId: string, locationIds: string[]): Promise<void> {
  await sql`
    update delivery_lanes set lease_id = null, lease_until = now()
    where lease_id = ${leaseId} and location_id = any(${locationIds})`
}

/** Closes the lane for as long as Pongo asked us to wait. */
export async function pauseLane(lane: Pick<Lane, "leaseId" | "locationId">, seconds: number): Promise<void> {
  await sql`
    update delivery_lanes set paused_until = now() + make_interval(secs => ${seconds})
    where location_id = ${lane.locationId} and lease_id = ${lane.leaseId}`
}
