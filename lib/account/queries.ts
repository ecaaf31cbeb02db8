import { and, desc, eq, gt, isNull } from "drizzle-orm"
import { db } from "@/db/index"
import { accountLinks, sessions, users } from "@/db/schema"
import type { SignedIn } from "@/lib/auth/session"
import { sha256 } from "@/lib/crypto"
import { type Device, deviceOf } from "./device"
import { isOpen } from "./links"
import { accountLinkToken } from "./schema"

/** More browsers than anybody uses. */
const MOST_SESSIONS = 100

export type OpenSession = {
  /** Identifies the session without exposing its id. */
  ref: string
  isThis: boolean
  device: Device
  network: string | null
  signedInAt: Date
  lastSeenAt: Date
}

/** The person's open sessions: this one first, then the most recently seen. */
export async function listSessions({ userId, sessionId }: SignedIn): Promise<OpenSession[]> {
  const rows = await db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      network: sessions.network,
      signedInAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(eq(sessions.id, sessionId)), desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(MOST_SESSIONS)
  return rows.map(({ id, userAgent, ...row }) => ({
    ...row,
    ref: sha256(id),
    isThis: id === sessionId,
    device: deviceOf(userAgent),
  }))
}

/** The person a password link belongs to; null if it is unknown, used, void or expired. Reading does not use it up. */
export const findPasswordLink = (token: string) => findLink(token, "password")

/** The address that a link confirms; null if it is unknown, used, void or expired. */
export async function findEmailLink(token: string): Promise<{ email: string } | null> {
  const link = await findLink(token, "email")
  return link?.newEmail ? { email: link.newEmail } : null
}

async function findLink(token: string, kind: "password" | "email") {
  if (!accountLinkToken.safeParse(token).success) return null
  const [link] = await db
    .select({ email: users.email, newEmail: accountLinks.email })
    .from(accountLinks)
    .innerJoin(users, eq(users.id, accountLinks.userId))
    .where(isOpen(token, kind))
  return link ?? null
}
