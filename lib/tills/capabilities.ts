import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { Capabilities } from "./capability-schema"

/** What the merchant's tills can do, as declared; everything until then. */
export async function getCapabilities(ctx: Ctx): Promise<Capabilities> {
  const [row] = await sql<Capabilities[]>`
    select can_scan as "canScan", can_vouchers as "canVouchers" from till_capabilities
    where merchant_id = ${ctx.merchantId}`
  return row ?? { canScan: true, canVouchers: true }
}
