import { and, eq } from "drizzle-orm"
import { db } from "@/db/index"
import { connections } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import type { Ctx } from "@/lib/auth/ctx"

/**
 * Pongo no longer takes this token: calls stop and orders are held until somebody reconnects.
 * A newer token is left alone.
 * @returns whether the state changed
 */
export async function markRevoked(ctx: Ctx, tokenVersion: number, because: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(connections)
      .set({ state: "revoked", stateChangedAt: new Date(), revokedBecause: because })
      .where(
        and(
          eq(connections.merchantId, ctx.merchantId),
          eq(connections.tokenVersion, tokenVersion),
          eq(connections.state, "connected"),
        ),
      )
      .returning({ merchantId: connections.merchantId })
    if (changed) await recordAudit(tx, ctx, "connection.revoked", null, { because })
    return changed !== undefined
  })
}
