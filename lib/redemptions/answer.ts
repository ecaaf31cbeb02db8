import type { Ctx } from "@/lib/auth/ctx"
import { getProfile } from "@/lib/customers/profile"
import { AppError } from "@/lib/errors"
import type { MappedLocation } from "@/lib/mappings/queries"
import { noteEvidence } from "@/lib/tills/note-evidence"
import { type RedeemInput, redeemReward } from "./redeem"
import type { RedeemedAnswer } from "./schema"

/**
 * Redeems, then reads the profile again. A successful purchase is reported as such, even if reading the profile fails.
 * @throws AppError as {@link redeemReward}
 */
export async function redeemAndShow(
  ctx: Ctx,
  input: Omit<RedeemInput, "location"> & { location: MappedLocation },
): Promise<RedeemedAnswer> {
  const { id, customerId, rewardId, hash, settledAt } = await redeemReward(ctx, input)
  const profile = await getProfile(ctx, input.location, input.customerId, { tillId: input.tillId }).catch(
    (error) => {
      if (error instanceof AppError) return null
      throw error
    },
  )
  const where = { locationId: input.location.id, tillId: input.tillId }
  noteEvidence(ctx, "reward_redeemed", where)
  if (profile?.fresh) noteEvidence(ctx, "profile_refreshed", where)
  const redemption = {
    id,
    customer_id: customerId,
    reward_id: rewardId,
    hash,
    redeemed_at: settledAt.toISOString(),
  }
  return { redemption, profile }
}
