import { randomUUID } from "node:crypto"
import postgres from "postgres"
import { Agent, request } from "undici"
import { answers, startSandboxServer } from "../bin/stack/processes"
import { nextFreePort } from "../db/free-port"
import { benchDatabase, benchSettings, issueToken, printRates } from "./stack"

const ORDERS = 6_000
const LOCATIONS = 64
const CONCURRENCY = 32
const BARE = "a bare claim-post-mark loop"

/** Compares the delivery worker with a bare loop that claims, posts and marks, without the safety measures. */
export async function benchDeliverOrders(): Promise<void> {
  const database = await benchDatabase()
  const port = await nextFreePort(4400)
  const sandboxUrl = `http://127.0.0.1:${port}`
  Object.assign(process.env, benchSettings(database.url), {
    PONGO_API_URL: sandboxUrl,
    SANDBOX_PORT: String(port),
  })
  const sandbox = startSandboxServer({ logFile: ".data/logs/bench/sandbox.log" })
  try {
    await answers(sandboxUrl, sandbox)
    const token = await issueToken(sandboxUrl)
    const ours = await deliverOurs(token)
    const bare = await deliverBare(database.url, sandboxUrl, token)
    printRates(
      `deliver-orders: ${ORDERS} orders of ${LOCATIONS} locations, ${CONCURRENCY} at once`,
      [
        { name: BARE, perSecond: bare },
        { name: "the delivery worker", perSecond: ours },
      ],
      [BARE],
    )
  } finally {
    await sandbox.stop()
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

async function deliverOurs(token: string): Promise<number> {
  const { connect, makeLocation, makeMerchant, paidOrder } = await import("../db/testing/fixtures")
  const { acceptOrder } = await import("../lib/orders/accept")
  const { startDeliveryWorker } = await import("../lib/deliveries/worker")
  const { sql } = await import("../db/index")
  // A Pongo store belongs to one location of one merchant, so use many merchants, as a vendor has.
  const locations: { till: Awaited<ReturnType<typeof makeMerchant>>["till"]; ref: string }[] = []
  for (let n = 0; n < LOCATIONS; n++) {
    const { merchantId, till } = await makeMerchant()
    await connect(merchantId, token)
    locations.push({ till, ref: (await makeLocation(merchantId, { storeSlug: "le-comptoir-bastille" })).ref })
  }
  for (let from = 0; from < ORDERS; from += 100)
    await Promise.all(
      Array.from({ length: Math.min(100, ORDERS - from) }, (_, n) => {
        const { till, ref } = locations[(from + n) % LOCATIONS]!
        return acceptOrder(till, paidOrder(ref), "en")
      }),
    )
  const startedAt = performance.now()
  const worker = await startDeliveryWorker({ concurrency: CONCURRENCY })
  for (;;) {
    const [row] = await sql<{ open: number }[]>`
      select count(*)::int as open from deliveries where state in ('queued', 'sending', 'retrying')`
    if (row!.open === 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const seconds = (performance.now() - startedAt) / 1000
  await worker.stop()
  const [row] = await sql<
    { delivered: number }[]
  >`select count(*)::int as delivered from deliveries where state = 'delivered'`
  if (row!.delivered !== ORDERS) throw new Error(`${row!.delivered} of ${ORDERS} were delivered`)
  return ORDERS / seconds
}

async function deliverBare(databaseUrl: string, sandboxUrl: string, token: string): Promise<number> {
  const sql = postgres(databaseUrl, { max: 12, onnotice: () => {} })
  const agent = new Agent({ connections: CONCURRENCY })
  await sql`create table bare_jobs (id bigint generated always as identity primary key, body text not null, state text not null default 'queued')`
  const bodies = Array.from({ length: ORDERS }, () => JSON.stringify(wireOrder()))
  await sql`insert into bare_jobs (body) select * from unnest(${bodies}::text[])`
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (;;) {
        const jobs = await sql<{ id: string; body: string }[]>`
          update bare_jobs set state = 'sending' where id in (
            select id from bare_jobs where state = 'queued' order by id limit 20 for update skip locked)
          returning id, body`
        if (jobs.length === 0) return
        for (const job of jobs) {
          const answer = await request(`${sandboxUrl}/v1/orders`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: job.body,
            dispatcher: agent,
          })
          await answer.body.text()
          if (answer.statusCode !== 201) throw new Error(`bare loop: ${answer.statusCode}`)
          await sql`update bare_jobs set state = 'delivered' where id = ${job.id}`
        }
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  await agent.close()
  await sql.end()
  return ORDERS / seconds
}

function wireOrder() {
  return {
    order_id: randomUUID(),
    channel: "pos",
    delivery_mode: "on_site",
    loyalty_store_slug: "le-comptoir-bastille",
    amount: 1450,
    status: "closed",
    created_at: new Date().toISOString(),
    delivery_status: "delivered",
    lines: [{ external_id: "BRG-02", name: "Burger", quantity: 1, unit_amount: 1450, amount: 1450 }],
    customer: null,
    payments: [{ method: "card", amount: 1450 }],
  }
}
