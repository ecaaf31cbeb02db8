import type { KeyScope, Role } from "@/db/enums"
import { ROLES } from "@/db/enums"
import { AppError } from "@/lib/errors"

declare const madeByAuth: unique symbol

export type Actor =
  | { kind: "user"; id: string; name: string }
  /** Somebody of the POS vendor who acts for a merchant. */
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

/** Whether a person's role is at least `role`: for the buttons of a page. The verb behind each asks again. */
export function hasRole(ctx: Ctx, role: Role): boolean {
  return ctx.role !== null && ROLES.indexOf(ctx.role) >= ROLES.indexOf(role)
}

/**
 * @throws AppError `role_required` when a person's role is lower than `role`, or the actor is a till.
 */
export function requireRole(ctx: Ctx, role: Role): void {
  if (ctx.actor.kind === "system") return
  if (!hasRole(ctx, role)) throw new AppError("role_required", `needs the role ${role}`, { params: { role } })
}

/** For a verb that both people and tills call: a role for the person, a scope for the till. */
export function requireRoleOrScope(ctx: Ctx, role: Role, scope: KeyScope): void {
  if (ctx.actor.kind !== "key") requireRole(ctx, role)
  else if (!ctx.scopes.includes(scope)) throw new AppError("forbidden", `needs the scope ${scope}`)
}

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
