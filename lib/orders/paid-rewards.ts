import type { Tx } from "@/db/index"
import type { RemovedRewards } from "@/db/schema/orders"
import { withoutRewards, withRewards } from "./reward-prompt"
import type { OrderPayment, PosOrder } from "./schema"
import type { Warning } from "./warnings"

/** The fields of an order that decide its rewards. */
type PaidOrder = {
  id: string
  customerId: string | null
  removedRewards: RemovedRewards | null
  body: Omit<PosOrder, "customer"> | null
}

/**
 * Settles which rewards a paid order carries, from the other system's report. A reward it kept although the prompt gave
 * it up is claimed again, unless the customer has used it elsewhere since.
 */
export async function settleRewards(
  tx: Tx,
  merchantId: string,
  { id, body, customerId, removedRewards }: PaidOrder,
  said: OrderPayment["rewards"],
): Promise<{ lines: PosOrder["lines"]; removed: RemovedRewards | null; warnings: Warning[] }> {
  const lines = body?.lines ?? []
  if (said === "removed") {
    const removed = await removeAll(tx, merchantId, body, removedRewards)
    return { lines: withoutRewards(lines, removed), removed, warnings: [] }
  }
  if (said !== "kept" || !removedRewards) return { lines, removed: removedRewards, warnings: [] }
  const named = removedRewards.rewards.flatMap(({ hash, rewardId }) =>
    hash ? [{ hash, reward_id: rewardId }] : [],
  )
  const taken = await tx<{ hash: string }[]>`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id)
    select ${merchantId}, r.hash, ${customerId}, r.reward_id, 'on_order', ${id}
    from jsonb_to_recordset(${tx.json(named)}) as r(hash text, reward_id text)
    where ${customerId !== null}
    order by r.hash
    on conflict (merchant_id, hash) do update set
      state = 'on_order', order_id = excluded.order_id, holder = null, locked_until = null, updated_at = now()
      where reward_holds.state = 'locked' and reward_holds.locked_until <= now()
    returning hash`
  const isBack = ({ hash }: { hash: string | null }) =>
    hash === null || taken.some((row) => row.hash === hash)
  const { system, rewards } = removedRewards
  const gone = rewards.filter((reward) => !isBack(reward))
  return {
    lines: withRewards(lines, { system, rewards: rewards.filter(isBack) }),
    removed: gone.length > 0 ? { system, rewards: gone } : null,
    warnings: gone.map(({ name }) => ({ code: "reward_not_kept", params: { name } })),
  }
}

/** Removes every reward on the lines, added to those removed before. */
async function removeAll(
  tx: Tx,
  merchantId: string,
  body: PaidOrder["body"],
  before: RemovedRewards | null,
): Promise<RemovedRewards | null> {
  const now = (body?.lines ?? []).flatMap(({ reward, name }, line) =>
    reward ? [{ ...reward, name, line }] : [],
  )
  if (now.length === 0) return before
  const known = await tx<{ id: string; name: string }[]>`
    select id, name from rewards
    where merchant_id = ${merchantId} and id = any(${now.map(({ reward_id }) => reward_id)})`
  return {
    system: before?.system ?? body?.external_payment?.system ?? "",
    rewards: [
      ...(before?.rewards ?? []),
      ...now.map(({ line, reward_id, hash, name }) => ({
        line,
        rewardId: reward_id,
        hash: hash ?? null,
        name: known.find(({ id }) => id === reward_id)?.name ?? name,
      })),
    ],
  }
}
