import { and, eq, isNotNull } from "drizzle-orm"
import { db } from "@/db/index"
import { merchants, oauthStates, oneTimeLinks } from "@/db/schema"
import { systemCtx } from "@/lib/auth/system"
import { randomToken, sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { useUpLink } from "@/lib/links/mutations"
import { requireLink } from "@/lib/links/queries"
import { authorizationUrl, pongoRedirectUri } from "@/lib/pongo/oauth"
import { PONGO_SCOPES } from "@/lib/pongo/wire/calls"
import { establishOnce } from "./establish"
import { type OauthReturn, STATE_TTL_SECONDS } from "./schema"
import { settleState, spendState } from "./states"

/**
 * Opens Pongo's form for a person with a link, bound to their browser.
 * @param browser a secret that only this browser has
 * @returns where to send the browser
 * @throws AppError `link_invalid`
 */
export async function startByLink(token: string, browser: string): Promise<string> {
  const link = await requireLink("connection", token)
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
 * Who opened the form of Pongo that this browser returns from: a person with a link, or this session, for the merchant
 * with this slug. Null if the state is unknown or belongs to another browser.
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
 * Connects Pongo for a person with a link. Uses up the state and the link first; if Pongo then refuses, the link works
 * again. A return that this browser repeats after connecting has the result of the first.
 * @throws AppError `oauth_state_invalid`, `oauth_in_progress`, `oauth_denied`, `oauth_exchange_failed`, `link_invalid`,
 * `pongo_account_differs`
 */
export async function finishByLink(browser: string, answer: OauthReturn): Promise<void> {
  const spent = await spendState(answer.state, sha256(browser), isNotNull(oauthStates.linkId))
  if (!spent?.linkId) return
  const link = { id: spent.linkId, merchantId: spent.merchantId }
  if (!(await useUpLink(db, "connection", link))) {
    await settleState(db, spent, "failed")
    throw new AppError("link_invalid")
  }
  try {
    await establishOnce(systemCtx(spent.merchantId, "link"), answer, spent)
  } catch (error) {
    await db
      .update(oneTimeLinks)
      .set({ usedAt: null })
      .where(and(eq(oneTimeLinks.id, link.id), eq(oneTimeLinks.merchantId, link.merchantId)))
    throw error
  }
}
