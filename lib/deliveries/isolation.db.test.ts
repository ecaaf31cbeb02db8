import { afterEach, expect, test } from "vitest"
import { sql } from "@/db/index"
import {
  connect,
  eventually,
  makeLocation,
  makeMerchant,
  paidOrder,
  statusBecomes,
  syncOf,
} from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { mapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { claimLanes, releaseLanes, scanLocations } from "./claim"
import { retryAfterOutage } from "./outage"
import { startDeliveryWorker, type WorkerOptions } from "./worker"

const BASTILLE = "le-comptoir-bastille"
const LYON = "le-comptoir-lyon-bellecour"

const sandbox = await useSandbox()
const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
  await sql`delete from pongo_health`
  await sql`delete from pongo_pauses`
  await sql`update deliveries set state = 'skipped' where state in ('queued', 'sending', 'retrying')`
  await sql`update delivery_lanes set lease_id = null, lease_until = null, paused_until = null`
})

async function work(options: WorkerOptions = {}) {
  const worker = await startDeliveryWorker({
    schedule: Array(50).fill(0.1),
    pollMs: 50,
    timeoutMs: 400,
    leaseSeconds: 2,
    ...options,
  })
  running.push(worker)
  return worker
}

async function shop(storeSlug = BASTILLE) {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = await makeLocation(merchant.merchantId, { storeSlug })
  const accept = async (changes = {}) => {
    const order = paidOrder(location.ref, changes)
    return { ...(await acceptOrder(merchant.till, order, "en")).answer, ref: order.order_id }
  }
  return { ...merchant, location, accept }
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
const delivered = (id: string) => statusBecomes(id, "delivered")
const atPongo = (ref: string) => sandbox.state.orders.rows().filter((order) => order.order_id === ref)
const failToRecord = (outcome: string) =>
  sql.unsafe(`
  create or replace function refuse_attempt() returns trigger language plpgsql as
    $$ begin if new.outcome = '${outcome}' then raise exception 'disk full'; end if; return new; end $$;
  create trigger refuse_attempt before insert on attempts for each row execute function refuse_attempt()`)
const recordAgain = () => sql.unsafe("drop trigger if exists refuse_attempt on attempts")

test("a token that cannot be decrypted pauses its location instead of spinning", async () => {
  const broken = await shop()
  await sql`update connections set token = 'gone.AAAA.AAAA.AAAA' where merchant_id = ${broken.merchantId}`
  const { id } = await broken.accept()
  const lastClaim = async () => {
    const [row] = await sql`select last_attempt_at from deliveries where order_id = ${id}`
    return row!.last_attempt_at as Date | null
  }
  await work()
  const claimed = await eventually("the lane is claimed", lastClaim)
  await wait(1_000)
  expect(await lastClaim()).toEqual(claimed)
  expect((await syncOf(id)).status).toBe("queued")
})

test("a probe that cannot be sent does not leave deliveries paused", async () => {
  const fine = await shop()
  const broken = await shop()
  const down = sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "status", status: 503 })
  await work()
  const { id } = await fine.accept()
  await eventually(
    "paused",
    async () => (await sql`select 1 from pongo_pauses where merchant_id = ${fine.merchantId}`).length > 0,
  )
  await sql`update connections set token = 'gone.AAAA.AAAA.AAAA' where merchant_id = ${broken.merchantId}`
  await broken.accept({ closed_at: "2001-01-01T00:00:00Z" })
  sandbox.faults.remove(down.id)
  await delivered(id)
})

test("an order that Pongo accepted but we failed to record is never sent to another store", async () => {
  const { accept, merchantId, manager, location } = await shop()
  await sql`insert into stores (merchant_id, slug, name) values (${merchantId}, ${LYON}, 'Lyon')`
  await failToRecord("delivered")
  try {
    await work()
    const order = await accept()
    await eventually("Pongo has the order", async () => atPongo(order.ref).length > 0)
    await wait(300)
    await mapLocation(manager, { locationId: location.id, storeSlug: LYON })
    await recordAgain()
    await sql`update deliveries set next_attempt_at = now() where order_id = ${order.id}`
    await delivered(order.id)
    expect(atPongo(order.ref)).toMatchObject([{ store_slug: BASTILLE }])
  } finally {
    await recordAgain()
  }
})

test.for(["\u0000", "\ud83d"])(
  "a message from Pongo that the database cannot store (%j) blocks nothing",
  async (odd) => {
    const { accept } = await shop()
    const other = await shop()
    const refused = await accept()
    sandbox.faults.add({
      method: "POST",
      path: "/v1/orders",
      kind: "status",
      status: 422,
      body: { message: `The amount${odd}is odd.` },
      match: { order_id: refused.ref },
    })
    await work()
    const next = await other.accept()
    await statusBecomes(refused.id, "failed")
    await delivered(next.id)
    expect(sandbox.ledger().violations).toEqual([])
  },
)

test("when Pongo knows neither the store nor its list of stores, the retry comes later, not at once", async () => {
  const { accept } = await shop()
  const orders = sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 404,
    body: { message: "Not found." },
  })
  sandbox.faults.add({
    method: "GET",
    path: "/v1/stores",
    kind: "status",
    status: 404,
    body: { message: "Not found." },
  })
  await work({ schedule: Array(9).fill(5) })
  const { id } = await accept()
  await eventually("an order is sent", async () => orders.hits > 0)
  await wait(1_000)
  expect(sandbox.faults.list().find((fault) => fault.id === orders.id)!.hits).toBeLessThanOrEqual(2)
  expect(await syncOf(id)).toMatchObject({ status: "retrying", attempts: 1 })
})

test("order numbers that look like ours block no other order", async () => {
  const mine = await shop()
  const two = await makeLocation(mine.merchantId, { ref: "two" })
  const other = await shop()
  await work()
  const send = async (location_id: string, order_id: string) =>
    (await acceptOrder(mine.till, paidOrder(location_id, { order_id }), "en")).answer.id
  const number = `17-${mine.merchantId.slice(-6)}`
  await delivered(await send(mine.location.ref, number))
  await delivered(await send(mine.location.ref, `${number}~two`))
  await sql`delete from store_mappings where location_id = ${mine.location.id}`
  await sql`insert into store_mappings (location_id, merchant_id, store_slug) values (${two.id}, ${mine.merchantId}, ${BASTILLE})`
  const clash = await send("two", number)
  const literal = await send("two", `${number}~two`)
  await delivered((await other.accept()).id)
  await delivered(clash)
  await delivered(literal)
  expect(sandbox.state.orders.rows().filter((order) => order.order_id.startsWith(number))).toHaveLength(4)
})

test("a location whose orders cannot be claimed does not block the others", async () => {
  const broken = await shop()
  const other = await shop()
  const bad = await broken.accept()
  await sql.unsafe(`
    create or replace function refuse_claim() returns trigger language plpgsql as
      $$ begin if new.order_id = '${bad.id}' and new.state = 'sending' then raise exception 'broken row'; end if; return new; end $$;
    create trigger refuse_claim before update on deliveries for each row execute function refuse_claim()`)
  try {
    const good = await other.accept()
    await work({ leaseSeconds: 60 })
    await delivered(good.id)
  } finally {
    await sql.unsafe("drop trigger refuse_claim on deliveries")
  }
})

test("a worker that lost a location sends no more of its orders", async () => {
  const { accept, location } = await shop()
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "slow", delay_ms: 250 })
  const refs = []
  for (let i = 0; i < 5; i++) refs.push((await accept()).ref)
  await work({ leaseSeconds: 60 })
  await eventually(
    "one sent",
    async () =>
      (await sql`select 1 from deliveries where location_id = ${location.id} and state = 'delivered'`)
        .length > 0,
  )
  await sql`update delivery_lanes set lease_id = gen_random_uuid(), lease_until = now() + interval '1 hour' where location_id = ${location.id}`
  await wait(1_500)
  expect(refs.flatMap(atPongo).length).toBeLessThanOrEqual(3)
})

test("locations take turns: an old backlog does not starve a new order elsewhere", async () => {
  const backlog = [await shop(), await shop()]
  const fresh = await shop()
  for (const { accept } of backlog)
    for (let i = 0; i < 40; i++) await accept({ closed_at: "2020-01-01T00:00:00Z" })
  const { id } = await fresh.accept()
  const turns: string[] = []
  for (let turn = 0; turn < 4; turn++) {
    const [lane] = await claimLanes(await scanLocations({ limit: 1 }), { leaseSeconds: 60 })
    turns.push(lane!.locationId)
    await sql`update deliveries set state = 'queued' where location_id = ${lane!.locationId}`
    await releaseLanes(lane!.leaseId, [lane!.locationId])
  }
  expect(turns.slice(0, 3)).toContain(fresh.location.id)
  expect(id).toBeTruthy()
})

test("an order that always fails at Pongo does not keep deliveries paused", async () => {
  const { accept } = await shop()
  const poison = await Promise.all(Array.from({ length: 4 }, () => accept()))
  for (const { ref } of poison)
    sandbox.faults.add({
      method: "POST",
      path: "/v1/orders",
      kind: "status",
      status: 500,
      match: { order_id: ref },
    })
  const good = await accept()
  await work()
  await expect.poll(async () => (await syncOf(good.id)).status, { timeout: 40_000 }).toBe("delivered")
}, 60_000)

test("an intermittent outage uses up no attempts and changes nothing else", async () => {
  const { accept, merchantId } = await shop()
  const other = await shop()
  const tried = async (id: string, ago: string, kind = "refused") => {
    await sql`
      update deliveries set state = 'retrying', attempts = 9, schedule_step = 9, last_error_kind = ${kind},
        last_attempt_at = now() - ${ago}::interval, next_attempt_at = now() + interval '1 hour' where order_id = ${id}`
    return id
  }
  const during = await tried((await accept()).id, "1 minute")
  const untouched = [
    await tried((await accept()).id, "3 hours"),
    await tried((await accept()).id, "1 minute", "rate_limited"),
    await tried((await other.accept()).id, "1 minute"),
  ]
  await retryAfterOutage([{ merchantId, since: new Date(Date.now() - 5 * 60_000) }])
  const stepOf = async (id: string) =>
    (
      await sql`select schedule_step, attempts, next_attempt_at <= now() as due from deliveries where order_id = ${id}`
    )[0]
  expect(await stepOf(during)).toEqual({ schedule_step: 8, attempts: 9, due: true })
  for (const id of untouched) expect(await stepOf(id)).toEqual({ schedule_step: 9, attempts: 9, due: false })
})
