import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { rememberCustomer } from "@/lib/customers/directory"
import { newId } from "@/lib/id"
import { acceptOrder } from "@/lib/orders/accept"
import { recordPayment } from "@/lib/orders/payment"
import type { PosOrder } from "@/lib/orders/schema"
import { diagnose } from "./diagnose"
import { findSubject, getDiagnosedOrder, getSurroundings, listAlternatives } from "./queries"

const PHONE = "+33612345678"
const opt_in = { sms: false, email: false }

async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "a-token")
  const location = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  let minute = 0
  const accept = async (changes: Partial<PosOrder> = {}, ref = location.ref) => {
    const at = new Date(Date.now() - 3_600_000 + ++minute * 60_000).toISOString()
    return (await acceptOrder(merchant.till, paidOrder(ref, { closed_at: at, ...changes }), "en")).answer.id
  }
  const know = (id: string, phone = PHONE) =>
    rememberCustomer(
      merchant.till,
      {
        id,
        phone,
        firstName: "Inès",
        lastName: null,
        email: null,
        birthday: null,
        points: 12,
        optIn: { sms: "no", email: "no" },
      } as Parameters<typeof rememberCustomer>[1],
      new Date(),
    )
  const problemOf = async (id: string) => {
    const order = await getDiagnosedOrder(merchant.viewer, id)
    return diagnose({ isCustomerKnown: order.hasCustomer || null, order, isPongoDown: false }).problem
  }
  return { ...merchant, location, accept, know, problemOf }
}

describe("a search finds", () => {
  test.for(["A-2041", "a-2041", "#A-2041", "n° A-2041", "  A-2041 ", "A-2041~bastille"])(
    "the order %j by its number",
    async (written) => {
      const { viewer, accept } = await shop()
      const id = await accept({ order_id: "A-2041" })
      expect(await findSubject(viewer, written)).toEqual({ kind: "order", id })
    },
  )

  test("an order by the number of its receipt, whatever its case", async () => {
    const { viewer, accept } = await shop()
    const id = await accept({ order_id: "A-2042", external_order_id: "TICKET_0042" })
    expect(await findSubject(viewer, "ticket_0042")).toEqual({ kind: "order", id })
    expect(await findSubject(viewer, "ticketX0042")).toEqual({ kind: "none", as: "number" })
  })

  test("the newest of the orders that share a number", async () => {
    const { viewer, accept, merchantId } = await shop()
    await accept({ order_id: "17" })
    const other = await makeLocation(merchantId)
    const newer = await accept({ order_id: "17" }, other.ref)
    expect(await findSubject(viewer, "17")).toEqual({ kind: "order", id: newer })
  })

  test("a real order before a newer test order, by number and by customer, and a test order when there is no other", async () => {
    const { viewer, accept, merchantId, location } = await shop()
    const other = await makeLocation(merchantId)
    const real = await accept({ order_id: "18", customer: { phone: PHONE, opt_in } })
    const test = await accept({ order_id: "18", customer: { phone: PHONE, opt_in } }, other.ref)
    await sql`update deliveries set is_test = true where order_id = ${test}`
    for (const written of ["18", PHONE])
      expect(await findSubject(viewer, written)).toEqual({ kind: "order", id: real })
    const [first, second] = await listAlternatives(viewer, test)
    expect([first, second]).toMatchObject([
      { id: real, isTest: false },
      { id: test, isTest: true },
    ])
    await sql`update deliveries set is_test = true where location_id = ${location.id}`
    for (const written of ["18", PHONE])
      expect(await findSubject(viewer, written)).toEqual({ kind: "order", id: test })
  })

  test.for(["06 12 34 56 78", "+33612345678", "0033 (0)6.12.34.56.78"])(
    "the newest order with the phone %j, even if the directory does not know it",
    async (written) => {
      const { viewer, accept } = await shop()
      await accept({ customer: { phone: PHONE, opt_in } })
      const newest = await accept({ customer: { phone: PHONE, opt_in } })
      await accept({ customer: { phone: "+33612345679", opt_in } })
      expect(await findSubject(viewer, written)).toEqual({ kind: "order", id: newest })
    },
  )

  test.for([PHONE, "cust_ines", "https://pass.pongo.example/cust_ines", "ines"])(
    "the newest order of a customer, however orders identify them: %j",
    async (written) => {
      const { viewer, accept, know } = await shop()
      await know("cust_ines")
      await accept({ customer: { phone: PHONE, opt_in } })
      const newest = await accept({ customer: { id: "cust_ines" } })
      const expected = written === "ines" ? { kind: "none", as: "number" } : { kind: "order", id: newest }
      expect(await findSubject(viewer, written)).toEqual(expected)
    },
  )

  test("a customer without orders", async () => {
    const { viewer, know } = await shop()
    await know("cust_ines")
    expect(await findSubject(viewer, PHONE)).toEqual({ kind: "customer", id: "cust_ines" })
  })

  test.for([
    ["0612345678", "phone"],
    ["cust_nobody", "customer"],
    ["nobody@example.org", "customer"],
    ["B-1", "number"],
  ] as const)("nothing for %j, and says how it was read", async ([written, as]) => {
    const { viewer, accept } = await shop()
    await accept()
    expect(await findSubject(viewer, written)).toEqual({ kind: "none", as })
  })
})

describe("an order's facts break its chain at the right link:", () => {
  test("not paid yet, then paid and on its way", async () => {
    const { accept, problemOf, till, location } = await shop()
    const id = await accept({ order_id: "O-1", state: "open", customer: { phone: PHONE, opt_in } })
    expect(await problemOf(id)).toBe("waiting_payment")
    await recordPayment(till, "O-1", { location_id: location.ref, status: "paid" }, "en")
    expect(await problemOf(id)).toBe("on_its_way")
  })

  test("no customer, and skipped by the settings", async () => {
    const { accept, problemOf, merchantId } = await shop()
    expect(await problemOf(await accept())).toBe("unclaimable")
    await sql`update merchants set sends_anonymous_orders = false where id = ${merchantId}`
    expect(await problemOf(await accept())).toBe("anonymous_off")
  })

  test("no store, a store that is gone, no connection, a revoked one; fixing each leads to the next", async () => {
    const { accept, problemOf, merchantId } = await shop()
    const location = await makeLocation(merchantId)
    const id = await accept({ customer: { id: "cust_1" } }, location.ref)
    await sql`delete from connections where merchant_id = ${merchantId}`
    expect(await problemOf(id)).toBe("unmapped")
    await makeStore(merchantId, "b-store")
    await sql`insert into store_mappings (location_id, merchant_id, store_slug) values (${location.id}, ${merchantId}, 'b-store')`
    await sql`update stores set gone_at = now() where merchant_id = ${merchantId} and slug = 'b-store'`
    expect(await problemOf(id)).toBe("store_gone")
    await sql`update stores set gone_at = null where merchant_id = ${merchantId}`
    expect(await problemOf(id)).toBe("not_connected")
    await connect(merchantId, "a-token")
    await sql`update connections set state = 'revoked' where merchant_id = ${merchantId}`
    expect(await problemOf(id)).toBe("revoked")
    await connect(merchantId, "another-token")
    expect(await problemOf(id)).toBe("on_its_way")
  })

  test("failed attempts, refused, refused and replayed, delivered", async () => {
    const { accept, problemOf } = await shop()
    const id = await accept({ customer: { id: "cust_1" } })
    const set = (changes: Record<string, unknown>) =>
      sql`update deliveries set ${sql(changes)} where order_id = ${id}`
    await set({ state: "retrying", attempts: 1, last_error_kind: "refused" })
    expect(await problemOf(id)).toBe("unreachable")
    await set({ last_http_status: 503 })
    expect(await problemOf(id)).toBe("erring")
    await set({ state: "failed", reason: "rejected_by_pongo", last_http_status: 422 })
    expect(await problemOf(id)).toBe("rejected")
    await set({ state: "failed", reason: "retries_exhausted" })
    expect(await problemOf(id)).toBe("gave_up")
    await set({ state: "queued", reason: null, next_trigger: "replay" })
    expect(await problemOf(id)).toBe("on_its_way")
    await set({ state: "delivered", delivered_at: new Date() })
    expect(await problemOf(id)).toBeNull()
  })
})

test("alternative orders are listed: same customer by id or phone, same number elsewhere, newest first", async () => {
  const { viewer, accept, know, merchantId } = await shop()
  await know("cust_ines")
  const byId = await accept({ order_id: "1", customer: { id: "cust_ines" } })
  const byPhone = await accept({ order_id: "2", customer: { phone: PHONE, opt_in } })
  await accept({ order_id: "3", customer: { id: "cust_other" } })
  const other = await makeLocation(merchantId)
  const namesake = await accept({ order_id: "1" }, other.ref)
  const ids = async (id: string) => (await listAlternatives(viewer, id)).map((order) => order.id)
  expect(await ids(byId)).toEqual([namesake, byPhone, byId])
  expect(await ids(byPhone)).toEqual([byPhone, byId])
  expect(await ids(namesake)).toEqual([namesake, byId])
})

test("orders of the last week without a customer are counted, test orders and unpaid ones are not", async () => {
  const { viewer, accept } = await shop()
  await accept()
  await accept({ customer: { id: "cust_1" } })
  await accept({ state: "open" })
  await accept({ closed_at: new Date(Date.now() - 8 * 86_400_000).toISOString() })
  const test = await accept({ order_id: "TEST" })
  await sql`update deliveries set is_test = true where order_id = ${test}`
  const found = await getSurroundings(viewer)
  expect(found).toMatchObject({ unnamedOrders: 1, sendsAnonymousOrders: true })
  expect(found.lastNumbers).toHaveLength(1)
  expect(found.lastNumbers[0]?.ref).not.toBe("TEST")
})

test("a stranger with the same phone in its own directory finds its own order", async () => {
  const stranger = await shop()
  const own = await stranger.accept({ customer: { phone: PHONE, opt_in } })
  expect(await findSubject(stranger.viewer, PHONE)).toEqual({ kind: "order", id: own })
  expect(await listAlternatives(stranger.viewer, newId())).toEqual([])
})
