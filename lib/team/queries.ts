import { and, asc, desc, eq, sql as fragment, gt, isNull } from "drizzle-orm"
import type { Role } from "@/db/enums"
import { db } from "@/db/index"
import { invitations, memberships, merchants, users } from "@/db/schema"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { sha256 } from "@/lib/crypto"
import { invitationToken } from "./schema"

export type Member = { userId: string; name: string; email: string; role: Role; since: Date }

/** The merchant's members, by name. */
export function listMembers(ctx: Ctx): Promise<Member[]> {
  return db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      since: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.merchantId, ctx.merchantId))
    .orderBy(asc(users.name), asc(users.id))
}

export type PendingInvitation = { id: string; email: string; role: Role; createdAt: Date; expiresAt: Date }

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(ctx: Ctx): Promise<PendingInvitation[]> {
  requireRole(ctx, "owner")
  return db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(and(eq(invitations.merchantId, ctx.merchantId), isPending()))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
}

export const isPending = () =>
  and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, new Date()))

export type OpenInvitation = { merchantName: string; email: string; role: Role; hasAccount: boolean }

/** The invitation behind a link; null if it is unknown, used, revoked or expired. The link is the proof. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  if (!invitationToken.safeParse(token).success) return null
  const [row] = await db
    .select({
      merchantName: merchants.name,
      email: invitations.email,
      role: invitations.role,
      userId: users.id,
    })
    .from(invitations)
    .innerJoin(merchants, eq(merchants.id, invitations.merchantId))
    .leftJoin(users, eq(fragment`lower(${users.email})`, fragment`lower(${invitations.email})`))
    .where(and(eq(invitations.tokenHash, sha256(token)), isPending()))
  if (!row) return null
  const { userId, ...invitation } = row
  return { ...invitation, hasAccount: userId !== null }
}
