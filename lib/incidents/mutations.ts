import { and, eq, inArray } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { incidentEvents, incidents } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"

/**
 * Asks for a sweep of the merchant's incidents, for a change that removes a cause.
 * @param delaySeconds absent: now, also when one is waiting
 */
export const sweepSoon = (tx: Tx, merchantId: string, delaySeconds = 0): Promise<void> =>
  enqueueJob(
    "sweep_merchant",
    { merchantId },
    { within: tx, key: `sweep:${merchantId}`, delaySeconds, isPatient: delaySeconds > 0 },
  )

/**
 * Dismisses an incident whose rejected orders nobody will replay. Later orders that fail for the same cause reopen it.
 * An incident with a fixable cause cannot be dismissed.
 * @throws AppError `role_required` (manager), `conflict` when it has ended, or its orders will be sent automatically
 */
export async function dismissIncident(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  const at = new Date()
  await db.transaction(async (tx) => {
    const [closed] = await tx
      .update(incidents)
      .set({ state: "closed", closedAt: at })
      .where(
        and(
          eq(incidents.id, id),
          eq(incidents.merchantId, ctx.merchantId),
          eq(incidents.state, "open"),
          inArray(incidents.cause, ["rejected_by_pongo", "retries_exhausted"]),
        ),
      )
      .returning({ orders: incidents.orders, recovered: incidents.recovered, remaining: incidents.remaining })
    if (!closed) throw new AppError("conflict")
    await tx.insert(incidentEvents).values({
      id: newId(),
      incidentId: id,
      merchantId: ctx.merchantId,
      kind: "dismissed",
      at,
      actor: actorLabel(ctx),
      orders: closed.orders,
      recovered: closed.recovered,
    })
    await recordAudit(tx, ctx, "incident.dismissed", id, { count: closed.remaining })
  })
}
