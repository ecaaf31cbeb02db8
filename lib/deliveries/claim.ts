import { randomUUID } from "node:crypto"
import type { AttemptTrigger } from "@/db/enums"
import { sql } from "@/db/index"
import { logger } from "@/lib/log"

/** An order in a worker's hands, with all it takes to send it. */
export type Claimed = {
  orderId: string
  merchantId: string
  locationId: string
  storeSlug: string
  pongoOrderRef: string
  attempts: number
  scheduleStep: number
  maybeSent: boolean
  trigger: AttemptTrigger
  requestedBy: string | null
  closedAt: Date
  body: Record<string, unknown>
  customer: string | null
  /** Entries of the wallet that are this order's to confirm. */
  heldHashes: string[]
  sealedToken: string
  tokenVersion: number
}

export type Lane = { leaseId: string; locationId: string; orders: Claimed[] }

/** Orders a worker takes from one location at a time; they are sent one after the other. */
const RUN_LENGTH = 20
const ASIDE_LENGTH = 5
/** How long a location rests when its orders cannot even be claimed or opened: a defect, or a key that is gone. */
export const DEFECT_PAUSE_SECONDS = 60

/**
 * Takes up to `lanes` locations that have an order due, and the orders due in each, as they were closed. Two workers
 * never hold the same location (row lease), so a location's orders leave in order; a worker that died loses its
 * locations when the lease ends, and its orders are sent again under the same number (Pongo answers "already
 * processed"). Held locations are passed over: `delivery_holds` says why each waits.
 * @param leaseSeconds how long the claim holds without {@link extendLease}
 * @param probe take one order, due or not, of the location served longest ago: Pongo was down, is it back?
 */
export async function claimLanes(options: {
  lanes: number
  leaseSeconds: number
  probe?: boolean
}): Promise<Lane[]> {
  const leaseId = randomUUID()
  const claimed = await lockLanes(leaseId, options)
  if (claimed.length === 0) return []
  const orders = await takeOrders(leaseId, claimed, options)
  const lanes = claimed.map((locationId) => ({
    leaseId,
    locationId,
    orders: orders.filter((order) => order.locationId === locationId),
  }))
  const empty = lanes.filter((lane) => lane.orders.length === 0)
  if (empty.length)
    await releaseLanes(
      leaseId,
      empty.map((lane) => lane.locationId),
    )
  return lanes.filter((lane) => lane.orders.length > 0)
}

/** {@link lockOrders}; when one location's cannot be claimed, the others' are all the same. */
async function takeOrders(
  leaseId: string,
  locationIds: string[],
  options: { probe?: boolean },
): Promise<Claimed[]> {
  try {
    return await lockOrders(leaseId, locationIds, options)
  } catch (error) {
    const [locationId] = locationIds
    if (locationIds.length > 1) {
      const taken: Claimed[] = []
      for (const id of locationIds) taken.push(...(await takeOrders(leaseId, [id], options)))
      return taken
    }
    logger.error({ err: error, locationId }, "a location's orders cannot be claimed")
    await pauseLane({ leaseId, locationId: locationId! }, DEFECT_PAUSE_SECONDS)
    return []
  }
}

/**
 * Locations with work, found by jumping through the partial index from one location to the next: the cost is the
 * number of locations that have work, whatever their backlog. They take turns (`lease_until` says when each was last
 * served), so that neither a backlog nor a till's clock puts one before the others.
 */
async function lockLanes(
  leaseId: string,
  { lanes, leaseSeconds, probe = false }: { lanes: number; leaseSeconds: number; probe?: boolean },
): Promise<string[]> {
  const rows = await sql<{ location_id: string }[]>`
    with recursive busy as (
      (select location_id from deliveries where state in ('queued', 'sending', 'retrying') order by location_id limit 1)
      union all
      select (select d.location_id from deliveries d
              where d.state in ('queued', 'sending', 'retrying') and d.location_id > b.location_id
              order by d.location_id limit 1)
      from busy b where b.location_id is not null
    ), due as (
      select b.location_id, head.closed_at
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
      where head.state <> 'retrying' or head.next_attempt_at <= now() or ${probe}
    ), free as (
      select n.location_id from delivery_lanes n
      join (select location_id, min(closed_at) as closed_at from due group by location_id) u
        on u.location_id = n.location_id
      where (n.lease_until is null or n.lease_until < now())
        and (n.paused_until is null or n.paused_until <= now())
      order by n.lease_until nulls first, u.closed_at
      limit ${lanes}
      for update of n skip locked
    )
    update delivery_lanes n set lease_id = ${leaseId}, lease_until = now() + make_interval(secs => ${leaseSeconds})
    from free f where n.location_id = f.location_id
    returning n.location_id`
  return rows.map((row) => row.location_id)
}

/**
 * The due orders of the lanes just locked. The store's slug, and the number Pongo will know the order by, are frozen
 * here; a number that another order already carries to that store gets the location's id behind it (or our own, when a
 * number of the POS looks like that), or Pongo would take the second for a repeat of the first. An order found `sending` belonged to a worker that died: its outcome is
 * unknown, and the log says so.
 */
function lockOrders(
  leaseId: string,
  locationIds: string[],
  { probe = false }: { probe?: boolean },
): Promise<Claimed[]> {
  return sql<Claimed[]>`
    with mine as (
      select n.location_id, h.mapped_slug, c.token, c.token_version, l.ref as location_ref
      from delivery_lanes n
      join delivery_holds h on h.location_id = n.location_id and h.reason is null
      join locations l on l.id = n.location_id
      join connections c on c.merchant_id = h.merchant_id
      where n.location_id = any(${locationIds}) and n.lease_id = ${leaseId}
    ), run as (
      select m.location_id, o.*
      from mine m cross join lateral (
        (select r.order_id, r.state, r.started_at, r.trigger, r.requested_by, r.slug from (
           select d.order_id, d.state, d.closed_at, d.last_attempt_at as started_at, d.next_trigger as trigger,
                  d.requested_by, d.store_slug as slug,
                  bool_or(d.state = 'retrying' and d.next_attempt_at > now() and not ${probe})
                    over (order by d.closed_at, d.order_id) as is_blocked
           from deliveries d
           where d.location_id = m.location_id and not d.is_aside and d.state in ('queued', 'sending', 'retrying')
           order by d.closed_at, d.order_id limit ${probe ? 1 : RUN_LENGTH}
         ) r where not r.is_blocked)
        union all
        (select d.order_id, d.state, d.last_attempt_at, d.next_trigger, d.requested_by, d.store_slug
         from deliveries d
         where d.location_id = m.location_id and d.is_aside and d.state in ('queued', 'sending', 'retrying')
           and (d.state <> 'retrying' or d.next_attempt_at <= now() or ${probe})
         -- A probe takes another each time: one that Pongo always chokes on must not pass for an outage.
         order by ${probe ? sql`d.last_attempt_at nulls first,` : sql``} d.closed_at, d.order_id
         limit ${probe ? 1 : ASIDE_LENGTH})
        limit ${probe ? 1 : RUN_LENGTH + ASIDE_LENGTH}
      ) o
    ), interrupted as (
      insert into attempts (id, order_id, merchant_id, started_at, trigger, actor, outcome, is_counted, store_slug)
      select gen_random_uuid(), r.order_id, d.merchant_id, r.started_at, r.trigger, r.requested_by, 'interrupted', false, r.slug
      from run r join deliveries d on d.order_id = r.order_id where r.state = 'sending'
    ), taken as (
      update deliveries d set
        state = 'sending', last_attempt_at = now(),
        maybe_sent = d.maybe_sent or d.state = 'sending',
        store_slug = case when d.maybe_sent or d.state = 'sending' then d.store_slug else m.mapped_slug end,
        pongo_order_ref = case
          when d.maybe_sent or d.state = 'sending' then d.pongo_order_ref
          when exists (select 1 from deliveries x join orders o on o.id = d.order_id
                       where x.merchant_id = d.merchant_id and x.store_slug = m.mapped_slug
                         and x.pongo_order_ref = o.ref and x.order_id <> d.order_id)
          then (select o.ref || '~' || case
                  when exists (select 1 from deliveries x where x.merchant_id = d.merchant_id
                                 and x.store_slug = m.mapped_slug and x.pongo_order_ref = o.ref || '~' || m.location_ref
                                 and x.order_id <> d.order_id)
                    or exists (select 1 from orders y where y.merchant_id = d.merchant_id
                                 and y.location_id = d.location_id and y.ref = o.ref || '~' || m.location_ref)
                  then d.order_id::text else m.location_ref end
                from orders o where o.id = d.order_id)
          else (select o.ref from orders o where o.id = d.order_id)
        end
      from run r join mine m on m.location_id = r.location_id
      where d.order_id = r.order_id and d.state in ('queued', 'sending', 'retrying')
      returning d.*
    )
    select t.order_id as "orderId", t.merchant_id as "merchantId", t.location_id as "locationId",
           t.store_slug as "storeSlug", t.pongo_order_ref as "pongoOrderRef", t.attempts, t.schedule_step as "scheduleStep", t.maybe_sent as "maybeSent",
           t.next_trigger as trigger, t.requested_by as "requestedBy", t.closed_at as "closedAt",
           p.body, p.customer,
           case when o.reward_count = 0 then '{}' else array(
             select h.hash from reward_holds h
             where h.merchant_id = t.merchant_id and h.order_id = t.order_id and h.state = 'on_order') end as "heldHashes",
           m.token as "sealedToken", m.token_version as "tokenVersion"
    from taken t
    join mine m on m.location_id = t.location_id
    -- Left: an order without its content is set aside, and said, instead of being taken and forgotten.
    left join order_payloads p on p.order_id = t.order_id
    join orders o on o.id = t.order_id
    order by t.location_id, t.is_aside, t.closed_at, t.order_id`
}

/** Gives orders back untouched: nothing was sent, so what was frozen for this attempt thaws. */
export async function releaseOrders(lane: Lane, orderIds: string[]): Promise<void> {
  if (orderIds.length === 0) return
  await sql`
    update deliveries d set
      state = case when d.attempts > 0 then 'retrying' else 'queued' end,
      store_slug = case when d.maybe_sent then d.store_slug end,
      pongo_order_ref = case when d.maybe_sent then d.pongo_order_ref end
    from delivery_lanes n
    where d.order_id = any(${orderIds}) and d.state = 'sending'
      and n.location_id = d.location_id and n.lease_id = ${lane.leaseId}`
}

/**
 * An order that we cannot send, or whose attempt we cannot note (a secret that no longer opens, a defect of ours): out of
 * the way of the others, and tried again in a minute without using an attempt.
 * @param maybeSent whether Pongo may have it now, so that it stays bound to its store
 */
export async function setAside(lane: Lane, order: Claimed, maybeSent: boolean): Promise<void> {
  await sql`
    update deliveries d set state = 'retrying', is_aside = true, last_error_kind = 'internal',
      maybe_sent = d.maybe_sent or ${maybeSent},
      next_attempt_at = now() + interval '1 minute'
    from delivery_lanes n
    where d.order_id = ${order.orderId} and d.state = 'sending'
      and n.location_id = d.location_id and n.lease_id = ${lane.leaseId}`
}

/**
 * A sign of life: the claim on the location, and on its orders, starts again.
 * @returns false when it ended meanwhile and another worker has it
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

/** Pongo asked for patience: the location's lane stays shut until then. */
export async function pauseLane(lane: Pick<Lane, "leaseId" | "locationId">, seconds: number): Promise<void> {
  await sql`
    update delivery_lanes set paused_until = now() + make_interval(secs => ${seconds})
    where location_id = ${lane.locationId} and lease_id = ${lane.leaseId}`
}
