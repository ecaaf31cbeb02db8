import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { newPhone, openShop, SHORT_PATIENCE, seeded } from "@/lib/customers/testing/shop"
import { eraseCustomer } from "./mutations"
import { everything } from "./testing/everything"

const sandbox = await useSandbox(SHORT_PATIENCE)

const keyed = (key: string) => ({ "Idempotency-Key": key })
const optIn = { sms: true, email: false }

/** A customer signed up by a till, with a kept answer for every kind of call that names them. */
async function knownAtTheTill() {
  const shop = await openShop(sandbox)
  const { pos } = shop
  const phone = newPhone()
  const national = `0${phone.slice(3)}`
  const enlist = {
    location_id: "bastille",
    phone: national,
    opt_in: optIn,
    first_name: "Philippine",
    last_name: "Quesneville",
    email: "pq@example.org",
  }
  const { id } = (await pos.post("/customers", enlist, keyed("enlist"))).json.customer
  const calls: Record<string, () => ReturnType<typeof pos.post>> = {
    enlist: () => pos.post("/customers", enlist, keyed("enlist")),
    "by-phone": () =>
      pos.post("/customers/identify", { location_id: "bastille", phone: national }, keyed("by-phone")),
    "by-code": () =>
      pos.post(
        "/customers/identify",
        { location_id: "bastille", code: `https://p.app/${id}` },
        keyed("by-code"),
      ),
    change: () => pos.patch(`/customers/${id}`, { first_name: "Philippine-Anne" }, keyed("change")),
    order: () => pos.post("/orders", order, keyed("order")),
    batch: () => pos.post("/orders/batch", { orders: [order] }, keyed("batch")),
  }
  const order = paidOrder("bastille", {
    customer: { phone: national, opt_in: optIn, last_name: "Quesneville" },
  })
  for (const call of Object.values(calls)) expect((await call()).status).toBeLessThan(300)
  const words = [phone.slice(3), "philippine", "quesneville", "pq@example.org"]
  return { ...shop, id, calls, words }
}

test("after an erasure nothing in any table names the customer, every sealed value opened", async () => {
  const { merchantId, owner, id, words } = await knownAtTheTill()
  await sql`
    update deliveries set message = 'Quesneville is unknown' where merchant_id = ${merchantId}`
  await sql`
    insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted, message, response, request)
    select gen_random_uuid(), id, merchant_id, now(), 'first', 'rejected', true, 'Quesneville?', 'Quesneville!', '{"name":"Quesneville"}'
    from orders where merchant_id = ${merchantId}`
  const before = await everything(merchantId)
  for (const word of words) expect(before).toContain(word)
  await eraseCustomer(owner, { id })
  const after = await everything(merchantId)
  for (const word of words) expect(after).not.toContain(word)
})

test("after an erasure a repeated Idempotency-Key succeeds again without the customer's data", async () => {
  const { owner, id, calls, words } = await knownAtTheTill()
  await eraseCustomer(owner, { id })
  for (const [name, call] of Object.entries(calls)) {
    const { status, headers, text } = await call()
    expect([name, status < 300, headers.get("Idempotent-Replayed")]).toEqual([name, true, "true"])
    for (const word of words) expect(text.toLowerCase()).not.toContain(word)
  }
})

test("a call in progress while the customer is erased leaves nothing of them", async () => {
  const { merchantId, owner, pos, id, words } = await knownAtTheTill()
  sandbox.faults.add({ path: `/v1/customers/${id}`, kind: "slow", delay_ms: 300 })
  const running = pos.post("/customers/identify", { location_id: "bastille", code: id }, keyed("running"))
  await eventually("the call has begun", async () => {
    const rows =
      await sql`select 1 from idempotency_records where merchant_id = ${merchantId} and status is null`
    return rows.length > 0
  })
  await eraseCustomer(owner, { id })
  await running
  sandbox.faults.clear()
  const after = await everything(merchantId)
  for (const word of words) expect(after).not.toContain(word)
})

test("a call after the erasure keeps no answer that names them", async () => {
  const { merchantId, owner, pos, id, words } = await knownAtTheTill()
  await eraseCustomer(owner, { id })
  const again = await pos.post("/customers/identify", { location_id: "bastille", code: id }, keyed("later"))
  expect(again.json.customer.last_name).toBe("Quesneville")
  const after = await everything(merchantId)
  for (const word of words) expect(after).not.toContain(word)
})

test("an erasure does not change the kept answers about others", async () => {
  const { owner, pos, id } = await knownAtTheTill()
  const other = seeded(sandbox, 3)
  const identify = () =>
    pos.post("/customers/identify", { location_id: "bastille", code: other.id }, keyed("other"))
  const first = await identify()
  await eraseCustomer(owner, { id })
  expect((await identify()).text).toBe(first.text)
})
