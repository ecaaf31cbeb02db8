import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { type OrderSelection, orderSelection } from "@/lib/orders/schema"

export type SavedView = {
  id: string
  name: string
  filters: OrderSelection
  isShared: boolean
  /** Created by the current user. */
  isOwn: boolean
}

/** The current user's own views of the order log, and the shared ones. */
export async function listViews(ctx: Ctx): Promise<SavedView[]> {
  const userId = ctx.actor.kind === "user" ? ctx.actor.id : null
  const rows = await sql<(Omit<SavedView, "filters"> & { filters: unknown })[]>`
    select id, name, filters, is_shared as "isShared", coalesce(user_id = ${userId}::uuid, false) as "isOwn"
    from saved_views where merchant_id = ${ctx.merchantId} and (is_shared or user_id = ${userId}::uuid)
    order by is_shared, lower(name), id`
  // Drops filters that no longer exist.
  return rows.map((row) => ({ ...row, filters: orderSelection.parse(row.filters) }))
}
