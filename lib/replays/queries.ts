import { isHeld, isPending } from "@/db/delivery-holds"
import type { ReplayKind, ReplaySkip, ReplayState } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx, hasRole, personId } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { type OrderRow, orderRow } from "@/lib/order-log/queries"

const HISTORY_PAGE = 30
/** Most repeatedly failed orders shown; the log has the rest. */
export const FAILED_SHOWN = 50
const TO_APPROVE_SHOWN = 3

export type Replay = {
  id: string
  kind: ReplayKind
  /** `expired`: not confirmed or approved in time. */
  state: ReplayState | "expired"
  name: string | null
  /** As planned. */
  orders: number
  customers: number
  totalCents: number
  plannedBy: string
  plannedAt: Date
  expiresAt: Date
  confirmedBy: string | null
  confirmedAt: Date | null
  needsApproval: boolean
  approvedBy: string | null
  approvedAt: Date | null
  startsAt: Date | null
  startedAt: Date | null
  finishedAt: Date | null
  cancelledBy: string | null
  cancelledAt: Date | null
  /** Progress so far. */
  sentOrders: number
  sentCents: number
  sentCustomers: number | null
  skippedOrders: number
  arrivedOrders: number
  unverifiedOrders: number
  /** Planned by the current user, so someone else must approve it. */
  isMine: boolean
}

const columns = (ctx: Ctx) => sql`
  r.id, r.kind, r.name, r.orders, r.customers, r.total_cents::float8 as "totalCents",
  case when r.state in ('planned', 'awaiting_approval') and r.expires_at <= now() then 'expired' else r.state end as state,
  r.planned_by as "plannedBy", r.planned_at as "plannedAt", r.expires_at as "expiresAt",
  r.confirmed_by as "confirmedBy", r.confirmed_at as "confirmedAt", r.needs_approval as "needsApproval",
  r.approved_by as "approvedBy", r.approved_at as "approvedAt", r.starts_at as "startsAt", r.started_at as "startedAt",
  r.finished_at as "finishedAt", r.cancelled_by as "cancelledBy", r.cancelled_at as "cancelledAt",
  r.sent_orders as "sentOrders", r.sent_cents::float8 as "sentCents", r.sent_customers as "sentCustomers",
  r.skipped_orders as "skippedOrders", r.arrived_orders as "arrivedOrders", r.unverified_orders as "unverifiedOrders",
  coalesce(r.planned_by_user = ${personId(ctx)}, false) as "isMine"`

/**
 * Confirmed replays and plans that can still be confirmed, newest first.
 * @param options.before the id of the last one seen
 */
export async function listReplays(
  ctx: Ctx,
  options: { before?: string } = {},
): Promise<{ rows: Replay[]; next: string | null }> {
  const { before = null } = options
  const found = await sql<Replay[]>`
    select ${columns(ctx)} from replays r
    where r.merchant_id = ${ctx.merchantId}
      and (r.confirmed_at is not null or (r.state = 'planned' and r.expires_at > now()))
      and (${before}::uuid is null or (r.planned_at, r.id) < (
        select b.planned_at, b.id from replays b where b.id = ${before} and b.merchant_id = ${ctx.merchantId}))
    order by r.planned_at desc nulls last, r.id desc nulls last limit ${HISTORY_PAGE + 1}`
  const rows = found.slice(0, HISTORY_PAGE).map(named)
  return { rows, next: found.length > HISTORY_PAGE ? rows.at(-1)!.id : null }
}

/** The merchant's replays that await approval. */
const awaitsYesOf = (ctx: Ctx) => sql`
  merchant_id = ${ctx.merchantId} and state = 'awaiting_approval' and expires_at > now()
  and planned_by_user is distinct from ${personId(ctx)}`

export async function countReplaysToApprove(ctx: Ctx): Promise<number> {
  if (!personId(ctx) || !hasRole(ctx, "manager")) return 0
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from replays
    where ${awaitsYesOf(ctx)}`
  return row!.count
}

export type ReplayToApprove = {
  id: string
  name: string
  by: string
  orders: number
  totalCents: number
  expiresAt: Date
}

/** The replays this person can approve, those that expire first. */
export async function listReplaysToApprove(ctx: Ctx): Promise<ReplayToApprove[]> {
  if (!personId(ctx) || !hasRole(ctx, "manager")) return []
  const rows = await sql<ReplayToApprove[]>`
    select id, name, planned_by as by, orders, total_cents::float8 as "totalCents", expires_at as "expiresAt" from replays
    where ${awaitsYesOf(ctx)}
    order by expires_at, id limit ${TO_APPROVE_SHOWN}`
  return rows.map((row) => ({ ...row, by: actorName(row.by) }))
}

export type ReplayDetail = Replay & {
  /** Skipped orders by reason, as planned and as changed since (`isLate`). */
  skips: { reason: ReplaySkip; orders: number; isLate: boolean }[]
  /** Current state of the orders that were sent. */
  standing: { delivered: number; onTheirWay: number; held: number; failed: number }
  threshold: number
  /** Names of the others who may approve it. */
  approvers: string[]
}

/**
 * One replay with the outcome of its orders.
 * @throws AppError `not_found`, also for another merchant's
 */
export async function getReplay(ctx: Ctx, id: string): Promise<ReplayDetail> {
  const [row] = await sql<
    (Replay & { threshold: number; plannedSkips: Partial<Record<ReplaySkip, number>> })[]
  >`
    select ${columns(ctx)}, r.skips as "plannedSkips", m.replay_approval_threshold as threshold
    from replays r join merchants m on m.id = r.merchant_id
    where r.id = ${id} and r.merchant_id = ${ctx.merchantId}`
  if (!row) throw new AppError("not_found")
  // Read after the state. The page of a finished replay stops refreshing, so an earlier outcome would stay on it.
  const [skips, standing, approvers] = await Promise.all([
    sql<{ reason: ReplaySkip; orders: number }[]>`
      select reason, count(*)::int as orders from replay_orders
      where replay_id = ${id} and merchant_id = ${ctx.merchantId} and state = 'skipped' group by reason`,
    sql<ReplayDetail["standing"][]>`
      select count(*) filter (where d.state = 'delivered')::int as delivered,
             count(*) filter (where d.state = 'failed')::int as failed,
             count(*) filter (where ${isHeld()})::int as held,
             count(*) filter (where d.state = 'sending' or (${isPending()} and h.reason is null))::int
               as "onTheirWay"
      from replay_orders r
      join deliveries d on d.order_id = r.order_id and d.merchant_id = r.merchant_id
      join delivery_holds h on h.location_id = d.location_id
      where r.replay_id = ${id} and r.merchant_id = ${ctx.merchantId} and r.state = 'sent'`,
    sql<{ name: string }[]>`
      select u.name from memberships m join users u on u.id = m.user_id
      where m.merchant_id = ${ctx.merchantId} and m.role <> 'viewer'
        and m.user_id is distinct from (
          select planned_by_user from replays where id = ${id} and merchant_id = ${ctx.merchantId})
      order by u.name, u.id`,
  ])
  const { plannedSkips, ...replay } = row
  return {
    ...named(replay),
    skips: skips.flatMap(({ reason, orders }) => {
      const planned = plannedSkips[reason] ?? 0
      return [
        { reason, orders: planned, isLate: false },
        { reason, orders: orders - planned, isLate: true },
      ].filter((skip) => skip.orders > 0)
    }),
    standing: standing[0]!,
    approvers: approvers.map(({ name }) => name),
  }
}

/** Orders of a replay that failed again or whose verification was inconclusive, last closed first. */
export function listFailedAgain(ctx: Ctx, id: string): Promise<OrderRow[]> {
  return sql<OrderRow[]>`
    ${orderRow()}
    join replay_orders r on r.order_id = d.order_id
    where r.replay_id = ${id} and r.merchant_id = ${ctx.merchantId} and d.merchant_id = ${ctx.merchantId}
      and r.state = 'sent' and (d.state = 'failed' or r.verification in ('failed', 'arrived'))
    order by r.closed_at desc, r.order_id desc limit ${FAILED_SHOWN}`
}

/** The largest replay, in orders, that needs no second person. */
export async function getApprovalThreshold(ctx: Ctx): Promise<number> {
  const [row] = await sql<{ threshold: number }[]>`
    select replay_approval_threshold as threshold from merchants where id = ${ctx.merchantId}`
  return row!.threshold
}

/** Replaces actor labels with names. */
function named<Row extends Replay>(row: Row): Row {
  return {
    ...row,
    plannedBy: actorName(row.plannedBy),
    confirmedBy: row.confirmedBy && actorName(row.confirmedBy),
    approvedBy: row.approvedBy && actorName(row.approvedBy),
    cancelledBy: row.cancelledBy && actorName(row.cancelledBy),
  }
}
