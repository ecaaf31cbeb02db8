import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"

export type OrderReward = {
  rewardId: string
  /** Pongo's id of this copy of the reward. */
  hash: string
  /** As last fetched; null when Pongo no longer has it. */
  name: string | null
  state: "locked" | "on_order" | "used"
  /** Its price and purchase time, if one of our tills bought it. */
  points: number | null
  boughtAt: Date | null
}

export type OrderLoyalty = {
  /** The owner of the points, when Pongo's id is known. */
  customer: { id: string; points: number | null; asOf: Date | null } | null
  rewards: OrderReward[]
}

/**
 * Returns the loyalty side of an order: its customer, its rewards and their price. Pongo does not report the points an
 * order earned, so the customer's balance stands in for it.
 */
export async function getOrderLoyalty(ctx: Ctx, orderId: string): Promise<OrderLoyalty> {
  const [[customer], rewards] = await Promise.all([
    sql<{ id: string; points: number | null; asOf: Date | null }[]>`
      select coalesce(o.customer_id, c.id) as id, case when c.erased_at is null then c.points end as points,
             case when c.erased_at is null then c.as_of end as "asOf"
      from orders o
      left join customers c on c.merchant_id = o.merchant_id and c.id = coalesce(o.customer_id, (
        select k.id from customers k where k.merchant_id = o.merchant_id and k.phone_index = o.customer_phone_index))
      where o.merchant_id = ${ctx.merchantId} and o.id = ${orderId} and coalesce(o.customer_id, c.id) is not null`,
    sql<OrderReward[]>`
      select h.reward_id as "rewardId", h.hash, w.name, h.state, r.points, r.settled_at as "boughtAt"
      from reward_holds h
      left join rewards w on w.merchant_id = h.merchant_id and w.id = h.reward_id
      left join redemptions r on r.merchant_id = h.merchant_id and r.hash = h.hash
      join orders o on o.id = h.order_id
      where h.merchant_id = ${ctx.merchantId} and h.order_id = ${orderId}
        -- Rewards it is sent without are named by its own list.
        and not coalesce(o.removed_rewards -> 'rewards' @> jsonb_build_array(jsonb_build_object('hash', h.hash)), false)
      order by h.updated_at, h.hash`,
  ])
  return { customer: customer ?? null, rewards }
}
