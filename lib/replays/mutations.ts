import type { ReplayState } from "@/db/enums"
import { db, sql, type Tx } from "@/db/index"
import { raiseAlert, withdrawAlert } from "@/lib/alerts/raise"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, actorName, alsoActing, type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { getMerchantCached } from "@/lib/merchants/queries"
import { matching } from "@/lib/order-log/matching"
import { MOST_ORDERS, PLAN_HOURS, type ReplayPlan, UNDO_SECONDS } from "./schema"
import { skipReason } from "./skip-reason"

/**
 * Plans a replay: selects the orders once, with the log's filters, and counts how many would be sent and skipped. Sends
 * nothing. The plan expires after {@link PLAN_HOURS}.
 * @param within an open transaction to join
 * @throws AppError `role_required` (manager), `replay_empty` when no order is selected, `replay_too_large`
 */
export async function planReplay(
  ctx: Ctx,
  { kind, orders }: ReplayPlan,
  within?: Tx,
): Promise<{ id: string }> {
  requireRole(ctx, alsoActing("manager"))
  const id = newId()
  const most = MOST_ORDERS[kind]
  const isChosen =
    "ids" in orders
      ? sql`d.merchant_id = ${ctx.merchantId} and d.order_id = any(${orders.ids})`
      : matching(ctx, orders.filters, (await getMerchantCached(ctx)).timeZone)
  const plan = async (tx: Tx) => {
    // Plans for these exact filters and without JIT, like the log's own queries.
    await tx`set local plan_cache_mode = force_custom_plan`
    await tx`set local jit = off`
    const [made] = await tx<{ chosen: number }[]>`
      with chosen as materialized (
        select d.order_id, d.closed_at, ${skipReason(kind)} as skip,
               coalesce(o.customer_id, o.customer_phone_index) as customer, o.total_cents - o.refunded_cents as cents
        from deliveries d
        join orders o on o.id = d.order_id
        join delivery_holds h on h.location_id = d.location_id
        where ${isChosen} and not d.is_test
        limit ${most + 1}
      ), kept as (
        insert into replay_orders (replay_id, order_id, merchant_id, closed_at, state, reason)
        select ${id}, order_id, ${ctx.merchantId}, closed_at, case when skip is null then 'planned' else 'skipped' end, skip
        from chosen
      ), plan as (
        insert into replays (id, merchant_id, kind, state, orders, customers, total_cents, skips, planned_by,
                             planned_by_user, expires_at)
        select ${id}, ${ctx.merchantId}, ${kind}, 'planned', count(*) filter (where skip is null),
               count(distinct customer) filter (where skip is null),
               coalesce(sum(cents) filter (where skip is null), 0),
               (select coalesce(jsonb_object_agg(skip, count), '{}')
                from (select skip, count(*) from chosen where skip is not null group by skip) s),
               ${actorLabel(ctx)}, ${personId(ctx)}, now() + make_interval(hours => ${PLAN_HOURS})
        from chosen
      )
      select count(*)::int as chosen from chosen`
    if (made!.chosen === 0) throw new AppError("replay_empty")
    if (made!.chosen > most) throw new AppError("replay_too_large", undefined, { params: { max: most } })
  }
  await (within ? plan(within) : db.transaction(plan))
  return { id }
}

/**
 * Names the plan and starts it: at once, or after a second person approves when it has more orders than the merchant's
 * threshold. Above the threshold only the planner can confirm; otherwise the planner could approve what a colleague
 * confirmed. Alerts everyone else who may approve. Confirmed twice, even at once, it runs once.
 * @param within an open transaction to join
 * @throws AppError `role_required` (manager), `not_found`, `replay_expired`, `replay_empty`, `planner_confirms`,
 * `conflict` when it is already confirmed or cancelled
 */
export async function confirmReplay(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
  within?: Tx,
): Promise<{ state: ReplayState }> {
  requireRole(ctx, alsoActing("manager"))
  const confirm = async (tx: Tx) => {
    const [confirmed] = await tx<Confirmed[]>`
      update replays r set
        name = ${name}, confirmed_by = ${actorLabel(ctx)}, confirmed_at = now(), needs_approval = s.needs_approval,
        state = case when s.needs_approval then 'awaiting_approval' else 'scheduled' end,
        starts_at = case when s.needs_approval then null else now() end,
        expires_at = now() + make_interval(hours => ${PLAN_HOURS})
      from (
        select p.id, p.kind = 'send' and p.orders > m.replay_approval_threshold as needs_approval
        from replays p join merchants m on m.id = p.merchant_id
        where p.id = ${id} and p.merchant_id = ${ctx.merchantId}
      ) s
      where r.id = s.id and r.merchant_id = ${ctx.merchantId} and r.state = 'planned' and r.expires_at > now()
        and r.orders > 0 and (not s.needs_approval or r.planned_by_user is not distinct from ${personId(ctx)})
      returning r.state, r.orders, r.kind, r.customers, r.total_cents::float8 as "amountCents", r.expires_at as until`
    if (!confirmed) throw await whyNot(tx, ctx, id)
    const { state, orders, kind, customers, amountCents, until } = confirmed
    await recordAudit(tx, ctx, state === "scheduled" ? "replay.started" : "replay.asked", id, {
      name,
      count: orders,
      kind,
    })
    if (state === "scheduled") await enqueueRun(tx, ctx, id, 0)
    else {
      const by = actorName(actorLabel(ctx))
      const params = { name, by, orders, customers, amountCents, until: until.toISOString() }
      const alert = { ...requestOf(id), params, href: `/replays/${id}` as const }
      await raiseAlert(ctx, alert, tx, { exceptUserId: personId(ctx) ?? undefined })
    }
    return { state }
  }
  return within ? confirm(within) : db.transaction(confirm)
}

type Confirmed = {
  state: ReplayState
  orders: number
  kind: string
  customers: number
  amountCents: number
  until: Date
}

const requestOf = (id: string) => ({ kind: "replay_to_approve" as const, key: id })

/**
 * Approves a replay as the second person. The first order is sent {@link UNDO_SECONDS} later; until then anyone who may
 * replay can cancel.
 * @throws AppError `role_required` (manager), `second_person_required` for the planner, `not_found`, `replay_expired`,
 * `conflict` when it is already approved or cancelled
 */
export async function approveReplay(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "manager")
  const user = personId(ctx)
  if (!user) throw new AppError("second_person_required")
  await db.transaction(async (tx) => {
    const [approved] = await tx<{ name: string; orders: number }[]>`
      update replays set
        state = 'scheduled', approved_by = ${actorLabel(ctx)}, approved_at = now(),
        starts_at = now() + make_interval(secs => ${UNDO_SECONDS})
      where id = ${id} and merchant_id = ${ctx.merchantId} and state = 'awaiting_approval' and expires_at > now()
        and planned_by_user is distinct from ${user}
      returning name, orders`
    if (!approved) throw await whyNot(tx, ctx, id)
    await recordAudit(tx, ctx, "replay.approved", id, { name: approved.name, count: approved.orders })
    await enqueueRun(tx, ctx, id, UNDO_SECONDS)
    await withdrawAlert(ctx, requestOf(id), tx)
  })
}

/**
 * Cancels a replay in any state: drops a plan, or stops a running one after its current batch.
 * @throws AppError `role_required` (manager), `not_found`, `conflict` when it has ended
 */
export async function cancelReplay(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await db.transaction(async (tx) => {
    const [cancelled] = await tx<{ name: string | null; sent: number }[]>`
      update replays set state = 'cancelled', cancelled_by = ${actorLabel(ctx)}, cancelled_at = now()
      where id = ${id} and merchant_id = ${ctx.merchantId}
        and state in ('planned', 'awaiting_approval', 'scheduled', 'running')
      returning name, sent_orders as sent`
    if (!cancelled) throw await whyNot(tx, ctx, id)
    if (cancelled.name)
      await recordAudit(tx, ctx, "replay.cancelled", id, { name: cancelled.name, count: cancelled.sent })
    await withdrawAlert(ctx, requestOf(id), tx)
  })
}

/**
 * Sets the largest replay, in orders, that needs no second person.
 * @throws AppError `role_required` (owner)
 */
export async function changeApprovalThreshold(ctx: Ctx, { orders }: { orders: number }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const changed = await tx`
      update merchants set replay_approval_threshold = ${orders}
      where id = ${ctx.merchantId} and replay_approval_threshold <> ${orders} returning id`
    if (changed.length) await recordAudit(tx, ctx, "replay.threshold_changed", null, { count: orders })
  })
}

const enqueueRun = (tx: Tx, ctx: Ctx, id: string, delaySeconds: number) =>
  enqueueJob(
    "run_replay",
    { merchantId: ctx.merchantId, replayId: id },
    { within: tx, key: `replay:${id}`, delaySeconds },
  )

/** The error that explains why a replay could not take the requested step. */
async function whyNot(tx: Tx, ctx: Ctx, id: string): Promise<AppError> {
  const [replay] = await tx<
    { state: ReplayState; isExpired: boolean; orders: number; plannedBy: string | null }[]
  >`
    select state, expires_at <= now() as "isExpired", orders, planned_by_user as "plannedBy"
    from replays where id = ${id} and merchant_id = ${ctx.merchantId}`
  if (!replay) return new AppError("not_found")
  const isMine = replay.plannedBy === personId(ctx)
  const isOpen = replay.state === "planned" || replay.state === "awaiting_approval"
  if (isOpen && replay.isExpired) return new AppError("replay_expired")
  if (replay.state === "planned")
    return new AppError(replay.orders === 0 ? "replay_empty" : isMine ? "conflict" : "planner_confirms")
  if (replay.state === "awaiting_approval" && isMine) return new AppError("second_person_required")
  return new AppError("conflict")
}
