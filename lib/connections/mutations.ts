import { and, eq, sql as fragment, gt, isNull, ne } from "drizzle-orm"
import { db } from "@/db/index"
import { connections, oauthStates } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { randomToken, seal, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { wakeWorkers } from "@/lib/jobs/wake"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { authorizationUrl, describeToken, exchangeCode, pongoRedirectUri } from "@/lib/pongo/oauth"
import { PONGO_SCOPES } from "@/lib/pongo/wire"
import { tokenContext } from "./queries"
import { refreshStores } from "./refresh-stores"
import type { OauthReturn } from "./schema"

const STATE_TTL_SECONDS = 600

/**
 * Begins the OAuth form: a one-time state bound to this browser session, good for 10 minutes.
 * @returns where to send the browser (pongo-api.md, OAuth 1)
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
 * Ends the OAuth form. The state is spent first, so a replayed, expired or foreign return changes nothing.
 * @throws AppError `oauth_state_invalid`, `oauth_denied`, `oauth_exchange_failed`, `role_required` (manager)
 */
export async function finishConnecting(ctx: Ctx, sessionId: string, answer: OauthReturn): Promise<void> {
  requireRole(ctx, "manager")
  const [spent] = await db
    .update(oauthStates)
    .set({ usedAt: new Date() })
    .where(
      and(
        eq(oauthStates.stateHash, sha256(answer.state ?? "")),
        eq(oauthStates.merchantId, ctx.merchantId),
        eq(oauthStates.sessionId, sessionId),
        isNull(oauthStates.usedAt),
        gt(oauthStates.expiresAt, new Date()),
      ),
    )
    .returning({ stateHash: oauthStates.stateHash })
  if (!spent) throw new AppError("oauth_state_invalid")
  if (answer.error) throw new AppError("oauth_denied", answer.error)
  if (!answer.code) throw new AppError("oauth_state_invalid", "no code in the return address")
  const granted = await exchangeCode(answer.code).catch((error) => {
    throw new AppError("oauth_exchange_failed", error.message, { cause: error })
  })
  await establish(ctx, {
    token: granted.accessToken,
    via: "oauth",
    scopes: granted.scopes,
    expiresAt: granted.expiresAt,
  })
}

/**
 * Connects with a token that Pongo handed out by hand; it is tried at Pongo before it is stored.
 * @throws AppError `role_required` (owner), `token_refused`, `pongo_unavailable`
 */
export async function connectWithToken(ctx: Ctx, { token }: { token: string }): Promise<void> {
  requireRole(ctx, "owner")
  await establish(ctx, { token, via: "pasted", ...describeToken(token) })
}

type Grant = { token: string; via: "oauth" | "pasted"; scopes: string[] | null; expiresAt: Date | null }

async function establish(ctx: Ctx, grant: Grant): Promise<void> {
  const account = await pongo()
    .me(grant.token)
    .then(({ value }) => value)
    .catch((error) => {
      if (!(error instanceof PongoError)) throw error
      if (error.kind === "unauthorized" || error.kind === "forbidden")
        throw new AppError("token_refused", error.message, { cause: error })
      // After an exchange the token is good whatever `me` answers; a pasted one has nothing else to vouch for it.
      if (grant.via === "pasted") throw new AppError("pongo_unavailable", error.message, { cause: error })
      return null
    })
  const now = new Date()
  const fields = {
    state: "connected" as const,
    token: seal(grant.token, tokenContext(ctx.merchantId)),
    scopes: grant.scopes ?? [...PONGO_SCOPES],
    scopesSource: grant.scopes ? ("granted" as const) : ("requested" as const),
    via: grant.via,
    pongoMerchantId: account?.id ?? null,
    pongoMerchantName: account?.name ?? null,
    pongoAccountEmail: account?.email ?? null,
    connectedAt: now,
    expiresAt: grant.expiresAt,
    stateChangedAt: now,
    revokedBecause: null,
    lastSuccessAt: account ? now : null,
  }
  await db.transaction(async (tx) => {
    // Another account at Pongo: the old one's events are none of ours any more, and the new one has yet to be subscribed to.
    if (account)
      await tx.execute(fragment`
        delete from webhook_subscriptions w using connections c
        where c.merchant_id = ${ctx.merchantId} and w.merchant_id = c.merchant_id
          and c.pongo_merchant_id is distinct from ${account.id}`)
    await tx
      .insert(connections)
      .values({ merchantId: ctx.merchantId, ...fields })
      .onConflictDoUpdate({
        target: connections.merchantId,
        set: { ...fields, tokenVersion: fragment`${connections.tokenVersion} + 1` },
      })
    await recordAudit(tx, ctx, "connection.connected", null, {
      via: grant.via,
      account: account?.name ?? null,
    })
    await enqueueJob(
      "subscribe_webhooks",
      { merchantId: ctx.merchantId },
      { within: tx, key: `subscribe:${ctx.merchantId}` },
    )
    await enqueueJob(
      "refresh_rewards",
      { merchantId: ctx.merchantId },
      { within: tx, key: `rewards:${ctx.merchantId}` },
    )
    // The net below the call that follows: the stores arrive even if this process dies now.
    await enqueueJob(
      "refresh_stores",
      { merchantId: ctx.merchantId },
      { within: tx, key: `stores:${ctx.merchantId}` },
    )
  })
  await refreshStores(ctx).catch((error) => {
    if (!(error instanceof PongoError || error instanceof AppError)) throw error
  })
  wakeWorkers()
}

/**
 * Forgets the token. Mappings, orders and log stay; new orders are held.
 * @throws AppError `role_required` (owner), `not_connected`
 */
export async function disconnect(ctx: Ctx): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const [changed] = await tx
      .update(connections)
      .set({ state: "disconnected", token: null, stateChangedAt: new Date(), revokedBecause: null })
      .where(and(eq(connections.merchantId, ctx.merchantId), ne(connections.state, "disconnected")))
      .returning({ merchantId: connections.merchantId })
    if (!changed) throw new AppError("not_connected")
    await recordAudit(tx, ctx, "connection.disconnected")
  })
}
