import type { Tx } from "@/db/index"
import type { RemovedRewards } from "@/db/schema/orders"
import type { Ctx } from "@/lib/auth/ctx"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { type OrderReward, refusedOnLine } from "./order-rewards"

/** Releases the till's locks on rewards the order is sent without; the customer may use them anywhere. */
export async function releaseRewards(
  tx: Tx,
  merchantId: string,
  orderId: string,
  removed: RemovedRewards,
  holders: string[],
): Promise<void> {
  const hashes = removed.rewards.flatMap(({ hash }) => hash ?? [])
  await tx`
    update reward_holds set holder = null, locked_until = now(), order_id = ${orderId}, updated_at = now()
    where merchant_id = ${merchantId} and hash = any(${hashes}) and state = 'locked'
      and (order_id = ${orderId} or holder = any(${holders}))`
  await enqueueJob("free_rewards", { orderId, merchantId }, { within: tx })
}

/** Holders whose locks an order may take: its till, or a key that names no till. */
export const lockHolders = (actor: Ctx["actor"], tillId: string | null): string[] => [
  ...(tillId ? [tillId] : []),
  ...(actor.kind === "key" ? [`key:${actor.id}`] : []),
]

/**
 * Takes these wallet entries for the order.
 * @param holders whose locks it may take, from {@link lockHolders}
 * @throws AppError `reward_locked`, `reward_already_used`; rolls the transaction back
 */
export async function holdRewards(
  tx: Tx,
  merchantId: string,
  orderId: string,
  customerId: string,
  rewards: OrderReward[],
  holders: string[],
): Promise<void> {
  const named = rewards.flatMap(({ hash, rewardId }) => (hash ? [{ hash, reward_id: rewardId }] : []))
  const held = await tx<{ hash: string }[]>`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id)
    select ${merchantId}, r.hash, ${customerId}, r.reward_id, 'on_order', ${orderId}
    from jsonb_to_recordset(${tx.json(named)}) as r(hash text, reward_id text)
    -- A fixed lock order, so that two orders wanting the same rewards cannot deadlock.
    order by r.hash
    on conflict (merchant_id, hash) do update set
      state = 'on_order', order_id = excluded.order_id, locked_until = null, updated_at = now()
      where reward_holds.order_id = excluded.order_id
         or (reward_holds.state = 'locked'
             and (reward_holds.locked_until < now() or reward_holds.holder = any(${holders})))
    returning hash`
  const missing = named.find(({ hash }) => !held.some((row) => row.hash === hash))
  if (!missing) return
  const [holder] = await tx<{ state: string }[]>`
    select state from reward_holds where merchant_id = ${merchantId} and hash = ${missing.hash}`
  const { line } = rewards.find(({ hash }) => hash === missing.hash)!
  throw refusedOnLine(line, holder?.state === "locked" ? "reward_locked" : "reward_already_used")
}
