import { and, eq, isNull, ne } from "drizzle-orm"
import { db } from "@/db/index"
import { connections, oauthStates } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { randomToken, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { waitForInFlight } from "@/lib/jobs/in-flight"
import { authorizationUrl, describeToken, pongoRedirectUri } from "@/lib/pongo/oauth"
import { PONGO_SCOPES } from "@/lib/pongo/wire/calls"
import { establish, establishOnce } from "./establish"
import { leaveWebhooks } from "./leave-webhooks"
import { type OauthReturn, STATE_TTL_SECONDS } from "./schema"
import { spendState } from "./states"

/**
 * Starts the OAuth flow with a one-time state, bound to this browser session and valid for 10 minutes.
 * @returns where to send the browser (`docs/pongo-wire.md`, OAuth)
 * @throws AppError `role_required` (manager), `pongo_not_configured`
 */
export async function startConnecting(ctx: Ctx, sessionId: string): Promise<string> {
  requireRole(ctx, "manager")
  if (!env.PONGO_CLIENT_ID) throw new AppError("pongo_not_configured")
  const state = randomToken("st_")
  await db.insert(oauthStates).values({
    stateHash: sha256(state),
    merchantId: ctx.merchantId,
    sessionId,
    expiresAt: new Date(Date.now() + STATE_TTL_SECONDS * 1000),
  })
  return authorizationUrl({ state, redirectUri: pongoRedirectUri(), scopes: PONGO_SCOPES })
}

/**
 * Finishes the OAuth flow. Spends the state first, so an expired or foreign return changes nothing. A return that this
 * session repeats after connecting has the same result as the first, without a second exchange.
 * @throws AppError `oauth_state_invalid`, `oauth_in_progress`, `oauth_denied`, `oauth_exchange_failed`, `role_required`
 * (manager)
 */
export async function finishConnecting(ctx: Ctx, sessionId: string, answer: OauthReturn): Promise<void> {
  requireRole(ctx, "manager")
  const ofMerchant = and(eq(oauthStates.merchantId, ctx.merchantId), isNull(oauthStates.linkId))!
  const spent = await spendState(answer.state, sessionId, ofMerchant)
  if (spent) await establishOnce(ctx, answer, spent)
}

/**
 * Connects with a token that Pongo issued by hand. Verifies it at Pongo before storing it.
 * @throws AppError `role_required` (owner), `token_refused`, `pongo_unavailable`
 */
export async function connectWithToken(ctx: Ctx, { token }: { token: string }): Promise<void> {
  requireRole(ctx, "owner")
  await establish(ctx, { token, via: "pasted", ...describeToken(token) })
}

/**
 * Disconnects the merchant. Keeps the token until a job has ended the webhook subscriptions with it. Mappings, orders
 * and log stay. Once this returns, every undelivered order is held.
 * @throws AppError `role_required` (owner), `not_connected`
 */
export async function disconnect(ctx: Ctx): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    await leaveWebhooks(tx, ctx.merchantId)
    const [changed] = await tx
      .update(connections)
      .set({ state: "disconnected", token: null, stateChangedAt: new Date(), revokedBecause: null })
      .where(and(eq(connections.merchantId, ctx.merchantId), ne(connections.state, "disconnected")))
      .returning({ merchantId: connections.merchantId })
    if (!changed) throw new AppError("not_connected")
    await recordAudit(tx, ctx, "connection.disconnected")
  })
  await waitForInFlight(ctx.merchantId)
}
