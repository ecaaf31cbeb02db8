import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import type { DeliveryState, SyncReason } from "@/db/enums"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex } from "@/lib/crypto"
import { phoneContext } from "@/lib/customers/queries"
import { type OrderSelection, orderFilters } from "@/lib/orders/schema"
import { insertLog, type LogRow, logRow } from "@/lib/orders/testing/log-rows"
import { matching } from "./matching"
import { countUpTo, findIds } from "./near-first"
import { countMatching, listOrders } from "./queries"

const ZONE = "Europe/Paris"
const DAY_MS = 86_400_000

const STATES: [DeliveryState, SyncReason | null, string | null, number | null][] = [
  ["delivered", null, null, 202],
  ["delivered", null, null, 202],
  ["delivered", null, null, 202],
  ["queued", null, null, null],
  ["retrying", null, "dns", null],
  ["retrying", null, "server_error", 503],
  ["retrying", null, "timeout", null],
  ["sending", null, null, null],
  ["failed", "rejected_by_pongo", "invalid", 422],
  ["failed", "retries_exhausted", "server_error", 500],
  ["skipped", "cancelled", null, null],
  ["skipped", "payment_failed", null, null],
  ["waiting_payment", null, null, null],
]
const REFS = ["A-", "B-20", "K", "x_%", "Été-"]
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

let ctx: Ctx
let rows: LogRow[]
let open: string
let unmapped: string
let gone: string

/** Two merchants with the same kind of orders; the stranger's must never show up among mine. */
beforeAll(async () => {
  for (const name of ["Stranger", "Mine"]) {
    const merchant = await makeMerchant(name)
    ctx = merchant.owner
    await connect(merchant.merchantId, "token")
    open = (await makeLocation(merchant.merchantId, { storeSlug: "s-1" })).id
    unmapped = (await makeLocation(merchant.merchantId)).id
    gone = (await makeLocation(merchant.merchantId, { storeSlug: "s-2" })).id
    await sql`update stores set gone_at = now() where merchant_id = ${merchant.merchantId} and slug = 's-2'`
    await sql`
      insert into customers (merchant_id, id, phone_index, points, opt_in_sms, opt_in_email, as_of)
      values (${merchant.merchantId}, 'cust_a', ${phone(ctx, 1)}, 0, 'no', 'no', now())`
    rows = Array.from({ length: 240 }, (_, n) => {
      const [state, reason, errorKind, httpStatus] = pick(STATES, n * 7)
      const closedAt = new Date(Date.now() - (n % 9) * DAY_MS - Math.floor(n / 9) * 1000 - 3_600_000)
      return logRow(pick([open, open, unmapped, gone], n * 3), {
        ...{ state, reason, errorKind, httpStatus },
        ref: `${pick(REFS, n)}${1_000 + n}`,
        externalRef: n % 5 === 0 ? `Ticket ${5_000 + n}` : null,
        customerId: n % 6 === 0 ? pick(["cust_a", "cust_b"], n / 6) : null,
        phoneIndex: n % 6 === 1 ? phone(ctx, Math.floor(n / 6) % 3) : null,
        tillId: n % 4 === 3 ? null : pick(["till 1", "till 2", "till 3"], n),
        totalCents: (n * 37) % 2_000,
        rewardCount: n % 10 === 0 ? 2 : 0,
        closedAt: closedAt.toISOString(),
        isTest: n % 17 === 0,
      })
    })
    await insertLog(merchant.merchantId, rows)
  }
})

const phone = ({ merchantId }: Ctx, n: number) => blindIndex(`+3361200000${n}`, phoneContext(merchantId))

/** The filters' meaning in TypeScript, independent of the SQL. */
function means(filters: OrderSelection, row: LogRow): boolean {
  const isPending = row.state === "queued" || row.state === "retrying"
  const hold = { [unmapped]: "location_unmapped", [gone]: "store_gone" }[row.locationId]
  const status = isPending && hold ? "held" : row.state
  const reason = isPending && hold ? hold : row.reason
  const localDay = (at: Date) => new Intl.DateTimeFormat("sv", { timeZone: ZONE }).format(at)
  const day = localDay(new Date(row.closedAt))
  const daysAgo = (days: number) => localDay(new Date(Date.now() - days * DAY_MS))
  const q = filters.q?.toLowerCase()
  const isNamed = (text: string | null) =>
    text !== null && (text.toLowerCase().startsWith(q!) || text.toLowerCase().endsWith(q!))
  const owner = filters.customer
  const isCustA = row.customerId === "cust_a" || row.phoneIndex === phone(ctx, 1)
  return (
    (!filters.status || filters.status === status) &&
    (!filters.reason || filters.reason === reason) &&
    (!filters.error || filters.error === row.errorKind) &&
    (filters.http === undefined || (filters.http === row.httpStatus && row.errorKind !== null)) &&
    (!filters.location || filters.location === row.locationId) &&
    (!filters.till || filters.till === row.tillId) &&
    (!owner ||
      (owner === "cust_a" || owner === `ph_${phone(ctx, 1)}`
        ? isCustA
        : owner.startsWith("ph_")
          ? owner.slice(3) === row.phoneIndex
          : owner === row.customerId)) &&
    (!filters.reward || (filters.reward === "yes") === row.rewardCount > 0) &&
    (filters.min === undefined || row.totalCents >= filters.min) &&
    (filters.max === undefined || row.totalCents <= filters.max) &&
    (!filters.test || (filters.test === "only") === row.isTest) &&
    (!q || isNamed(row.ref) || isNamed(row.externalRef) || row.id === q) &&
    (filters.period === "today"
      ? day >= daysAgo(0)
      : filters.period === "yesterday"
        ? day === daysAgo(1)
        : filters.period
          ? day >= daysAgo(filters.period === "7d" ? 6 : 29)
          : (!filters.from || day >= filters.from) && (!filters.to || day <= filters.to))
  )
}

const inLogOrder = (a: LogRow, b: LogRow) => b.closedAt.localeCompare(a.closedAt) || (b.id > a.id ? 1 : -1)

/** Ids in log order, from walking the pages forwards; also checks the same pages backwards. */
async function walkPages(filters: OrderSelection) {
  const ids: string[] = []
  let page = await listOrders(ctx, filters)
  for (;;) {
    ids.push(...page.rows.map((row) => row.id))
    if (!page.next) break
    page = await listOrders(ctx, { ...filters, cursor: page.next })
  }
  const back = page.rows.map((row) => row.id)
  while (page.previous) {
    page = await listOrders(ctx, { ...filters, cursor: page.previous })
    back.unshift(...page.rows.map((row) => row.id))
  }
  return { ids, back }
}

async function expectExactly(filters: OrderSelection) {
  expect(orderFilters.parse(filters)).toEqual(filters)
  const kept = rows.filter((row) => means(filters, row)).sort(inLogOrder)
  const { ids, back } = await walkPages(filters)
  expect(ids).toEqual(kept.map((row) => row.id))
  expect(back).toEqual(ids)
  expect(await countMatching(ctx, filters)).toBe(kept.filter((row) => !row.isTest).length)
  const whole = await sql`
    select o.id from deliveries d join orders o on o.id = d.order_id where ${matching(ctx, filters, ZONE)}`
  expect(whole.map((row) => row.id).sort()).toEqual(kept.map((row) => row.id).sort())
  return kept.length
}

const each = (): Record<string, OrderSelection[]> => ({
  status: (
    ["waiting_payment", "queued", "sending", "retrying", "held", "delivered", "failed", "skipped"] as const
  ).map((status) => ({ status })),
  reason: (
    ["location_unmapped", "store_gone", "rejected_by_pongo", "retries_exhausted", "cancelled"] as const
  ).map((reason) => ({ reason })),
  error: (["dns", "timeout", "server_error", "invalid"] as const).map((error) => ({ error })),
  http: [500, 503, 422].map((http) => ({ http })),
  location: [open, unmapped, gone].map((location) => ({ location })),
  till: ["till 1", "till 3"].map((till) => ({ till })),
  customer: ["cust_a", "cust_b", `ph_${phone(ctx, 0)}`, `ph_${phone(ctx, 1)}`].map((customer) => ({
    customer,
  })),
  reward: (["yes", "no"] as const).map((reward) => ({ reward })),
  amount: [{ min: 1_000 }, { max: 200 }, { min: 100, max: 137 }, { min: 0, max: 0 }],
  test: (["only", "without"] as const).map((test) => ({ test })),
  period: (["today", "yesterday", "7d", "30d"] as const).map((period) => ({ period })),
  dates: [{ from: localDate(3) }, { to: localDate(2) }, { from: localDate(4), to: localDate(4) }],
  q: ["1042", "b-20", "x_%1", "été", "k1", "ticket 50", "5005", "a"].map((q) => ({ q })),
  id: [{ q: rows[123]!.id }],
})
const localDate = (daysAgo: number) =>
  new Intl.DateTimeFormat("sv", { timeZone: ZONE }).format(new Date(Date.now() - daysAgo * DAY_MS))

describe("each filter returns exactly its orders, in pages, in the count and unpaged:", () => {
  for (const name of [
    "status",
    "reason",
    "error",
    "http",
    "location",
    "till",
    "customer",
    "reward",
    "amount",
  ])
    test(name, async () => {
      for (const filters of each()[name]!) expect(await expectExactly(filters)).toBeGreaterThan(0)
    })
  for (const name of ["test", "period", "dates", "q", "id"])
    test(name, async () => {
      for (const filters of each()[name]!) expect(await expectExactly(filters)).toBeGreaterThan(0)
    })
})

test("combined filters return the orders that match each of them", { timeout: 60_000 }, async () => {
  const choices = Object.values(each()).map((options) => fc.option(fc.constantFrom(...options), { nil: {} }))
  await fc.assert(
    fc.asyncProperty(fc.tuple(...choices), async (chosen) => {
      await expectExactly(Object.assign({}, ...chosen.filter((_, n) => n % 2 === chosen.length % 2)))
    }),
    { numRuns: 15 },
  )
})

describe("filters that cannot match return nothing:", () => {
  const impossible: OrderSelection[] = [
    { q: "no such" },
    { q: "-" },
    { q: "zz" },
    { customer: "cust_nobody" },
    { till: "till 9" },
    { reason: "not_connected" },
    { http: 202 },
    { status: "held", reason: "cancelled" },
    { min: 5_000 },
    { min: 2, max: 1 },
  ]
  for (const filters of impossible)
    test(JSON.stringify(filters), async () => expect(await expectExactly(filters)).toBe(0))
})

test("orders beyond the rows looked at first are still found", { timeout: 60_000 }, async () => {
  const { merchantId, owner } = await makeMerchant()
  const { id } = await makeLocation(merchantId)
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) - n * 1_000).toISOString()
  const many = Array.from({ length: 12_000 }, (_, n) =>
    logRow(id, {
      closedAt: at(n),
      totalCents: n >= 11_900 ? 1 : 2,
      rewardCount: n % 2,
      tillId: "t",
      isTest: n === 11_999,
    }),
  )
  await insertLog(merchantId, many)
  for (const filters of [{ max: 1 }, { max: 1, reward: "yes" }, { max: 1, till: "t" }] as OrderSelection[]) {
    const kept = many.filter((row) => row.totalCents === 1 && (!filters.reward || row.rewardCount > 0))
    expect(await findIds(owner, filters, ZONE, null, 1_000)).toEqual(kept.map((row) => row.id))
    expect(await countUpTo(owner, filters, ZONE, 1_000)).toBe(kept.filter((row) => !row.isTest).length)
    expect(await countUpTo(owner, filters, ZONE, 10)).toBe(10)
    const from = { direction: "b", at: at(11_999), id: many[11_999]!.id } as const
    expect(await findIds(owner, filters, ZONE, from, 7)).toEqual(
      kept
        .filter((row) => row.id !== from.id)
        .slice(-7)
        .reverse()
        .map((row) => row.id),
    )
  }
})

test("orders closed within one millisecond appear on exactly one page each", async () => {
  const { merchantId, owner } = await makeMerchant()
  const { id } = await makeLocation(merchantId)
  const many = Array.from({ length: 120 }, (_, n) =>
    logRow(id, { closedAt: `2026-01-01T12:00:00.123${String(n).padStart(3, "0")}Z` }),
  )
  await insertLog(merchantId, many)
  ctx = owner
  rows = many
  const { ids, back } = await walkPages({})
  expect(ids).toEqual(many.map((row) => row.id).reverse())
  expect(back).toEqual(ids)
})
