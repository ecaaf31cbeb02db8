import { randomUUID } from "node:crypto"
import autocannon from "autocannon"
import postgres from "postgres"
import { startNext, startWeb } from "../bin/stack/processes"
import { type BenchServer, benchDatabase, benchSettings, printRates, startServer } from "./stack"

const SECONDS = 8
const CONNECTIONS = 32
const EMPTY = "an empty handler of Next"
const BY_NEXT = "POST /orders through Next alone"
const BARE = "a bare one-statement insert"

/**
 * Compares POST /orders with an empty Next handler, with itself through Next, and with the minimum of database work.
 */
export async function benchAcceptOrders(): Promise<void> {
  const database = await benchDatabase()
  Object.assign(process.env, benchSettings(database.url))
  const { makeMerchant, makeLocation, connect, paidOrder } = await import("../db/testing/fixtures")
  const { merchantId, key } = await makeMerchant()
  await connect(merchantId, "bench")
  const { ref } = await makeLocation(merchantId, { storeSlug: "bench-store" })
  const front = await startServer(startWeb, 3400)
  const next = await startServer(startNext, 3450)
  try {
    const template = paidOrder(ref)
    const accept = (server: BenchServer, seconds: number) =>
      fire({
        url: `${server.url}/api/pos/v1/orders`,
        seconds,
        expect: 202,
        request: {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          setupRequest: (request) => ({
            ...request,
            body: JSON.stringify({ ...template, order_id: randomUUID() }),
          }),
        },
      })
    const empty = (seconds: number) =>
      fire({ url: `${next.url}/api/health`, seconds, expect: 200, request: {} })
    await accept(front, 3)
    await accept(next, 3)
    await empty(2)
    const rates = [
      { name: EMPTY, perSecond: await empty(SECONDS) },
      { name: BY_NEXT, perSecond: await accept(next, SECONDS) },
      { name: "POST /orders", perSecond: await accept(front, SECONDS) },
      { name: BARE, perSecond: await insertBare(database.url) },
    ]
    printRates(`accept-orders: ${CONNECTIONS} connections, ${SECONDS} s each`, rates, [EMPTY, BY_NEXT, BARE])
  } finally {
    await Promise.all([front.process.stop(), next.process.stop()])
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

async function fire(shot: {
  url: string
  seconds: number
  expect: number
  request: autocannon.Request
}): Promise<number> {
  const result = await autocannon({
    url: shot.url,
    connections: CONNECTIONS,
    duration: shot.seconds,
    requests: [shot.request],
  })
  const wrong = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => Number(code) !== shot.expect)
  if (wrong.length || result.errors)
    throw new Error(`${shot.url} answered ${JSON.stringify(wrong)}, ${result.errors} errors`)
  return result.requests.total / result.duration
}

/** Inserts one narrow row by one prepared statement, without HTTP, validation or authentication. */
async function insertBare(url: string): Promise<number> {
  const sql = postgres(url, { max: 10, onnotice: () => {} })
  await sql`create table bare_orders (id uuid primary key, body jsonb not null)`
  const body = { order_id: "A-2041", total_cents: 1450, lines: [{ sku: "BRG-02", quantity: 1 }] }
  const until = Date.now() + SECONDS * 1000
  let inserted = 0
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (Date.now() < until) {
        await sql`insert into bare_orders values (${randomUUID()}, ${sql.json(body)})`
        inserted += 1
      }
    }),
  )
  await sql.end()
  return inserted / SECONDS
}
