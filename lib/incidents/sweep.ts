import { isPending } from "@/db/delivery-holds"
import { HOLD_REASONS, type IncidentCause, type IncidentEventKind } from "@/db/enums"
import { db, sql, type Tx } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { logger } from "@/lib/log"
import { sweepSoon } from "./mutations"
import { isFresh, stuckOrders } from "./stuck-orders"
import { type Bucket, isIn, listChanged, markSwept, unrecoveredIn } from "./sweep-marks"
import { tellClosed, tellHeldLong, tellOpened } from "./tell"

/** An incident closes once its cause has been absent this long. A hold closes at once: somebody removed its cause. */
export const QUIET_MINUTES = 5
/** A cause that returns within this time reopens its incident. */
export const REOPEN_MINUTES = 60
/** Pongo counts as down from this many retrying orders on; fewer may fail for reasons of their own. */
const MANY_RETRYING = 5
/** Most open incidents of distinct refusals; further refused orders appear only in the log. */
const MOST_REFUSALS = 50
/** Most new causes handled per sweep, the largest first. */
const MOST_FRESH = 100
/** Causes that somebody removes here or at Pongo. */
const HOLDS = [...HOLD_REASONS]

/**
 * Sweeps every merchant that has orders in trouble or an incident that may end. Any number of sweeps may run at once: a
 * merchant is swept by one of them. One merchant's failure does not stop the others.
 */
export async function sweepIncidents(): Promise<void> {
  for (const merchantId of await listTroubled())
    await sweepMerchant(merchantId).catch((error) =>
      logger.error({ err: error, merchantId }, "incidents not swept; the next sweep tries again"),
    )
}

/**
 * Begins a transaction whose statements find rows by keys, on one core. The statistics lag behind a merchant's first
 * backlog, and PostgreSQL would otherwise read a whole table for each location or order.
 */
const transactionByKeys = <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx`set local enable_seqscan = off`
    await tx`set local max_parallel_workers_per_gather = 0`
    return run(tx)
  })

const listTroubled = async () =>
  (
    await transactionByKeys(
      (tx) => tx<{ id: string }[]>`
        select m.id from merchants m
        where exists (
            select 1 from unnest(array['queued', 'retrying', 'failed']) as s(state)
            cross join lateral (
              select 1 from deliveries d where d.merchant_id = m.id and d.state = s.state limit 1
            ) d
          )
          or exists (select 1 from incidents i where i.merchant_id = m.id and i.state = 'open')
          or exists (select 1 from incident_orders o where o.merchant_id = m.id and o.recovered_at is null offset 0)
        order by m.id`,
    )
  ).map(({ id }) => id)

type Fresh = {
  cause: IncidentCause
  causeKey: string
  orders: number
  said: string | null
  httpStatus: number | null
}

/**
 * Updates a merchant's incidents: records recovered and newly affected orders, opens, reopens and closes incidents, and
 * announces each change once. Idempotent: without new facts it changes nothing.
 */
export async function sweepMerchant(merchantId: string): Promise<void> {
  const ctx = systemCtx(merchantId, "incidents")
  await transactionByKeys(async (tx) => {
    const [lock] = await tx<{ isOurs: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtext('incidents'), hashtext(${merchantId})) as "isOurs"`
    // The other sweep may have read before the change that asked for this one.
    if (!lock?.isOurs) return sweepSoon(tx, merchantId, 2)
    // Reading a million orders in trouble may take longer than the statement timeout; nothing else waits for it.
    await tx`set local statement_timeout = '120s'`
    const isDown = await isPongoDown(tx, merchantId)
    const changed = await listChanged(tx, merchantId, isDown)
    const { settled, fresh } =
      changed.length > 0 ? await settleOrders(tx, merchantId, isDown, changed) : { settled: [], fresh: [] }
    const opened = new Map<string, IncidentEventKind>()
    for (const group of fresh) {
      const change = await openFor(tx, merchantId, group, isDown)
      if (change) opened.set(change.id, change.kind)
    }
    const touched = fresh.length > 0 ? await touchOrders(tx, merchantId, isDown, changed) : []
    if (changed.length > 0) await markSwept(tx, merchantId, isDown, changed)
    await countOrders(tx, merchantId, [...new Set([...settled, ...touched])])
    await noteQuiet(tx, merchantId, isDown)
    await countTouched(tx, merchantId, touched)
    for (const [id, kind] of opened) {
      await noteEvent(ctx, tx, id, kind)
      await tellOpened(tx, ctx, id)
    }
    const mended = await noteMended(ctx, tx)
    for (const id of await closeQuiet(tx, merchantId)) {
      await noteEvent(ctx, tx, id, "closed")
      await tellClosed(tx, ctx, id)
    }
    await tellHeldLong(tx, ctx)
    await followLeaving(tx, merchantId, [...settled, ...mended])
  })
}

async function isPongoDown(tx: Tx, merchantId: string): Promise<boolean> {
  const [row] = await tx`
    select 1 from pongo_health where host = ${new URL(env.PONGO_API_URL).host} and state = 'open'
      and expires_at > now() and since < now() - interval '1 minute'
    union all
    select 1 from pongo_pauses where merchant_id = ${merchantId}
      and expires_at > now() and since < now() - interval '1 minute'`
  return row !== undefined
}

/**
 * Marks incident orders that Pongo has by now or that their cause no longer stops, and finds the causes of troubled
 * orders not yet in an incident.
 * @returns the incidents with settled orders, and the new causes with their orders counted
 */
async function settleOrders(
  tx: Tx,
  merchantId: string,
  isDown: boolean,
  changed: Bucket[],
): Promise<{ settled: string[]; fresh: Fresh[] }> {
  const [found] = await tx<[{ settled: string[]; fresh: Fresh[] }]>`
    with stuck as materialized (${stuckOrders(merchantId, isDown, isIn(changed))}),
    ended as (
      select o.incident_id, o.order_id, d.state = 'delivered' as has_arrived, d.delivered_at
      from ${unrecoveredIn(merchantId, changed)}
      cross join lateral (
        select d.state, d.delivered_at from deliveries d
        where d.order_id = o.order_id and d.merchant_id = o.merchant_id offset 0
      ) d
      where d.state = 'delivered' or (o.ended_at is null and d.state in ('skipped', 'waiting_payment'))
      union all
      select o.incident_id, o.order_id, false, null::timestamptz from stuck t
      cross join lateral (
        select o.incident_id, o.order_id from incident_orders o
        where o.merchant_id = ${merchantId} and o.order_id = t.order_id and o.recovered_at is null and o.ended_at is null
        offset 0
      ) o
      join incidents i on i.id = o.incident_id
      where (t.cause, t.cause_key) <> (i.cause, i.cause_key)
    ), settled as (
      update incident_orders o set
        recovered_at = case when e.has_arrived then coalesce(e.delivered_at, now()) end,
        ended_at = coalesce(o.ended_at, e.delivered_at, now())
      from ended e where o.incident_id = e.incident_id and o.order_id = e.order_id
      returning o.incident_id
    ), fresh as (
      select t.cause, t.cause_key as "causeKey", count(*)::int as orders,
             min(t.said) as said, min(t.http_status) as "httpStatus"
      from stuck t where ${isFresh(merchantId)}
      group by t.cause, t.cause_key
      order by count(*) desc, t.cause, t.cause_key limit ${MOST_FRESH}
    )
    select (select coalesce(array_agg(distinct incident_id), '{}') from settled) as settled,
           (select coalesce(jsonb_agg(to_jsonb(f) order by f.cause, f."causeKey"), '[]') from fresh f) as fresh`
  return found
}

/** Keeps a cause's open incident, reopens one that ended recently, or creates one. */
async function openFor(
  tx: Tx,
  merchantId: string,
  group: Fresh,
  isDown: boolean,
): Promise<{ id: string; kind: IncidentEventKind } | null> {
  const { cause, causeKey } = group
  const [last] = await tx<{ id: string; state: string; isRecent: boolean }[]>`
    select id, state, closed_at > now() - make_interval(mins => ${REOPEN_MINUTES}) as "isRecent" from incidents
    where merchant_id = ${merchantId} and cause = ${cause} and cause_key = ${causeKey}
    order by opened_at desc nulls last limit 1`
  if (last?.state === "open") return null
  if (cause === "rejected_by_pongo" && (await countOpen(tx, merchantId, cause)) >= MOST_REFUSALS) return null
  if (cause === "pongo_down" && !isDown && group.orders < MANY_RETRYING) return null
  if (last?.isRecent) {
    await tx`
      update incidents set state = 'open', closed_at = null, quiet_since = null, held_long_at = null,
        openings = openings + 1
      where id = ${last.id} and merchant_id = ${merchantId} and state = 'closed'`
    return { id: last.id, kind: "reopened" }
  }
  const id = newId()
  await tx`
    insert into incidents (id, merchant_id, cause, cause_key, said, http_status, began_at)
    values (${id}, ${merchantId}, ${cause}, ${causeKey}, ${group.said}, ${group.httpStatus}, now())`
  return { id, kind: "opened" }
}

async function countOpen(tx: Tx, merchantId: string, cause: IncidentCause): Promise<number> {
  const [row] = await tx<[{ count: number }]>`
    select count(*)::int as count from incidents
    where merchant_id = ${merchantId} and cause = ${cause} and state = 'open'`
  return row.count
}

/** Adds the troubled orders to the open incidents of their causes. */
async function touchOrders(
  tx: Tx,
  merchantId: string,
  isDown: boolean,
  changed: Bucket[],
): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    with stuck as materialized (${stuckOrders(merchantId, isDown, isIn(changed))}),
    touched as (
      insert into incident_orders (incident_id, order_id, merchant_id, location_id, touched_at)
      select n.id, t.order_id, ${merchantId}, t.location_id,
             coalesce(t.failed_at, greatest(coalesce(p.paid_at, p.received_at),
               case t.cause when 'connection_revoked' then c.state_changed_at when 'store_gone' then s.gone_at end))
      from stuck t
      join incidents n on n.merchant_id = ${merchantId} and n.state = 'open' and n.cause = t.cause
        and n.cause_key = t.cause_key
      cross join lateral (
        select p.paid_at, p.received_at from orders p
        where p.id = t.order_id and p.merchant_id = n.merchant_id offset 0
      ) p
      left join connections c on c.merchant_id = ${merchantId}
      left join stores s on s.merchant_id = ${merchantId} and s.slug = t.mapped_slug and t.cause = 'store_gone'
      where ${isFresh(merchantId)}
      on conflict (incident_id, order_id) do update set ended_at = null, touched_at = excluded.touched_at
      returning incident_id
    )
    select distinct incident_id as id from touched`
  return rows.map(({ id }) => id)
}

/** Recounts an incident's recovered and stopped orders and its locations from its orders. */
async function countOrders(tx: Tx, merchantId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx`
    update incidents i set orders = c.orders, recovered = c.recovered, remaining = c.remaining,
      location_count = c.places,
      location_id = case when c.places = 1 and i.cause in ('location_unmapped', 'store_gone') then c.place end
    from (
      select incident_id, count(*) as orders, count(recovered_at) as recovered,
             count(*) filter (where ended_at is null) as remaining,
             coalesce(nullif(count(distinct location_id) filter (where ended_at is null), 0),
                      count(distinct location_id)) as places,
             coalesce(min(location_id::text) filter (where ended_at is null), min(location_id::text))::uuid as place
      from incident_orders where incident_id = any(${ids}::uuid[]) group by incident_id
    ) c
    where i.id = c.incident_id and i.merchant_id = ${merchantId}`
}

/**
 * Sets the time since when a cause has been absent. Pongo being down counts as absent once the breaker is closed and
 * only a few orders, which may fail for reasons of their own, are left.
 */
async function noteQuiet(tx: Tx, merchantId: string, isDown: boolean): Promise<void> {
  const isQuiet = sql`
    (remaining = 0 or (cause = 'pongo_down' and not ${isDown}::boolean and remaining < ${MANY_RETRYING}))`
  await tx`
    update incidents set quiet_since = case when ${isQuiet} then now() end
    where merchant_id = ${merchantId} and state = 'open' and ${isQuiet} <> (quiet_since is not null)`
}

/** Updates customers, amount and start time for newly added orders. */
async function countTouched(tx: Tx, merchantId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx`
    update incidents i set customers = c.customers, amount_cents = c.amount_cents, began_at = c.began_at,
      last_touched_at = now()
    from (
      select o.incident_id, count(distinct coalesce(p.customer_id, p.customer_phone_index)) as customers,
             sum(p.total_cents) as amount_cents, min(o.touched_at) as began_at
      from incident_orders o
      cross join lateral (
        select p.customer_id, p.customer_phone_index, p.total_cents from orders p
        where p.id = o.order_id and p.merchant_id = o.merchant_id offset 0
      ) p
      where o.incident_id = any(${ids}::uuid[]) group by o.incident_id
    ) c
    where i.id = c.incident_id and i.merchant_id = ${merchantId}`
}

async function closeQuiet(tx: Tx, merchantId: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    update incidents set state = 'closed', closed_at = now()
    where merchant_id = ${merchantId} and state = 'open'
      and quiet_since <= now() - make_interval(mins => case when cause = any(${HOLDS}) then 0 else ${QUIET_MINUTES} end)
    returning id`
  return rows.map(({ id }) => id)
}

/**
 * Notes, once per opening, that nothing is held any more for a cause and who removed it according to the audit trail,
 * or that the cause returned while the orders were leaving.
 * @returns the incidents whose cause is gone since this sweep
 */
async function noteMended(ctx: Ctx, tx: Tx): Promise<string[]> {
  const { merchantId } = ctx
  const changed = await tx<{ id: string; holds: boolean; actor: string | null }[]>`
    select i.id, now.holds, (
      select e.actor from audit_events e
      where e.merchant_id = ${merchantId} and e.at >= last.at and e.actor not like 'system:%' and case
        when i.cause in ('location_unmapped', 'store_gone') then e.action = 'mapping.set'
          and e.target in (select location_id::text from incident_orders where incident_id = i.id)
        else e.action = 'connection.connected' end
      order by e.at desc limit 1
    ) as actor
    from incidents i
    cross join lateral (
      select kind, at from incident_events where incident_id = i.id order by at desc, id desc limit 1
    ) last
    cross join lateral (
      select exists (
        select 1 from delivery_holds h
        cross join lateral (
          select 1 from deliveries d
          where d.location_id = h.location_id and d.merchant_id = h.merchant_id and ${isPending()} and not d.is_test
          limit 1
        ) d
        where h.merchant_id = ${merchantId} and h.reason = i.cause
      ) as holds
    ) now
    where i.merchant_id = ${merchantId} and i.state = 'open' and i.cause = any(${HOLDS})
      and now.holds = (last.kind = 'mended')`
  for (const { id, holds, actor } of changed)
    await noteEvent(ctx, tx, id, holds ? "reopened" : "mended", holds ? null : actor)
  return changed.filter(({ holds }) => !holds).map(({ id }) => id)
}

/** Sweeps again soon while held orders are leaving, so that people see them arrive; less often the more there are. */
async function followLeaving(tx: Tx, merchantId: string, ids: string[]): Promise<void> {
  const [leaving] = await tx<[{ most: number | null }]>`
    select max(remaining) as most from incidents
    where id = any(${ids}::uuid[]) and merchant_id = ${merchantId} and state = 'open' and cause = any(${HOLDS})`
  if (leaving.most) await sweepSoon(tx, merchantId, 2 + Math.ceil(leaving.most / 5_000))
}

async function noteEvent(
  ctx: Ctx,
  tx: Tx,
  incidentId: string,
  kind: IncidentEventKind,
  actor: string | null = null,
) {
  await tx`
    insert into incident_events (id, incident_id, merchant_id, kind, actor, orders, recovered)
    select ${newId()}, id, merchant_id, ${kind}, ${actor}, orders, recovered from incidents
    where id = ${incidentId} and merchant_id = ${ctx.merchantId}`
}
