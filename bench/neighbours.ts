import postgres from "postgres"
import { Agent } from "undici"
import { answers, startSandboxServer, startWeb, startWorker } from "../bin/stack/processes"
import { nextFreePort } from "../db/free-port"
import { fillOrders, makeBenchMerchant } from "./order-data"
import { handOver, type Noticed, pacedTill, pause } from "./paced-till"
import { benchDatabase, benchSettings, issueToken } from "./stack"

export type Sizes = {
  /** Held orders of a merchant with a revoked connection. */
  held?: number | undefined
  /** Locations of the merchant whose stores answer after 12 s, each with 20 orders due. */
  slow?: number | undefined
  /** Orders that Pongo always answers with 500. */
  failing?: number | undefined
  /** Locations without a store, each with one order. */
  locations?: number | undefined
  /** Concurrent calls of the till that calls in a loop. */
  loop?: number | undefined
  seconds?: number | undefined
}

const STORE = "le-comptoir-bastille"
const PER_SECOND = 20
const SLOW_MS = 12_000
const DUE_AT_SLOW = 20

/** Measures how five greedy neighbours at once affect a merchant's till that sends 20 orders a second. */
export async function benchNeighbours(sizes: Sizes): Promise<void> {
  const { held = 400_000, slow = 24, failing = 60, locations = 3_000, loop = 8, seconds = 40 } = sizes
  const database = await benchDatabase()
  const [sandboxPort, webPort] = [await nextFreePort(4400), await nextFreePort(3400)]
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const appUrl = `http://127.0.0.1:${webPort}`
  Object.assign(process.env, benchSettings(database.url), {
    PONGO_API_URL: sandboxUrl,
    SANDBOX_PORT: String(sandboxPort),
  })
  // Use the default limit, unlike the other benches.
  delete process.env.API_RATE_LIMIT_PER_SECOND
  const sandbox = startSandboxServer({ logFile: ".data/logs/bench/sandbox.log" })
  const sql = postgres(database.url, { max: 1, max_lifetime: null, onnotice: () => {} })
  const stops = [sandbox.stop]
  try {
    await answers(sandboxUrl, sandbox)
    const token = await issueToken(sandboxUrl)
    const withStore = (name: string) => makeBenchMerchant(name, 0, { stores: [STORE], token })
    const [other, failingOne, looping] = [
      await withStore("other"),
      await withStore("failing"),
      await withStore("loop"),
    ]
    const holding = await makeBenchMerchant("held", held, { hasContent: false })
    await fillOrders(sql, [holding])
    await sql`update connections set state = 'revoked' where merchant_id = ${holding.owner.merchantId}`
    await sql`update deliveries set state = 'queued', reason = null where merchant_id = ${holding.owner.merchantId}`
    const slowStores = Array.from({ length: slow }, (_, n) => `slow-${n + 1}`)
    for (const slug of slowStores)
      await control(sandboxUrl, "stores", { merchant_id: "merch_comptoir", action: "add", slug })
    const slowOne = await makeBenchMerchant("slow", 0, { stores: slowStores, token })
    const large = await makeBenchMerchant("large", 0, { stores: [], token })
    await addLocations(sql, large.owner.merchantId, locations)
    await sql`vacuum analyze`
    // The backlog is not new: its orders are in an incident already.
    const { sweepMerchant } = await import("../lib/incidents/sweep")
    for (let n = 0; n < Math.ceil(held / 40_000); n++) await sweepMerchant(holding.owner.merchantId)
    await sql`vacuum analyze`
    await sql`checkpoint`

    const web = startWeb({
      env: { PORT: String(webPort), HOSTNAME: "127.0.0.1", APP_URL: appUrl },
      logFile: ".data/logs/bench/web.log",
    })
    stops.push(web.stop)
    await answers(`${appUrl}/api/ready`, web)
    stops.push(startWorker({ logFile: ".data/logs/bench/worker.log" }).stop)

    const till = () => pacedTill(appUrl, { key: other.key, perSecond: PER_SECOND })
    const measure = async (length: number) => {
      const [start] = await sql<[{ at: Date }]>`select now() as at`
      const noticed = await till().during(() => pause(length))
      await pause(3)
      return { noticed, delay: await delayOf(sql, other.owner.merchantId, start.at) }
    }
    await measure(5)
    const quiet = await measure(seconds)

    await control(sandboxUrl, "faults", {
      ...{ method: "POST", path: "/v1/orders", kind: "slow", delay_ms: SLOW_MS },
      match: { body_includes: "slow-" },
    })
    await control(sandboxUrl, "faults", {
      ...{ method: "POST", path: "/v1/orders", kind: "status", status: 500 },
      match: { body_includes: "always fails" },
    })
    await dueOrders(slowOne.owner.merchantId, sql, DUE_AT_SLOW)
    await dueOrders(large.owner.merchantId, sql, 1)
    await dueOrders(failingOne.owner.merchantId, sql, failing, "always fails")
    await pause(2)
    const looped = keepCalling(appUrl, looping.key, large.key, loop)
    const loud = await measure(seconds)
    const calls = await looped.stop()

    console.log(
      `\nneighbours: ${held.toLocaleString("en")} held orders, ${slow} stores that answer after ${SLOW_MS / 1000} s, ` +
        `${failing} failing orders, ${locations.toLocaleString("en")} locations, a till in a loop (${Math.round(calls / seconds)} calls a second)`,
    )
    print("POST /orders, quiet", quiet.noticed, quiet.noticed.p99)
    print("POST /orders, with neighbours", loud.noticed, quiet.noticed.p99)
    print("delivery, quiet", quiet.delay, quiet.delay.p99)
    print("delivery, with neighbours", loud.delay, quiet.delay.p99)
  } finally {
    for (const stop of stops.reverse()) await stop()
    await sql.end()
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

type Times = Pick<Noticed, "p50" | "p99" | "calls">

function print(name: string, { p50, p99, calls }: Times, quietP99: number) {
  console.log(
    `  ${name.padEnd(30)} p50 ${p50.toFixed(1).padStart(8)} ms   p99 ${p99.toFixed(1).padStart(8)} ms   ` +
      `${(p99 / quietP99).toFixed(1)} × quiet   (${calls})`,
  )
}

/** Delay from an order's receipt to Pongo's answer. Counts orders that have not arrived as still waiting. */
async function delayOf(sql: postgres.Sql, merchantId: string, since: Date): Promise<Times> {
  const [row] = await sql<[Times]>`
    select count(*)::int as calls, percentile_cont(0.5) within group (order by ms) as p50,
           percentile_cont(0.99) within group (order by ms) as p99
    from (select extract(epoch from coalesce(d.delivered_at, now()) - o.received_at)::float8 * 1000 as ms
          from orders o join deliveries d on d.order_id = o.id
          where o.merchant_id = ${merchantId} and o.received_at >= ${since}) t`
  return row
}

/**
 * Calls a till's endpoint in a loop, and the portal's figures of the merchant with many locations, one call after the
 * other.
 */
function keepCalling(appUrl: string, key: string, largeKey: string, calls: number) {
  const agent = new Agent({ connections: Math.max(1, calls) })
  let isOver = false
  let count = 0
  const loops = Array.from({ length: calls }, async () => {
    while (!isOver) {
      await handOver(appUrl, key, agent)
      count += 1
    }
  })
  const status = (async () => {
    while (!isOver) {
      const answer = await fetch(`${appUrl}/api/pos/v1/status`, {
        headers: { authorization: `Bearer ${largeKey}` },
      })
      await answer.text()
      await pause(0.2)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await Promise.all([...loops, status])
      await agent.close()
      return count
    },
  }
}

/** Inserts paid orders, due now, at each location of the merchant. */
async function dueOrders(merchantId: string, sql: postgres.Sql, perLocation: number, comment = "due") {
  const { acceptOrder } = await import("../lib/orders/accept")
  const { paidOrder, tillCtx } = await import("../db/testing/fixtures")
  const [key] = await sql<[{ id: string }]>`select id from api_keys where merchant_id = ${merchantId} limit 1`
  const till = tillCtx(merchantId, key.id)
  const locations = await sql<
    { ref: string }[]
  >`select ref from locations where merchant_id = ${merchantId} order by ref`
  const orders = locations.flatMap(({ ref }) =>
    Array.from({ length: perLocation }, () => paidOrder(ref, { comment })),
  )
  for (let from = 0; from < orders.length; from += 50)
    await Promise.all(orders.slice(from, from + 50).map((order) => acceptOrder(till, order, "en")))
}

async function addLocations(sql: postgres.Sql, merchantId: string, count: number) {
  await sql`
    with added as (
      insert into locations (id, merchant_id, ref, name)
      select gen_random_uuid(), ${merchantId}, 'many-' || n, 'Restaurant ' || n from generate_series(1, ${count}::int) n
      returning id
    )
    insert into delivery_lanes (location_id) select id from added`
}

async function control(sandboxUrl: string, what: string, body: object) {
  const answer = await fetch(`${sandboxUrl}/_sandbox/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`)
}
