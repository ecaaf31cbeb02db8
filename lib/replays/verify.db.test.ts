import { afterEach, expect, test, vi } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Ctx } from "@/lib/auth/ctx"
import { verifyOrder } from "@/lib/deliveries/verify"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { confirmReplay, planReplay } from "./mutations"
import { getReplay, listFailedAgain } from "./queries"
import { runReplay } from "./run"
import { makeOrders } from "./testing/orders"

const sandbox = await useSandbox({ PONGO_TIMEOUT_MS: 400 })
afterEach(async () => {
  await sql`delete from pongo_health`
})

const BASTILLE = "le-comptoir-bastille"

async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const { id: locationId } = await makeLocation(merchant.merchantId, { storeSlug: BASTILLE })
  return {
    ...merchant,
    locationId,
    location: { merchantId: merchant.merchantId, locationId, storeSlug: BASTILLE },
  }
}

/** Delivered orders; Pongo has them after their first verification. */
async function delivered(shop: { location: Parameters<typeof makeOrders>[0]; manager: Ctx }, count: number) {
  const ids = await makeOrders(shop.location, count, { delivery: "delivered", cents: 1000 })
  for (const id of ids) await verifyOrder(shop.manager, { id })
  return ids
}

const rowOf = async (id: string) => (await sql`select * from deliveries where order_id = ${id}`)[0]
const orderOf = async (id: string) => (await sql`select * from orders where id = ${id}`)[0]
const attemptsOf = (id: string) =>
  sql`select trigger, outcome, actor, error_kind, is_counted, store_slug from attempts where order_id = ${id} order by started_at, id`
const atPongo = async (id: string) => {
  const ref = (await rowOf(id))!.pongo_order_ref
  return sandbox.state.orders.rows().filter((order) => order.order_id === ref)
}

test("a delivered order that Pongo has is confirmed, and nothing about it changes", async () => {
  const merchant = await shop()
  const [id] = await delivered(merchant, 1)
  const before = [await rowOf(id!), await orderOf(id!)]
  expect(await verifyOrder(merchant.manager, { id: id! })).toMatchObject({ verification: "confirmed" })
  expect([await rowOf(id!), await orderOf(id!)]).toEqual(before)
  expect(await atPongo(id!)).toMatchObject([{ store_slug: BASTILLE, times_posted: 2 }])
  expect((await attemptsOf(id!)).at(-1)).toMatchObject({
    trigger: "verify",
    outcome: "already_processed",
    actor: expect.stringContaining("manager"),
    is_counted: false,
    store_slug: BASTILLE,
  })
})

test("an order that Pongo never had arrives, and the log says so", async () => {
  const { manager, location } = await shop()
  const [id] = await makeOrders(location, 1, { delivery: "delivered" })
  const before = await rowOf(id!)
  expect(await verifyOrder(manager, { id: id! })).toMatchObject({ verification: "arrived" })
  expect(await atPongo(id!)).toHaveLength(1)
  expect(await rowOf(id!)).toEqual(before)
  expect(await attemptsOf(id!)).toMatchObject([{ trigger: "verify", outcome: "delivered" }])
})

test.for([
  { kind: "status", status: 500 },
  { kind: "status", status: 422 },
  { kind: "status", status: 404 },
  { kind: "status", status: 429 },
  { kind: "hang" },
  { kind: "reset" },
  { kind: "html" },
] as const)("a delivered order does not change when Pongo answers with: $kind $status", async (fault) => {
  const merchant = await shop()
  const [id] = await delivered(merchant, 1)
  const before = [await rowOf(id!), await orderOf(id!)]
  sandbox.faults.add({ method: "POST", path: "/v1/orders", ...fault })
  expect(await verifyOrder(merchant.manager, { id: id! })).toMatchObject({ verification: "failed" })
  expect([await rowOf(id!), await orderOf(id!)]).toEqual(before)
  const last = (await attemptsOf(id!)).at(-1)!
  expect(last).toMatchObject({ trigger: "verify", outcome: "not_verified", is_counted: false })
  expect(last.error_kind).not.toBeNull()
})

test("a token that Pongo withdrew revokes the connection; the order stays delivered", async () => {
  const merchant = await shop()
  const [id] = await delivered(merchant, 1)
  const before = await rowOf(id!)
  sandbox.faults.add({ path: "/v1/*", kind: "status", status: 401 })
  expect(await verifyOrder(merchant.manager, { id: id! }).catch((error) => error.code)).toMatchObject({
    verification: "failed",
  })
  const [connection] = await sql`select state from connections where merchant_id = ${merchant.merchantId}`
  expect(connection).toEqual({ state: "revoked" })
  expect(await rowOf(id!)).toEqual(before)
})

test("a 202 without its message and id verifies nothing", async () => {
  const merchant = await shop()
  const [id] = await delivered(merchant, 1)
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "bare" })
  expect(await verifyOrder(merchant.manager, { id: id! })).toMatchObject({
    verification: "failed",
    errorKind: "unreadable",
  })
})

test("only a delivered order that was not reversed can be verified, and not by a viewer", async () => {
  const { manager, viewer, location } = await shop()
  const codeOf = (ctx: Ctx, id: string) => verifyOrder(ctx, { id }).catch((error) => error.code)
  const [failed] = await makeOrders(location, 1)
  const [refunded] = await makeOrders(location, 1, { delivery: "delivered", order: "refunded" })
  const [emptied] = await makeOrders(location, 1, { delivery: "delivered", hasContent: false })
  const [fine] = await makeOrders(location, 1, { delivery: "delivered" })
  for (const id of [failed, refunded, emptied])
    expect(await codeOf(manager, id!)).toBe("verification_not_possible")
  expect(await codeOf(viewer, fine!)).toBe("role_required")
  expect(await codeOf((await shop()).manager, fine!)).toBe("order_not_found")
  expect(await atPongo(fine!)).toEqual([])
})

test("Pongo is not called while the workers know it is down or has asked them to pause", async () => {
  const { manager, location, locationId } = await shop()
  const [id] = await makeOrders(location, 1, { delivery: "delivered" })
  await sql`insert into pongo_health (host, state, since, expires_at) values (${new URL(sandbox.url).host}, 'open', now(), now() + interval '1 minute')`
  await expect(verifyOrder(manager, { id: id! })).rejects.toMatchObject({ code: "pongo_unavailable" })
  await sql`delete from pongo_health`
  await sql`update delivery_lanes set paused_until = now() + interval '20 seconds' where location_id = ${locationId}`
  await expect(verifyOrder(manager, { id: id! })).rejects.toMatchObject({ code: "pongo_unavailable" })
  expect(await attemptsOf(id!)).toEqual([])
})

test("a bulk verification counts orders Pongo had, orders it lacked, inconclusive answers and skips", async () => {
  const merchant = await shop()
  const { manager, merchantId, location } = merchant
  const had = await delivered(merchant, 3)
  const [lost] = await makeOrders(location, 1, { delivery: "delivered" })
  const [silent] = await delivered(merchant, 1)
  await makeOrders(location, 2)
  await makeOrders(location, 1, { delivery: "delivered", order: "cancelled" })
  const untouched = () => sql`select * from deliveries where merchant_id = ${merchantId} order by order_id`
  const before = await untouched()
  const { id } = await planReplay(manager, { kind: "verify", orders: { filters: {} } })
  const plan = await getReplay(manager, id)
  expect(plan.orders).toBe(5)
  expect(Object.fromEntries(plan.skips.map((skip) => [skip.reason, skip.orders]))).toEqual({
    not_delivered: 2,
    cancelled: 1,
  })
  sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 422,
    match: { order_id: (await rowOf(silent!))!.pongo_order_ref },
  })
  expect(await confirmReplay(manager, { id, name: "x" })).toEqual({ state: "scheduled" })
  await Promise.all([0, 1].map(() => runReplay({ merchantId, replayId: id })))
  expect(await getReplay(manager, id)).toMatchObject({
    state: "done",
    sentOrders: 5,
    sentCents: 5000,
    arrivedOrders: 1,
    unverifiedOrders: 1,
    skippedOrders: 0,
  })
  expect((await listFailedAgain(manager, id)).map((row) => row.id).sort()).toEqual([lost, silent].sort())
  expect(await untouched()).toEqual(before)
  for (const order of had) expect(await atPongo(order)).toHaveLength(1)
})

test("two runners that verify one order at once still record that Pongo did not have it", async () => {
  const { manager, merchantId, location } = await shop()
  const [lost] = await makeOrders(location, 1, { delivery: "delivered" })
  const { id } = await planReplay(manager, { kind: "verify", orders: { filters: {} } })
  await confirmReplay(manager, { id, name: "x" })
  const { env } = await import("@/lib/env")
  Object.assign(env, { PONGO_TIMEOUT_MS: 10_000 })
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "slow_body", delay_ms: 2_000, times: 1 })
  const first = runReplay({ merchantId, replayId: id })
  await vi.waitFor(async () => expect(await atPongo(lost!)).toHaveLength(1))
  await runReplay({ merchantId, replayId: id })
  expect(await getReplay(manager, id)).toMatchObject({ state: "done", sentOrders: 1, arrivedOrders: 0 })
  await first
  Object.assign(env, { PONGO_TIMEOUT_MS: 400 })
  expect(await getReplay(manager, id)).toMatchObject({
    state: "done",
    sentOrders: 1,
    sentCents: 1000,
    arrivedOrders: 1,
    unverifiedOrders: 0,
  })
  expect((await listFailedAgain(manager, id)).map((row) => row.id)).toEqual([lost])
})

test("verification pauses when Pongo asks for it, and resumes afterwards", async () => {
  const merchant = await shop()
  const { manager, merchantId } = merchant
  await delivered(merchant, 2)
  sandbox.faults.add({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 429,
    retry_after: 1,
    times: 1,
  })
  const { id } = await planReplay(manager, { kind: "verify", orders: { filters: {} } })
  await confirmReplay(manager, { id, name: "x" })
  await runReplay({ merchantId, replayId: id })
  const after = await getReplay(manager, id)
  expect(after).toMatchObject({ state: "done", sentOrders: 2, unverifiedOrders: 0 })
})
