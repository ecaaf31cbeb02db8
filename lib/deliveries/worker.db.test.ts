import { afterEach, expect, test, vi } from "vitest"
import { sql } from "@/db/index"
import {
  connect,
  eventually,
  makeLocation,
  makeMerchant,
  makeStore,
  paidOrder,
  statusBecomes,
  syncOf,
} from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { getConnection, listStores } from "@/lib/connections/queries"
import { mapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import type { PosOrder } from "@/lib/orders/schema"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { claimLanes, releaseLanes, scanLocations } from "./claim"
import { replayOrder } from "./mutations"
import { createTaker } from "./take"
import { startDeliveryWorker, type WorkerOptions } from "./worker"

const sandbox = await useSandbox()
const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
  await sql`delete from pongo_health`
  await sql`delete from pongo_pauses`
})

async function work(options: WorkerOptions = {}) {
  const worker = await startDeliveryWorker({
    schedule: [0.1, 0.1, 0.2, 0.2, 0.5, 0.5, 1, 1],
    pollMs: 50,
    timeoutMs: 400,
    leaseSeconds: 2,
    ...options,
  })
  running.push(worker)
  return worker
}

const BASTILLE = "le-comptoir-bastille"
const LYON = "le-comptoir-lyon-bellecour"

async function connectedMerchant() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  return merchant
}

const accept = async (till: Parameters<typeof acceptOrder>[0], order: PosOrder) =>
  (await acceptOrder(till, order, "en")).answer

const atPongo = (ref: string) => sandbox.state.orders.rows().filter((order) => order.order_id === ref)

const delivered = (id: string) => statusBecomes(id, "delivered")

test("a paid order reaches Pongo once, at the mapped store", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await work()
  const order = paidOrder(ref)
  const answer = await accept(till, order)
  expect(answer.sync.status).toBe("queued")
  await delivered(answer.id)
  expect(atPongo(order.order_id)).toMatchObject([{ store_slug: BASTILLE, times_posted: 1 }])
})

test("an order of an unmapped location is held and sent automatically once it is mapped", async () => {
  const { merchantId, till, manager } = await connectedMerchant()
  const location = await makeLocation(merchantId)
  await makeStore(merchantId, BASTILLE)
  await work()
  const orders = [paidOrder(location.ref), paidOrder(location.ref), paidOrder(location.ref)]
  const answers = []
  for (const order of orders.toReversed()) answers.push(await accept(till, order))
  expect(answers.map((answer) => [answer.sync.status, answer.sync.reason])).toEqual(
    Array(3).fill(["held", "location_unmapped"]),
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(atPongo(orders[0]!.order_id)).toEqual([])
  await mapLocation(manager, { locationId: location.id, storeSlug: BASTILLE })
  for (const answer of answers) await delivered(answer.id)
  const arrival = sandbox.state.orders.rows().map((order) => order.order_id)
  expect(orders.map((order) => arrival.indexOf(order.order_id))).toEqual(
    orders.map((order) => arrival.indexOf(order.order_id)).toSorted((a, b) => a - b),
  )
  expect((await syncOf(answers[0]!.id)).attempts).toBe(1)
})

test("a rejected order fails with Pongo's own words, does not block the next, and is delivered by a replay", async () => {
  const { merchantId, till, manager } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await work()
  const poisoned = paidOrder(ref)
  sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 422,
    body: { message: "The amount is odd.", errors: { amount: ["The amount is odd."] } },
    match: { order_id: poisoned.order_id },
  })
  const first = await accept(till, poisoned)
  const second = await accept(till, paidOrder(ref))
  await delivered(second.id)
  expect(await syncOf(first.id)).toMatchObject({
    status: "failed",
    reason: "rejected_by_pongo",
    message: "The amount is odd.",
  })
  sandbox.faults.clear()
  await Promise.allSettled([replayOrder(manager, { id: first.id }), replayOrder(manager, { id: first.id })])
  await delivered(first.id)
  const attempts =
    await sql`select trigger, actor, outcome from attempts where order_id = ${first.id} order by started_at`
  expect(attempts.map(({ trigger, outcome }) => [trigger, outcome])).toEqual([
    ["first", "rejected"],
    ["replay", "delivered"],
  ])
  expect(attempts[1]!.actor).toContain("manager")
  expect(atPongo(poisoned.order_id)).toHaveLength(1)
})

test("an answer lost after Pongo took the order does not double it", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "reset_after_work", times: 1 })
  await work()
  const order = paidOrder(ref)
  const answer = await accept(till, order)
  await delivered(answer.id)
  expect(atPongo(order.order_id)).toMatchObject([{ times_posted: 2 }])
  const outcomes = await sql`select outcome from attempts where order_id = ${answer.id} order by started_at`
  expect(outcomes.map((row) => row.outcome)).toEqual(["will_retry", "already_processed"])
})

test.for(["status", "reset", "hang", "html", "truncated_json", "slow"] as const)(
  "an order survives Pongo answering with: %s",
  async (kind) => {
    const { merchantId, till } = await connectedMerchant()
    const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
    sandbox.faults.add({ method: "POST", path: "/v1/orders", kind, status: 500, delay_ms: 700, times: 2 })
    await work()
    const order = paidOrder(ref)
    const answer = await accept(till, order)
    await delivered(answer.id)
    expect(atPongo(order.order_id)).toHaveLength(1)
  },
)

test("Retry-After is honoured and the location waits", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 429,
    retry_after: 1,
    times: 1,
  })
  await work()
  const answer = await accept(till, paidOrder(ref))
  await delivered(answer.id)
  const [first, second] =
    await sql`select started_at from attempts where order_id = ${answer.id} order by started_at`
  expect(second!.started_at.getTime() - first!.started_at.getTime()).toBeGreaterThanOrEqual(990)
})

test("a revoked token holds orders without using attempts, and a new one releases them in order", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({ path: "/v1/*", kind: "status", status: 401 })
  await work()
  const orders = [paidOrder(ref), paidOrder(ref)]
  const answers = [await accept(till, orders[0]!), await accept(till, orders[1]!)]
  await eventually("both orders are held", async () => {
    const states = await Promise.all(answers.map((answer) => syncOf(answer.id)))
    return states.every((state) => state.status === "held" && state.reason === "connection_revoked")
  })
  expect((await syncOf(answers[0]!.id)).attempts).toBe(0)
  sandbox.faults.clear()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  for (const answer of answers) await delivered(answer.id)
})

test.each([401, 403, 404])(
  "a single %i stops nothing: Pongo is asked again, and this order and the next are sent",
  async (status) => {
    const { merchantId, owner, till } = await connectedMerchant()
    const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
    sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "status", status, times: 1 })
    await work()
    const answers = [await accept(till, paidOrder(ref)), await accept(till, paidOrder(ref))]
    for (const answer of answers) await delivered(answer.id)
    expect(await getConnection(owner)).toMatchObject({ state: "connected" })
    expect((await listStores(owner)).filter(({ goneAt }) => goneAt)).toEqual([])
  },
)

test("a missing scope holds the orders once Pongo has refused one twice", async () => {
  const { merchantId, till } = await connectedMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR, ["customer.read"]))
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await work()
  const answer = await accept(till, paidOrder(ref))
  await eventually("the order is held", async () => (await syncOf(answer.id)).reason === "connection_revoked")
  expect(
    await sql`select outcome from attempts where order_id = ${answer.id} order by started_at`,
  ).toMatchObject([{ outcome: "will_retry" }, { outcome: "connection_revoked" }])
})

test("a store on an unreadable page does not count as gone: the order is retried, not held", async () => {
  const { merchantId, till, owner } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: "le-comptoir-elsewhere" })
  const list = { data: [{ slug: BASTILLE }], meta: { last_page: 3 } }
  sandbox.faults.add({ path: "/v1/stores", kind: "status", status: 200, body: list })
  await work({ schedule: [60, 60] })
  const answer = await accept(till, paidOrder(ref))
  await eventually("an attempt fails", async () => (await syncOf(answer.id)).attempts === 1)
  expect(await syncOf(answer.id)).toMatchObject({ status: "retrying" })
  expect((await listStores(owner)).filter(({ goneAt }) => goneAt)).toEqual([])
})

test("a 202 without its message and id does not count as delivered", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "status", status: 202, body: {}, times: 1 })
  await work()
  const order = paidOrder(ref)
  const answer = await accept(till, order)
  await delivered(answer.id)
  expect(
    await sql`select outcome, error_kind from attempts where order_id = ${answer.id} order by started_at`,
  ).toMatchObject([{ outcome: "will_retry", error_kind: "unreadable" }, { outcome: "delivered" }])
  expect(atPongo(order.order_id)).toHaveLength(1)
})

test("the 401 of an old token does not revoke the new one", async () => {
  const { merchantId } = await connectedMerchant()
  const { markRevoked } = await import("@/lib/connections/revoke")
  const { systemCtx } = await import("@/lib/auth/system")
  await connect(merchantId, "a-newer-token")
  expect(await markRevoked(systemCtx(merchantId, "test"), 1, "old")).toBe(false)
  const [row] = await sql`select state from connections where merchant_id = ${merchantId}`
  expect(row!.state).toBe("connected")
})

test("a store that is gone at Pongo holds its orders until the location is remapped", async () => {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = await makeLocation(merchant.merchantId, { storeSlug: "le-comptoir-closed" })
  await makeStore(merchant.merchantId, LYON)
  await work()
  const answer = await accept(merchant.till, paidOrder(location.ref))
  await eventually("the order is held", async () => (await syncOf(answer.id)).reason === "store_gone")
  await mapLocation(merchant.manager, { locationId: location.id, storeSlug: LYON })
  await delivered(answer.id)
  expect((await syncOf(answer.id)).store_slug).toBe(LYON)
})

test("an order that may have reached one store is never sent to another", async () => {
  const { merchantId, till, manager } = await connectedMerchant()
  const location = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await makeStore(merchantId, LYON)
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "reset_after_work", times: 1 })
  await work({ schedule: [0.6, 0.6, 0.6] })
  const order = paidOrder(location.ref)
  const answer = await accept(till, order)
  await eventually("an attempt fails", async () => (await syncOf(answer.id)).attempts === 1)
  await mapLocation(manager, { locationId: location.id, storeSlug: LYON })
  await delivered(answer.id)
  expect(atPongo(order.order_id)).toMatchObject([{ store_slug: BASTILLE }])
})

test("two orders with one number are never mistaken for each other at a store", async () => {
  const { merchantId, till, manager } = await connectedMerchant()
  const first = await makeLocation(merchantId, { ref: "one", storeSlug: BASTILLE })
  const second = await makeLocation(merchantId, { ref: "two" })
  await work()
  const order = paidOrder(first.ref)
  const a = await accept(till, order)
  await delivered(a.id)
  const { unmapLocation } = await import("@/lib/mappings/mutations")
  await unmapLocation(manager, { locationId: first.id })
  await mapLocation(manager, { locationId: second.id, storeSlug: BASTILLE })
  const b = await accept(till, { ...order, location_id: second.ref })
  await delivered(b.id)
  expect(atPongo(`${order.order_id}~two`)).toHaveLength(1)
})

test("after the last attempt an order fails and says so", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "status", status: 500 })
  await work({ schedule: [0.05, 0.05] })
  const answer = await accept(till, paidOrder(ref))
  await statusBecomes(answer.id, "failed")
  expect(await syncOf(answer.id)).toMatchObject({ reason: "retries_exhausted", attempts: 3 })
})

test("an order that always fails at Pongo steps aside for the others", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  const poisoned = paidOrder(ref)
  sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 500,
    match: { order_id: poisoned.order_id },
  })
  await work({ schedule: Array(50).fill(0.1) })
  const stuck = await accept(till, poisoned)
  const next = await accept(till, paidOrder(ref))
  await delivered(next.id)
  expect((await syncOf(stuck.id)).status).not.toBe("delivered")
})

test("while Pongo is down no attempts are used, and afterwards all orders are sent in closing order", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  const fault = sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "status", status: 503 })
  for (let others = 0; others < 2; others++) {
    const other = await connectedMerchant()
    await accept(other.till, paidOrder((await makeLocation(other.merchantId, { storeSlug: BASTILLE })).ref))
  }
  await work({ schedule: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1] })
  const orders = Array.from({ length: 6 }, () => paidOrder(ref))
  const answers = []
  for (const order of orders) answers.push(await accept(till, order))
  await eventually(
    "paused for all",
    async () => (await sql`select 1 from pongo_health where state = 'open'`).length > 0,
  )
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  for (const answer of answers) expect((await syncOf(answer.id)).attempts).toBeLessThanOrEqual(3)
  sandbox.faults.remove(fault.id)
  for (const answer of answers) await delivered(answer.id)
  const arrival = sandbox.state.orders.rows().map((order) => order.order_id)
  const positions = orders.map((order) => arrival.indexOf(order.order_id))
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
}, 30_000)

test("two workers racing for one order have one effect", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await work()
  await work()
  await work()
  const orders = Array.from({ length: 30 }, () => paidOrder(ref))
  const answers = await Promise.all(orders.map((order) => accept(till, order)))
  for (const answer of answers) await delivered(answer.id)
  for (const order of orders) expect(atPongo(order.order_id)).toMatchObject([{ times_posted: 1 }])
})

test("a location's orders are held by one worker at a time", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await accept(till, paidOrder(ref))
  const due = await scanLocations()
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimLanes(due, { leaseSeconds: 5 })))
  const mine = claims.flat().filter((lane) => lane.merchantId === merchantId)
  expect(mine).toHaveLength(1)
  for (const lane of claims.flat()) await releaseLanes(lane.leaseId, [lane.locationId])
  await sql`delete from attempts where merchant_id = ${merchantId}`
  await sql`delete from deliveries where merchant_id = ${merchantId}`
})

test("an order whose worker died after Pongo's answer is sent again under its number and counted once", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  const order = paidOrder(ref)
  const answer = await accept(till, order)
  // Simulates the crash: taken, posted, never recorded.
  const lane = (await claimLanes(await scanLocations(), { leaseSeconds: 1 })).find(
    (l) => l.merchantId === merchantId,
  )!
  const taken = (await createTaker()(lane, answer.id))!
  const { createPongoClient } = await import("@/lib/pongo/client")
  const { toPongoOrder } = await import("./to-pongo")
  const { open } = await import("@/lib/crypto")
  const { tokenContext } = await import("@/lib/connections/queries")
  const dead = createPongoClient({ baseUrl: sandbox.url, timeoutMs: 1_000 })
  await dead.sendOrder(open(taken.sealedToken, tokenContext(merchantId)), toPongoOrder(taken))
  await dead.close()
  await work()
  await delivered(answer.id)
  expect(atPongo(order.order_id)).toMatchObject([{ times_posted: 2 }])
  const outcomes =
    await sql`select outcome from attempts where order_id = ${answer.id} order by started_at, id`
  expect(outcomes.map((row) => row.outcome)).toEqual(["interrupted", "already_processed"])
})

test("a stopping worker finishes what is in flight and returns the rest", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "slow", delay_ms: 200 })
  const answers: Awaited<ReturnType<typeof accept>>[] = []
  for (let i = 0; i < 3; i++) answers.push(await accept(till, paidOrder(ref)))
  const worker = await work()
  await vi.waitFor(async () => expect((await syncOf(answers[0]!.id)).status).toBe("sending"))
  await worker.stop()
  running.length = 0
  const states = await Promise.all(answers.map(async (answer) => (await syncOf(answer.id)).status))
  expect(states).not.toContain("sending")
  expect(states.at(-1)).toBe("queued")
  const [lane] =
    await sql`select lease_id from delivery_lanes n join locations l on l.id = n.location_id where l.merchant_id = ${merchantId}`
  expect(lane!.lease_id).toBeNull()
  await sql`delete from deliveries where merchant_id = ${merchantId} and state <> 'delivered'`
})

test("recorded attempts contain no phone, e-mail or token", async () => {
  const { merchantId, till } = await connectedMerchant()
  const { ref } = await makeLocation(merchantId, { storeSlug: BASTILLE })
  await work()
  const answer = await accept(
    till,
    paidOrder(ref, {
      customer: {
        phone: "06 12 34 56 78",
        opt_in: { sms: true, email: false },
        email: "ines@example.org",
        first_name: "Inès",
      },
    }),
  )
  await delivered(answer.id)
  const [row] = await sql`select request::text, response from attempts where order_id = ${answer.id}`
  for (const secret of ["612345678", "ines@example.org", "Inès", "Bearer"]) {
    expect(row!.request).not.toContain(secret)
    expect(row!.response).not.toContain(secret)
  }
  const [stored] = await sql`select body::text, customer from order_payloads where order_id = ${answer.id}`
  expect(stored!.body + stored!.customer).not.toContain("612345678")
})
