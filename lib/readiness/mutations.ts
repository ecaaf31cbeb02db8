import { sql } from "@/db/index"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { readSetup } from "./queries"

/**
 * Hides the set-up guide for this person until something new is missing. A personal preference, so not audited.
 * @throws AppError `role_required` (viewer)
 */
export async function dismissGuide(ctx: Ctx): Promise<void> {
  requireRole(ctx, "viewer")
  if (ctx.actor.kind !== "user") return
  const { steps } = await readSetup(ctx)
  await sql`
    insert into setup_dismissals (merchant_id, user_id, known_problems)
    values (${ctx.merchantId}, ${ctx.actor.id}, ${steps.flatMap(({ problems }) => problems)})
    on conflict (merchant_id, user_id) do update set
      known_problems = excluded.known_problems, dismissed_at = now()`
}

/**
 * Shows the guide again to a person who hid it.
 * @throws AppError `role_required` (viewer)
 */
export async function recallGuide(ctx: Ctx): Promise<void> {
  requireRole(ctx, "viewer")
  if (ctx.actor.kind !== "user") return
  await sql`
    delete from setup_dismissals where merchant_id = ${ctx.merchantId} and user_id = ${ctx.actor.id}`
}
