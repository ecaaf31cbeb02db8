import { and, eq, sql } from "drizzle-orm"
import type { AuditAction } from "@/db/enums"
import { db } from "@/db/index"
import { auditEvents, locations, orders, users } from "@/db/schema"
import { type Actor, actorKind, actorName, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"

export type AuditEvent = {
  id: string
  actor: { kind: Actor["kind"]; name: string }
  action: AuditAction
  target: string | null
  /** The target's current name: a person's or a location's name, an order's number. */
  targetName: string | null
  details: Record<string, unknown> | null
  at: Date
}

/** The merchant's audit trail, newest first, `limit` at a time. `before` is the id of the last event seen. */
export async function listAuditEvents(
  ctx: Ctx,
  options: { before?: string; limit?: number } = {},
): Promise<AuditEvent[]> {
  requireRole(ctx, alsoActing("manager"))
  const { before, limit = 50 } = options
  const rows = await db
    .select({
      id: auditEvents.id,
      actor: auditEvents.actor,
      action: auditEvents.action,
      target: auditEvents.target,
      targetName: sql<string | null>`coalesce(${users.name}, ${locations.name}, ${orders.ref})`,
      details: auditEvents.details,
      at: auditEvents.at,
    })
    .from(auditEvents)
    .leftJoin(users, eq(users.id, targetOf("^member[.]")))
    .leftJoin(
      locations,
      and(
        eq(locations.id, targetOf("^(location|mapping)[.]")),
        eq(locations.merchantId, auditEvents.merchantId),
      ),
    )
    .leftJoin(
      orders,
      and(eq(orders.id, targetOf("^order[.]")), eq(orders.merchantId, auditEvents.merchantId)),
    )
    .where(
      and(
        eq(auditEvents.merchantId, ctx.merchantId),
        before
          ? sql`(${auditEvents.at}, ${auditEvents.id}) < (select e.at, e.id from audit_events e where e.id = ${before} and e.merchant_id = ${ctx.merchantId})`
          : undefined,
      ),
    )
    // Matches the index: drizzle creates descending ones with nulls last.
    .orderBy(sql`${auditEvents.at} desc nulls last`, sql`${auditEvents.id} desc nulls last`)
    .limit(limit)
  return rows.map((row) => ({ ...row, actor: { kind: actorKind(row.actor), name: actorName(row.actor) } }))
}

/** The target as a key, for actions on that kind of thing. */
const targetOf = (actions: string) =>
  sql`case when ${auditEvents.action} ~ ${actions} then ${auditEvents.target}::uuid end`
