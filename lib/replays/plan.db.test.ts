import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { ALERT_PARAMS } from "@/lib/alerts/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { newId } from "@/lib/id"
import { approveReplay, cancelReplay, changeApprovalThreshold, confirmReplay, planReplay } from "./mutations"
import { countReplaysToApprove, getReplay, listReplays, listReplaysToApprove } from "./queries"
import { runReplay } from "./run"
import { makeOrders } from "./testing/orders"

/** A connected merchant with a mapped location. */
async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "a-token")
  const { id: locationId } = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  return { ...merchant, locationId, location: { merchantId: merchant.merchantId, locationId } }
}

const failed = { kind: "send", orders: { filters: { status: "failed" } } } as const
const all = { kind: "send", orders: { filters: {} } } as const
const name = "Relance du matin"

const planned = async (ctx: Ctx, plan: Parameters<typeof planReplay>[1] = failed) =>
  (await planReplay(ctx, plan)).id

const run = (ctx: Ctx, id: string) => runReplay({ merchantId: ctx.merchantId, replayId: id })

/** A second manager of the same merchant. */
async function colleague(ctx: Ctx): Promise<Ctx> {
  const id = newId()
  await sql`insert into users (id, email, name, password_hash) values (${id}, ${`${id}@test.example`}, 'colleague', 'none')`
  await sql`insert into memberships (merchant_id, user_id, role) values (${ctx.merchantId}, ${id}, 'manager')`
  return { ...ctx, actor: { kind: "user", id, name: "colleague" } }
}

/** Every kind of order: three that can be sent, and one for each skip reason. */
async function everyKind({ merchantId, location }: Awaited<ReturnType<typeof shop>>) {
  const unmapped = await makeLocation(merchantId)
  const elsewhere = { merchantId, locationId: unmapped.id }
  await makeOrders(location, 1, { customer: "cust_a", cents: 1200 })
  await makeOrders(location, 1, { customer: "cust_a", cents: 800 })
  await makeOrders(location, 1, { customer: "cust_b", delivery: "retrying", cents: 2050 })
  await makeOrders(location, 2, { delivery: "delivered", customer: "cust_c" })
  await makeOrders(location, 1, { delivery: "skipped", reason: "cancelled", order: "cancelled" })
  await makeOrders(location, 1, { delivery: "failed", order: "refunded" })
  await makeOrders(location, 1, { delivery: "waiting_payment", order: "open" })
  await makeOrders(location, 1, { delivery: "skipped", reason: "payment_failed", order: "payment_failed" })
  await makeOrders(location, 1, {
    delivery: "skipped",
    reason: "payment_not_confirmable",
    order: "paid_elsewhere",
  })
  await makeOrders(location, 1, { delivery: "skipped", reason: "anonymous_orders_off" })
  await makeOrders(location, 1, { delivery: "queued" })
  await makeOrders(location, 1, { delivery: "sending" })
  await makeOrders(location, 1, { delivery: "retrying", trigger: "replay" })
  await makeOrders(location, 1, { hasContent: false })
  await makeOrders(elsewhere, 1, { delivery: "queued" })
  await makeOrders(elsewhere, 1, { delivery: "failed" })
  await makeOrders(location, 1, { isTest: true, cents: 99_999 })
}

describe("a plan", () => {
  test("counts orders, distinct customers and amount, and skipped orders by reason, without test orders", async () => {
    const merchant = await shop()
    await everyKind(merchant)
    const plan = await getReplay(merchant.manager, await planned(merchant.manager, all))
    expect(plan).toMatchObject({ state: "planned", orders: 3, customers: 2, totalCents: 4050, isMine: true })
    const reasons = Object.fromEntries(plan.skips.map(({ reason, orders }) => [reason, orders]))
    expect(reasons).toEqual({
      already_delivered: 2,
      cancelled: 1,
      refunded: 1,
      never_paid: 2,
      paid_elsewhere: 1,
      anonymous: 1,
      on_its_way: 3,
      content_gone: 1,
      held: 2,
    })
    expect(plan.skips.every(({ isLate }) => !isLate)).toBe(true)
  })

  test("predicts the outcome exactly when nothing changes in between", async () => {
    const merchant = await shop()
    await everyKind(merchant)
    const { manager } = merchant
    const id = await planned(manager, all)
    const plan = await getReplay(manager, id)
    const untouched = await statesOf(merchant.merchantId, { except: id })
    await confirmReplay(manager, { id, name })
    await run(manager, id)
    const after = await getReplay(manager, id)
    expect(after).toMatchObject({
      state: "done",
      sentOrders: plan.orders,
      sentCents: plan.totalCents,
      sentCustomers: plan.customers,
      skippedOrders: 0,
    })
    expect(after.skips).toEqual(plan.skips)
    const released = await sql<{ count: number; cents: number; actors: string[] }[]>`
      select count(*)::int as count, sum(o.total_cents)::int as cents, array_agg(distinct d.requested_by) as actors
      from deliveries d join orders o on o.id = d.order_id
      where d.merchant_id = ${merchant.merchantId} and d.next_trigger = 'bulk_replay' and d.state in ('queued', 'retrying')`
    expect(released[0]).toMatchObject({ count: plan.orders, cents: plan.totalCents })
    expect(released[0]!.actors).toEqual([expect.stringContaining("manager")])
    expect(await statesOf(merchant.merchantId, { except: id })).toEqual(untouched)
  })

  test("counts orders that changed in between as skipped, and does not send them", async () => {
    const { manager, location } = await shop()
    const ids = await makeOrders(location, 5)
    const id = await planned(manager)
    await sql`update deliveries set state = 'delivered', delivered_at = now() where order_id = ${ids[0]!}`
    await sql`update orders set state = 'cancelled' where id = ${ids[1]!}`
    await confirmReplay(manager, { id, name })
    await run(manager, id)
    const after = await getReplay(manager, id)
    expect(after).toMatchObject({ state: "done", orders: 5, sentOrders: 3, skippedOrders: 2 })
    expect(after.skips.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { reason: "already_delivered", orders: 1, isLate: true },
      { reason: "cancelled", orders: 1, isLate: true },
    ])
    const [row] = await sql`select state, next_trigger from deliveries where order_id = ${ids[0]!}`
    expect(row).toEqual({ state: "delivered", next_trigger: "automatic" })
  })

  test("is frozen: an order that matches its filters later is not sent", async () => {
    const { manager, location } = await shop()
    await makeOrders(location, 2)
    const id = await planned(manager)
    const [late] = await makeOrders(location, 1)
    await confirmReplay(manager, { id, name })
    await run(manager, id)
    expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 2 })
    const [row] = await sql`select state from deliveries where order_id = ${late!}`
    expect(row).toEqual({ state: "failed" })
  })

  test("takes the orders selected by hand, and none of another merchant", async () => {
    const [mine, theirs] = [await shop(), await shop()]
    const [one, two] = await makeOrders(mine.location, 2)
    const [other] = await makeOrders(theirs.location, 1)
    const id = await planned(mine.manager, { kind: "send", orders: { ids: [one!, two!, other!] } })
    expect(await getReplay(mine.manager, id)).toMatchObject({ orders: 2 })
    expect(await codeOf(planned(mine.manager, { kind: "send", orders: { ids: [other!] } }))).toBe(
      "replay_empty",
    )
  })

  test("that has nothing to send cannot be confirmed", async () => {
    const { manager, location } = await shop()
    await makeOrders(location, 1, { delivery: "delivered" })
    const id = await planned(manager, all)
    expect(await getReplay(manager, id)).toMatchObject({ orders: 0 })
    expect(await codeOf(confirmReplay(manager, { id, name }))).toBe("replay_empty")
  })

  test("expires after a day", async () => {
    const { manager, location } = await shop()
    await makeOrders(location, 1)
    const id = await planned(manager)
    await sql`update replays set expires_at = now() where id = ${id}`
    expect(await codeOf(confirmReplay(manager, { id, name }))).toBe("replay_expired")
    expect(await getReplay(manager, id)).toMatchObject({ state: "expired" })
    expect((await listReplays(manager)).rows).toEqual([])
  })

  test("is refused to a viewer", async () => {
    const { manager, viewer, location } = await shop()
    await makeOrders(location, 1)
    const id = await planned(manager)
    for (const call of [
      planReplay(viewer, failed),
      confirmReplay(viewer, { id, name }),
      approveReplay(viewer, { id }),
      cancelReplay(viewer, { id }),
      changeApprovalThreshold(viewer, { orders: 1 }),
    ])
      expect(await codeOf(call)).toBe("role_required")
    expect(await codeOf(changeApprovalThreshold(manager, { orders: 1 }))).toBe("role_required")
  })
})

describe("at the same moment", () => {
  test("two people who confirm a plan start it once", async () => {
    const { manager, owner, location } = await shop()
    const ids = await makeOrders(location, 3)
    const id = await planned(manager)
    const codes = await Promise.all(
      [manager, owner].map((ctx) => codeOf(confirmReplay(ctx, { id, name: ctx.role! }))),
    )
    expect(codes.sort()).toEqual(["conflict", null])
    await Promise.all([run(manager, id), run(manager, id)])
    expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 3 })
    const events = await sql`select order_id from order_events where order_id = any(${ids})`
    expect(events).toHaveLength(3)
    const audits = await sql`select action from audit_events where target = ${id}`
    expect(audits).toHaveLength(1)
  })

  test("two plans of the same orders send each order once", async () => {
    const { manager, owner, location } = await shop()
    const ids = await makeOrders(location, 40)
    const plans = await Promise.all([planned(manager), planned(owner)])
    await confirmReplay(manager, { id: plans[0]!, name })
    await confirmReplay(owner, { id: plans[1]!, name })
    await Promise.all(plans.map((id) => run(manager, id)))
    const done = await Promise.all(plans.map((id) => getReplay(manager, id)))
    expect(done.reduce((sum, { sentOrders }) => sum + sentOrders, 0)).toBe(40)
    expect(done.reduce((sum, { skippedOrders }) => sum + skippedOrders, 0)).toBe(40)
    expect(await sql`select order_id from order_events where order_id = any(${ids})`).toHaveLength(40)
  })

  test("a cancellation and the start send all of the orders or none", async () => {
    for (let round = 0; round < 8; round++) {
      const { manager, owner, location } = await shop()
      const ids = await makeOrders(location, 20)
      const id = await planned(manager)
      await confirmReplay(manager, { id, name })
      const [cancelled] = await Promise.all([codeOf(cancelReplay(owner, { id })), run(manager, id)])
      const { state, sentOrders } = await getReplay(manager, id)
      expect([state, sentOrders]).toEqual(cancelled === null ? ["cancelled", 0] : ["done", 20])
      expect(await sql`select order_id from order_events where order_id = any(${ids})`).toHaveLength(
        sentOrders,
      )
    }
  })
})

describe("over the threshold", () => {
  async function large() {
    const merchant = await shop()
    await changeApprovalThreshold(merchant.owner, { orders: 2 })
    await makeOrders(merchant.location, 3)
    const id = await planned(merchant.manager)
    return { ...merchant, id }
  }
  const undoIsOver = (id: string) => sql`update replays set starts_at = now() where id = ${id}`

  test("nothing is sent before a second person approves and the undo time is over", async () => {
    const { manager, owner, id } = await large()
    expect(await confirmReplay(manager, { id, name })).toEqual({ state: "awaiting_approval" })
    await run(manager, id)
    expect(await countReplaysToApprove(manager)).toBe(0)
    expect(await countReplaysToApprove(owner)).toBe(1)
    expect(await getReplay(owner, id)).toMatchObject({ sentOrders: 0, isMine: false })
    await approveReplay(owner, { id })
    expect(await getReplay(owner, id)).toMatchObject({ state: "scheduled", sentOrders: 0 })
    const [job] = await sql<{ seconds: number }[]>`
      select extract(epoch from run_at - now())::int as seconds from graphile_worker.jobs where key = ${`replay:${id}`}`
    expect(job!.seconds).toBeGreaterThan(290)
    await run(manager, id)
    expect(await getReplay(owner, id)).toMatchObject({ state: "scheduled", sentOrders: 0 })
    await undoIsOver(id)
    await run(manager, id)
    expect(await getReplay(owner, id)).toMatchObject({ state: "done", sentOrders: 3, approvedBy: "owner" })
  })

  test("a request for approval is announced once, with its totals, to the other person, not the planner", async () => {
    const { manager, owner, merchantId, id } = await large()
    await Promise.allSettled([1, 2].map(() => confirmReplay(manager, { id, name })))
    const [alert, ...others] = await sql`
      select kind, key, params, href from alerts where merchant_id = ${merchantId}`
    expect(others).toEqual([])
    expect(alert).toMatchObject({ kind: "replay_to_approve", key: id, href: `/replays/${id}` })
    expect(ALERT_PARAMS.replay_to_approve.parse(alert!.params)).toMatchObject({
      name,
      by: "manager",
      orders: 3,
    })
    expect(await listReplaysToApprove(owner)).toMatchObject([{ id, name, by: "manager", orders: 3 }])
    expect(await listReplaysToApprove(manager)).toEqual([])
    await approveReplay(owner, { id })
    expect(await listReplaysToApprove(owner)).toEqual([])
  })

  test("the planner cannot approve it, in any role", async () => {
    const merchant = await shop()
    const { owner, location } = merchant
    await changeApprovalThreshold(owner, { orders: 2 })
    await makeOrders(location, 3)
    const id = await planned(owner)
    await confirmReplay(owner, { id, name })
    expect(await codeOf(approveReplay(owner, { id }))).toBe("second_person_required")
    expect(await codeOf(approveReplay(merchant.viewer, { id }))).toBe("role_required")
    expect(await getReplay(owner, id)).toMatchObject({ state: "awaiting_approval", approvers: ["manager"] })
  })

  test("a colleague cannot confirm it, so that nobody approves their own plan", async () => {
    const { manager, owner, id } = await large()
    expect(await codeOf(confirmReplay(owner, { id, name }))).toBe("planner_confirms")
    expect(await confirmReplay(manager, { id, name })).toEqual({ state: "awaiting_approval" })
  })

  test("two people who approve at the same moment start it once", async () => {
    const { manager, owner, id } = await large()
    await confirmReplay(manager, { id, name })
    const third = await colleague(manager)
    const codes = await Promise.all([owner, third].map((ctx) => codeOf(approveReplay(ctx, { id }))))
    expect(codes.sort()).toEqual(["conflict", null])
    const jobs = await sql`select 1 from graphile_worker.jobs where key = ${`replay:${id}`}`
    expect(jobs).toHaveLength(1)
    await undoIsOver(id)
    await Promise.all([run(manager, id), run(manager, id)])
    expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 3 })
  })

  test("it can be cancelled before anything is sent", async () => {
    const { manager, owner, id } = await large()
    await confirmReplay(manager, { id, name })
    await approveReplay(owner, { id })
    await cancelReplay(manager, { id })
    await undoIsOver(id)
    await run(manager, id)
    expect(await getReplay(manager, id)).toMatchObject({ state: "cancelled", sentOrders: 0 })
    expect(await codeOf(cancelReplay(owner, { id }))).toBe("conflict")
    expect(await codeOf(approveReplay(owner, { id }))).toBe("conflict")
  })

  test("an approval after a day is refused", async () => {
    const { manager, owner, id } = await large()
    await confirmReplay(manager, { id, name })
    await sql`update replays set expires_at = now() where id = ${id}`
    expect(await codeOf(approveReplay(owner, { id }))).toBe("replay_expired")
  })

  test("at exactly the threshold one person is enough", async () => {
    const { manager, owner, id } = await large()
    await changeApprovalThreshold(owner, { orders: 3 })
    expect(await confirmReplay(manager, { id, name })).toEqual({ state: "scheduled" })
  })
})

/** State, reason and next trigger of every order except one. */
const statesOf = (merchantId: string, { except }: { except: string }) => sql`
  select order_id, state, reason, next_trigger, next_attempt_at from deliveries
  where merchant_id = ${merchantId} and order_id not in (
    select order_id from replay_orders where replay_id = ${except} and state <> 'skipped')
  order by order_id`
