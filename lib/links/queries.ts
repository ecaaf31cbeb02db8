import { and, desc, eq, exists, sql as fragment, gt, inArray, isNull } from "drizzle-orm"
import { type LinkKind, ROLES } from "@/db/enums"
import { db } from "@/db/index"
import { memberships, merchants, oneTimeLinks } from "@/db/schema"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { LINKS } from "./schema"

export type PendingLink = { id: string; createdBy: string; createdAt: Date; expiresAt: Date }

/** The link of this kind that still works, if any. */
export async function getPendingLink(ctx: Ctx, kind: LinkKind): Promise<PendingLink | null> {
  const [row] = await db
    .select({
      id: oneTimeLinks.id,
      createdBy: oneTimeLinks.createdBy,
      createdAt: oneTimeLinks.createdAt,
      expiresAt: oneTimeLinks.expiresAt,
    })
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.merchantId, ctx.merchantId), isPending(kind)))
    .orderBy(desc(oneTimeLinks.createdAt))
    .limit(1)
  return row ? { ...row, createdBy: actorName(row.createdBy) } : null
}

export type OpenedLink = {
  merchantName: string
  createdBy: string
  expiresAt: Date
  /** `withdrawn`: revoked, replaced, or its maker may no longer send one. */
  state: "open" | "used" | "withdrawn" | "expired"
}

/** What a person with the link may see; null when there is no such link. */
export async function openLink(kind: LinkKind, token: string): Promise<OpenedLink | null> {
  const [row] = await db
    .select({
      merchantName: merchants.name,
      createdBy: oneTimeLinks.createdBy,
      expiresAt: oneTimeLinks.expiresAt,
      state: fragment<OpenedLink["state"]>`
        case when ${oneTimeLinks.usedAt} is not null then 'used'
             when ${oneTimeLinks.revokedAt} is not null or not ${isMakerAllowed(kind)} then 'withdrawn'
             when ${oneTimeLinks.expiresAt} <= now() then 'expired' else 'open' end`,
    })
    .from(oneTimeLinks)
    .innerJoin(merchants, eq(merchants.id, oneTimeLinks.merchantId))
    .where(and(eq(oneTimeLinks.tokenHash, sha256(token)), eq(oneTimeLinks.kind, kind)))
  return row ? { ...row, createdBy: actorName(row.createdBy) } : null
}

/**
 * The link of this kind that still works, by its token.
 * @throws AppError `link_invalid`
 */
export async function requireLink(
  kind: LinkKind,
  token: string,
): Promise<{ id: string; merchantId: string }> {
  const [link] = await db
    .select({ id: oneTimeLinks.id, merchantId: oneTimeLinks.merchantId })
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.tokenHash, sha256(token)), isPending(kind)))
  if (!link) throw new AppError("link_invalid")
  return link
}

/** Whether a link still works. */
export const isPending = (kind: LinkKind) =>
  and(
    eq(oneTimeLinks.kind, kind),
    isNull(oneTimeLinks.usedAt),
    isNull(oneTimeLinks.revokedAt),
    gt(oneTimeLinks.expiresAt, new Date()),
    isMakerAllowed(kind),
  )

/** A link ends with the role that its maker needed. */
const isMakerAllowed = (kind: LinkKind) =>
  exists(
    db
      .select({ one: fragment`1` })
      .from(memberships)
      .where(
        and(
          eq(memberships.merchantId, oneTimeLinks.merchantId),
          fragment`${memberships.userId}::text = split_part(${oneTimeLinks.createdBy}, ':', 2)`,
          inArray(memberships.role, ROLES.slice(ROLES.indexOf(LINKS[kind].role))),
        ),
      ),
  )
