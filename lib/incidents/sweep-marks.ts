import { sql, type Tx } from "@/db/index"
import { isFresh, stuckOrders } from "./stuck-orders"

/** Most orders examined per sweep; the next sweep takes the rest. */
const MOST_ORDERS = 50_000
/** The mark of a bucket that must be swept again whatever happens. */
const UNSETTLED = "unsettled"

/** A merchant's orders that were received within the same 4.7 hours, and the mark of those in trouble. */
export type Bucket = { bucket: string; mark: string }

/** The first three bytes of an order's id, which begins with its time in ms. */
const bucketOf = (id: ReturnType<typeof sql>) => sql`left(${id}::text, 6)`

/** Whether a delivery `d` is in one of the buckets. */
export const isIn = (buckets: Bucket[]) =>
  sql`${bucketOf(sql`d.order_id`)} in (select unnest(${buckets.map(({ bucket }) => bucket)}::text[]))`

/** `b cross join o`: the buckets, and the orders of incidents in each that Pongo does not have yet. */
export const unrecoveredIn = (merchantId: string, buckets: Bucket[]) => sql`
  unnest(${buckets.map(({ bucket }) => bucket)}::text[]) as b(bucket)
  cross join lateral (
    select * from incident_orders o
    where o.merchant_id = ${merchantId} and o.recovered_at is null
      and o.order_id between (b.bucket || '00-0000-0000-0000-000000000000')::uuid
                         and (b.bucket || 'ff-ffff-ffff-ffff-ffffffffffff')::uuid
    offset 0
  ) o`

/**
 * Finds the buckets in which orders in trouble changed since they were swept: one more, one fewer, or another cause. A
 * sweep examines these only, so its cost follows what happened, not the backlog (docs/performance.md).
 * @returns the newest ones up to {@link MOST_ORDERS} orders, and the oldest one
 */
export function listChanged(tx: Tx, merchantId: string, isDown: boolean): Promise<Bucket[]> {
  return tx<Bucket[]>`
    with causes as (
      select ${bucketOf(sql`t.order_id`)} as bucket, t.cause, t.cause_key, count(*)::int as orders,
             bit_xor(uuid_hash_extended(t.order_id, 0)) as hash
      from (${stuckOrders(merchantId, isDown)}) t group by 1, 2, 3
    ), found as (
      select bucket, sum(orders)::int as orders,
             md5(string_agg(concat_ws(' ', cause, cause_key, orders, hash), ',' order by cause, cause_key)) as mark
      from causes group by bucket
    ), changed as (
      select bucket, coalesce(f.mark, '') as mark, coalesce(f.orders, 0) as orders
      from found f
      full join (select bucket, mark from incident_sweep_marks where merchant_id = ${merchantId}) k using (bucket)
      where f.mark is distinct from k.mark
    ), counted as (
      select c.*, sum(orders) over (order by bucket desc) - orders as before, min(bucket) over () as oldest
      from changed c
    )
    select bucket, mark from counted where before < ${MOST_ORDERS} or bucket = oldest`
}

/**
 * Marks buckets as swept, except those that need another sweep although nothing changes: with an order that could not
 * be added to an incident yet, or one that has left its cause but not arrived.
 */
export async function markSwept(
  tx: Tx,
  merchantId: string,
  isDown: boolean,
  buckets: Bucket[],
): Promise<void> {
  await tx`
    delete from incident_sweep_marks
    where merchant_id = ${merchantId} and bucket = any(${buckets.map(({ bucket }) => bucket)}::text[])`
  await tx`
    with stuck as materialized (${stuckOrders(merchantId, isDown, isIn(buckets))}),
    found as (
      select ${bucketOf(sql`t.order_id`)} as bucket, count(*) as stuck, bool_or(${isFresh(merchantId)}) as is_fresh
      from stuck t group by 1
    ), affected as (
      -- Once swept, each order in trouble is in one incident, and orders that have left their cause are not counted.
      select b.bucket, count(*) as orders from ${unrecoveredIn(merchantId, buckets)}
      where o.ended_at is null group by 1
    )
    insert into incident_sweep_marks (merchant_id, bucket, mark)
    select ${merchantId}, s.bucket, case when n.is_settled then s.mark else ${UNSETTLED} end
    from unnest(${buckets.map(({ bucket }) => bucket)}::text[], ${buckets.map(({ mark }) => mark)}::text[]) as s(bucket, mark)
    left join found f on f.bucket = s.bucket
    left join affected a on a.bucket = s.bucket
    cross join lateral (
      select f.is_fresh is not true and coalesce(f.stuck, 0) = coalesce(a.orders, 0) as is_settled
    ) n
    where s.mark <> '' or not n.is_settled`
}
