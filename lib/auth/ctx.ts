import type { KeyScope, Role } from "@/db/enums"
import { ROLES } from "@/db/enums"
import { AppError } from "@/lib/errors"

declare const madeByAuth: unique symbol

export type Actor =
  | { kind: "user"; id: string; name: string }
  /** An operator acting for a merchant. Verbs refuse them unless they use {@link alsoActing}. */
  | { kind: "operator"; id: string; name: string }
  | { kind: "key"; id: string; name: string; isTest?: boolean }
  | { kind: "system"; name: string }

/**
 * Who acts, for which merchant. Only `lib/auth` can create one (the symbol is not exported), so code without
 * authentication does not compile, and every query has a tenant.
 */
export type Ctx = Readonly<{
  merchantId: string
  actor: Actor
  /** A person's role. A till or the system has none; its scopes limit it. */
  role: Role | null
  scopes: readonly KeyScope[]
  /** Set if an API key is bound to one location. */
  keyLocationId: string | null
  requestId: string
  [madeByAuth]: true
}>

/** For `lib/auth` only. `lib/boundaries.test.ts` fails on any other caller. */
export function createCtx(fields: Omit<Ctx, typeof madeByAuth>): Ctx {
  return fields as Ctx
}

/** The lowest role for an action. A plain role admits only the merchant's own people. */
export type Need = Role | { role: Role; isAllowedActing: true }

/**
 * Admits an operator acting for the merchant as well. For actions that repair the set-up or read what the portal shows.
 * Not for anything that outlasts the hour, decides for the merchant, or shows a customer's personal data.
 */
export const alsoActing = (role: Role): Need => ({ role, isAllowedActing: true })

/** Whether the person may act, for the buttons of a page. The verb behind each checks again. */
export function hasRole(ctx: Ctx, need: Need): boolean {
  return isHighEnough(ctx, need) && !isRefusedActing(ctx, need)
}

/**
 * @throws AppError `role_required` if a person's role is lower, or the actor is a till; `acting_refused` for an
 * operator acting for the merchant, unless `need` uses {@link alsoActing}
 */
export function requireRole(ctx: Ctx, need: Need): void {
  if (ctx.actor.kind === "system") return
  const role = roleOf(need)
  if (!isHighEnough(ctx, need))
    throw new AppError("role_required", `needs the role ${role}`, { params: { role } })
  if (isRefusedActing(ctx, need)) throw new AppError("acting_refused")
}

/** For verbs that people and tills call: a role for the person, a scope for the till. */
export function requireRoleOrScope(ctx: Ctx, need: Need, scope: KeyScope): void {
  if (ctx.actor.kind !== "key") requireRole(ctx, need)
  else if (!ctx.scopes.includes(scope)) throw new AppError("forbidden", `needs the scope ${scope}`)
}

const roleOf = (need: Need) => (typeof need === "string" ? need : need.role)

const isHighEnough = ({ role }: Ctx, need: Need) =>
  role !== null && ROLES.indexOf(role) >= ROLES.indexOf(roleOf(need))

const isRefusedActing = (ctx: Ctx, need: Need) => ctx.actor.kind === "operator" && typeof need === "string"

/** The account of a person, member or acting operator; null for tills and the system. */
export function personId(ctx: Ctx): string | null {
  return ctx.actor.kind === "user" || ctx.actor.kind === "operator" ? ctx.actor.id : null
}

/** Whether this is the test till, whose orders are test data and which can touch nothing else. */
export function isTestTill(ctx: Ctx): boolean {
  return ctx.actor.kind === "key" && ctx.actor.isTest === true
}

/** For actions on the merchant's real data. @throws AppError `forbidden` for the test till */
export function refuseTestTill(ctx: Ctx): void {
  if (isTestTill(ctx)) throw new AppError("forbidden", "A key of the test till cannot do this.")
}

/** An actor in stored records: `kind:id:name`, with the name at the time. */
export function actorLabel(ctx: Ctx): string {
  return ctx.actor.kind === "system"
    ? `system::${ctx.actor.name}`
    : `${ctx.actor.kind}:${ctx.actor.id}:${ctx.actor.name}`
}

export function actorName(label: string): string {
  return label.split(":").slice(2).join(":")
}

export function actorKind(label: string): Actor["kind"] {
  return label.split(":", 1)[0] as Actor["kind"]
}
