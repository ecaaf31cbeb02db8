import { and, eq } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { invitations, memberships, merchants, sessions } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import type { Ctx } from "@/lib/auth/ctx"
import { type OperatorCtx, operatorAt } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { lockMerchant } from "@/lib/limits/mutations"
import { insertMerchant } from "@/lib/merchants/mutations"
import { endInvitations, writeInvitation } from "@/lib/team/mutations"
import type { Acting, InvitedMerchants, InvitedOwner } from "./schema"

const ACTING_MINUTES = 60

/**
 * Creates merchants and invites the owner of each by a link (e-mailed if SMTP is configured). All or nothing. A merchant
 * that was invited before under this name and address is not created again, but its owner invited again.
 * @returns the links, in the given order; null where the owner has already joined
 */
export async function inviteMerchants(
  operator: OperatorCtx,
  input: InvitedMerchants,
): Promise<{ name: string; email: string; link: string | null }[]> {
  const keyOf = ({ name, email }: InvitedMerchants["merchants"][number]) => `${name}\n${email}`.toLowerCase()
  const different = new Map(input.merchants.map((merchant) => [keyOf(merchant), merchant]))
  return db.transaction(async (tx) => {
    // One list at a time, so that two with the same merchant create it once.
    await tx`select pg_advisory_xact_lock(hashtext('invite_merchants'))`
    const invited = []
    for (const { name, email } of different.values()) {
      const known = await findInvited(tx, name, email)
      if (known?.hasOwner) {
        invited.push({ name, email, link: null })
        continue
      }
      const ctx = operatorAt(operator, known?.id ?? newId())
      if (!known) {
        await insertMerchant(tx, ctx.merchantId, name)
        await recordAudit(tx, ctx, "merchant.created", ctx.merchantId)
      }
      const { link } = await writeInvitation(tx, ctx, { email, role: "owner" })
      invited.push({ name, email, link })
    }
    return invited
  })
}

async function findInvited(tx: Tx, name: string, email: string) {
  const [known] = await tx<{ id: string; hasOwner: boolean }[]>`
    select m.id, exists (select 1 from memberships b where b.merchant_id = m.id and b.role = 'owner') as "hasOwner"
    from merchants m
    where lower(m.name) = lower(${name}) and exists (
      select 1 from invitations i
      where i.merchant_id = m.id and i.role = 'owner' and lower(i.email) = lower(${email})
    )
    order by m.id limit 1`
  return known
}

/**
 * Invites the owner of a merchant without one again, also at another address. Earlier links stop working.
 * @throws AppError `not_found`, `conflict` when it has an owner by now
 */
export async function inviteOwner(
  operator: OperatorCtx,
  { merchantId, email }: InvitedOwner,
): Promise<{ link: string }> {
  const ctx = operatorAt(operator, merchantId)
  return db.transaction(async (tx) => {
    await withdrawFromOwners(tx, ctx)
    return writeInvitation(tx, ctx, { email, role: "owner" })
  })
}

/**
 * Withdraws the invitation of a merchant's first owner.
 * @throws AppError `not_found`, `conflict` when it has an owner by now, or no invitation is pending
 */
export async function withdrawInvitation(
  operator: OperatorCtx,
  { merchantId }: { merchantId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await withdrawFromOwners(tx, operatorAt(operator, merchantId))) === 0) throw new AppError("conflict")
  })
}

async function withdrawFromOwners(tx: Tx, ctx: Ctx): Promise<number> {
  await lockMerchant(tx, ctx)
  const ended = await endInvitations(tx, ctx, eq(invitations.role, "owner"))
  // After the update, which waits for an acceptance under way.
  const owners = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.merchantId, ctx.merchantId), eq(memberships.role, "owner")))
  if (owners.length > 0) throw new AppError("conflict")
  return ended
}

/**
 * Lets this browser act for a merchant, as a manager, for an hour. The merchant sees who came, why, and what they did.
 * @returns the merchant's slug: acting covers its pages and no other merchant's
 * @throws AppError `not_found`
 */
export async function actFor(
  operator: OperatorCtx,
  { merchantId, reason }: Acting,
): Promise<{ slug: string }> {
  return db.transaction(async (tx) => {
    const [merchant] = await tx
      .select({ slug: merchants.slug })
      .from(merchants)
      .where(eq(merchants.id, merchantId))
    if (!merchant) throw new AppError("not_found")
    const session = await lockSession(tx, operator)
    if (!session) throw new AppError("not_found")
    if (session.actingForId && session.actingForId !== merchantId)
      await recordAudit(tx, operatorAt(operator, session.actingForId), "operator.left")
    await tx
      .update(sessions)
      .set({
        actingForId: merchantId,
        actingUntil: new Date(Date.now() + ACTING_MINUTES * 60_000),
      })
      .where(eq(sessions.id, operator.sessionId))
    await recordAudit(tx, operatorAt(operator, merchantId), "operator.came", null, { reason })
    return merchant
  })
}

/** Ends what {@link actFor} started at this merchant. A second call changes nothing. */
export async function stopActing(operator: OperatorCtx, merchantId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const session = await lockSession(tx, operator)
    if (session?.actingForId !== merchantId) return
    await tx
      .update(sessions)
      .set({ actingForId: null, actingUntil: null })
      .where(eq(sessions.id, operator.sessionId))
    await recordAudit(tx, operatorAt(operator, merchantId), "operator.left")
  })
}

async function lockSession(tx: Tx, { sessionId, userId }: OperatorCtx) {
  const [session] = await tx
    .select({ actingForId: sessions.actingForId })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .for("update")
  return session
}
