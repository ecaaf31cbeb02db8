import { sql as fragment } from "drizzle-orm"
import { db } from "@/db/index"
import { tillCapabilities } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import type { Capabilities } from "./capability-schema"

/**
 * Declares what the merchant's tills can do. Rows of Pongo's check that need other abilities do not apply, and tills
 * are told. Repeating it changes nothing.
 * @throws AppError `role_required` (manager)
 */
export async function declareCapabilities(ctx: Ctx, { canScan, canVouchers }: Capabilities): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await db.transaction(async (tx) => {
    const fields = { canScan, canVouchers, declaredBy: actorLabel(ctx), declaredAt: new Date() }
    const changed = await tx
      .insert(tillCapabilities)
      .values({ merchantId: ctx.merchantId, ...fields })
      .onConflictDoUpdate({
        target: tillCapabilities.merchantId,
        set: fields,
        setWhere: fragment`(till_capabilities.can_scan, till_capabilities.can_vouchers)
          is distinct from (excluded.can_scan, excluded.can_vouchers)`,
      })
      .returning({ merchantId: tillCapabilities.merchantId })
    if (changed.length > 0)
      await recordAudit(tx, ctx, "capabilities.declared", null, { canScan, canVouchers })
  })
}
