import { randomUUID } from "node:crypto"
import { sql } from "@/db/index"
import { relaxedCommit } from "@/db/relaxed-commit"
import { logger } from "@/lib/log"
import type { DueLocation } from "./due-locations"

/** A leased location and the orders due there, in sending order. Claiming does not change the orders. */
export type Lane = { leaseId: string; locationId: string; merchantId: string; orderIds: string[] }

/** Most orders a worker sends from one location per turn, one after the other. */
const RUN_LENGTH = 20
const ASIDE_LENGTH = 5
/** A shorter list of a location's due orders is complete. */
export const SHORTEST_CUT = ASIDE_LENGTH
/** Pause for a location whose orders cannot be listed or decrypted: a defect, or a missing key. */
export const DEFECT_PAUSE_SECONDS = 60

/** Most locations that a scan returns: each merchant's longest-waiting ones first. */
export const SCAN_LENGTH = 2_000

type ScanOptions = {
  /** Include orders that are not due yet, to test whether Pongo is back. */
  probe?: boolean
  /** Of these merchants only, one location each. */
  oneOf?: readonly string[]
  limit?: number
}

/**
 * Lists free locations that have an order due and no hold, by the time each was last served. A loose scan of the partial
 * index: its cost is the number of locations with any order waiting, held ones included, whatever their backlog. With
 * 3,000 held locations it takes 0.1 s. Workers therefore scan only now and then; tills announce their orders
 * (`lib/jobs/wake.ts`).
 */
export function scanLocations({
  probe = false,
  oneOf,
  limit = SCAN_LENGTH,
}: ScanOptions = {}): Promise<DueLocation[]> {
  const allPending = sql`
    (select location_id from deliveries where state in ('queued', 'sending', 'retrying') order by location_id limit 1)
    union all
    select (select d.location_id from deliveries d
            where d.state in ('queued', 'sending', 'retrying') and d.location_id > b.location_id
            order by d.location_id limit 1)
    from busy b where b.location_id is not null`
  const pendingOf = (merchants: readonly string[]) => sql`
    select l.id from locations l
    where l.merchant_id = any(${[...merchants]}::uuid[]) and exists (
      select 1 from deliveries d where d.location_id = l.id and d.state in ('queued', 'sending', 'retrying'))`
  return sql<DueLocation[]>`
    with recursive busy(location_id) as (${oneOf ? pendingOf(oneOf) : allPending}),
    due as (
      select n.location_id, h.merchant_id, n.lease_until, min(head.closed_at) as closed_at
      from busy b
      join delivery_holds h on h.location_id = b.location_id and h.reason is null
      join delivery_lanes n on n.location_id = b.location_id
        and n.lease_id is null and (n.paused_until is null or n.paused_until <= now())
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
      where head.state <> 'retrying' or head.next_attempt_at <= now() or ${probe}
      group by n.location_id, h.merchant_id
    ), seated as (
      select due.*, row_number() over (partition by merchant_id order by lease_until nulls first, closed_at) as seat
      from due
    )
    select location_id as "locationId", merchant_id as "merchantId" from seated
    ${oneOf ? sql`where seat = 1` : sql``}
    order by seat, lease_until nulls first, closed_at limit ${limit}`
}

/**
 * Leases those of the locations that are free and have no hold, and lists each one's due orders in closing order. A row
 * lease keeps two workers off one location, so its orders are sent in order. `take.ts` checks each order again just
 * before it is sent. A location that is held, paused or leased is left out: `delivery_holds` says why the first one
 * waits.
 * @param leaseSeconds lease duration without {@link extendLease}
 * @param probe take one order, due or not, to test whether Pongo is back
 */
export async function claimLanes(
  locations: readonly DueLocation[],
  options: { leaseSeconds: number; probe?: boolean },
): Promise<Lane[]> {
  const leaseId = randomUUID()
  const claimed = await sql<DueLocation[]>`
    with ${relaxedCommit()}, free as (
      select n.location_id, h.merchant_id from delivery_lanes n
      join delivery_holds h on h.location_id = n.location_id and h.reason is null
      where n.location_id = any(${locations.map(({ locationId }) => locationId)}::uuid[])
        and n.lease_id is null and (n.paused_until is null or n.paused_until <= now())
      for update of n skip locked
    )
    update delivery_lanes n
    set lease_id = ${leaseId}, lease_until = now() + make_interval(secs => ${options.leaseSeconds})
    from free f, relaxed where n.location_id = f.location_id
    returning n.location_id as "locationId", f.merchant_id as "merchantId"`
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

type Due = { orderId: string; locationId: string }

/** {@link readDue}, location by location if it fails, so that one bad location does not affect the others. */
async function listDue(
  leaseId: string,
  locations: DueLocation[],
  options: { probe?: boolean },
): Promise<Due[]> {
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
function readDue(locationIds: string[], { probe = false }: { probe?: boolean }): Promise<Due[]> {
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
    with ${relaxedCommit()}
    update delivery_lanes set lease_id = null, lease_until = now() from relaxed
    where lease_id = ${leaseId} and location_id = any(${locationIds})`
}

/** Closes the lane for as long as Pongo asked us to wait. */
export async function pauseLane(lane: Pick<Lane, "leaseId" | "locationId">, seconds: number): Promise<void> {
  await sql`
    update delivery_lanes set paused_until = now() + make_interval(secs => ${seconds})
    where location_id = ${lane.locationId} and lease_id = ${lane.leaseId}`
}
