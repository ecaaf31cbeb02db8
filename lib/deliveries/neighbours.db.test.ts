import { afterEach, expect, test } from "vitest"
import { sql } from "@/db/index"
import {
  connect,
  eventually,
  makeLocation,
  makeMerchant,
  paidOrder,
  statusBecomes,
} from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { getPongoHealth } from "@/lib/connections/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { scanLocations } from "./claim"
import { notePause } from "./outage"
import { startDeliveryWorker, type WorkerOptions } from "./worker"

const BASTILLE = "le-comptoir-bastille"

const sandbox = await useSandbox()
const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  sandbox.faults.clear()
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
  await sql`delete from pongo_health`
  await sql`delete from pongo_pauses`
  await sql`update deliveries set state = 'skipped' where state in ('queued', 'sending', 'retrying')`
  await sql`update delivery_lanes set lease_id = null, lease_until = null, paused_until = null`
})

async function work(options: WorkerOptions = {}) {
  running.push(
    await startDeliveryWorker({
      schedule: Array(50).fill(0.1),
      pollMs: 50,
      timeoutMs: 5_000,
      leaseSeconds: 10,
      ...options,
    }),
  )
}

async function shop(locations = 1) {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const refs: string[] = []
  for (let n = 0; n < locations; n++)
    refs.push((await makeLocation(merchant.merchantId, { storeSlug: n ? `store-${n}` : BASTILLE })).ref)
  const accept = async (comment: string, ref = refs[0]!) => {
    const order = paidOrder(ref, { comment })
    return { ref: order.order_id, id: (await acceptOrder(merchant.till, order, "en")).answer.id }
  }
  return { ...merchant, refs, accept }
}

const posts = (comment: string, fault: { kind: "slow" | "status"; delay_ms?: number; status?: number }) =>
  sandbox.faults.add({ method: "POST", path: "/v1/orders", match: { body_includes: comment }, ...fault })
const delivered = (id: string) => statusBecomes(id, "delivered")

test("a merchant whose stores are slow leaves lanes to the others", async () => {
  const slow = await shop(6)
  const quick = await shop()
  const waiting = posts("slow store", { kind: "slow", delay_ms: 4_000 })
  for (const ref of slow.refs) await slow.accept("slow store", ref)
  await work({ concurrency: 4 })
  await eventually("its share is in flight", async () => waiting.hits === 2)
  await delivered((await quick.accept("quick")).id)
  await delivered((await quick.accept("quick")).id)
  expect(waiting.hits).toBe(2)
})

test("a scan lists every merchant's longest-waiting location before any merchant's second", async () => {
  const shops = [await shop(6), await shop(6), await shop(1)]
  for (const { refs, accept } of shops) for (const ref of refs) await accept("due", ref)
  const found = await scanLocations()
  const merchants = new Set(shops.map(({ merchantId }) => merchantId))
  expect(new Set(found.slice(0, 3).map(({ merchantId }) => merchantId))).toEqual(merchants)
  expect(found).toHaveLength(13)
})

test("a location's turn ends by the clock, however many of its orders are due", async () => {
  const [long, short] = [await shop(), await shop()]
  const orders: { ref: string }[] = []
  posts("takes its time", { kind: "slow", delay_ms: 150 })
  for (let n = 0; n < 10; n++) orders.push(await long.accept("takes its time"))
  const other = await short.accept("quick")
  await work({ concurrency: 1, turnMs: 200 })
  await delivered(other.id)
  const arrived = new Set(sandbox.state.orders.rows().map((order) => order.order_id))
  expect(orders.filter(({ ref }) => arrived.has(ref)).length).toBeLessThanOrEqual(3)
})

test("one merchant's failing orders delay no other merchant, and only it sees Pongo as down", async () => {
  const [failing, healthy] = [await shop(), await shop()]
  posts("always fails", { kind: "status", status: 500 })
  for (let n = 0; n < 10; n++) await failing.accept("always fails")
  await work()
  await eventually("the merchant is paused", async () => getPongoHealth(failing.owner))
  await delivered((await healthy.accept("fine")).id)
  expect(await getPongoHealth(healthy.owner)).toBeNull()
  expect(await sql`select 1 from pongo_health where state = 'open'`).toHaveLength(0)
  const [row] = await sql`
    select count(*)::int as probes from attempts where merchant_id = ${healthy.merchantId} and trigger = 'probe'`
  expect(row!.probes).toBe(0)
})

test("an outage expires unless a worker renews it, even if its worker died", async () => {
  const { owner, merchantId } = await shop()
  const since = new Date(Date.now() - 60_000)
  await notePause({ of: "all", isOpen: true, since, failing: [] })
  await notePause({ of: "merchant", isOpen: true, since, merchantId })
  expect(await getPongoHealth(owner)).toEqual({ isDown: true, since })
  await sql`update pongo_health set expires_at = now()`
  await sql`update pongo_pauses set expires_at = now()`
  expect(await getPongoHealth(owner)).toBeNull()
})

test.for(["all", "merchant"] as const)(
  "a worker that starts in an outage (%s) probes before it sends, and ends it",
  async (of) => {
    const { accept, owner, merchantId } = await shop()
    const since = new Date(Date.now() - 60_000)
    const { id } = await accept("waits")
    if (of === "all") await notePause({ of, isOpen: true, since, failing: [] })
    else await notePause({ of, isOpen: true, since, merchantId })
    await work()
    await delivered(id)
    const attempts = await sql`select trigger from attempts where order_id = ${id}`
    expect(attempts.map(({ trigger }) => trigger)).toEqual(["probe"])
    await eventually("the pause ends", async () => (await getPongoHealth(owner)) === null)
  },
)
