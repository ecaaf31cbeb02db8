import { and, desc, eq, sql } from "drizzle-orm"
import { db } from "@/db/index"
import { auditEvents } from "@/db/schema"
import { actorName, type Ctx, requireRole } from "@/lib/auth/ctx"

export type AuditEvent = {
  id: string
  actor: string
  action: string
  target: string | null
  details: Record<string, unknown> | null
  at: Date
}

/** The merchant's audit trail, newest first, `limit` at a time; `before` is the id of the last one seen. */
export async function listAuditEvents(
  ctx: Ctx,
  options: { before?: string; limit?: number } = {},
): Promise<AuditEvent[]> {
  requireRole(ctx, "manager")
  const { before, limit = 50 } = options
  const rows = await db
    .select({
      id: auditEvents.id,
      actor: auditEvents.actor,
      action: auditEvents.action,
      target: auditEvents.target,
      details: auditEvents.details,
      at: auditEvents.at,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.merchantId, ctx.merchantId),
        before
          ? sql`(${auditEvents.at}, ${auditEvents.id}) < (select e.at, e.id from audit_events e where e.id = ${before} and e.merchant_id = ${ctx.merchantId})`
          : undefined,
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit)
  return rows.map((row) => ({ ...row, actor: actorName(row.actor) }))
}
