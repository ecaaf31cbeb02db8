import { and, eq, sql as fragment, isNull, ne } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { sessions, users } from "@/db/schema"
import { hashPassword, verifyPassword } from "@/lib/auth/passwords"
import type { SignedIn } from "@/lib/auth/session"
import { countSignInAttempt, forgetSignInAttempts } from "@/lib/auth/sign-in-limits"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { makeLink, spendLink, voidLinks } from "./links"
import { mailLater } from "./mail"
import { findPasswordLink } from "./queries"

/**
 * Changes the person's password, ends their other sessions and voids mailed links.
 * @param address the caller's IP address
 * @throws AppError `too_many_attempts`, `wrong_password`, `too_busy`
 */
export async function changePassword(
  signedIn: SignedIn,
  input: { current: string; password: string },
  address: string,
): Promise<void> {
  await requirePassword(signedIn, input.current, address)
  const passwordHash = await hashPassword(input.password)
  await db.transaction((tx) => setPassword(tx, signedIn.userId, passwordHash, signedIn.sessionId))
}

/**
 * Sets a new password from a mailed link. Ends all sessions.
 * @throws AppError `account_link_invalid`, `too_busy`
 */
export async function resetPassword(input: { token: string; password: string }): Promise<void> {
  if (!(await findPasswordLink(input.token))) throw new AppError("account_link_invalid")
  const passwordHash = await hashPassword(input.password)
  await db.transaction(async (tx) => {
    const { userId } = await spendLink(tx, input.token, "password")
    await setPassword(tx, userId, passwordHash, null)
  })
}

/**
 * Mails a link to the new address. Nothing changes until it is followed. Only the holder of the link learns whether
 * another account has the address.
 * @throws AppError `mail_off`, `too_many_attempts`, `wrong_password`, `too_busy`
 */
export async function askToChangeEmail(
  signedIn: SignedIn,
  input: { current: string; email: string },
  address: string,
): Promise<void> {
  if (!env.SMTP_URL) throw new AppError("mail_off")
  await requirePassword(signedIn, input.current, address)
  await db.transaction(async (tx) => {
    const link = await makeLink(tx, signedIn.userId, "email", input.email)
    await mailLater(tx, { to: input.email, kind: "confirmEmail", link })
  })
}

/**
 * Changes the account's address to the one the link was mailed to, and notifies the old one.
 * @throws AppError `account_link_invalid`, `email_taken`
 */
export async function confirmEmail({ token }: { token: string }): Promise<{ email: string }> {
  return db.transaction(async (tx) => {
    const { userId, email } = await spendLink(tx, token, "email")
    const [before] = await tx
      .select({ email: users.email })
      .from(users)
      .where(eq(users.id, userId))
      .for("update")
    const [taken] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(fragment`lower(${users.email})`, email!.toLowerCase()), ne(users.id, userId)))
    if (taken) throw new AppError("email_taken")
    await tx.update(users).set({ email: email! }).where(eq(users.id, userId))
    // Void password links that went to the old address.
    await voidLinks(tx, userId)
    await mailLater(tx, { to: before!.email, kind: "emailChanged", email: email! })
    return { email: email! }
  })
}

/**
 * Ends another of the person's sessions at once.
 * @param input.ref of {@link listSessions}
 * @throws AppError `conflict` if it has already ended
 */
export async function endOneSession(signedIn: SignedIn, { ref }: { ref: string }): Promise<void> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: new Date() })
    .where(and(isOpenOf(signedIn.userId), eq(fragment`encode(sha256(${sessions.id}::bytea), 'hex')`, ref)))
    .returning({ id: sessions.id })
  if (ended.length === 0) throw new AppError("conflict")
}

/** Ends all of the person's other sessions at once. */
export async function endOtherSessions(signedIn: SignedIn): Promise<void> {
  await db.transaction((tx) => endSessions(tx, signedIn.userId, signedIn.sessionId))
}

async function requirePassword(signedIn: SignedIn, password: string, address: string) {
  await countSignInAttempt(signedIn.email, address)
  const [user] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, signedIn.userId))
  if (!(await verifyPassword(user?.passwordHash ?? null, password))) throw new AppError("wrong_password")
  await forgetSignInAttempts(signedIn.email, address)
}

async function setPassword(tx: Tx, userId: string, passwordHash: string, keptSession: string | null) {
  const [user] = await tx
    .update(users)
    .set({ passwordHash })
    .where(eq(users.id, userId))
    .returning({ email: users.email })
  await voidLinks(tx, userId)
  await endSessions(tx, userId, keptSession)
  await mailLater(tx, { to: user!.email, kind: "passwordChanged" })
}

async function endSessions(tx: Tx, userId: string, kept: string | null) {
  await tx
    .update(sessions)
    .set({ revokedAt: new Date() })
    .where(and(isOpenOf(userId), kept ? ne(sessions.id, kept) : undefined))
}

const isOpenOf = (userId: string) => and(eq(sessions.userId, userId), isNull(sessions.revokedAt))
