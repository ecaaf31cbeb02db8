import type { KeyScope, Role } from "@/db/enums"
import { ROLES } from "@/db/enums"
import { AppError } from "@/lib/errors"

declare const madeByAuth: unique symbol

export type Actor =
  | { kind: "user"; id: string; name: string }
  /** Somebody of the POS vendor who acts for a merchant. Verbs refuse them unless they say {@link alsoActing}. */
  | { kind: "operator"; id: string; name: string }
  | { kind: "key"; id: string; name: string; isTest?: boolean }
  | { kind: "system"; name: string }

/**
 * Who acts, for which merchant. Only `lib/auth` makes one (the symbol is not exported), so code that forgot to
 * authenticate does not compile, and every query has a tenant to name.
 */
export type Ctx = Readonly<{
  merchantId: string
  actor: Actor
  /** A person's role; a till or the system has none and is limited by its scopes. */
  role: Role | null
  scopes: readonly KeyScope[]
  /** Set when an API key is bound to one location. */
  keyLocationId: string | null
  requestId: string
  [madeByAuth]: true
}>

/** For `lib/auth` alone; `lib/boundaries.test.ts` fails on any other caller. */
export function createCtx(fields: Omit<Ctx, typeof madeByAuth>): Ctx {
  return fields as Ctx
}

/** The lowest role that may do something. A plain role means the merchant's own people only. */
export type Need = Role | { role: Role; isAllowedActing: true }

/**
 * Lets an operator do it too while they act for the merchant. For what mends the merchant's set-up or reads what the
 * portal shows: nothing that outlasts the hour, decides for the merchant, or shows a customer's personal data.
 */
export const alsoActing = (role: Role): Need => ({ role, isAllowedActing: true })

/** Whether the person may: for the buttons of a page. The verb behind each asks again. */
export function hasRole(ctx: Ctx, need: Need): boolean {
  return isHighEnough(ctx, need) && !isRefusedActing(ctx, need)
}

/**
 * @throws AppError `role_required` when a person's role is lower, or the actor is a till; `acting_refused` for an
 * operator who acts for the merchant, unless `need` says {@link alsoActing}
 */
export function requireRole(ctx: Ctx, need: Need): void {
  if (ctx.actor.kind === "system") return
  const role = roleOf(need)
  if (!isHighEnough(ctx, need))
    throw new AppError("role_required", `needs the role ${role}`, { params: { role } })
  if (isRefusedActing(ctx, need)) throw new AppError("acting_refused")
}

/** For a verb that both people and tills call: a role for the person, a scope for the till. */
export function requireRoleOrScope(ctx: Ctx, need: Need, scope: KeyScope): void {
  if (ctx.actor.kind !== "key") requireRole(ctx, need)
  else if (!ctx.scopes.includes(scope)) throw new AppError("forbidden", `needs the scope ${scope}`)
}

const roleOf = (need: Need) => (typeof need === "string" ? need : need.role)

const isHighEnough = ({ role }: Ctx, need: Need) =>
  role !== null && ROLES.indexOf(role) >= ROLES.indexOf(roleOf(need))

const isRefusedActing = (ctx: Ctx, need: Need) => ctx.actor.kind === "operator" && typeof need === "string"

/** The person's account, whether they belong to the merchant or act for it; null for tills and the system. */
export function personId(ctx: Ctx): string | null {
  return ctx.actor.kind === "user" || ctx.actor.kind === "operator" ? ctx.actor.id : null
}

/** Whether this is the test till: what it hands over is test data, and it touches nothing else. */
export function isTestTill(ctx: Ctx): boolean {
  return ctx.actor.kind === "key" && ctx.actor.isTest === true
}

/** For what counts as the merchant's real business. @throws AppError `forbidden` for the test till */
export function refuseTestTill(ctx: Ctx): void {
  if (isTestTill(ctx)) throw new AppError("forbidden", "A key of the test till cannot do this.")
}

/** How an actor stands in the log: `kind:id:name`, with the name as it was on the day. */
export function actorLabel(ctx: Ctx): string {
  return ctx.actor.kind === "system"
    ? `system::${ctx.actor.name}`
    : `${ctx.actor.kind}:${ctx.actor.id}:${ctx.actor.name}`
}

/** The name in an {@link actorLabel}. */
export function actorName(label: string): string {
  return label.split(":").slice(2).join(":")
}

/** The kind of actor in an {@link actorLabel}. */
export function actorKind(label: string): Actor["kind"] {
  return label.split(":", 1)[0] as Actor["kind"]
}
