import { beforeAll, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { connectWithToken, disconnect } from "@/lib/connections/mutations"
import { getConnection } from "@/lib/connections/queries"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { catchUp, getCustomerImport, importCustomers } from "./import"
import { findKnownCustomer } from "./queries"
import { SHORT_PATIENCE } from "./testing/shop"

const LIST = { method: "GET", path: "/v1/customers" }
const sandbox = await useSandbox(SHORT_PATIENCE)

beforeAll(async () => {
  // More than two pages, at a hundred a page.
  const [store] = sandbox.state.storesOf(CHEZ_ROSALIE)
  for (let number = 0; number < 230; number++)
    await fetch(`${sandbox.url}/_sandbox/customers`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        merchant_id: CHEZ_ROSALIE,
        phone: `3369${String(7_000_000 + number)}`,
        points: number,
        reference_store_slug: store!.slug,
      }),
    })
})

const atPongo = (account: string) =>
  sandbox.state.customers.rows().filter(({ merchant_id }) => merchant_id === account).length

async function connected(account = CHEZ_ROSALIE) {
  const merchant = await makeMerchant()
  await connectWithToken(merchant.owner, { token: sandbox.issueToken(account) })
  return merchant
}

const jobs = (merchantId: string) => sql<{ task: string; seconds: number }[]>`
  select t.identifier as task, extract(epoch from j.run_at - now())::int as seconds
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.payload ->> 'merchantId' = ${merchantId} and t.identifier = 'import_customers'`

const countKnown = async (merchantId: string) =>
  (
    await sql`select count(*)::int as n from customers where merchant_id = ${merchantId} and profile is not null`
  )[0]!.n

test("connecting queues the first import, which reads every customer of every page into the directory", async () => {
  const { merchantId, owner } = await connected()
  expect(await jobs(merchantId)).toMatchObject([{ task: "import_customers" }])
  expect(await getCustomerImport(owner)).toMatchObject({
    pagesRead: 0,
    finishedAt: null,
    lastCompleteAt: null,
  })
  await importCustomers({ merchantId })
  expect(await getCustomerImport(owner)).toMatchObject({
    pagesRead: 3,
    lastPage: 3,
    customersRead: 250,
    finishedAt: expect.any(Date),
    lastCompleteAt: expect.any(Date),
    error: null,
  })
  expect(await countKnown(merchantId)).toBe(atPongo(CHEZ_ROSALIE))
})

test.each(["no_meta", "repeat_last_page", "page_loop"] as const)(
  "every customer is read when the list comes as %s",
  async (kind) => {
    const { merchantId, owner } = await connected()
    sandbox.faults.add({ ...LIST, kind })
    await importCustomers({ merchantId })
    expect(await getCustomerImport(owner)).toMatchObject({
      customersRead: 250,
      lastCompleteAt: expect.any(Date),
    })
    expect(await countKnown(merchantId)).toBe(250)
  },
)

test("customers on pages past the stated last page stay in the directory", async () => {
  const { merchantId, owner } = await connected()
  await importCustomers({ merchantId })
  sandbox.faults.add({ ...LIST, kind: "last_page_too_low" })
  await sql`
    delete from customers where merchant_id = ${merchantId} and id = any(array(
      select id from customers where merchant_id = ${merchantId} order by id limit 230))`
  const before = await countKnown(merchantId)
  await catchUp(merchantId, 0)
  await importCustomers({ merchantId })
  expect(await countKnown(merchantId)).toBeGreaterThanOrEqual(before)
  expect(await getCustomerImport(owner)).toMatchObject({ customersGone: 0 })
})

test("after a crash on page 2 the import resumes at page 2", async () => {
  const { merchantId, owner } = await connected()
  sandbox.faults.add({ ...LIST, kind: "slow", delay_ms: 0, times: 1 })
  sandbox.faults.add({ ...LIST, kind: "reset", times: 1 })
  await expect(importCustomers({ merchantId })).rejects.toMatchObject({ kind: "reset" })
  expect(await getCustomerImport(owner)).toMatchObject({ pagesRead: 1, error: "reset", finishedAt: null })
  const before = sandbox.requests().length
  await importCustomers({ merchantId })
  expect(sandbox.requests().length - before).toBe(2)
  expect(await getCustomerImport(owner)).toMatchObject({ customersRead: 250, error: null })
})

test("the import honours Retry-After: it queues itself again for that time, and nothing fails", async () => {
  const { merchantId, owner } = await connected()
  sandbox.faults.add({ ...LIST, kind: "status", status: 429, retry_after: 90, times: 1 })
  await importCustomers({ merchantId })
  expect((await jobs(merchantId))[0]!.seconds).toBeGreaterThan(80)
  expect(await getCustomerImport(owner)).toMatchObject({ pagesRead: 0, error: "rate_limited" })
})

test("two imports at once read each customer once", async () => {
  const { merchantId, owner } = await connected()
  await Promise.all([importCustomers({ merchantId }), importCustomers({ merchantId })])
  expect(await getCustomerImport(owner)).toMatchObject({ customersRead: 250, pagesRead: 3 })
  expect(await countKnown(merchantId)).toBe(250)
})

test("an unreadable customer does not keep the others out", async () => {
  const { merchantId, owner } = await connected(LE_COMPTOIR)
  const data = [{ id: null }, { id: "cust_ok", phone: "33612345678", points: 3 }, "nonsense"]
  sandbox.faults.add({ ...LIST, kind: "status", status: 200, body: { data, meta: { last_page: 1 } } })
  await importCustomers({ merchantId })
  expect(await findKnownCustomer(owner, "cust_ok")).toMatchObject({ points: 3 })
})

test("a list that stops before its stated last page ends, and is not complete", async () => {
  const { merchantId, owner } = await connected(LE_COMPTOIR)
  sandbox.faults.add({ ...LIST, kind: "status", status: 200, body: { data: [], meta: { last_page: 4 } } })
  await importCustomers({ merchantId })
  expect(await getCustomerImport(owner)).toMatchObject({
    finishedAt: expect.any(Date),
    lastCompleteAt: null,
    error: "unreadable",
  })
})

test("the nightly catch-up makes up for a missed webhook, and rewrites nothing that is unchanged", async () => {
  const { merchantId, owner } = await connected()
  await importCustomers({ merchantId })
  const [first] = sandbox.state.customers.rows().filter((row) => row.merchant_id === CHEZ_ROSALIE)
  const asOf = () => sql`select id, as_of from customers where merchant_id = ${merchantId} order by id`
  const before = await asOf()
  first!.points += 1_000
  await catchUp(merchantId, 0)
  await importCustomers({ merchantId })
  expect(await findKnownCustomer(owner, first!.id)).toMatchObject({ points: first!.points })
  const changed = (await asOf()).filter(
    (row, index) => row.as_of.getTime() !== before[index]!.as_of.getTime(),
  )
  expect(changed.map(({ id }) => id)).toEqual([first!.id])
})

test("a customer erased or forgotten here is not read in again", async () => {
  const { merchantId } = await connected()
  await importCustomers({ merchantId })
  await sql`
    update customers set profile = null, phone_index = null, email_index = null where merchant_id = ${merchantId}`
  await catchUp(merchantId, 0)
  await importCustomers({ merchantId })
  expect(await countKnown(merchantId)).toBe(0)
})

test("the catch-up of an import in progress resumes it", async () => {
  const { merchantId, owner } = await connected()
  await sql`update customer_imports set next_page = 3, customers_read = 200 where merchant_id = ${merchantId}`
  await catchUp(merchantId, 0)
  await importCustomers({ merchantId })
  expect(await getCustomerImport(owner)).toMatchObject({ customersRead: 250, pagesRead: 3 })
})

test("a disconnected merchant is not read, and a single 401 does not revoke", async () => {
  const { merchantId, owner } = await connected()
  sandbox.faults.add({ ...LIST, kind: "status", status: 401, times: 1 })
  await expect(importCustomers({ merchantId })).rejects.toMatchObject({ kind: "server_error" })
  expect(await getConnection(owner)).toMatchObject({ state: "connected" })
  await disconnect(owner)
  await expect(importCustomers({ merchantId })).rejects.toMatchObject({ code: "not_connected" })
  expect(await countKnown(merchantId)).toBe(0)
})

test("another merchant's import is not visible", async () => {
  const { merchantId } = await connected()
  await importCustomers({ merchantId })
  const stranger = await makeMerchant()
  expect(await getCustomerImport(stranger.owner)).toBeNull()
})
