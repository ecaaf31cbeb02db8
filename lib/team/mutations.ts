import { and, eq, sql as fragment, type SQL } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { invitations, memberships, sessions, users } from "@/db/schema"
import { recordAudit, recordAudits } from "@/lib/audit/mutations"
import { type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { hashPassword } from "@/lib/auth/passwords"
import type { SignedIn } from "@/lib/auth/session"
import { systemCtx } from "@/lib/auth/system"
import { randomToken, seal, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { lockMerchant, requireBelowLimit } from "@/lib/limits/mutations"
import { findInvitation, isPending } from "./queries"
import type { NewAccount, NewInvitation } from "./schema"

const INVITATION_DAYS = 7

/** Binds an invitation's sealed link to its row. */
export const linkContext = (invitationId: string) => `invitations.link:${invitationId}`

/**
 * Invites a person by a link that works once, for 7 days. It is e-mailed if SMTP is configured; otherwise the owner
 * receives it to pass on. Replaces a pending invitation of the same address.
 * @throws AppError `role_required` (owner), `already_member`, `too_many`
 */
export async function inviteMember(ctx: Ctx, input: NewInvitation): Promise<{ link: string }> {
  requireRole(ctx, "owner")
  return db.transaction((tx) => writeInvitation(tx, ctx, input))
}

/** {@link inviteMember} without a role check, for an operator who invites the owner of a merchant without one. */
export async function writeInvitation(tx: Tx, ctx: Ctx, input: NewInvitation): Promise<{ link: string }> {
  const token = randomToken("inv_")
  const id = newId()
  const link = `${env.APP_URL}/invite/${token}`
  // One invitation at a time, so that two for the same address cannot both remain.
  await lockMerchant(tx, ctx)
  const [member] = await tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.merchantId, ctx.merchantId),
        eq(fragment`lower(${users.email})`, input.email.toLowerCase()),
      ),
    )
  if (member) throw new AppError("already_member")
  await tx
    .update(invitations)
    .set({ revokedAt: new Date() })
    .where(
      and(
        eq(invitations.merchantId, ctx.merchantId),
        eq(fragment`lower(${invitations.email})`, input.email.toLowerCase()),
        isPending(),
      ),
    )
  const mine = tx`merchant_id = ${ctx.merchantId}`
  await requireBelowLimit(
    ctx,
    tx,
    "team",
    tx`(
      select from memberships where ${mine}
      union all select from invitations
      where ${mine} and accepted_at is null and revoked_at is null and expires_at > now()
    ) as team`,
  )
  await tx.insert(invitations).values({
    id,
    merchantId: ctx.merchantId,
    email: input.email,
    role: input.role,
    tokenHash: sha256(token),
    invitedBy: personId(ctx) ?? "",
    expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000),
  })
  await recordAudit(tx, ctx, "member.invited", id, { role: input.role })
  if (env.SMTP_URL)
    await enqueueJob(
      "send_invitation",
      { invitationId: id, merchantId: ctx.merchantId, sealedLink: seal(link, linkContext(id)) },
      { within: tx },
    )
  return { link }
}

/** @throws AppError `role_required` (owner), `conflict` if it can no longer be accepted */
export async function revokeInvitation(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    if ((await endInvitations(tx, ctx, eq(invitations.id, id))) === 0) throw new AppError("conflict")
  })
}

/** Revokes pending invitations, without a role check. @returns how many */
export async function endInvitations(tx: Tx, ctx: Ctx, which: SQL): Promise<number> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: new Date() })
    .where(and(eq(invitations.merchantId, ctx.merchantId), which, isPending()))
    .returning({ target: invitations.id })
  await recordAudits(
    tx,
    ctx,
    "invitation.revoked",
    revoked.map(({ target }) => ({ target, details: null })),
  )
  return revoked.length
}

/**
 * Accepts an invitation with a new account. The link proves the address.
 * @returns the e-mail to sign in with
 * @throws AppError `invitation_invalid`, `email_taken` if the address has an account: sign in and accept, `too_busy`
 */
export async function acceptWithNewAccount(input: NewAccount): Promise<{ email: string }> {
  // Before the hash, which costs more than everything else: a forged token costs one look-up.
  const open = await findInvitation(input.token)
  if (!open) throw new AppError("invitation_invalid")
  if (open.hasAccount) throw new AppError("email_taken")
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async (tx) => {
    const invitation = await spend(tx, input.token)
    const userId = newId()
    const [created] = await tx
      .insert(users)
      .values({ id: userId, email: invitation.email, name: input.name, passwordHash })
      .onConflictDoNothing()
      .returning({ id: users.id })
    if (!created) throw new AppError("email_taken")
    await join(tx, invitation, userId)
    return { email: invitation.email }
  })
}

/**
 * Accepts an invitation for the signed-in person, who must be the one invited.
 * @throws AppError `invitation_invalid`, `invitation_other_account`
 */
export async function acceptSignedIn(signedIn: SignedIn, token: string): Promise<{ merchantId: string }> {
  return db.transaction(async (tx) => {
    const invitation = await spend(tx, token)
    if (invitation.email.toLowerCase() !== signedIn.email.toLowerCase())
      throw new AppError("invitation_other_account")
    await join(tx, invitation, signedIn.userId)
    await tx
      .update(sessions)
      .set({ merchantId: invitation.merchantId })
      .where(eq(sessions.id, signedIn.sessionId))
    return { merchantId: invitation.merchantId }
  })
}

/**
 * Changes a member's role. The last owner stays owner.
 * @throws AppError `role_required` (owner), `not_found`, `last_owner`
 */
export async function changeRole(
  ctx: Ctx,
  input: { userId: string; role: NewInvitation["role"] },
): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    await keepAnOwner(tx, ctx, input.role === "owner" ? null : input.userId)
    const [changed] = await tx
      .update(memberships)
      .set({ role: input.role })
      .where(and(eq(memberships.merchantId, ctx.merchantId), eq(memberships.userId, input.userId)))
      .returning({ userId: memberships.userId })
    if (!changed) throw new AppError("not_found")
    await recordAudit(tx, ctx, "member.role_changed", input.userId, { role: input.role })
  })
}

/**
 * Removes a member from the merchant at once.
 * @throws AppError `role_required` (owner), `not_found`, `last_owner`
 */
export async function removeMember(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    await keepAnOwner(tx, ctx, userId)
    const [removed] = await tx
      .delete(memberships)
      .where(and(eq(memberships.merchantId, ctx.merchantId), eq(memberships.userId, userId)))
      .returning({ userId: memberships.userId })
    if (!removed) throw new AppError("not_found")
    await recordAudit(tx, ctx, "member.removed", userId)
  })
}

async function spend(tx: Tx, token: string) {
  const [invitation] = await tx
    .update(invitations)
    .set({ acceptedAt: new Date() })
    .where(and(eq(invitations.tokenHash, sha256(token)), isPending()))
    .returning({
      id: invitations.id,
      merchantId: invitations.merchantId,
      email: invitations.email,
      role: invitations.role,
    })
  if (!invitation) throw new AppError("invitation_invalid")
  return invitation
}

async function join(tx: Tx, invitation: Awaited<ReturnType<typeof spend>>, userId: string) {
  await tx
    .insert(memberships)
    .values({ merchantId: invitation.merchantId, userId, role: invitation.role })
    .onConflictDoNothing()
  await recordAudit(tx, systemCtx(invitation.merchantId, "invitation"), "member.joined", userId, {
    role: invitation.role,
  })
}

/** Locks the owners' rows, so that two owners cannot remove each other at once. */
async function keepAnOwner(tx: Tx, ctx: Ctx, leaving: string | null) {
  const owners = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.merchantId, ctx.merchantId), eq(memberships.role, "owner")))
    .for("update")
  if (leaving && owners.length === 1 && owners[0]!.userId === leaving) throw new AppError("last_owner")
}
