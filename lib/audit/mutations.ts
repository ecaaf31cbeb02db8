import type { AuditAction } from "@/db/enums"
import type { Tx } from "@/db/index"
import { auditEvents } from "@/db/schema"
import { actorLabel, type Ctx } from "@/lib/auth/ctx"
import { newId } from "@/lib/id"

/**
 * Records who did what, in the transaction of the change. `details` must not contain personal data or secrets: the row
 * outlives an erased customer.
 */
export async function recordAudit(
  tx: Tx,
  ctx: Ctx,
  action: AuditAction,
  target: string | null = null,
  details: Record<string, unknown> | null = null,
): Promise<void> {
  await recordAudits(tx, ctx, action, [{ target, details }])
}

/** {@link recordAudit} for several targets at once. */
export async function recordAudits(
  tx: Tx,
  ctx: Ctx,
  action: AuditAction,
  events: { target: string | null; details: Record<string, unknown> | null }[],
): Promise<void> {
  if (events.length === 0) return
  const by = { merchantId: ctx.merchantId, actor: actorLabel(ctx), action }
  await tx.insert(auditEvents).values(events.map((event) => ({ id: newId(), ...by, ...event })))
}
