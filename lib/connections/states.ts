import { setTimeout as pause } from "node:timers/promises"
import { and, eq, gt, isNull, type SQL } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { connections, oauthStates } from "@/db/schema"
import { sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"

/** An exchange still running after this has died with its process. */
const EXCHANGE_ENDS_WITHIN_MS = 120_000
const PATIENCE_MS = 10_000
const ASKED_EVERY_MS = 250

export type SpentState = { stateHash: string; merchantId: string; linkId: string | null }

/**
 * Spends a one-time state before anything uses its return. Waits for a first exchange that still runs.
 * @param of the owner of the state, besides the session
 * @param patienceMs how long to wait for the exchange
 * @returns null for a repetition (refresh, back, double click): this browser spent the state and connected before
 * @throws AppError `oauth_state_invalid`; `oauth_in_progress` once `patienceMs` has passed
 */
export async function spendState(
  state: string | undefined,
  sessionId: string,
  of: SQL,
  patienceMs = PATIENCE_MS,
): Promise<SpentState | null> {
  const mine = and(eq(oauthStates.stateHash, sha256(state ?? "")), eq(oauthStates.sessionId, sessionId), of)
  const [spent] = await db
    .update(oauthStates)
    .set({ usedAt: new Date() })
    .where(and(mine, isNull(oauthStates.usedAt), gt(oauthStates.expiresAt, new Date())))
    .returning({
      stateHash: oauthStates.stateHash,
      merchantId: oauthStates.merchantId,
      linkId: oauthStates.linkId,
    })
  if (spent) return spent

  const patientUntil = Date.now() + patienceMs
  for (;;) {
    const progress = await progressOf(mine)
    if (progress === "connected") return null
    if (progress !== "running") throw new AppError("oauth_state_invalid")
    if (Date.now() >= patientUntil) throw new AppError("oauth_in_progress")
    await pause(ASKED_EVERY_MS)
  }
}

/** Records the result of the exchange. Runs in the transaction that connects, so that both happen or neither. */
export async function settleState(
  tx: Tx | typeof db,
  { stateHash, merchantId }: SpentState,
  outcome: "connected" | "failed",
): Promise<void> {
  await tx
    .update(oauthStates)
    .set({ outcome })
    .where(and(eq(oauthStates.stateHash, stateHash), eq(oauthStates.merchantId, merchantId)))
}

/** The progress of a spent state. Null: unknown, never spent, or its connection no longer exists. */
async function progressOf(mine: SQL | undefined): Promise<"running" | "connected" | null> {
  const [row] = await db
    .select({ usedAt: oauthStates.usedAt, outcome: oauthStates.outcome, connection: connections.state })
    .from(oauthStates)
    .leftJoin(connections, eq(connections.merchantId, oauthStates.merchantId))
    .where(mine)
  if (!row?.usedAt) return null
  if (row.outcome === "connected") return row.connection === "connected" ? "connected" : null
  if (row.outcome === "failed") return null
  return Date.now() - row.usedAt.getTime() < EXCHANGE_ENDS_WITHIN_MS ? "running" : null
}
