import postgres from "postgres"
import { answers, startSandboxServer, startWeb, startWorker } from "../bin/stack/processes"
import { nextFreePort } from "../db/free-port"
import { type BenchMerchant, fillOrders, makeBenchMerchant } from "./order-data"
import { type Noticed, pacedTill, pause } from "./paced-till"
import { benchDatabase, benchSettings, issueToken } from "./stack"

const ORDERS = 100_000
const PER_SECOND = 50
const QUIET_SECONDS = 40
const DELIVERING_SECONDS = 40
/** A single plan ends before there are enough calls for a p99. */
const PLANS = 10
const STORES = [
  "le-comptoir-bastille",
  "le-comptoir-republique",
  "le-comptoir-lyon-bellecour",
  "le-comptoir-lyon-part-dieu",
]

/**
 * Releases 100,000 orders at once, from a reconnected connection and from a bulk replay of refused ones, and measures
 * the effect on the merchant's own tills, which call 50 times a second.
 */
export async function benchReleaseBacklog(): Promise<void> {
  const database = await benchDatabase()
  const [sandboxPort, webPort] = [await nextFreePort(4400), await nextFreePort(3400)]
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  Object.assign(process.env, benchSettings(database.url), {
    PONGO_API_URL: sandboxUrl,
    SANDBOX_PORT: String(sandboxPort),
  })
  const sandbox = startSandboxServer({ logFile: ".data/logs/bench/sandbox.log" })
  const filling = postgres(database.url, { max: 1, max_lifetime: null, onnotice: () => {} })
  const stops = [sandbox.stop]
  try {
    await answers(sandboxUrl, sandbox)
    const token = await issueToken(sandboxUrl)
    const held = await makeBenchMerchant("held", ORDERS, { stores: STORES, token })
    const failed = await makeBenchMerchant("failed", ORDERS, { stores: STORES, token })
    await fillOrders(filling, [held, failed])
    await hold(filling, held)
    await refuse(filling, failed)
    // Vacuum after filling, so that the tills do not measure its side effects.
    await filling`vacuum analyze`
    await filling`checkpoint`

    const appUrl = `http://127.0.0.1:${webPort}`
    const web = startWeb({
      env: { PORT: String(webPort), HOSTNAME: "127.0.0.1", APP_URL: appUrl },
      logFile: ".data/logs/bench/web.log",
    })
    stops.push(web.stop)
    await answers(`${appUrl}/api/ready`, web)

    const till = ({ key }: BenchMerchant) => pacedTill(appUrl, { key, perSecond: PER_SECOND })
    await till(held).during(() => pause(5))
    const quiet = await till(held).during(() => pause(QUIET_SECONDS))
    console.log(
      `\nrelease-backlog: ${ORDERS.toLocaleString("en")} orders, tills call ${PER_SECOND} times a second`,
    )
    print("nothing else happens", quiet, quiet)

    const { planReplay, confirmReplay } = await import("../lib/replays/mutations")
    let id = ""
    const planning = await till(failed).during(async () => {
      for (let n = 0; n < PLANS; n++)
        ({ id } = await planReplay(failed.owner, { kind: "send", orders: { filters: { status: "failed" } } }))
    })
    print(`they are planned, ${PLANS} times`, planning, quiet)

    const worker = startWorker({ logFile: ".data/logs/bench/worker.log" })
    stops.push(worker.stop)
    await pause(5)
    const replaying = await till(failed).during(async () => {
      await confirmReplay(failed.owner, { id, name: "bench" })
      for (;;) {
        const [row] = await filling<{ state: string }[]>`select state from replays where id = ${id}`
        if (row!.state === "done") return
        await pause(0.1)
      }
    })
    print("the worker frees and sends them", replaying, quiet)
    await filling`update connections set state = 'revoked' where merchant_id = ${failed.owner.merchantId}`
    await pause(5)
    await filling`update connections set state = 'connected' where merchant_id = ${held.owner.merchantId}`
    const delivering = await till(held).during(() => pause(DELIVERING_SECONDS))
    const [row] = await filling<{ delivered: number }[]>`
      select count(*)::int as delivered from deliveries
      where merchant_id = ${held.owner.merchantId} and state = 'delivered'`
    print("held ones leave for Pongo", delivering, quiet)
    console.log(
      `  ${Math.round(row!.delivered / DELIVERING_SECONDS)} orders a second reached Pongo meanwhile`,
    )
  } finally {
    for (const stop of stops.reverse()) await stop()
    await filling.end()
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

function print(name: string, { seconds, p50, p99, calls }: Noticed, quiet: Noticed) {
  const ratio = (p99 / quiet.p99).toFixed(1)
  console.log(
    `  ${name.padEnd(30)} ${seconds.toFixed(1).padStart(6)} s   p50 ${p50.toFixed(1).padStart(6)} ms   ` +
      `p99 ${p99.toFixed(1).padStart(6)} ms   ${ratio} × quiet p99   (${calls} calls)`,
  )
}

/** Puts the orders in the state a revoked connection leaves: all held, none sent. */
async function hold(sql: postgres.Sql, { owner: { merchantId }, locationIds }: BenchMerchant) {
  await sql`update connections set state = 'revoked' where merchant_id = ${merchantId}`
  await sql`update orders set state = 'paid' where merchant_id = ${merchantId}`
  await mapAll(sql, merchantId, locationIds)
  await sql`
    update deliveries set
      state = 'queued', reason = null, message = null, store_slug = null, pongo_order_ref = null, maybe_sent = false,
      attempts = 0, schedule_step = 0, is_aside = false, last_error_kind = null, last_http_status = null, delivered_at = null
    where merchant_id = ${merchantId}`
}

async function refuse(sql: postgres.Sql, { owner: { merchantId }, locationIds }: BenchMerchant) {
  await sql`update orders set state = 'paid' where merchant_id = ${merchantId}`
  await mapAll(sql, merchantId, locationIds)
  await sql`
    update deliveries set
      state = 'failed', reason = 'rejected_by_pongo', message = 'The given data was invalid.', maybe_sent = false,
      attempts = 1, is_aside = false, last_error_kind = 'invalid', last_http_status = 422, delivered_at = null
    where merchant_id = ${merchantId}`
  await sql`update merchants set replay_approval_threshold = ${2 * ORDERS} where id = ${merchantId}`
}

/** Moves the orders of the unmapped location to the first one. */
async function mapAll(sql: postgres.Sql, merchantId: string, locationIds: string[]) {
  for (const table of ["orders", "deliveries"])
    await sql`
      update ${sql(table)} set location_id = ${locationIds[0]!}
      where merchant_id = ${merchantId} and location_id = ${locationIds.at(-1)!}`
}
