import { db } from "@/db/index"
import type { OrderReversal } from "@/db/schema/orders"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { rememberCustomer } from "@/lib/customers/directory"
import { PongoError } from "@/lib/pongo/error"
import type { Listing } from "@/lib/pongo/listing"
import type { WonReward } from "@/lib/pongo/wire/rewards"

/**
 * Asks Pongo what happened to the points and rewards of a reversed order, and stores the answer. Call it after Pongo
 * has accepted the reversal. The order releases its rewards either way; from then on only the wallet says which can be
 * used.
 * @param about.pointsBefore the balance just before the reversal reached Pongo; null when unknown
 * @throws PongoError; nothing is stored then
 */
export async function recordReversal(
  merchantId: string,
  about: { orderId: string; customerId: string | null; pointsBefore: number | null },
): Promise<void> {
  const { orderId, customerId, pointsBefore } = about
  const ctx = systemCtx(merchantId, "orders")
  const asOf = new Date()
  const [customer, wallet] = customerId
    ? await withToken(ctx, (client, token) =>
        Promise.all([
          client.getCustomer(token, customerId).then(({ value }) => value),
          client.wonRewards(token, customerId).then(({ value }) => value, nobodyHasIt),
        ]),
      )
    : [null, { isComplete: false as const, items: [] }]
  if (customer) await rememberCustomer(ctx, customer, asOf)
  await db.transaction(async (tx) => {
    const held = await tx<Omit<OrderReversal["rewards"][number], "outcome">[]>`
      select h.reward_id as "rewardId", h.hash, w.name
      from reward_holds h
      join orders o on o.id = h.order_id
      left join rewards w on w.merchant_id = h.merchant_id and w.id = h.reward_id
      where h.merchant_id = ${merchantId} and h.order_id = ${orderId}
        and (h.state = 'on_order'
          -- Includes rewards released while Pongo denied having the order; removed ones were never on it.
          or (h.state = 'locked' and not coalesce(
                o.removed_rewards -> 'rewards' @> jsonb_build_array(jsonb_build_object('hash', h.hash)), false)))
      order by h.hash
      for update of h`
    const reversal: OrderReversal = {
      at: asOf.toISOString(),
      pointsBefore,
      pointsAfter: customer?.points ?? null,
      rewards: held.map((reward) => ({
        ...reward,
        outcome: outcomeOf(wallet, reward.hash),
      })),
    }
    const kept = await tx`
      update orders set reversal = ${tx.json(reversal)}
      where id = ${orderId} and merchant_id = ${merchantId} and reversal is null`
    if (kept.count > 0)
      await tx`
        update reward_holds set state = 'locked', holder = null, locked_until = now(), updated_at = now()
        where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'on_order'`
  })
}

function outcomeOf(wallet: Listing<WonReward>, wanted: string): OrderReversal["rewards"][number]["outcome"] {
  const entry = wallet.items.find(({ hash }) => hash === wanted)
  if (entry) return entry.isUsed ? "kept" : "returned"
  return wallet.isComplete ? "kept" : "unknown"
}

/** A customer unknown to Pongo has no wallet. */
function nobodyHasIt(error: unknown): Listing<WonReward> {
  if (error instanceof PongoError && error.kind === "not_found") return { isComplete: true, items: [] }
  throw error
}

/** Pongo's balance now; null when Pongo does not answer, because the balance is optional here. */
export async function readBalance(merchantId: string, customerId: string | null): Promise<number | null> {
  if (!customerId) return null
  const ctx = systemCtx(merchantId, "orders")
  try {
    const { value } = await withToken(ctx, (client, token) => client.getCustomer(token, customerId))
    return value?.points ?? null
  } catch (error) {
    if (error instanceof PongoError) return null
    throw error
  }
}
