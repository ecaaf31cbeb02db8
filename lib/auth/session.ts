import { and, eq } from "drizzle-orm"
import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { getServerSession } from "next-auth"
import { cache } from "react"
import type { Role } from "@/db/enums"
import { db, sql } from "@/db/index"
import { sessions } from "@/db/schema"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { type Ctx, createCtx } from "./ctx"
import { authOptions } from "./options"

export type Membership = { merchantId: string; merchantName: string; role: Role }

export type SignedIn = {
  sessionId: string
  userId: string
  name: string
  email: string
  memberships: Membership[]
  /** The merchant this browser looks at; null for a user who belongs to none (any more). */
  current: Membership | null
}

type Row = {
  user_id: string
  name: string
  email: string
  current_merchant_id: string | null
  merchant_id: string | null
  merchant_name: string | null
  role: Role | null
}

/** The signed-in person, or null. One query per request; a revoked or expired session is nobody. */
export const readSignedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(authOptions)
  if (!session?.sessionId) return null
  const rows = await sql<Row[]>`
    select u.id as user_id, u.name, u.email, s.merchant_id as current_merchant_id,
           m.id as merchant_id, m.name as merchant_name, b.role
    from sessions s
    join users u on u.id = s.user_id
    left join memberships b on b.user_id = u.id
    left join merchants m on m.id = b.merchant_id
    where s.id = ${session.sessionId} and s.revoked_at is null and s.expires_at > now()
    order by b.created_at, m.id`
  const [first] = rows
  if (!first) return null
  const memberships = rows.flatMap((row) =>
    row.merchant_id && row.merchant_name && row.role
      ? [{ merchantId: row.merchant_id, merchantName: row.merchant_name, role: row.role }]
      : [],
  )
  const current =
    memberships.find((m) => m.merchantId === first.current_merchant_id) ?? memberships[0] ?? null
  return {
    sessionId: session.sessionId,
    userId: first.user_id,
    name: first.name,
    email: first.email,
    memberships,
    current,
  }
})

/** For pages: the signed-in person, or the way to the sign-in form. */
export async function requireSignedIn(): Promise<SignedIn> {
  return (await readSignedIn()) ?? redirect("/sign-in")
}

/** For pages of the portal: the context of the person at the merchant they look at. */
export async function requireMember(): Promise<Ctx> {
  const signedIn = await requireSignedIn()
  return memberCtx(signedIn) ?? redirect("/no-merchant")
}

/**
 * For server actions and route handlers: like {@link requireMember}, but an error instead of a redirect.
 * @throws AppError `signed_out`
 */
export async function memberOrThrow(): Promise<Ctx> {
  const signedIn = await readSignedIn()
  const ctx = signedIn && memberCtx(signedIn)
  if (!ctx) throw new AppError("signed_out")
  return ctx
}

function memberCtx(signedIn: SignedIn): Ctx | null {
  if (!signedIn.current) return null
  return createCtx({
    merchantId: signedIn.current.merchantId,
    actor: { kind: "user", id: signedIn.userId, name: signedIn.name },
    role: signedIn.current.role,
    scopes: [],
    keyLocationId: null,
    requestId: newId(),
  })
}

const SESSION_COOKIE = /^(__Secure-)?next-auth\.session-token(\.\d+)?$/

/**
 * For server actions: ends this browser's session for good, so that its cookie is worth nothing wherever it was copied
 * to, and forgets the cookie.
 */
export async function endSession(): Promise<void> {
  const signedIn = await readSignedIn()
  if (signedIn)
    await db.update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.id, signedIn.sessionId))
  const store = await cookies()
  for (const { name } of store.getAll())
    if (SESSION_COOKIE.test(name))
      store.set(name, "", { path: "/", maxAge: 0, secure: name.startsWith("__Secure-") })
}

/** Makes this browser look at another of the person's merchants. Anything else changes nothing. */
export async function switchMerchant(merchantId: string): Promise<void> {
  const signedIn = await readSignedIn()
  if (!signedIn?.memberships.some((m) => m.merchantId === merchantId)) return
  await db
    .update(sessions)
    .set({ merchantId })
    .where(and(eq(sessions.id, signedIn.sessionId), eq(sessions.userId, signedIn.userId)))
}
