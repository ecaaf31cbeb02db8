import { and, eq } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { connections } from "@/db/schema"
import { raiseAlert } from "@/lib/alerts/raise"
import { recordAudit } from "@/lib/audit/mutations"
import type { Ctx } from "@/lib/auth/ctx"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"

/**
 * Asks Pongo again, at `GET /oauth/me`. A 401 from one endpoint is a report, not a fact, and must not stop a merchant.
 * @returns true only when Pongo refuses the token here too; any other outcome proves nothing
 */
export async function isTokenRefused(token: string): Promise<boolean> {
  try {
    await pongo().me(token)
    return false
  } catch (error) {
    if (error instanceof PongoError) return error.kind === "unauthorized"
    throw error
  }
}

/**
 * Marks a token that Pongo no longer accepts: calls stop and orders are held until somebody reconnects. Leaves a newer
 * token alone. Only for a refusal that {@link isTokenRefused} confirmed.
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
    if (!changed) return false
    await recordAudit(tx, ctx, "connection.revoked", null, { because })
    const params = { since: new Date().toISOString(), orders: await countOnTheirWay(tx, ctx), because }
    const key = `token:${tokenVersion}`
    await raiseAlert(ctx, { kind: "connection_revoked", key, params, href: "/settings/connection" }, tx)
    return true
  })
}

/** The orders that have to wait from now on. */
async function countOnTheirWay(tx: Tx, ctx: Ctx): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from deliveries
    where merchant_id = ${ctx.merchantId} and state in ('queued', 'sending', 'retrying') and not is_test`
  return row!.count
}
