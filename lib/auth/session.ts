import { eq } from "drizzle-orm"
import { cookies, headers } from "next/headers"
import { notFound, redirect } from "next/navigation"
import { getServerSession } from "next-auth"
import { cache } from "react"
import type { Role } from "@/db/enums"
import { db, sql } from "@/db/index"
import { sessions } from "@/db/schema"
import { hrefWith } from "@/lib/address"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { logger } from "@/lib/log"
import { type Ctx, createCtx } from "./ctx"
import { authOptions } from "./options"

/** An operator acting for a merchant has a manager's rights. */
const OPERATOR_ROLE: Role = "manager"

export type Membership = { merchantId: string; merchantName: string; slug: string; role: Role }

export type SignedIn = {
  sessionId: string
  userId: string
  name: string
  email: string
  memberships: Membership[]
  isOperator: boolean
  /** The merchant an operator acts for in this browser, and until when. */
  acting: (Membership & { until: Date }) | null
  /** The merchant this browser opened last. The person may have left it since. */
  lastMerchantId: string | null
}

type Row = {
  is_to_mark: boolean
  user_id: string
  name: string
  email: string
  last_merchant_id: string | null
  is_operator: boolean
  acting_for_id: string | null
  acting_for_name: string | null
  acting_for_slug: string | null
  acting_until: Date | null
  merchant_id: string | null
  merchant_name: string | null
  slug: string | null
  role: Role | null
}

/** The signed-in person, or null. One query per request. A revoked or expired session counts as signed out. */
export const readSignedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(authOptions)
  if (!session?.sessionId) return null
  const rows = await sql<Row[]>`
    select u.id as user_id, u.name, u.email, s.last_seen_at < now() - interval '1 minute' as is_to_mark, s.merchant_id as last_merchant_id, u.is_operator,
           a.id as acting_for_id, a.name as acting_for_name, a.slug as acting_for_slug, s.acting_until,
           m.id as merchant_id, m.name as merchant_name, m.slug, b.role
    from sessions s
    join users u on u.id = s.user_id
    left join merchants a on a.id = s.acting_for_id and s.acting_until > now() and u.is_operator
    left join memberships b on b.user_id = u.id
    left join merchants m on m.id = b.merchant_id
    where s.id = ${session.sessionId} and s.revoked_at is null and s.expires_at > now()
    order by b.created_at, m.id`
  const [first] = rows
  if (!first) return null
  if (first.is_to_mark) markSeen(session.sessionId)
  const memberships = rows.flatMap(({ merchant_id, merchant_name, slug, role }) =>
    merchant_id && merchant_name && slug && role
      ? [{ merchantId: merchant_id, merchantName: merchant_name, slug, role }]
      : [],
  )
  return {
    sessionId: session.sessionId,
    userId: first.user_id,
    name: first.name,
    email: first.email,
    memberships,
    isOperator: first.is_operator,
    acting: first.acting_for_id
      ? {
          merchantId: first.acting_for_id,
          merchantName: first.acting_for_name!,
          slug: first.acting_for_slug!,
          role: OPERATOR_ROLE,
          until: first.acting_until!,
        }
      : null,
    lastMerchantId: first.last_merchant_id,
  }
})

/** Not awaited, so that it does not slow down pages. */
function markSeen(sessionId: string) {
  sql`update sessions set last_seen_at = now() where id = ${sessionId}`.catch((error) =>
    logger.warn({ err: error }, "session not marked as seen"),
  )
}

/** For pages: the signed-in person. Otherwise redirects to the sign-in form, which leads back to this page. */
export async function requireSignedIn(): Promise<SignedIn> {
  const signedIn = await readSignedIn()
  if (signedIn) return signedIn
  const address = (await headers()).get("x-address") ?? "/"
  redirect(hrefWith("/sign-in", { callbackUrl: address === "/" ? undefined : address }))
}

/**
 * For server actions about the person's own account.
 * @throws AppError `signed_out`
 */
export async function signedInOrThrow(): Promise<SignedIn> {
  const signedIn = await readSignedIn()
  if (!signedIn) throw new AppError("signed_out")
  return signedIn
}

/**
 * For pages and files of the portal: the person's context at the merchant in the address. A merchant that is not theirs
 * is not found, like one that does not exist.
 * @param params those of the page: `/m/<merchant>/…`
 */
export async function requireMember(params: AddressParams | Promise<AddressParams>): Promise<Ctx> {
  return memberCtx(await requireSignedIn(), (await params).merchant) ?? notFound()
}

type AddressParams = { merchant: string }

/**
 * For server actions and route handlers: like {@link requireMember}, but throws instead of rendering another page.
 * @param slug the merchant the page was rendered for, as sent by the browser, so any value
 * @throws AppError `signed_out`, `not_found`
 */
export async function memberOrThrow(slug: unknown): Promise<Ctx> {
  const signedIn = await readSignedIn()
  if (!signedIn) throw new AppError("signed_out")
  const ctx = memberCtx(signedIn, slug)
  if (!ctx) throw new AppError("not_found")
  return ctx
}

/** The context at the merchant with this slug; null if the person neither belongs to it nor acts for it. */
export function memberCtx(signedIn: SignedIn, slug: unknown): Ctx | null {
  const acting = signedIn.acting?.slug === slug ? signedIn.acting : null
  const membership = acting ?? signedIn.memberships.find((m) => m.slug === slug)
  if (!membership) return null
  return createCtx({
    merchantId: membership.merchantId,
    actor: { kind: acting ? "operator" : "user", id: signedIn.userId, name: signedIn.name },
    role: membership.role,
    scopes: [],
    keyLocationId: null,
    requestId: newId(),
  })
}

/** Where an address without a merchant leads: the merchant opened last, if the person still belongs to it. */
export function lastMerchant({ acting, memberships, lastMerchantId }: SignedIn): Membership | null {
  const theirs = acting ? [acting, ...memberships] : memberships
  return theirs.find((m) => m.merchantId === lastMerchantId) ?? theirs[0] ?? null
}

/** Stores which merchant this browser opened last. Only {@link lastMerchant} uses it. */
export async function rememberMerchant(signedIn: SignedIn, merchantId: string): Promise<void> {
  if (signedIn.lastMerchantId === merchantId) return
  await db.update(sessions).set({ merchantId }).where(eq(sessions.id, signedIn.sessionId))
}

const SESSION_COOKIE = /^(__Secure-)?next-auth\.session-token(\.\d+)?$/

/**
 * For server actions: ends this browser's session for good, so that copies of its cookie are worthless too, and deletes
 * the cookie.
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

/** An operator of the POS vendor. Only `lib/auth` can create one. Everything that spans merchants requires it. */
export type OperatorCtx = Readonly<{
  userId: string
  name: string
  sessionId: string
  [madeByAuth]: true
}>

/** For the operator's pages. To everybody else, they do not exist. */
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

/** An operator's context at a merchant, for actions from outside. It has the rights of acting for the merchant. */
export function operatorAt(operator: OperatorCtx, merchantId: string): Ctx {
  return createCtx({
    merchantId,
    actor: { kind: "operator", id: operator.userId, name: operator.name },
    role: OPERATOR_ROLE,
    scopes: [],
    keyLocationId: null,
    requestId: newId(),
  })
}
