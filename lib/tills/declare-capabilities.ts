import { sql as fragment } from "drizzle-orm"
import { db } from "@/db/index"
import { tillCapabilities } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import type { Capabilities } from "./capability-schema"

/**
 * Says what the merchant's tills can do: rows of Pongo's check that need the rest do not apply, and tills are told.
 * Saying the same again changes nothing.
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
