import { db, sql, type Tx } from "@/db/index"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { withToken } from "@/lib/connections/with-token"
import { forPerson } from "@/lib/pongo/app-error"
import { PongoError } from "@/lib/pongo/error"
import { type CompleteListing, readTwice } from "@/lib/pongo/listing"
import type { PongoReward } from "@/lib/pongo/wire/rewards"
import { rememberRewards } from "./mutations"

/**
 * Reads the merchant's whole reward catalogue at Pongo and stores it. A reward that two complete readings lack is
 * marked gone, never deleted: customers may still hold it, and it comes back with the next reading that contains it.
 * @returns how many rewards Pongo lists
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export async function refreshRewards(ctx: Ctx): Promise<number> {
  requireRole(ctx, alsoActing("manager"))
  const asOf = new Date()
  try {
    const listing = await withToken(ctx, (client, token) =>
      readTwice(
        (options) => client.rewards(token, {}, options),
        (first) => lacksKnownReward(ctx, first),
        ({ id }) => id,
      ),
    )
    await db.transaction(async (tx) => {
      await rememberRewards(ctx, listing.items, asOf, tx)
      if (listing.isComplete) await markGone(tx, ctx, listing, asOf)
      await tx`
        update connections set rewards_fetched_at = ${asOf}, rewards_error = null, last_success_at = now()
        where merchant_id = ${ctx.merchantId}`
    })
    return listing.items.length
  } catch (error) {
    if (error instanceof PongoError)
      await sql`update connections set rewards_error = ${error.kind} where merchant_id = ${ctx.merchantId}`
    throw error
  }
}

async function lacksKnownReward(
  { merchantId }: Ctx,
  { items }: CompleteListing<PongoReward>,
): Promise<boolean> {
  const lacking = await sql`
    select 1 from rewards
    where merchant_id = ${merchantId} and gone_at is null and not (id = any(${items.map(({ id }) => id)})) limit 1`
  return lacking.length > 0
}

/** A reward that a customer was shown since `asOf` is not gone. */
async function markGone(tx: Tx, ctx: Ctx, listing: CompleteListing<PongoReward>, asOf: Date) {
  await tx`
    update rewards set gone_at = ${asOf}
    where merchant_id = ${ctx.merchantId} and gone_at is null and fetched_at <= ${asOf}
      and not (id = any(${listing.items.map(({ id }) => id)}))`
}

/**
 * {@link refreshRewards} for a person who pressed a button.
 * @throws AppError `not_connected`, `role_required` (manager), and those of `forPerson`
 */
export const refreshRewardsNow = (ctx: Ctx): Promise<number> => forPerson(refreshRewards(ctx))
