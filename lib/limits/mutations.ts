import { eq } from "drizzle-orm"
import type { PendingQuery, Row } from "postgres"
import type { Tx } from "@/db/index"
import { type Merchant, merchants } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { MOST } from "./schema"

/** Locks the merchant's row for one transaction at a time. Others can still insert rows that refer to it. */
export async function lockMerchant(tx: Tx, ctx: Ctx): Promise<Merchant> {
  const [merchant] = await tx
    .select()
    .from(merchants)
    .where(eq(merchants.id, ctx.merchantId))
    .for("no key update")
  if (!merchant) throw new AppError("not_found")
  return merchant
}

/**
 * Asks for room for one more, and keeps it until the transaction ends: one at a time of a merchant, or two would take
 * the last one allowed.
 * @param taken the table and condition of those that count
 * @throws AppError `too_many` with `what` and `max`
 */
export async function requireBelowLimit(
  ctx: Ctx,
  tx: Tx,
  what: keyof typeof MOST,
  taken: PendingQuery<Row[]>,
): Promise<void> {
  await lockMerchant(tx, ctx)
  const [{ count }] = await tx<[{ count: number }]>`select count(*)::int as count from ${taken}`
  const max = MOST[what]
  if (count >= max) throw new AppError("too_many", `${max} ${what} at most`, { params: { what, max } })
}
