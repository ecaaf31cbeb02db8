import type { AuditAction } from "@/db/enums"
import { sql } from "@/db/index"
import { actorKind, actorName, type Ctx } from "@/lib/auth/ctx"

/** A period in which the order could not be sent. Holds are not stored; this derives them from the audit trail. */
export type PastHold = {
  reason: "not_connected" | "connection_revoked" | "location_unmapped"
  from: Date
  /** When the cause ended; null: after the order was finished, or not yet. */
  until: Date | null
  /** The person who removed the cause. */
  by: string | null
}

export type CauseChange = { action: AuditAction; at: Date; actor: string }

/**
 * Lists when and why an order waited, from the moment it could be sent to `until`.
 * @param from when it was paid
 */
export async function listPastHolds(
  ctx: Ctx,
  { locationId, from, until }: { locationId: string; from: Date; until: Date },
): Promise<PastHold[]> {
  const isCause = sql`merchant_id = ${ctx.merchantId} and (action in ('connection.connected', 'connection.revoked',
    'connection.disconnected') or (action in ('mapping.set', 'mapping.removed') and target = ${locationId}))`
  const changes = await sql<CauseChange[]>`
    select action, at, actor from (
      -- State at the start, for each kind of cause.
      (select distinct on (split_part(action, '.', 1)) action, at, actor, id from audit_events
       where ${isCause} and at <= ${from} order by split_part(action, '.', 1), at desc, id desc)
      union all
      (select action, at, actor, id from audit_events where ${isCause} and at > ${from} and at <= ${until})
    ) told order by at, id`
  return pastHolds(changes, from)
}

/**
 * {@link listPastHolds} without the database.
 * @param changes oldest first; before `from` only the last of each kind counts
 */
export function pastHolds(changes: readonly CauseChange[], from: Date): PastHold[] {
  const holds = [
    ...ofKind(
      changes.filter(({ action }) => action.startsWith("connection.")),
      from,
      (action) =>
        action === "connection.revoked"
          ? "connection_revoked"
          : action === "connection.disconnected"
            ? "not_connected"
            : null,
      "not_connected",
    ),
    ...ofKind(
      changes.filter(({ action }) => action.startsWith("mapping.")),
      from,
      (action) => (action === "mapping.removed" ? "location_unmapped" : null),
      "location_unmapped",
    ),
  ]
  return holds.sort((a, b) => a.from.getTime() - b.from.getTime())
}

function ofKind(
  changes: readonly CauseChange[],
  from: Date,
  causeOf: (action: AuditAction) => PastHold["reason"] | null,
  atFirst: PastHold["reason"],
): PastHold[] {
  const holds: PastHold[] = []
  let open: PastHold | null = null
  const before = changes.filter(({ at }) => at <= from).at(-1)
  const after = changes.filter(({ at }) => at > from)
  const standing = before ? causeOf(before.action) : after[0] && !causeOf(after[0].action) ? atFirst : null
  if (standing) open = { reason: standing, from, until: null, by: null }
  for (const { action, at, actor } of after) {
    const cause = causeOf(action)
    if (!cause && open) {
      holds.push({ ...open, until: at, by: actorKind(actor) === "user" ? actorName(actor) : null })
      open = null
    }
    if (cause) open ??= { reason: cause, from: at, until: null, by: null }
  }
  if (open) holds.push(open)
  return holds
}
