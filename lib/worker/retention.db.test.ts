import { expect, test } from "vitest"
import type { DeliveryState } from "@/db/enums"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { rememberCustomer } from "@/lib/customers/directory"
import { findCustomer, findCustomers } from "@/lib/customers/list"
import { newId } from "@/lib/id"
import { acceptOrder } from "@/lib/orders/accept"
import { getOrder } from "@/lib/orders/queries"
import { deleteExpired } from "./retention"

const PHONE = "+33698765432"
const DAY_MS = 86_400_000

/** A merchant that keeps contents 100 days, names 200 and the log 50. */
async function shop() {
  const merchant = await makeMerchant()
  const { merchantId, till } = merchant
  await sql`
    update merchants set order_content_days = 100, personal_data_days = 200, log_days = 50 where id = ${merchantId}`
  await makeLocation(merchantId, { ref: "lyon" })
  const order = async (daysAgo: number, state: DeliveryState = "delivered") => {
    const customer = { phone: PHONE, opt_in: { sms: true, email: false }, first_name: "Inès" }
    const closed_at = new Date(Date.now() - daysAgo * DAY_MS).toISOString()
    const sent = paidOrder("lyon", { customer, closed_at, created_at: closed_at, comment: "sans sel" })
    const { id } = (await acceptOrder(till, sent, "en")).answer
    await sql`update deliveries set state = ${state} where order_id = ${id}`
    await sql`
      insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted)
      values (${newId()}, ${id}, ${merchantId}, ${closed_at}, 'first', 'delivered', true)`
    return id
  }
  const kept = async (id: string) => {
    const [row] = await sql<{ names: boolean; index: boolean; attempts: number }[]>`
      select p.customer is not null as names, o.customer_phone_index is not null as index,
             (select count(*)::int from attempts a where a.order_id = o.id) as attempts
      from orders o join order_payloads p on p.order_id = o.id where o.id = ${id}`
    const { body } = await getOrder(merchant.owner, id)
    return { ...row!, lines: body.lines.length, comment: body.comment, channel: body.channel }
  }
  return { ...merchant, order, kept }
}

const ALL = { names: true, index: true, attempts: 1, lines: 1, comment: "sans sel", channel: "pos" }
const EMPTY = { names: false, lines: 0, comment: undefined }

test.each<[number, DeliveryState, object]>([
  [10, "delivered", ALL],
  [60, "delivered", { ...ALL, attempts: 0 }],
  [110, "delivered", { ...ALL, ...EMPTY, attempts: 0 }],
  [110, "skipped", { ...ALL, ...EMPTY, attempts: 0 }],
  [210, "delivered", { ...ALL, ...EMPTY, index: false, attempts: 0 }],
  [110, "failed", { ...ALL, attempts: 0 }],
  [210, "failed", { ...ALL, names: false, index: false, attempts: 0 }],
  [210, "waiting_payment", { ...ALL, names: false, index: false }],
  [210, "queued", ALL],
  [210, "retrying", ALL],
])(
  "an order of %i days ago that is %s keeps what its merchant's periods allow",
  async (days, state, expected) => {
    const { order, kept } = await shop()
    const id = await order(days, state)
    await deleteExpired()
    expect(await kept(id)).toEqual(expected)
    await deleteExpired()
    expect(await kept(id)).toEqual(expected)
  },
)

test("each merchant has its own periods", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await sql`update merchants set order_content_days = 400, log_days = 400 where id = ${theirs.merchantId}`
  const [a, b] = [await mine.order(110), await theirs.order(110)]
  await deleteExpired()
  expect(await mine.kept(a)).toMatchObject(EMPTY)
  expect(await theirs.kept(b)).toEqual(ALL)
})

test("more orders than a batch are all walked", async () => {
  const { order, merchantId } = await shop()
  const id = await order(120)
  await sql`
    with copied as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
      select gen_random_uuid(), merchant_id, location_id, 'N-' || n, 'paid', 'x', closed_at - make_interval(mins => n / 7), 1
      from orders, generate_series(1, 2500) n where id = ${id} returning *
    ), delivered as (
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      select id, merchant_id, location_id, closed_at, 'delivered' from copied
    )
    insert into order_payloads (order_id, body, customer) select id, '{"lines":[{}]}', 'sealed' from copied`
  await deleteExpired()
  const left = await sql`
    select 1 from order_payloads p join orders o on o.id = p.order_id
    where o.merchant_id = ${merchantId} and (p.customer is not null or p.body ->> 'lines' <> '[]')`
  expect(left).toHaveLength(0)
})

test("a customer nobody heard of is forgotten, and comes back as a new face", async () => {
  const { till, owner } = await shop()
  const ines = {
    id: "cust_ines",
    phone: PHONE,
    email: "ines@example.org",
    firstName: "Inès",
    lastName: "D",
    birthday: null,
    points: 9,
    optIn: { sms: "yes", email: "no" } as const,
    createdAt: null,
  }
  await rememberCustomer(till, ines, new Date(Date.now() - 210 * DAY_MS))
  const bob = { ...ines, id: "cust_bob", phone: "+33611112222", email: null }
  await rememberCustomer(till, bob, new Date(Date.now() - 190 * DAY_MS))
  await deleteExpired()
  expect(await findCustomers(owner, PHONE)).toEqual([])
  expect(await findCustomer(owner, "cust_ines")).toMatchObject({ hasProfile: false, erasedAt: null })
  expect(await findCustomer(owner, "cust_bob")).toMatchObject({ hasProfile: true })
  await rememberCustomer(till, ines, new Date())
  expect(await findCustomers(owner, PHONE)).toMatchObject([{ id: "cust_ines" }])
})

test("events of Pongo go after 30 days", async () => {
  const { merchantId, owner } = await shop()
  for (const [key, days] of [
    ["old", 31],
    ["new", 29],
  ] as const)
    await sql`
      insert into webhook_events (merchant_id, dedupe_key, event, body, signed_at, received_at)
      values (${merchantId}, ${key}, 'customer.updated', 'sealed', now(), now() - make_interval(days => ${days}))`
  await deleteExpired()
  expect(await sql`select dedupe_key from webhook_events where merchant_id = ${owner.merchantId}`).toEqual([
    { dedupe_key: "new" },
  ])
})
