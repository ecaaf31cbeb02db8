import { afterAll, beforeAll, expect, test } from "vitest"
import { sql } from "@/db/index"
import { paidOrder } from "@/db/testing/fixtures"
import { startOwnServer } from "@/db/testing/own-server"
import { getReadiness } from "@/lib/status/pongo-health"
import { makeShop } from "./testing/shop"
import { expectProblem, type Reply } from "./testing/till"

let server: Awaited<ReturnType<typeof startOwnServer>>
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.end())

async function shop() {
  const shop = await makeShop()
  const refs = async () =>
    (await sql<{ ref: string }[]>`select ref from orders where merchant_id = ${shop.merchantId}`).map(
      ({ ref }) => ref,
    )
  return { ...shop, refs }
}

function expectUnavailable(reply: Reply) {
  expectProblem(reply, 503, "unavailable")
  expect(Number(reply.headers.get("Retry-After"))).toBeGreaterThan(0)
}

/** Makes the database refuse to store orders with this code, as with the real cause. */
async function refuseOrders(code: string, work: () => Promise<void>) {
  await sql.unsafe(`
    create function refuse_order() returns trigger language plpgsql as
      $$ begin raise exception 'refused' using errcode = '${code}'; end $$;
    create trigger refuse_order before insert on orders for each row execute function refuse_order()`)
  try {
    await work()
  } finally {
    await sql.unsafe("drop trigger refuse_order on orders; drop function refuse_order()")
  }
}

test.each([
  ["53100", "disk full"],
  ["53200", "out of memory"],
  ["53300", "too many connections"],
  ["57P01", "shut down by its operator"],
  ["57P03", "starting up"],
  ["08006", "connection lost"],
  ["25006", "read only"],
  ["55P03", "a lock that is not to be had"],
  ["58030", "an unreadable disk"],
])("a database that says %s (%s) acknowledges nothing, and the till may try again", async (code) => {
  const { pos, location, refs } = await shop()
  const order = paidOrder(location.ref)
  const key = { "Idempotency-Key": "k-1" }
  await refuseOrders(code, async () => {
    expectUnavailable(await pos.post("/orders", order, key))
    expectUnavailable(await pos.post("/orders/batch", { orders: [order] }, { "Idempotency-Key": "k-2" }))
  })
  expect(await refs()).toEqual([])
  expect((await pos.post("/orders", order, key)).status).toBe(202)
  expect((await pos.post("/orders/batch", { orders: [order] }, { "Idempotency-Key": "k-2" })).status).toBe(
    207,
  )
  expect(await refs()).toEqual([order.order_id])
})

test("a read-only database is not ready, and its tills may try again", async () => {
  const { pos, location } = await shop()
  expect(await getReadiness()).toBe("ready")
  await sql`alter system set default_transaction_read_only = on`
  await sql`select pg_reload_conf()`
  try {
    await expect.poll(getReadiness).toBe("database read only")
    expectUnavailable(await pos.post("/orders", paidOrder(location.ref)))
  } finally {
    await sql`alter system set default_transaction_read_only = off`
    await sql`select pg_reload_conf()`
  }
  await expect.poll(getReadiness).toBe("ready")
})

test("a database that goes silent has tills retry within seconds, and is used again once it answers", async () => {
  const { pos, location, refs } = await shop()
  const before = paidOrder(location.ref)
  const during = paidOrder(location.ref)
  expect((await pos.post("/orders", before)).status).toBe(202)
  server.silence()
  try {
    const calls = [
      pos.post("/orders", during),
      pos.post("/orders/batch", { orders: Array.from({ length: 50 }, () => paidOrder(location.ref)) }),
      pos.get("/status"),
    ]
    for (const reply of await Promise.all(calls)) expectUnavailable(reply)
    // On connections that must be opened first.
    expectUnavailable(await pos.post("/orders", during))
    expect(await getReadiness()).toBe("database unreachable")
  } finally {
    server.wake()
  }
  await expect.poll(async () => (await pos.post("/orders", during)).status, { timeout: 10_000 }).toBe(202)
  expect(await refs()).toEqual(expect.arrayContaining([before.order_id, during.order_id]))
}, 40_000)

test("a database that was killed has tills retry, and is used again once it runs", async () => {
  const { pos, location, refs } = await shop()
  const order = paidOrder(location.ref)
  server.kill()
  expectUnavailable(await pos.post("/orders", order))
  await server.start()
  await expect.poll(async () => (await pos.post("/orders", order)).status, { timeout: 10_000 }).toBe(202)
  expect(await refs()).toEqual([order.order_id])
}, 40_000)
