import { and, eq } from "drizzle-orm"
import { cookies } from "next/headers"
import { notFound, redirect } from "next/navigation"
import { getServerSession } from "next-auth"
import { cache } from "react"
import type { Role } from "@/db/enums"
import { db, sql } from "@/db/index"
import { sessions } from "@/db/schema"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { type Ctx, createCtx } from "./ctx"
import { authOptions } from "./options"

/** What an operator may do at a merchant they act for: what a manager may. */
const OPERATOR_ROLE: Role = "manager"

export type Membership = { merchantId: string; merchantName: string; role: Role }

export type SignedIn = {
  sessionId: string
  userId: string
  name: string
  email: string
  memberships: Membership[]
  /** The merchant this browser looks at; null for a user who belongs to none (any more). */
  current: Membership | null
  isOperator: boolean
  /** Set while an operator acts for `current`. */
  actingUntil: Date | null
}

type Row = {
  user_id: string
  name: string
  email: string
  current_merchant_id: string | null
  is_operator: boolean
  acting_for_id: string | null
  acting_for_name: string | null
  acting_until: Date | null
  merchant_id: string | null
  merchant_name: string | null
  role: Role | null
}

/** The signed-in person, or null. One query per request; a revoked or expired session is nobody. */
export const readSignedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(authOptions)
  if (!session?.sessionId) return null
  const rows = await sql<Row[]>`
    select u.id as user_id, u.name, u.email, s.merchant_id as current_merchant_id, u.is_operator,
           a.id as acting_for_id, a.name as acting_for_name, s.acting_until,
           m.id as merchant_id, m.name as merchant_name, b.role
    from sessions s
    join users u on u.id = s.user_id
    left join merchants a on a.id = s.acting_for_id and s.acting_until > now() and u.is_operator
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
  const actingFor: Membership | null = first.acting_for_id
    ? { merchantId: first.acting_for_id, merchantName: first.acting_for_name!, role: OPERATOR_ROLE }
    : null
  const current =
    actingFor ?? memberships.find((m) => m.merchantId === first.current_merchant_id) ?? memberships[0] ?? null
  return {
    sessionId: session.sessionId,
    userId: first.user_id,
    name: first.name,
    email: first.email,
    memberships,
    current,
    isOperator: first.is_operator,
    actingUntil: actingFor && first.acting_until,
  }
})

/** For pages: the signed-in person, or the way to the sign-in form. */
export async function requireSignedIn(): Promise<SignedIn> {
  return (await readSignedIn()) ?? redirect("/sign-in")
}

/** For pages of the portal: the context of the person at the merchant they look at. */
export async function requireMember(): Promise<Ctx> {
  const signedIn = await requireSignedIn()
  return memberCtx(signedIn) ?? redirect(signedIn.isOperator ? "/operator" : "/no-merchant")
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
    actor: {
      kind: signedIn.actingUntil ? "operator" : "user",
      id: signedIn.userId,
      name: signedIn.name,
    },
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

declare const madeByAuth: unique symbol

/** Somebody of the POS vendor. Only `lib/auth` makes one: what sees across merchants asks for it. */
export type OperatorCtx = Readonly<{
  userId: string
  name: string
  sessionId: string
  [madeByAuth]: true
}>

/** For pages of the operator: to everybody else they do not exist. */
export async function requireOperator(): Promise<OperatorCtx> {
  return operatorOf(await requireSignedIn()) ?? notFound()
}

/**
 * For server actions of the operator.
 * @throws AppError `signed_out`, `not_found` for everybody else
 */
export async function operatorOrThrow(): Promise<OperatorCtx> {
  const signedIn = await readSignedIn()
  if (!signedIn) throw new AppError("signed_out")
  const operator = operatorOf(signedIn)
  if (!operator) throw new AppError("not_found")
  return operator
}

function operatorOf({ isOperator, userId, name, sessionId }: SignedIn): OperatorCtx | null {
  return isOperator ? ({ userId, name, sessionId } as OperatorCtx) : null
}

/** An operator's context at a merchant, for what they do from the outside: owner, so that they can invite one. */
export function operatorAt(operator: OperatorCtx, merchantId: string): Ctx {
  return createCtx({
    merchantId,
    actor: { kind: "operator", id: operator.userId, name: operator.name },
    role: "owner",
    scopes: [],
    keyLocationId: null,
    requestId: newId(),
  })
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
