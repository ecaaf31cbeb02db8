import type { Tx } from "@/db/index"
import { auditEvents } from "@/db/schema"
import { actorLabel, type Ctx } from "@/lib/auth/ctx"
import { newId } from "@/lib/id"

/**
 * Writes who did what, inside the transaction of the change. `details` must not carry personal data or secrets:
 * the row outlives an erased customer.
 */
export async function recordAudit(
  tx: Tx,
  ctx: Ctx,
  action: string,
  target: string | null = null,
  details: Record<string, unknown> | null = null,
): Promise<void> {
  await tx
    .insert(auditEvents)
    .values({ id: newId(), merchantId: ctx.merchantId, actor: actorLabel(ctx), action, target, details })
}
