import { sql } from "@/db/index"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { requireToken } from "@/lib/connections/queries"
import { markRevoked } from "@/lib/connections/revoke"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { forPerson } from "@/lib/pongo/for-person"
import { rememberRewards } from "./mutations"

/**
 * Reads the merchant's whole catalogue of rewards at Pongo and keeps it. One that Pongo no longer lists is marked gone,
 * never deleted: customers may still hold it.
 * @returns how many rewards Pongo lists
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export async function refreshRewards(ctx: Ctx): Promise<number> {
  requireRole(ctx, "manager")
  const { token, version } = await requireToken(ctx)
  const asOf = new Date()
  try {
    const { value: listed } = await pongo().rewards(token)
    await sql.begin(async (tx) => {
      await rememberRewards(ctx, listed, asOf, tx)
      // One that a customer was shown since we asked is not gone.
      await tx`
        update rewards set gone_at = ${asOf}
        where merchant_id = ${ctx.merchantId} and gone_at is null and fetched_at <= ${asOf}
          and not (id = any(${listed.map(({ id }) => id)}))`
      await tx`
        update connections set rewards_fetched_at = ${asOf}, rewards_error = null, last_success_at = now()
        where merchant_id = ${ctx.merchantId}`
    })
    return listed.length
  } catch (error) {
    if (error instanceof PongoError) {
      await sql`update connections set rewards_error = ${error.kind} where merchant_id = ${ctx.merchantId}`
      if (error.kind === "unauthorized") await markRevoked(ctx, version, error.message)
    }
    throw error
  }
}

/**
 * {@link refreshRewards} for a person who pressed a button.
 * @throws AppError `not_connected`, `role_required` (manager), and those of `forPerson`
 */
export const refreshRewardsNow = (ctx: Ctx): Promise<number> => forPerson(refreshRewards(ctx))
