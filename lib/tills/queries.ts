import type { Ctx } from "@/lib/auth/ctx"

/** Who holds a reward for whom: the till, or the key of a till that does not say which one it is. */
export function holderOf(ctx: Ctx, tillId: string | null): string {
  return tillId ?? (ctx.actor.kind === "key" ? `key:${ctx.actor.id}` : "portal")
}
