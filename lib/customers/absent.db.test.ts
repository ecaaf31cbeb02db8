import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { connectWithToken } from "@/lib/connections/mutations"
import { BISTROT_VIDE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { catchUp, getCustomerImport, importCustomers } from "./import"
import { findCustomer } from "./list"
import { findIdByPhone, findKnownCustomer } from "./queries"
import { newPhone, openShop } from "./testing/shop"

const LIST = { method: "GET", path: "/v1/customers" }
const ONE = { method: "GET", path: "/v1/customers/{id}" }
const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 5_000 })

const remove = (id: string) => fetch(`${sandbox.url}/_sandbox/customers/${id}`, { method: "DELETE" })

async function enlisted(account = BISTROT_VIDE, phone = newPhone()) {
  const answer = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: account, phone: phone.slice(1), points: 40, has_optin_sms: true }),
  })
  const { customer } = (await answer.json()) as { customer: { id: string } }
  return { id: customer.id, phone }
}

/** A merchant whose directory is complete, with one customer of its own at Pongo. */
async function readIn() {
  const merchant = await makeMerchant()
  const theirs = await enlisted()
  await connectWithToken(merchant.owner, { token: sandbox.issueToken(BISTROT_VIDE) })
  await importCustomers(merchant)
  const night = async () => {
    await catchUp(merchant.merchantId, 0)
    await importCustomers(merchant)
  }
  return { ...merchant, theirs, night }
}

const asked = (id: string) =>
  sandbox.requests().filter(({ method, path }) => method === "GET" && path === `/v1/customers/${id}`).length

test("a customer deleted at Pongo leaves the directory the next night, and the audit trail says so", async () => {
  const { merchantId, owner, theirs, night } = await readIn()
  expect(await findKnownCustomer(owner, theirs.id)).toMatchObject({ points: 40 })
  await remove(theirs.id)
  await night()
  expect(await findKnownCustomer(owner, theirs.id)).toBeNull()
  expect(await findIdByPhone(owner, theirs.phone)).toBeNull()
  expect(await findCustomer(owner, theirs.id)).toMatchObject({ hasProfile: false, goneAt: expect.any(Date) })
  expect(await getCustomerImport(owner)).toMatchObject({ customersGone: 1, error: null })
  expect(
    await sql`select target from audit_events where merchant_id = ${merchantId} and action = 'customer.gone'`,
  ).toEqual([{ target: theirs.id }])
})

test("a customer who is missing from a complete list but found when asked for stays", async () => {
  const { owner, theirs, night } = await readIn()
  sandbox.faults.add({ ...LIST, kind: "status", status: 200, body: { data: [], meta: { last_page: 1 } } })
  const before = asked(theirs.id)
  await night()
  expect(asked(theirs.id)).toBe(before + 1)
  expect(await findKnownCustomer(owner, theirs.id)).toMatchObject({ points: 40 })
  expect(await getCustomerImport(owner)).toMatchObject({ customersGone: 0 })
})

test("a partial list proves no absence", async () => {
  const { owner, theirs, night } = await readIn()
  await remove(theirs.id)
  sandbox.faults.add({ ...LIST, kind: "status", status: 200, body: { data: [], meta: { last_page: 4 } } })
  const before = asked(theirs.id)
  await night()
  expect(asked(theirs.id)).toBe(before)
  expect(await findKnownCustomer(owner, theirs.id)).not.toBeNull()
})

test.each([
  ["a server error", { kind: "status", status: 500 }],
  ["a page of HTML with 404", { kind: "html", status: 404 }],
  [
    "a route that is not found",
    { kind: "status", status: 404, body: { message: "The route could not be found." } },
  ],
] as const)("%s is no absence: it is asked again", async (_what, fault) => {
  const { owner, theirs, night } = await readIn()
  await remove(theirs.id)
  const broken = sandbox.faults.add({ ...ONE, ...fault })
  await expect(night()).rejects.toMatchObject({ name: "PongoError" })
  expect(await findKnownCustomer(owner, theirs.id)).not.toBeNull()
  sandbox.faults.remove(broken.id)
  await importCustomers(owner)
  expect(await findKnownCustomer(owner, theirs.id)).toBeNull()
})

test("an unreadable customer exists, and does not keep other absences from being found", async () => {
  const { owner, theirs, night } = await readIn()
  const other = await enlisted()
  await night()
  sandbox.faults.add({
    ...LIST,
    kind: "status",
    status: 200,
    body: { data: [{ id: null }], meta: { last_page: 1 } },
  })
  sandbox.faults.add({
    method: "GET",
    path: `/v1/customers/${theirs.id}`,
    kind: "status",
    status: 200,
    body: { data: {} },
  })
  await remove(other.id)
  await night()
  expect(await findKnownCustomer(owner, theirs.id)).not.toBeNull()
  expect(await findKnownCustomer(owner, other.id)).toBeNull()
})

test("a deleted customer who is at Pongo again is read in again, as new and without a change of consent", async () => {
  const { merchantId, owner, theirs, night } = await readIn()
  const row = sandbox.state.customers.get(theirs.id)!
  await remove(theirs.id)
  await night()
  sandbox.state.addCustomer(row)
  await night()
  expect(await findKnownCustomer(owner, theirs.id)).toMatchObject({ points: 40, optIn: { sms: "yes" } })
  expect(await findCustomer(owner, theirs.id)).toMatchObject({ goneAt: null })
  expect(await sql`select 1 from consents where merchant_id = ${merchantId}`).toEqual([])
})

test("a till that asks for a known customer whom Pongo no longer has triggers a second check at once", async () => {
  const { merchantId, owner, pos } = await openShop(sandbox)
  const { id, phone } = await enlisted(LE_COMPTOIR)
  await pos.post("/customers/identify", { location_id: "bastille", phone })
  expect(await findKnownCustomer(owner, id)).not.toBeNull()
  await remove(id)
  expect((await pos.get(`/customers/${id}?location_id=bastille`)).status).toBe(404)
  expect(await findKnownCustomer(owner, id)).not.toBeNull()
  await importCustomers({ merchantId })
  expect(await findKnownCustomer(owner, id)).toBeNull()
})

test("two jobs at once find each absence once, and another merchant keeps its customers", async () => {
  const mine = await readIn()
  const other = await readIn()
  await remove(mine.theirs.id)
  await catchUp(mine.merchantId, 0)
  await Promise.all([importCustomers(mine), importCustomers(mine)])
  expect(await getCustomerImport(mine.owner)).toMatchObject({ customersGone: 1 })
  expect(await findKnownCustomer(mine.owner, mine.theirs.id)).toBeNull()
  expect(await findKnownCustomer(other.owner, mine.theirs.id)).not.toBeNull()
})

test("customers of a reconnected account come back", { timeout: 60_000 }, async () => {
  const { owner, theirs, ...merchant } = await readIn()
  const connectTo = async (account: string) => {
    await connectWithToken(owner, { token: sandbox.issueToken(account) })
    await importCustomers(merchant)
  }
  await connectTo(LE_COMPTOIR)
  expect(await findKnownCustomer(owner, theirs.id)).toBeNull()
  await connectTo(BISTROT_VIDE)
  expect(await findKnownCustomer(owner, theirs.id)).toMatchObject({ points: 40 })
})
