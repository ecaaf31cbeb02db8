import { eq } from "drizzle-orm"
import type { Tx } from "@/db/index"
import { type Merchant, merchants } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"

/** The merchant's row, locked: one transaction at a time holds it, while rows that refer to it are still written. */
export async function lockMerchant(tx: Tx, ctx: Ctx): Promise<Merchant> {
  const [merchant] = await tx
    .select()
    .from(merchants)
    .where(eq(merchants.id, ctx.merchantId))
    .for("no key update")
  if (!merchant) throw new AppError("not_found")
  return merchant
}
