import type { Ask, Skip } from "./check"
import type { Difference } from "./differences"
import * as customers from "./wire/customers"
import * as orders from "./wire/orders"
import * as rewards from "./wire/rewards"

export const REWARD_WRITES = [
  "points before buying",
  "buy a reward",
  "points after buying",
  "lock a bought reward",
  "unlock it",
  "send it on an order",
  "wallet after the order",
  "points after the order",
  "cancel that order",
  "use it",
]

type Scene = {
  customerId: string
  storeSlug: string
  reward: { id: string; points: number }
  /** Builds an order with this reward on its line. */
  orderWith: (rewardId: string) => orders.PongoOrder
}

/**
 * Proves that an order line with a reward uses that reward: buys a reward, sends it on an order, and reads points and
 * wallet after each step. Without points Pongo refuses the purchase, which also proves that the call is understood.
 */
export async function proveReward(ask: Ask, skip: Skip, scene: Scene): Promise<void> {
  const { customerId, storeSlug, reward } = scene
  const read = { fields: customers.CUSTOMER_FIELDS, read: customers.readCustomer }
  const before = await ask("points before buying", customers.customerCall(customerId), read)
  const won = { fields: rewards.WON_REWARD_FIELDS, read: rewards.readWonReward }
  const bought = await ask("buy a reward", rewards.buyRewardCall(reward.id, { customerId, storeSlug }), {
    ...won,
    understood: { 422: "refused: the test customer has too few points; give one who has with --phone" },
  })
  if (!bought) {
    for (const name of REWARD_WRITES.slice(2)) skip(name, "the test customer bought nothing")
    return
  }
  const { hash } = bought
  const left = before && before.points - reward.points
  const after = await ask("points after buying", customers.customerCall(customerId), {
    ...read,
    also: (_body, _status, now) =>
      differs(
        now !== null && left !== null && now.points !== left,
        "points",
        "are not those of before less the price",
      ),
  })
  await ask("lock a bought reward", rewards.lockRewardCall(customerId, hash), {})
  await ask("unlock it", rewards.unlockRewardCall(customerId, hash), {})

  const order = scene.orderWith(reward.id)
  await ask("send it on an order", orders.sendOrderCall(order), {
    fields: orders.SENT_ORDER_FIELDS,
    read: orders.readSentOrder,
  })
  const wallet = await ask("wallet after the order", rewards.wonRewardsCall(customerId, 1), {
    fields: rewards.WON_REWARD_FIELDS,
    read: rewards.readWonRewards,
    also: (_body, _status, page) => walletDifferences(page?.items, hash),
  })
  await ask("points after the order", customers.customerCall(customerId), {
    ...read,
    also: (_body, _status, now) =>
      differs(
        now !== null && after !== null && now.points < after.points,
        "points",
        "fell again: the reward was paid twice",
      ),
  })
  const undone = { status: "cancelled", storeSlug } as const
  await ask("cancel that order", orders.orderStatusCall(order.orderId, undone), {})
  // Never do both: the order line has already used the reward.
  if (wallet?.items.some((item) => item.hash === hash && !item.isUsed))
    await ask("use it", rewards.useRewardCall(reward.id, { customerId, storeSlug, hash }), won)
  else skip("use it", "the line of the order has used it")
}

function walletDifferences(items: rewards.WonReward[] | undefined, hash: string): Difference[] {
  if (!items) return []
  const index = items.findIndex((item) => item.hash === hash)
  if (index < 0) return [{ path: "data", problem: "the bought reward is not in the wallet" }]
  return items[index]!.isUsed
    ? []
    : [{ path: `data[${index}].is_used`, problem: "false although the reward stood on an order's line" }]
}

const differs = (isWrong: boolean, name: string, problem: string): Difference[] =>
  isWrong ? [{ path: `data.${name}`, problem }] : []
