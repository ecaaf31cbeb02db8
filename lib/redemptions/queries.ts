import type { RedemptionState } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"

export type CustomerRedemption = {
  id: string
  rewardId: string
  /** As last fetched; null when Pongo no longer has it. */
  rewardName: string | null
  locationName: string | null
  tillId: string | null
  state: RedemptionState
  startedAt: Date
  settledAt: Date | null
  /** The state of the bought reward, as far as our own tills know. */
  use: "locked" | "on_order" | "used" | null
  orderId: string | null
}

/** The customer's latest purchases of rewards with points, newest first. */
export async function listCustomerRedemptions(
  ctx: Ctx,
  customerId: string,
  limit = 50,
): Promise<CustomerRedemption[]> {
  return sql<CustomerRedemption[]>`
    select r.id, r.reward_id as "rewardId", w.name as "rewardName", l.name as "locationName", r.till_id as "tillId",
           r.state, r.started_at as "startedAt", r.settled_at as "settledAt", h.state as use, h.order_id as "orderId"
    from redemptions r
    left join rewards w on w.merchant_id = r.merchant_id and w.id = r.reward_id
    left join locations l on l.merchant_id = r.merchant_id and l.id = r.location_id
    left join reward_holds h on h.merchant_id = r.merchant_id and h.hash = r.hash
    where r.merchant_id = ${ctx.merchantId} and r.customer_id = ${customerId}
    order by r.started_at desc nulls last, r.id desc limit ${limit}`
}
