import { isHeld } from "@/db/delivery-holds"
import { sql } from "@/db/index"
import { type OperatorCtx, operatorAt } from "@/lib/auth/session"
import { getConnection } from "@/lib/connections/queries"
import { readSetup } from "@/lib/readiness/queries"
import type { SetupGap } from "@/lib/readiness/steps"
import type { MerchantSearch } from "./schema"

const PAGE_SIZE = 25
/** Beyond this, the list says "more than". */
export const COUNT_LIMIT = 999

export type MerchantHealth = {
  id: string
  name: string
  createdAt: Date
  /** The next step of the set-up; null if it is complete. */
  gap: SetupGap | null
  /** Orders reach Pongo, or have done so. */
  isLive: boolean
  connection: "connected" | "expiring" | "revoked" | "disconnected" | "none"
  heldOrders: number
  failedOrders: number
  lastOrderAt: Date | null
  ownerEmail: string | null
  /** The last invitation of a merchant without an owner, also an expired one. */
  invitation: { email: string; expiresAt: Date } | null
}

type Row = Pick<
  MerchantHealth,
  "id" | "name" | "createdAt" | "heldOrders" | "failedOrders" | "lastOrderAt" | "ownerEmail"
> & {
  invitedEmail: string | null
  expiresAt: Date | null
}

/**
 * The vendor's merchants and their state, newest first. The cursor is the last id seen, because ids sort by creation
 * time.
 */
export async function listMerchants(
  operator: OperatorCtx,
  { q, waiting, cursor }: MerchantSearch,
): Promise<{ merchants: MerchantHealth[]; next: string | null }> {
  const found = await sql<Row[]>`
    select m.id, m.name, m.created_at as "createdAt", o.email as "ownerEmail", i.email as "invitedEmail",
           i.expires_at as "expiresAt",
           (select count(*)::int from (
              select 1 from delivery_holds h join deliveries d on d.location_id = h.location_id
              where h.merchant_id = m.id and ${isHeld()}
                and not d.is_test limit ${COUNT_LIMIT + 1}) held) as "heldOrders",
           (select count(*)::int from (
              select 1 from deliveries d where d.merchant_id = m.id and d.state = 'failed' and not d.is_test
              limit ${COUNT_LIMIT + 1}) failed) as "failedOrders",
           (select d.closed_at from deliveries d where d.merchant_id = m.id and not d.is_test
            order by d.closed_at desc nulls last, d.order_id desc nulls last limit 1) as "lastOrderAt"
    from merchants m
    left join lateral (
      select u.email from memberships b join users u on u.id = b.user_id
      where b.merchant_id = m.id and b.role = 'owner' order by b.created_at limit 1
    ) o on true
    left join lateral (
      select i.email, i.expires_at from invitations i
      where i.merchant_id = m.id and i.role = 'owner' and i.accepted_at is null and i.revoked_at is null
        and o.email is null
      order by i.created_at desc limit 1
    ) i on true
    where true
      ${q ? sql`and concat_ws(' ', m.name, o.email, i.email) ilike ${`%${q.replace(/[\\%_]/g, "\\$&")}%`}` : sql``}
      ${waiting ? sql`and o.email is null` : sql``}
      ${cursor ? sql`and m.id < ${cursor}` : sql``}
    order by m.id desc
    limit ${PAGE_SIZE + 1}`
  const merchants = await Promise.all(
    found.slice(0, PAGE_SIZE).map(async ({ invitedEmail, expiresAt, ...row }) => {
      const ctx = operatorAt(operator, row.id)
      const [setup, connection] = await Promise.all([readSetup(ctx), getConnection(ctx)])
      return {
        ...row,
        gap: setup.next?.gap ?? null,
        isLive: setup.isLive,
        connection: connection?.state ?? ("none" as const),
        invitation: invitedEmail && expiresAt ? { email: invitedEmail, expiresAt } : null,
      }
    }),
  )
  return { merchants, next: found.length > PAGE_SIZE ? (merchants.at(-1)?.id ?? null) : null }
}
