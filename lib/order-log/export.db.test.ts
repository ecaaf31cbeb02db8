import { beforeAll, describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { readCsv } from "@/lib/csv/read"
import type { OrderSelection } from "@/lib/orders/schema"
import { insertLog, logRow } from "@/lib/orders/testing/log-rows"
import { EXPORT_COLUMNS, type ExportWords, exportOrders } from "./export"

const LIMITS = { maxBytes: 100_000_000, maxRows: 20_000 }

const WORDS: ExportWords = {
  columns: Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, name])) as ExportWords["columns"],
  status: (status) => `is ${status}`,
  reason: (reason) => `for ${reason}`,
}

let merchant: Awaited<ReturnType<typeof makeMerchant>>
let mapped: string
let unmapped: string
beforeAll(async () => {
  merchant = await makeMerchant()
  await connect(merchant.merchantId, "token")
  mapped = (await makeLocation(merchant.merchantId, { ref: "Lyon", storeSlug: "s-1" })).id
  unmapped = (await makeLocation(merchant.merchantId, { ref: "Nice" })).id
})

async function exported(filters: OrderSelection = {}, locale = "fr") {
  const bytes = new Uint8Array(
    await new Response(await exportOrders(merchant.viewer, filters, locale, WORDS)).arrayBuffer(),
  )
  const { header, rows, delimiter } = readCsv(bytes, LIMITS)
  const named = rows.map(({ cells }) => Object.fromEntries(header.map((name, n) => [name, cells[n]])))
  return { bytes, text: new TextDecoder().decode(bytes), delimiter, rows: named }
}

describe("the file", () => {
  beforeAll(async () => {
    await insertLog(merchant.merchantId, [
      logRow(mapped, {
        ref: "=HYPERLINK(1)",
        externalRef: "T;1",
        closedAt: "2026-07-01T22:30:00Z",
        totalCents: 123_450,
        customerId: "cust_a",
        phoneIndex: null,
        rewardCount: 2,
        tillId: "Caisse 1",
      }),
      logRow(unmapped, { ref: "held", closedAt: "2026-01-15T11:00:00Z", state: "queued", httpStatus: null }),
      logRow(mapped, {
        ref: "failed",
        closedAt: "2026-01-14T11:00:00Z",
        state: "failed",
        reason: "rejected_by_pongo",
        errorKind: "invalid",
        httpStatus: 422,
        totalCents: 5,
      }),
      logRow(mapped, { ref: "test", closedAt: "2026-01-13T11:00:00Z", isTest: true }),
    ])
  })

  test("opens properly in a French spreadsheet: BOM, semicolons, local times, decimal commas, no formula", async () => {
    const { bytes, text, delimiter, rows } = await exported()
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(delimiter).toBe(";")
    expect(text).toContain("'=HYPERLINK(1)")
    expect(rows).toEqual([
      expect.objectContaining({
        ref: "=HYPERLINK(1)",
        externalRef: "T;1",
        location: "Location Lyon",
        till: "Caisse 1",
        closedAt: "2026-07-02 00:30:00",
        amount: "1234,50",
        currency: "EUR",
        customer: "cust_a",
        rewards: "2",
        status: "is delivered",
        reason: "",
      }),
      expect.objectContaining({
        ref: "held",
        closedAt: "2026-01-15 12:00:00",
        status: "is held",
        reason: "for location_unmapped",
      }),
      expect.objectContaining({ ref: "failed", amount: "0,05", reason: "for rejected_by_pongo" }),
    ])
  })

  test("is in English for an English reader", async () => {
    const { delimiter, rows } = await exported({}, "en")
    expect(delimiter).toBe(",")
    expect(rows.map(({ amount }) => amount)).toEqual(["1234.50", "14.50", "0.05"])
  })

  test("holds the orders the filters show, and test orders only on request", async () => {
    const refs = async (filters: OrderSelection) => (await exported(filters)).rows.map(({ ref }) => ref)
    expect(await refs({ status: "held" })).toEqual(["held"])
    expect(await refs({ location: mapped, max: 5 })).toEqual(["failed"])
    expect(await refs({ test: "only" })).toEqual(["test"])
    await expect(exported({ q: "no such" })).rejects.toMatchObject({ params: { reason: "empty" } })
  })

  test("leaves an audit event without the phone or number searched for", async () => {
    await exported({ status: "failed", customer: `ph_${"x".repeat(43)}`, q: "failed" }).catch(() => {})
    const [row] = await sql`
      select actor, details from audit_events
      where merchant_id = ${merchant.merchantId} and action = 'orders.exported' order by at desc, id desc limit 1`
    expect(row).toMatchObject({ details: { filters: { status: "failed", test: "without" } } })
    expect(row!.actor).toMatch(/:viewer$/)
  })
})

test("a long file holds each order once, in log order", async () => {
  const location = await makeLocation(merchant.merchantId, { ref: "Long" })
  const many = Array.from({ length: 11_000 }, (_, n) =>
    // Many share a closing time, across the boundaries of the pieces.
    logRow(location.id, {
      closedAt: new Date(Date.UTC(2026, 0, 1) - Math.floor(n / 500) * 1_000).toISOString(),
    }),
  )
  await insertLog(merchant.merchantId, many)
  const { rows } = await exported({ location: location.id })
  const inOrder = many.toSorted((a, b) => b.closedAt.localeCompare(a.closedAt) || (b.id > a.id ? 1 : -1))
  expect(rows.map(({ ref }) => ref)).toEqual(inOrder.map(({ ref }) => ref))
}, 60_000)
