import { and, desc, eq, sql as fragment, gt, isNotNull, isNull } from "drizzle-orm"
import { db } from "@/db/index"
import { connectionLinks, merchants, oauthStates } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, actorName, type Ctx, requireRole } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { randomToken, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { lockMerchant } from "@/lib/limits/mutations"
import { authorizationUrl, pongoRedirectUri } from "@/lib/pongo/oauth"
import { PONGO_SCOPES } from "@/lib/pongo/wire/calls"
import { establishOnce } from "./establish"
import { type OauthReturn, STATE_TTL_SECONDS } from "./schema"
import { settleState, spendState } from "./states"

const LINK_DAYS = 3

/**
 * Makes the link that an owner sends to the person with the Pongo password. It connects Pongo for this merchant once,
 * within three days, and gives access to nothing else. Replaces a pending link.
 * @throws AppError `role_required` (owner), `pongo_not_configured`
 */
export async function createConnectionLink(ctx: Ctx): Promise<{ link: string }> {
  requireRole(ctx, "owner")
  if (!env.PONGO_CLIENT_ID) throw new AppError("pongo_not_configured")
  const token = randomToken("cnl_")
  await db.transaction(async (tx) => {
    // One at a time, so that only the last of two new links works.
    await lockMerchant(tx, ctx)
    await tx
      .update(connectionLinks)
      .set({ revokedAt: new Date() })
      .where(and(eq(connectionLinks.merchantId, ctx.merchantId), isPending()))
    const id = newId()
    await tx.insert(connectionLinks).values({
      id,
      merchantId: ctx.merchantId,
      tokenHash: sha256(token),
      createdBy: actorLabel(ctx),
      expiresAt: new Date(Date.now() + LINK_DAYS * 86_400_000),
    })
    await recordAudit(tx, ctx, "connection_link.created", id)
  })
  return { link: `${env.APP_URL}/connect/${token}` }
}

/** @throws AppError `role_required` (owner), `conflict` when it was used, revoked or has expired */
export async function revokeConnectionLink(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(connectionLinks)
      .set({ revokedAt: new Date() })
      .where(and(eq(connectionLinks.id, id), eq(connectionLinks.merchantId, ctx.merchantId), isPending()))
      .returning({ id: connectionLinks.id })
    if (!revoked) throw new AppError("conflict")
    await recordAudit(tx, ctx, "connection_link.revoked", id)
  })
}

export type PendingLink = { id: string; createdBy: string; createdAt: Date; expiresAt: Date }

/** The link that still works, if any. */
export async function getPendingLink(ctx: Ctx): Promise<PendingLink | null> {
  const [row] = await db
    .select({
      id: connectionLinks.id,
      createdBy: connectionLinks.createdBy,
      createdAt: connectionLinks.createdAt,
      expiresAt: connectionLinks.expiresAt,
    })
    .from(connectionLinks)
    .where(and(eq(connectionLinks.merchantId, ctx.merchantId), isPending()))
    .orderBy(desc(connectionLinks.createdAt))
    .limit(1)
  return row ? { ...row, createdBy: actorName(row.createdBy) } : null
}

export type OpenedLink = { merchantName: string; createdBy: string; expiresAt: Date; isUsed: boolean }

/** What a person with the link may see; null when it is unknown, revoked or expired. */
export async function openConnectionLink(token: string): Promise<OpenedLink | null> {
  const [row] = await db
    .select({
      merchantName: merchants.name,
      createdBy: connectionLinks.createdBy,
      expiresAt: connectionLinks.expiresAt,
      isUsed: fragment<boolean>`${connectionLinks.usedAt} is not null`,
    })
    .from(connectionLinks)
    .innerJoin(merchants, eq(merchants.id, connectionLinks.merchantId))
    .where(
      and(
        eq(connectionLinks.tokenHash, sha256(token)),
        isNull(connectionLinks.revokedAt),
        gt(connectionLinks.expiresAt, new Date()),
      ),
    )
  return row ? { ...row, createdBy: actorName(row.createdBy) } : null
}

/**
 * Opens Pongo's form for a person with a link, bound to their browser.
 * @param browser a secret that only this browser has
 * @returns where to send the browser
 * @throws AppError `link_invalid`
 */
export async function startByLink(token: string, browser: string): Promise<string> {
  const [link] = await db
    .select({ id: connectionLinks.id, merchantId: connectionLinks.merchantId })
    .from(connectionLinks)
    .where(and(eq(connectionLinks.tokenHash, sha256(token)), isPending()))
  if (!link) throw new AppError("link_invalid")
  const state = randomToken("st_")
  await db.insert(oauthStates).values({
    stateHash: sha256(state),
    merchantId: link.merchantId,
    sessionId: sha256(browser),
    linkId: link.id,
    expiresAt: new Date(Date.now() + STATE_TTL_SECONDS * 1000),
  })
  return authorizationUrl({ state, redirectUri: pongoRedirectUri(), scopes: PONGO_SCOPES })
}

/**
 * Who started the flow that returned from Pongo's form: a link, or this session for the merchant with this slug. Null
 * for a state that is unknown or belongs to another browser.
 */
export async function findBegun(
  state: string | undefined,
  sessionId: string | undefined,
): Promise<"link" | { slug: string } | null> {
  const [found] = await db
    .select({ linkId: oauthStates.linkId, sessionId: oauthStates.sessionId, slug: merchants.slug })
    .from(oauthStates)
    .innerJoin(merchants, eq(merchants.id, oauthStates.merchantId))
    .where(eq(oauthStates.stateHash, sha256(state ?? "")))
  if (!found) return null
  if (found.linkId) return "link"
  return found.sessionId === sessionId ? { slug: found.slug } : null
}

/**
 * Finishes the flow for a person with a link. Spends state and link first; if Pongo then refuses, frees the link so
 * that they can try again. A return that this browser repeats after connecting has the same result as the first.
 * @throws AppError `oauth_state_invalid`, `oauth_in_progress`, `oauth_denied`, `oauth_exchange_failed`, `link_invalid`,
 * `pongo_account_differs`
 */
export async function finishByLink(browser: string, answer: OauthReturn): Promise<void> {
  const spent = await spendState(answer.state, sha256(browser), isNotNull(oauthStates.linkId))
  if (!spent?.linkId) return
  const ofLink = and(eq(connectionLinks.id, spent.linkId), eq(connectionLinks.merchantId, spent.merchantId))
  const used = await db
    .update(connectionLinks)
    .set({ usedAt: new Date() })
    .where(and(ofLink, isPending()))
    .returning({ id: connectionLinks.id })
  if (used.length === 0) {
    await settleState(db, spent, "failed")
    throw new AppError("link_invalid")
  }
  try {
    await establishOnce(systemCtx(spent.merchantId, "link"), answer, spent)
  } catch (error) {
    await db.update(connectionLinks).set({ usedAt: null }).where(ofLink)
    throw error
  }
}

const isPending = () =>
  and(
    isNull(connectionLinks.usedAt),
    isNull(connectionLinks.revokedAt),
    gt(connectionLinks.expiresAt, new Date()),
  )
