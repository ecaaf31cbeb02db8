import type { AttemptTrigger } from "@/db/enums"
import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { withdrawReversed } from "@/lib/orders/sent"
import type { Lane } from "./claim"
import { gather } from "./gather"

/** An order in flight, with everything needed to send it. */
export type Taken = {
  orderId: string
  merchantId: string
  locationId: string
  storeSlug: string
  pongoOrderRef: string
  toldCents: number
  /** Database time. */
  takenAt: Date
  /** An earlier attempt was begun. */
  isRepeat: boolean
  attempts: number
  scheduleStep: number
  maybeSent: boolean
  trigger: AttemptTrigger
  requestedBy: string | null
  closedAt: Date
  body: Record<string, unknown>
  customer: string | null
  /** Wallet entries that this order may confirm. */
  heldHashes: string[]
  sealedToken: string
  tokenVersion: number
}

/**
 * Marks orders of leased lanes as in flight, just before each is posted, with their content, store and token as of now.
 * Many lanes share a statement.
 * @returns undefined when the order cannot be sent now: it or its location changed since it was listed, its row is
 * locked, or the lease expired
 */
export function createTaker(): (lane: Lane, orderId: string) => Promise<Taken | undefined> {
  const take = gather(takeOrders)
  return ({ leaseId }, orderId) => take({ order_id: orderId, lease_id: leaseId })
}

/**
 * Locks every row that decides about an order, then marks it `sending`. A concurrent change to one of these rows either
 * commits first and is seen here (locking rereads a row that changed since the statement began), or comes later and
 * sees `sending`. Skips locked rows, so that one person's change delays no other order and no deadlock is possible.
 *
 * Freezes the store's slug, Pongo's order number and the amount. If another order already has the number at that store,
 * this one gets the location's id as a suffix, or the order's id if that number is in use too; otherwise Pongo would
 * take it for a repeat of the first.
 */
async function takeOrders(rows: { order_id: string; lease_id: string }[]): Promise<Map<string, Taken>> {
  const taken = await sql<Taken[]>`
    with held as (
      select d.order_id, d.maybe_sent, d.last_attempt_at as tried_at, m.store_slug as mapped_slug, o.ref,
             l.ref as location_ref, o.reward_count, o.total_cents - o.refunded_cents as left_cents, p.body, p.customer, c.token, c.token_version
      from unnest(${rows.map((row) => row.order_id)}::uuid[], ${rows.map((row) => row.lease_id)}::uuid[])
        as a(order_id, lease_id)
      join deliveries d on d.order_id = a.order_id and d.state in ('queued', 'retrying')
      join delivery_lanes n on n.location_id = d.location_id and n.lease_id = a.lease_id
      join orders o on o.id = d.order_id and o.state = 'paid'
      join order_payloads p on p.order_id = d.order_id
      cross join lateral (
        select from delivery_holds where location_id = d.location_id and reason is null offset 0
      ) h
      join connections c on c.merchant_id = d.merchant_id and c.state = 'connected'
      join store_mappings m on m.location_id = d.location_id
      join locations l on l.id = d.location_id
      for update of d skip locked
      for share of n, o, p, c, m skip locked
    ), taken as (
      update deliveries d set
        state = 'sending', last_attempt_at = now(),
        store_slug = case when h.maybe_sent then d.store_slug else h.mapped_slug end,
        told_cents = case when h.maybe_sent then d.told_cents else h.left_cents end,
        pongo_order_ref = case
          when h.maybe_sent then d.pongo_order_ref
          when exists (select 1 from deliveries x
                       where x.merchant_id = d.merchant_id and x.store_slug = h.mapped_slug
                         and x.pongo_order_ref = h.ref and x.order_id <> d.order_id)
          then h.ref || '~' || case
            when exists (select 1 from deliveries x where x.merchant_id = d.merchant_id
                           and x.store_slug = h.mapped_slug and x.pongo_order_ref = h.ref || '~' || h.location_ref
                           and x.order_id <> d.order_id)
              or exists (select 1 from orders y where y.merchant_id = d.merchant_id
                           and y.location_id = d.location_id and y.ref = h.ref || '~' || h.location_ref)
            then d.order_id::text else h.location_ref end
          else h.ref
        end
      from held h where d.order_id = h.order_id
      returning d.*
    )
    select t.order_id as "orderId", t.merchant_id as "merchantId", t.location_id as "locationId",
           t.store_slug as "storeSlug", t.pongo_order_ref as "pongoOrderRef",
           coalesce(t.told_cents, (h.body ->> 'total_cents')::int) as "toldCents",
           t.last_attempt_at as "takenAt", h.tried_at is not null as "isRepeat", t.attempts,
           t.schedule_step as "scheduleStep", t.maybe_sent as "maybeSent",
           t.next_trigger as trigger, t.requested_by as "requestedBy", t.closed_at as "closedAt", h.body, h.customer,
           case when h.reward_count = 0 then '{}' else array(
             select r.hash from reward_holds r
             where r.merchant_id = t.merchant_id and r.order_id = t.order_id and r.state = 'on_order') end as "heldHashes",
           h.token as "sealedToken", h.token_version as "tokenVersion"
    from taken t join held h on h.order_id = t.order_id`
  return new Map(taken.map((order) => [order.orderId, order]))
}

/**
 * Clears orders that would block the lane for good: withdraws a reversed one; sets aside and reports one without its
 * content, which would otherwise be skipped silently.
 */
export async function clearWay({ merchantId }: Lane, orderId: string): Promise<void> {
  await withdrawReversed(systemCtx(merchantId, "worker"), [orderId])
  await sql`
    update deliveries d set state = 'retrying', is_aside = true, last_error_kind = 'internal',
      next_attempt_at = now() + interval '1 minute'
    where d.order_id = ${orderId} and d.state in ('queued', 'retrying')
      and not exists (select 1 from order_payloads p where p.order_id = d.order_id)`
}

/** Returns an unsent order to its previous state. */
export async function giveBack(lane: Lane, orderId: string): Promise<void> {
  await sql`
    update deliveries d set
      state = case when d.attempts > 0 or d.maybe_sent then 'retrying' else 'queued' end,
      store_slug = case when d.maybe_sent then d.store_slug end,
      pongo_order_ref = case when d.maybe_sent then d.pongo_order_ref end,
      told_cents = case when d.maybe_sent then d.told_cents end
    from delivery_lanes n
    where d.order_id = ${orderId} and d.state = 'sending'
      and n.location_id = d.location_id and n.lease_id = ${lane.leaseId}`
}

/**
 * Sets aside an order that we cannot send or record (a secret that cannot be decrypted, a defect of ours). It no longer
 * blocks others, and is retried in a minute without using an attempt.
 * @param maybeSent whether Pongo may have it now, which binds it to its store
 */
export async function setAside(lane: Lane, orderId: string, maybeSent: boolean): Promise<void> {
  await sql`
    update deliveries d set state = 'retrying', is_aside = true, last_error_kind = 'internal',
      maybe_sent = d.maybe_sent or ${maybeSent},
      next_attempt_at = now() + interval '1 minute'
    from delivery_lanes n
    where d.order_id = ${orderId} and d.state = 'sending'
      and n.location_id = d.location_id and n.lease_id = ${lane.leaseId}`
}
