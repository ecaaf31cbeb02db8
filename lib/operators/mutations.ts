import { and, eq } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { merchants, sessions } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type OperatorCtx, operatorAt } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { insertMerchant } from "@/lib/merchants/mutations"
import { writeInvitation } from "@/lib/team/mutations"
import type { Acting, InvitedMerchants } from "./schema"

const ACTING_MINUTES = 60

/**
 * Creates merchants and invites the owner of each by a link (e-mailed if SMTP is configured). All or nothing.
 * @returns the links, in the given order
 */
export async function inviteMerchants(
  operator: OperatorCtx,
  input: InvitedMerchants,
): Promise<{ name: string; email: string; link: string }[]> {
  return db.transaction(async (tx) => {
    const invited = []
    for (const { name, email } of input.merchants) {
      const ctx = operatorAt(operator, newId())
      await insertMerchant(tx, ctx.merchantId, name)
      await recordAudit(tx, ctx, "merchant.created", ctx.merchantId)
      const { link } = await writeInvitation(tx, ctx, { email, role: "owner" })
      invited.push({ name, email, link })
    }
    return invited
  })
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
