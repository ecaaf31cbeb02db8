import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { callPongo } from "@/lib/connections/call"
import { AppError } from "@/lib/errors"
import { isNoSuchRecord, type PongoError } from "@/lib/pongo/error"
import { blamedForReward } from "@/lib/pongo/wire/rewards"

/** A purchase that Pongo refused. */
type Refused = { customerId: string; rewardId: string; pin?: string; location: { storeSlug: string } }

/**
 * Pongo's reason for refusing a purchase, in a till's terms. Says "not enough points" only when the points prove it.
 * Without a better word it keeps Pongo's own.
 * @returns null when the error of `callPongo` already says it
 */
export async function purchaseRefusal(ctx: Ctx, asked: Refused, error: PongoError): Promise<AppError | null> {
  const { kind, message, fieldErrors } = error
  const because = { cause: error }
  const blamed = blamedForReward(fieldErrors, message)
  switch (kind) {
    case "not_found":
      return isNoSuchRecord(error) ? new AppError("reward_not_found", message, because) : null
    case "locked":
      return new AppError("reward_locked", message, because)
    case "forbidden":
      return blamed === "pin" || isPinAtFault(asked, message)
        ? new AppError("pin_refused", message, because)
        : null
    case "invalid":
    case "conflict":
      if (blamed === "pin") return new AppError("pin_refused", message, because)
      if (blamed === "store")
        return new AppError("reward_not_found", "This reward is not available at this location.", because)
      return (await lacksPoints(ctx, asked)) ? new AppError("not_enough_points", message, because) : null
    default:
      return null
  }
}

/** A 403 to a call with a PIN concerns the PIN, unless it mentions a scope. */
const isPinAtFault = ({ pin }: Refused, message: string) => pin !== undefined && !/\bscope\b/i.test(message)

/** Whether the customer has fewer points, asked now, than the reward costs. False if either is unknown. */
async function lacksPoints(ctx: Ctx, { customerId, rewardId, location }: Refused): Promise<boolean> {
  try {
    const { points, price } = await callPongo(ctx, "points", async (client, token) => {
      const [customer, rewards] = await Promise.all([
        client.getCustomer(token, customerId),
        client.rewards(token, { customerId, storeSlug: location.storeSlug }),
      ])
      const offered = rewards.value.items.find(({ id }) => id === rewardId)
      return { value: { points: customer.value?.points, price: offered?.points } }
    })
    const cost = price ?? (await lastKnownPrice(ctx, rewardId))
    return points !== undefined && cost !== null && points < cost
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

async function lastKnownPrice(ctx: Ctx, rewardId: string): Promise<number | null> {
  const [reward] = await sql<{ points: number }[]>`
    select points from rewards where merchant_id = ${ctx.merchantId} and id = ${rewardId}`
  return reward?.points ?? null
}
