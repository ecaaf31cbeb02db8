import type { ReplayKind } from "@/db/enums"
import type { sql, Tx } from "@/db/index"

export type RunningReplay = { id: string; merchantId: string; kind: ReplayKind; confirmedBy: string }
/** The runner's next step after a batch. */
export type Step = { next: "go_on" | "over" } | { next: "wait"; ms: number }

/** Ends the replay when none of its orders is left. */
export async function finish(tx: Tx | typeof sql, id: string, merchantId: string): Promise<boolean> {
  const finished = await tx`
    update replays set state = 'done', finished_at = now(), sent_customers = (
      select count(distinct coalesce(o.customer_id, o.customer_phone_index))
      from replay_orders r join orders o on o.id = r.order_id
      where r.replay_id = ${id} and r.state = 'sent')
    where id = ${id} and merchant_id = ${merchantId} and state = 'running'
      and not exists (select 1 from replay_orders r where r.replay_id = ${id} and r.state = 'planned')
    returning id`
  return finished.length > 0
}
