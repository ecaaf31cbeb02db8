import { setTimeout as sleep } from "node:timers/promises"
import postgres from "postgres"
import type { ExportWords } from "../lib/order-log/export"
import type { OrderFilters } from "../lib/orders/schema"
import { type BenchMerchant, fillOrders, makeBenchMerchant, phoneIndex } from "./order-data"
import { benchDatabase, benchSettings, printRates } from "./stack"

const ROUNDS = 20
const BAR_MS = 150
/** Merchants that are not measured: their orders lie between those of the measured ones. */
const NEIGHBOURS = 9

type Case = { name: string; run: (merchant: BenchMerchant, round: number) => Promise<unknown> }
type Measured = { name: string; size: number; p50: number; p95: number }

/**
 * The order log of merchants with 10 k, 100 k … `rows` orders, in one database with their neighbours' (`total` in all).
 * Prints the time of each filter, page, count and search, over all its queries, and how it grows with the merchant.
 */
export async function benchOrderLog(rows = 100_000, total = rows * 4): Promise<void> {
  const database = await benchDatabase()
  Object.assign(process.env, benchSettings(database.url))
  const filling = postgres(database.url, { max: 1, max_lifetime: null, onnotice: () => {} })
  try {
    const sizes = [10_000, 100_000, 1_000_000].filter((size) => size < rows).concat(rows)
    const measured: BenchMerchant[] = []
    for (const size of sizes) measured.push(await makeBenchMerchant(`${size}`, size))
    const rest = Math.max(0, total - sizes.reduce((sum, size) => sum + size, 0))
    const neighbours: BenchMerchant[] = []
    for (let n = 0; n < NEIGHBOURS && rest > 0; n++)
      neighbours.push(
        await makeBenchMerchant(`neighbour ${n}`, Math.ceil(rest / NEIGHBOURS), { hasContent: false }),
      )
    const startedAt = Date.now()
    await fillOrders(filling, [...measured, ...neighbours])
    console.log(
      `\norder-log: ${total.toLocaleString("en")} orders of ${measured.length + neighbours.length} merchants, ` +
        `filled in ${Math.round((Date.now() - startedAt) / 1000)} s; ${ROUNDS} rounds, after two to warm up`,
    )
    printTable(await measureAll(measured), sizes)
    await measureExports(measured)
  } finally {
    await filling.end()
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

/** Exported for a single measurement on a database that is already filled. */
export async function measureAll(merchants: BenchMerchant[], only = ""): Promise<Measured[]> {
  const cases = (await logCases()).filter(({ name }) => name.includes(only))
  const found: Measured[] = []
  for (const { name, run } of cases)
    for (const merchant of merchants) {
      const times: number[] = []
      for (let round = -2; round < ROUNDS; round++) {
        const startedAt = performance.now()
        await run(merchant, Math.max(round, 0))
        if (round >= 0) times.push(performance.now() - startedAt)
      }
      times.sort((a, b) => a - b)
      const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
      found.push({ name, size: merchant.rows, p50: at(0.5), p95: at(0.95) })
    }
  return found
}

/** Exports the whole log as CSV: rows a second, and whether a long export is slower. */
export async function measureExports(merchants: BenchMerchant[]): Promise<void> {
  const { exportOrders, EXPORT_COLUMNS } = await import("../lib/order-log/export")
  const words = {
    columns: Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, name])) as ExportWords["columns"],
    status: String,
    reason: String,
  }
  const rates: { name: string; perSecond: number }[] = []
  for (const { owner, rows } of merchants) {
    const startedAt = performance.now()
    let bytes = 0
    for await (const piece of await exportOrders(owner, {}, "en", words)) bytes += piece.length
    const seconds = (performance.now() - startedAt) / 1000
    rates.push({ name: `${short(rows)} orders, ${Math.round(bytes / 1e6)} MB`, perSecond: rows / seconds })
  }
  printRates("export, rows", rates, [rates[0]!.name])
}

const short = (size: number) => (size >= 1_000_000 ? `${size / 1_000_000} M` : `${size / 1_000} k`)

export function printTable(found: Measured[], sizes: number[]) {
  const [least, most] = [sizes[0]!, sizes.at(-1)!]
  const head = sizes.map((size) => short(size).padStart(13)).join("")
  console.log(`\n  ${"ms, p50 / p95".padEnd(44)}${head}   ${short(most)} ÷ ${short(least)}`)
  for (const name of new Set(found.map((row) => row.name))) {
    const of = (size: number) => found.find((row) => row.name === name && row.size === size)!
    const cells = sizes.map((size) => `${of(size).p50.toFixed(1)} / ${of(size).p95.toFixed(1)}`.padStart(13))
    const isOver = sizes.some((size) => of(size).p95 > BAR_MS)
    const ratio = (of(most).p50 / of(least).p50).toFixed(1)
    console.log(
      `  ${name.padEnd(44)}${cells.join("")}   ${ratio.padStart(6)} ×${isOver ? `   over ${BAR_MS} ms` : ""}`,
    )
  }
}

const logCases = async (): Promise<Case[]> => [...(await listCases()), ...(await pageCases())]

/** The log with each filter: its first page, pages further down, and its count. */
async function listCases(): Promise<Case[]> {
  const { listOrders, countMatching } = await import("../lib/order-log/queries")
  const list = (name: string, filters: Filters): Case => ({
    name,
    run: async (merchant, round) => listOrders(merchant.owner, await resolve(filters, merchant, round)),
  })
  const count = (name: string, filters: Filters): Case => ({
    name: `count: ${name}`,
    run: async (merchant, round) => countMatching(merchant.owner, await resolve(filters, merchant, round)),
  })

  const all = logFilters()
  return [
    ...all.map(([name, filters]) => list(name, filters)),
    ...[0.1, 0.5, 0.99].flatMap((depth) => [
      list(`${depth * 100} % down`, async (merchant) => ({ cursor: await cursorAt(merchant, depth) })),
      list(`${depth * 100} % down, failed`, async (merchant) => ({
        cursor: await cursorAt(merchant, depth),
        status: "failed",
      })),
      list(`${depth * 100} % down, with a reward, 10 to 20 €`, async (merchant) => ({
        cursor: await cursorAt(merchant, depth),
        reward: "yes",
        min: 1000,
        max: 2000,
      })),
    ]),
    ...all.map(([name, filters]) => count(name, filters)),
  ]
}

/** Cursors by depth in the log. */
const cursors = new Map<string, string>()
async function cursorAt(merchant: BenchMerchant, share: number): Promise<string> {
  const key = `${merchant.rows}:${share}`
  if (!cursors.has(key)) {
    const { sql } = await import("../db/index")
    const [row] = await sql<{ exactClosedAt: string; id: string }[]>`
      select to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "exactClosedAt", order_id as id
      from deliveries where merchant_id = ${merchant.owner.merchantId}
      order by closed_at desc nulls last, order_id desc nulls last
      offset ${Math.floor(merchant.rows * share)} limit 1`
    cursors.set(key, `a_${row!.exactClosedAt}_${row!.id}`)
  }
  return cursors.get(key)!
}

const refs = new Map<number, { ref: string; external_ref: string | null; id: string }[]>()
async function orderOf(merchant: BenchMerchant, round: number) {
  if (!refs.has(merchant.rows)) {
    const { sql } = await import("../db/index")
    const found = await sql.begin(async (tx) => {
      await tx`set local statement_timeout = 0`
      return tx<{ ref: string; external_ref: string | null; id: string }[]>`
        select ref, external_ref, id from orders
        where merchant_id = ${merchant.owner.merchantId} and external_ref is not null
        order by payload_hash limit ${ROUNDS}`
    })
    refs.set(merchant.rows, found)
  }
  return refs.get(merchant.rows)![round]!
}

const logFilters = (): [string, Filters][] => [
  ["all", {}],
  ...(["delivered", "failed", "held", "queued", "retrying", "skipped", "waiting_payment"] as const).map(
    (status): [string, Filters] => [`status ${status}`, { status }],
  ),
  ["reason rejected_by_pongo", { reason: "rejected_by_pongo" }],
  ["reason cancelled", { reason: "cancelled" }],
  ["reason location_unmapped", { reason: "location_unmapped" }],
  ["reason store_gone (none)", { reason: "store_gone" }],
  ["error timeout", { error: "timeout" }],
  ["HTTP 503", { http: 503 }],
  ["location", (merchant, round) => ({ location: merchant.locationIds[round % 12] })],
  ["till", (_, round) => ({ till: `loc-${1 + (round % 12)}-t1` })],
  ["till (none)", { till: "nowhere" }],
  ["customer who comes often", { customer: "cust_bench0" }],
  ["customer by id", (merchant, round) => ({ customer: `cust_bench${someCustomer(merchant, round)}` })],
  [
    "customer by phone",
    (merchant, round) => ({ customer: `ph_${phoneIndex(someCustomer(merchant, round))}` }),
  ],
  ["customer (none)", { customer: "cust_nobody" }],
  ["with a reward", { reward: "yes" }],
  ["without a reward", { reward: "no" }],
  ["amount 10 to 20 €", { min: 1000, max: 2000 }],
  ["amount over 80 € (few)", { min: 8000 }],
  ["amount over 900 € (none)", { min: 90_000 }],
  ["today", { period: "today" }],
  ["30 days", { period: "30d" }],
  ["a week, nine months ago", { from: daysAgo(277), to: daysAgo(270) }],
  [
    "failed at one location",
    (merchant, round) => ({ status: "failed", location: merchant.locationIds[round % 11] }),
  ],
  ["failed and over 50 €", { status: "failed", min: 5000 }],
  ["delivered, of a customer", { status: "delivered", customer: "cust_bench3" }],
  ["reward and over 60 €", { reward: "yes", min: 6000 }],
  [
    "location, a week nine months ago",
    (merchant) => ({ location: merchant.locationIds[2], from: daysAgo(277), to: daysAgo(270) }),
  ],
  ["till and over 80 €", { till: "loc-2-t1", min: 8000 }],
  ["refused and held (none)", { status: "held", error: "invalid" }],
  ["search: number", async (merchant, round) => ({ q: (await orderOf(merchant, round)).ref })],
  [
    "search: end of a number",
    async (merchant, round) => ({ q: (await orderOf(merchant, round)).ref.slice(-6) }),
  ],
  ["search: receipt", async (merchant, round) => ({ q: (await orderOf(merchant, round)).external_ref! })],
  ["search: our id", async (merchant, round) => ({ q: (await orderOf(merchant, round)).id })],
  ["search: a day's numbers", { q: daysAgo(100).replaceAll("-", "") }],
  ["search: in nearly all numbers", { q: "202" }],
  ["search: two characters", { q: "R3" }],
  ["search: nothing like it", { q: "ZZ-77-QQ" }],
  ["search: digits, no hit", { q: "31-9-99999" }],
  [
    "search: a number, in failed",
    async (merchant, round) => ({ status: "failed", q: (await orderOf(merchant, round)).ref.slice(0, 8) }),
  ],
]

/** What other pages, the sweep and the worker read. */
async function pageCases(): Promise<Case[]> {
  const { countWaiting, readActivity } = await import("../lib/overview/queries")
  const { claimLanes, releaseLanes, scanLocations } = await import("../lib/deliveries/claim")
  const { listDayLines, listGapOrders } = await import("../lib/reconciliation/queries")
  const { findSubject, getSurroundings, listAlternatives } = await import("../lib/diagnosis/queries")
  const { sweepMerchant } = await import("../lib/incidents/sweep")

  return [
    { name: "overview: what waits", run: ({ owner }) => countWaiting(owner, {}) },
    { name: "overview: today", run: ({ owner }) => readActivity(owner, { period: "today" }) },
    { name: "overview: 7 days", run: ({ owner }) => readActivity(owner, { period: "7d" }) },
    { name: "overview: 30 days", run: ({ owner }) => readActivity(owner, { period: "30d" }) },
    {
      name: "reconciliation: a week",
      run: ({ owner }) => listDayLines(owner, { from: daysAgo(7), to: daysAgo(1) }),
    },
    {
      name: "reconciliation: a month's file",
      run: ({ owner }) => listDayLines(owner, { from: daysAgo(300), to: daysAgo(270) }),
    },
    {
      name: "reconciliation: a day",
      run: ({ owner }, round) => listDayLines(owner, { from: daysAgo(round + 1), to: daysAgo(round + 1) }),
    },
    {
      name: "reconciliation: gap of a day",
      run: ({ owner }, round) => listGapOrders(owner, daysAgo(round + 1)),
    },
    {
      name: "why no points: an order's number",
      run: async (merchant, round) => findSubject(merchant.owner, (await orderOf(merchant, round)).ref),
    },
    {
      name: "why no points: a receipt",
      run: async (merchant, round) =>
        findSubject(merchant.owner, (await orderOf(merchant, round)).external_ref!),
    },
    {
      name: "why no points: a customer",
      run: (merchant, round) => findSubject(merchant.owner, `cust_bench${someCustomer(merchant, round)}`),
    },
    { name: "why no points: a phone (none)", run: ({ owner }) => findSubject(owner, "06 12 34 56 78") },
    {
      name: "why no points: what else was meant",
      run: async (merchant, round) => listAlternatives(merchant.owner, (await orderOf(merchant, round)).id),
    },
    { name: "why no points: what to check", run: ({ owner }) => getSurroundings(owner) },
    {
      name: "incidents: a sweep that finds nothing new",
      run: ({ owner }) => sweepMerchant(owner.merchantId),
    },
    {
      name: "the worker's claim",
      run: async () => {
        for (const lane of await claimLanes(await scanLocations({ limit: 16 }), { leaseSeconds: 30 }))
          await releaseLanes(lane.leaseId, [lane.locationId])
        await sleep(0)
      },
    },
  ]
}

type Filters =
  | OrderFilters
  | ((merchant: BenchMerchant, round: number) => OrderFilters | Promise<OrderFilters>)

const resolve = (filters: Filters, merchant: BenchMerchant, round: number) =>
  typeof filters === "function" ? filters(merchant, round) : filters

/** A different customer each round, both frequent and one-time ones. */
const someCustomer = ({ rows }: BenchMerchant, round: number) =>
  Math.floor(((rows / 15) * round) / ROUNDS / 2) * 2

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
