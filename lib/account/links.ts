import { and, eq, gt, isNull } from "drizzle-orm"
import type { Tx } from "@/db/index"
import { accountLinks } from "@/db/schema"
import { randomToken, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"

type Kind = "password" | "email"

export const LINK_MINUTES = 30
const PATH: Record<Kind, string> = { password: "reset-password", email: "confirm-email" }

/**
 * Creates a link that works once, for 30 minutes, and voids the person's earlier link of the kind. Stores only its
 * digest.
 */
export async function makeLink(tx: Tx, userId: string, kind: Kind, email?: string): Promise<string> {
  await voidLinks(tx, userId, kind)
  const token = randomToken("acc_")
  await tx.insert(accountLinks).values({
    id: newId(),
    userId,
    kind,
    email,
    tokenHash: sha256(token),
    expiresAt: new Date(Date.now() + LINK_MINUTES * 60_000),
  })
  return `${env.APP_URL}/${PATH[kind]}/${token}`
}

/** Uses up a link. @throws AppError `account_link_invalid` if it is unknown, used, void or expired */
export async function spendLink(tx: Tx, token: string, kind: Kind) {
  const [spent] = await tx
    .update(accountLinks)
    .set({ usedAt: new Date() })
    .where(isOpen(token, kind))
    .returning({ userId: accountLinks.userId, email: accountLinks.email })
  if (!spent) throw new AppError("account_link_invalid")
  return spent
}

export const isOpen = (token: string, kind: Kind) =>
  and(
    eq(accountLinks.tokenHash, sha256(token)),
    eq(accountLinks.kind, kind),
    isNull(accountLinks.usedAt),
    gt(accountLinks.expiresAt, new Date()),
  )

/** Voids a person's links, of one kind or all. */
export async function voidLinks(tx: Tx, userId: string, kind?: Kind): Promise<void> {
  await tx
    .update(accountLinks)
    .set({ usedAt: new Date() })
    .where(
      and(eq(accountLinks.userId, userId), isNull(accountLinks.usedAt), kind && eq(accountLinks.kind, kind)),
    )
}
