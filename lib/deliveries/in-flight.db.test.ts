import { afterEach, expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { eventually, makeStore, paidOrder, statusBecomes, syncOf } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { disconnect } from "@/lib/connections/mutations"
import { openShop } from "@/lib/customers/testing/shop"
import { archiveLocation } from "@/lib/locations/mutations"
import { mapLocation, unmapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { cancelOrder, refundOrder } from "@/lib/orders/cancel"
import { tellStatus } from "@/lib/orders/tell-status"
import type { FaultInput } from "@/sandbox/server/faults"
import { claimLanes, freeDeadLanes, releaseLanes, scanLocations } from "./claim"
import { createTaker, giveBack } from "./take"
import { startDeliveryWorker } from "./worker"

const BASTILLE = "le-comptoir-bastille"
const LYON = "le-comptoir-lyon-bellecour"
const CLAIMED = 8

const sandbox = await useSandbox()
const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
  await sql`delete from pongo_health`
  await sql`delete from pongo_pauses`
  await sql`update deliveries set state = 'skipped' where state in ('queued', 'sending', 'retrying')`
  await sql`update delivery_lanes set lease_id = null, lease_until = null, paused_until = null`
})

async function work() {
  running.push(
    await startDeliveryWorker({
      schedule: Array(50).fill(0.1),
      pollMs: 50,
      timeoutMs: 5_000,
      leaseSeconds: 10,
    }),
  )
}

async function shop() {
  const merchant = await openShop(sandbox)
  const { location } = merchant
  await makeStore(merchant.merchantId, LYON)
  const accept = async () => {
    const order = paidOrder(location.ref)
    return { ref: order.order_id, id: (await acceptOrder(merchant.till, order, "en")).answer.id }
  }
  const reversal = { location_id: location.ref }
  return {
    ...merchant,
    accept,
    cancel: (ref: string) => cancelOrder(merchant.till, ref, reversal, "en"),
    refund: async (ref: string, amount_cents?: number) =>
      (await refundOrder(merchant.till, ref, { ...reversal, refund_id: "1", amount_cents }, "en")).answer,
  }
}

async function leaseOf({ location }: Awaited<ReturnType<typeof shop>>) {
  const lanes = await claimLanes(await scanLocations(), { leaseSeconds: 60 })
  return lanes.find(({ locationId }) => locationId === location.id)!
}

const posts = (input: Partial<FaultInput> = {}) =>
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "slow", delay_ms: 150, ...input })
const atPongo = (ref: string) => sandbox.state.orders.rows().find((order) => order.order_id === ref)
const statusOf = async (id: string) => (await syncOf(id)).status

/** One location's orders, claimed by one worker from a slow Pongo; the second is in flight. */
async function claimedRun() {
  const mine = await shop()
  const orders: { ref: string; id: string }[] = []
  for (let n = 0; n < CLAIMED; n++) orders.push(await mine.accept())
  const sent = posts()
  await work()
  await eventually("the second order is sent", async () => sent.hits >= 2)
  return { ...mine, orders, sent }
}

type Run = Awaited<ReturnType<typeof claimedRun>>
const HELD: [string, string, (run: Run) => Promise<void>][] = [
  ["a disconnection", "not_connected", (run) => disconnect(run.owner)],
  ["unmapping", "location_unmapped", (run) => unmapLocation(run.manager, { locationId: run.location.id })],
  ["archiving", "location_unmapped", (run) => archiveLocation(run.manager, run.location.ref)],
]

test.for(HELD)("after %s no order is sent, and the rest are held", async ([, reason, change]) => {
  const run = await claimedRun()
  await change(run)
  const posted = run.sent.hits
  const states = await Promise.all(run.orders.map(({ id }) => syncOf(id)))
  expect(states.filter(({ status }) => status === "delivered")).toHaveLength(posted)
  expect(states.filter((state) => state.status === "held" && state.reason === reason)).toHaveLength(
    CLAIMED - posted,
  )
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(run.sent.hits).toBe(posted)
  expect(posted).toBeLessThan(CLAIMED)
})

test("after a new mapping no order is sent to the previous store", async () => {
  const run = await claimedRun()
  await mapLocation(run.manager, { locationId: run.location.id, storeSlug: LYON })
  const atBastille = run.orders.filter(({ ref }) => atPongo(ref))
  expect(atBastille.length).toBeLessThan(CLAIMED)
  for (const { id } of run.orders) await statusBecomes(id, "delivered")
  for (const order of run.orders)
    expect(atPongo(order.ref)!.store_slug).toBe(atBastille.includes(order) ? BASTILLE : LYON)
})

test.for([
  ["cancelled", (run: Run, ref: string) => run.cancel(ref)],
  ["refunded", (run: Run, ref: string) => run.refund(ref)],
] as const)("an order %s between its claim and its send is never sent", async ([, reverse]) => {
  const run = await claimedRun()
  const reversed = run.orders[4]!
  await reverse(run, reversed.ref)
  expect(await syncOf(reversed.id)).toMatchObject({ status: "skipped", reason: "cancelled" })
  const others = run.orders.filter((order) => order !== reversed)
  for (const { id } of others) await statusBecomes(id, "delivered")
  expect(atPongo(reversed.ref)).toBeUndefined()
  const arrival = sandbox.state.orders.rows().map((order) => order.order_id)
  const positions = others.map(({ ref }) => arrival.indexOf(ref))
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
})

test("an order refunded in part while a worker has claimed it is sent with the remaining amount", async () => {
  const run = await claimedRun()
  const { id, ref } = run.orders[4]!
  const answer = await run.refund(ref, 500)
  expect(answer.warnings).toEqual([])
  await statusBecomes(id, "delivered")
  expect(atPongo(ref)!.amount).toBe(950)
})

test("an order cancelled in flight is delivered, and then Pongo is told", async () => {
  const run = await claimedRun()
  const inFlight = await eventually("an order is in flight", async () => {
    const [row] = await sql<{ id: string; ref: string }[]>`
      select o.id, o.ref from orders o join deliveries d on d.order_id = o.id
      where o.merchant_id = ${run.merchantId} and d.state = 'sending'`
    return row
  })
  await run.cancel(inFlight.ref)
  await statusBecomes(inFlight.id, "delivered")
  await tellStatus({ merchantId: run.merchantId, orderId: inFlight.id, status: "cancelled" })
  expect(atPongo(inFlight.ref)!.status).toBe("cancelled")
})

test("an order refunded in part after it was taken but not posted is sent with the remaining amount", async () => {
  const mine = await shop()
  const { id, ref } = await mine.accept()
  const lane = await leaseOf(mine)
  expect(await createTaker()(lane, id)).toMatchObject({ toldCents: 1450 })
  await mine.refund(ref, 500)
  await giveBack(lane, id)
  await releaseLanes(lane.leaseId, [lane.locationId])
  await work()
  await statusBecomes(id, "delivered")
  expect(atPongo(ref)!.amount).toBe(950)
})

test("when a reversal and a worker race for one order, each sees what the other did", async () => {
  const mine = await shop()
  const orders: { ref: string; id: string }[] = []
  for (let n = 0; n < 20; n++) orders.push(await mine.accept())
  const lane = await leaseOf(mine)
  expect(lane.orderIds).toEqual(orders.map(({ id }) => id))
  const take = createTaker()
  const jobs = (id: string) =>
    sql`select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'tell_pongo_status' and j.payload ->> 'orderId' = ${id}`
  for (const [n, { id, ref }] of orders.entries()) {
    const isWhole = n % 2 === 0
    const [taken, answer] = await Promise.all([
      take(lane, id),
      isWhole ? mine.cancel(ref) : mine.refund(ref, 500),
    ])
    if (isWhole) {
      expect((await jobs(id)).length).toBe(taken ? 1 : 0)
      expect(await statusOf(id)).toBe(taken ? "sending" : "skipped")
    } else if (taken) expect(taken.toldCents).toBe(answer.warnings.length > 0 ? 1450 : 950)
  }
})

test("a locked order delays its own location only", async () => {
  const [mine, other] = [await shop(), await shop()]
  const locked = await mine.accept()
  const free = await other.accept()
  let unlock = () => {}
  let change: Promise<unknown> = Promise.resolve()
  await new Promise<void>((isLocked) => {
    change = db.transaction(async (tx) => {
      await tx`select 1 from deliveries where order_id = ${locked.id} for update`
      isLocked()
      await new Promise<void>((done) => {
        unlock = done
      })
    })
  })
  await work()
  await statusBecomes(free.id, "delivered")
  expect(await statusOf(locked.id)).toBe("queued")
  unlock()
  await change
  await statusBecomes(locked.id, "delivered")
})

test("an order without its content steps aside for those after it", async () => {
  const mine = await shop()
  const empty = await mine.accept()
  const next = await mine.accept()
  await sql`delete from order_payloads where order_id = ${empty.id}`
  await work()
  await statusBecomes(next.id, "delivered")
  expect(await statusOf(empty.id)).toBe("retrying")
})

test("an order in flight when its worker died is held like the others once the merchant has disconnected", async () => {
  const mine = await shop()
  const { id } = await mine.accept()
  const lane = await leaseOf(mine)
  await createTaker()(lane, id)
  await sql`update connections set state = 'disconnected', token = null where merchant_id = ${mine.merchantId}`
  expect(await statusOf(id)).toBe("sending")
  await freeDeadLanes()
  expect(await statusOf(id)).toBe("sending")
  await sql`update delivery_lanes set lease_until = now() - interval '1 second' where location_id = ${mine.location.id}`
  await freeDeadLanes()
  expect(await statusOf(id)).toBe("held")
  const attempts = await sql`select outcome from attempts where order_id = ${id}`
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["interrupted"])
  await releaseLanes(lane.leaseId, [lane.locationId])
})
