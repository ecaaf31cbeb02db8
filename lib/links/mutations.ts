import { and, eq } from "drizzle-orm"
import type { LinkKind } from "@/db/enums"
import { db, type Tx } from "@/db/index"
import { oneTimeLinks } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, type Ctx, requireRole } from "@/lib/auth/ctx"
import { randomToken, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { lockMerchant } from "@/lib/limits/mutations"
import { isPending } from "./queries"
import { LINK_DAYS, LINKS } from "./schema"

/**
 * Creates a link for the person who connects Pongo, or who programs the till. It works once, within three days, for
 * nothing else. Replaces a pending link of its kind.
 * @throws AppError `role_required` (`LINKS`), `pongo_not_configured`
 */
export async function createLink(ctx: Ctx, kind: LinkKind): Promise<{ link: string }> {
  const { path, prefix, role } = LINKS[kind]
  requireRole(ctx, role)
  if (kind === "connection" && !env.PONGO_CLIENT_ID) throw new AppError("pongo_not_configured")
  const token = randomToken(prefix)
  await db.transaction(async (tx) => {
    // One at a time, so that only the last of two new links works.
    await lockMerchant(tx, ctx)
    await tx
      .update(oneTimeLinks)
      .set({ revokedAt: new Date() })
      .where(and(eq(oneTimeLinks.merchantId, ctx.merchantId), isPending(kind)))
    const id = newId()
    await tx.insert(oneTimeLinks).values({
      id,
      merchantId: ctx.merchantId,
      kind,
      tokenHash: sha256(token),
      createdBy: actorLabel(ctx),
      expiresAt: new Date(Date.now() + LINK_DAYS * 86_400_000),
    })
    await recordAudit(tx, ctx, `${kind}_link.created`, id)
  })
  return { link: `${env.APP_URL}/${path}/${token}` }
}

/** Uses a link up. Returns whether it still worked; of two at once, one succeeds. */
export async function useUpLink(
  tx: Tx | typeof db,
  kind: LinkKind,
  { id, merchantId }: { id: string; merchantId: string },
): Promise<boolean> {
  const used = await tx
    .update(oneTimeLinks)
    .set({ usedAt: new Date() })
    .where(and(eq(oneTimeLinks.id, id), eq(oneTimeLinks.merchantId, merchantId), isPending(kind)))
    .returning({ id: oneTimeLinks.id })
  return used.length > 0
}

/** @throws AppError `role_required` (`LINKS`), `conflict` when it was used, revoked or has expired */
export async function revokeLink(ctx: Ctx, kind: LinkKind, { id }: { id: string }): Promise<void> {
  requireRole(ctx, LINKS[kind].role)
  await db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(oneTimeLinks)
      .set({ revokedAt: new Date() })
      .where(and(eq(oneTimeLinks.id, id), eq(oneTimeLinks.merchantId, ctx.merchantId), isPending(kind)))
      .returning({ id: oneTimeLinks.id })
    if (!revoked) throw new AppError("conflict")
    await recordAudit(tx, ctx, `${kind}_link.revoked`, id)
  })
}
