import { type ChildProcess, spawn } from "node:child_process"
import { afterAll, expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { connect, eventually, makeLocation, makeMerchant, makeStore } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { replayOrder } from "@/lib/deliveries/mutations"
import { cancelReplay, changeApprovalThreshold, confirmReplay, planReplay } from "./mutations"
import { getReplay } from "./queries"
import { runReplay } from "./run"
import { makeOrders } from "./testing/orders"

const workers: ChildProcess[] = []
afterAll(() => {
  for (const worker of workers) worker.kill("SIGKILL")
})

async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "a-token")
  await changeApprovalThreshold(merchant.owner, { orders: 100_000 })
  const { id: locationId } = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  return { ...merchant, locationId, location: { merchantId: merchant.merchantId, locationId } }
}

async function confirmed(ctx: Ctx, filters = { status: "failed" as const }) {
  const { id } = await planReplay(ctx, { kind: "send", orders: { filters } })
  await confirmReplay(ctx, { id, name: "x" })
  return id
}

const run = (ctx: Ctx, id: string) => runReplay({ merchantId: ctx.merchantId, replayId: id })

/** A run hands over to a new job after a few seconds; this runs them in sequence. */
async function runToEnd(ctx: Ctx, id: string) {
  while ((await getReplay(ctx, id)).state !== "done") await run(ctx, id)
}

/** Released orders, as counted by the deliveries, the events, the replay's own rows and its counter. */
async function released(ctx: Ctx, id: string) {
  const [row] = await sql<
    { deliveries: number; events: number; orders: number; rows: number; counted: number }[]
  >`
    select (select count(*)::int from deliveries where merchant_id = ${ctx.merchantId} and next_trigger = 'bulk_replay') as deliveries,
           (select count(*)::int from order_events where merchant_id = ${ctx.merchantId} and kind = 'replay_requested') as events,
           (select count(distinct order_id)::int from order_events where merchant_id = ${ctx.merchantId}) as orders,
           (select count(*)::int from replay_orders where replay_id = ${id} and state = 'sent') as rows,
           (select sent_orders from replays where id = ${id}) as counted`
  return row!
}

const same = (count: number) => ({
  deliveries: count,
  events: count,
  orders: count,
  rows: count,
  counted: count,
})

test("a cancellation half way stops the rest, and the orders already sent are counted", async () => {
  const { manager, location } = await shop()
  await makeOrders(location, 6_000)
  const id = await confirmed(manager)
  const running = run(manager, id)
  await eventually("some orders are sent", async () => (await getReplay(manager, id)).sentOrders > 0)
  await cancelReplay(manager, { id })
  await running
  const { state, sentOrders } = await getReplay(manager, id)
  expect(state).toBe("cancelled")
  expect(sentOrders).toBeLessThan(6_000)
  expect(await released(manager, id)).toEqual(same(sentOrders))
  await run(manager, id)
  expect(await released(manager, id)).toEqual(same(sentOrders))
})

test("after a worker is killed with -9 half way, another continues, and no order is released twice", {
  timeout: 60_000,
}, async () => {
  const { manager, location } = await shop()
  await makeOrders(location, 15_000)
  // Pauses deliveries, so that the released orders can be counted.
  await sql`update delivery_lanes set paused_until = now() + interval '1 hour'`
  const id = await confirmed(manager)
  const worker = spawn(process.execPath, ["--import", "tsx", "bin/worker.ts"], {
    env: { ...process.env, VITEST: undefined, NODE_ENV: "development", PONGO_API_URL: "http://127.0.0.1:9" },
    stdio: "ignore",
  })
  workers.push(worker)
  const until = Date.now() + 40_000
  while ((await getReplay(manager, id)).sentOrders === 0 && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  worker.kill("SIGKILL")
  await new Promise((resolve) => worker.once("exit", resolve))
  const half = await getReplay(manager, id)
  expect(half.state).toBe("running")
  expect(half.sentOrders).toBeGreaterThan(0)
  expect(half.sentOrders).toBeLessThan(15_000)
  // Unlocks the job, as live workers do once this one stops beating.
  await sql`select graphile_worker.force_unlock_workers(array_agg(locked_by)) from graphile_worker.jobs where locked_by is not null`
  await Promise.all([runToEnd(manager, id), runToEnd(manager, id)])
  expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 15_000 })
  expect(await released(manager, id)).toEqual(same(15_000))
})

test("held orders are skipped, even when the hold came after the plan", async () => {
  const { merchantId, manager, location } = await shop()
  const [kept] = await makeOrders(location, 1)
  const other = await makeLocation(merchantId, { storeSlug: "b-store" })
  await makeOrders({ merchantId, locationId: other.id }, 2)
  const id = await confirmed(manager)
  await sql`delete from store_mappings where location_id = ${other.id}`
  await run(manager, id)
  expect(await getReplay(manager, id)).toMatchObject({
    state: "done",
    sentOrders: 1,
    skippedOrders: 2,
    skips: [{ reason: "held", orders: 2, isLate: true }],
  })
  const sent = await sql`select order_id from replay_orders where replay_id = ${id} and state = 'sent'`
  expect(sent.map((row) => row.order_id)).toEqual([kept])
})

test("an order that may have reached a store stays bound to it and to its number; another follows the mapping", async () => {
  const { merchantId, manager, location, locationId } = await shop()
  const [bound, free] = await makeOrders(location, 2)
  await sql`update deliveries set store_slug = 'a-store', pongo_order_ref = order_id::text, maybe_sent = order_id = ${bound!} where order_id = any(${[bound!, free!]})`
  await makeStore(merchantId, "b-store")
  await sql`update store_mappings set store_slug = 'b-store' where location_id = ${locationId}`
  await run(manager, await confirmed(manager))
  const rows = await sql`
    select order_id, state, store_slug, pongo_order_ref from deliveries where merchant_id = ${merchantId}`
  expect(rows).toHaveLength(2)
  expect(rows).toContainEqual({
    order_id: bound,
    state: "retrying",
    store_slug: "a-store",
    pongo_order_ref: bound,
  })
  expect(rows).toContainEqual({ order_id: free, state: "retrying", store_slug: null, pongo_order_ref: null })
})

test("a locked order does not stop the others, and is released once it is free", async () => {
  const { manager, location } = await shop()
  const ids = await makeOrders(location, 5)
  const id = await confirmed(manager)
  let isLocked = () => {}
  let letGo = () => {}
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve
  })
  const othersSent = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const held = db.transaction(async (holder) => {
    await holder`select 1 from deliveries where order_id = ${ids[0]!} for update`
    isLocked()
    await othersSent
    await holder`update deliveries set state = 'delivered' where order_id = ${ids[0]!}`
  })
  await locked
  const running = run(manager, id)
  await eventually("the other orders are sent", async () => (await getReplay(manager, id)).sentOrders === 4)
  letGo()
  await held
  await running
  expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 4, skippedOrders: 1 })
})

test("an order replayed by hand is not replayed again in bulk, nor the reverse", async () => {
  const { manager, location } = await shop()
  const [first, second] = await makeOrders(location, 2)
  const id = await confirmed(manager)
  await replayOrder(manager, { id: first! })
  await run(manager, id)
  expect(await getReplay(manager, id)).toMatchObject({
    sentOrders: 1,
    skips: [{ reason: "on_its_way", orders: 1, isLate: true }],
  })
  await expect(replayOrder(manager, { id: second! })).rejects.toMatchObject({ code: "replay_not_possible" })
})

test("a job for another merchant's replay does nothing", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await makeOrders(theirs.location, 2)
  const id = await confirmed(theirs.manager)
  await run(mine.manager, id)
  expect(await getReplay(theirs.manager, id)).toMatchObject({ state: "scheduled", sentOrders: 0 })
})

test("100,000 orders are planned and released in batches, each once", { timeout: 180_000 }, async () => {
  const { merchantId, manager, owner, locationId, location } = await shop()
  await changeApprovalThreshold(owner, { orders: 99_999 })
  await makeOrders(location, 60_000, { customer: "cust_1", cents: 1000 })
  await makeOrders(location, 40_000, { customer: "cust_2", cents: 500 })
  await makeOrders({ merchantId, locationId }, 5_000, { delivery: "delivered" })
  await sql`analyze`
  const startedAt = performance.now()
  const { id } = await planReplay(manager, { kind: "send", orders: { filters: {} } })
  const plannedMs = performance.now() - startedAt
  expect(await getReplay(manager, id)).toMatchObject({
    orders: 100_000,
    customers: 2,
    totalCents: 80_000_000,
    skips: [{ reason: "already_delivered", orders: 5_000, isLate: false }],
  })
  expect(await confirmReplay(manager, { id, name: "x" })).toEqual({ state: "awaiting_approval" })
  await sql`update replays set state = 'scheduled', starts_at = now() where id = ${id}`
  const releasedAt = performance.now()
  await runToEnd(manager, id)
  const releasedMs = performance.now() - releasedAt
  expect(await getReplay(manager, id)).toMatchObject({
    sentOrders: 100_000,
    sentCents: 80_000_000,
    sentCustomers: 2,
    skippedOrders: 0,
  })
  expect(await released(manager, id)).toEqual(same(100_000))
  const readAt = performance.now()
  await getReplay(manager, id)
  const readMs = performance.now() - readAt
  console.log(
    `100,000 orders: planned in ${Math.round(plannedMs)} ms, released in ${Math.round(releasedMs)} ms, page read in ${Math.round(readMs)} ms`,
  )
})

test("a replay that reads as finished comes with the outcome of all its orders", async () => {
  const { manager, location } = await shop()
  for (let round = 0; round < 5; round++) {
    await makeOrders(location, 20)
    const id = await confirmed(manager)
    const readers = Array.from({ length: 6 }, async () => {
      for (;;) {
        const { state, standing, sentOrders } = await getReplay(manager, id)
        if (state === "done") return { sentOrders, now: Object.values(standing).reduce((sum, n) => sum + n) }
      }
    })
    await runToEnd(manager, id)
    for (const reader of readers) expect(await reader).toEqual({ sentOrders: 20, now: 20 })
  }
})
