import { beforeEach, describe, expect, test } from "vitest"
import type { DeliveryState } from "@/db/enums"
import { db, sql } from "@/db/index"
import { makeOrderMonths } from "@/db/order-months"
import { makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { seal } from "@/lib/crypto"
import { rememberCustomer } from "@/lib/customers/directory"
import { findCustomer, findCustomers } from "@/lib/customers/list"
import { newId, newIdAt } from "@/lib/id"
import { acceptOrder } from "@/lib/orders/accept"
import { getOrder, reasonContext } from "@/lib/orders/queries"
import { deleteExpired } from "./nightly"

const PHONE = "+33698765432"
const DAY_MS = 86_400_000

/** Backdates an order completely: its id and dependent rows too. */
async function cameThen(id: string, daysAgo: number): Promise<string> {
  const at = new Date(Date.now() - daysAgo * DAY_MS)
  const old = newIdAt(at)
  await makeOrderMonths(sql, at)
  await db.transaction(async (tx) => {
    await tx`create temp table o on commit drop as select * from orders where id = ${id}`
    await tx`create temp table d on commit drop as select * from deliveries where order_id = ${id}`
    await tx`delete from deliveries where order_id = ${id}`
    await tx`delete from orders where id = ${id}`
    await tx`update o set id = ${old}, received_at = ${at}`
    await tx`update d set order_id = ${old}`
    await tx`insert into orders select * from o`
    await tx`insert into deliveries select * from d`
    await tx`update order_payloads set order_id = ${old} where order_id = ${id}`
    await tx`update attempts set order_id = ${old} where order_id = ${id}`
    await tx`update order_events set order_id = ${old} where order_id = ${id}`
  })
  return old
}

/** A merchant that keeps contents for 100 days, personal data for 200 and the log for 50. */
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
    const last_attempt_at = state === "waiting_payment" ? null : closed_at
    await sql`update deliveries set ${sql({ state, last_attempt_at })} where order_id = ${id}`
    await sql`
      insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted)
      values (${newId()}, ${id}, ${merchantId}, ${closed_at}, 'first', 'delivered', true)`
    await sql`
      insert into order_events (id, order_id, merchant_id, kind, reason)
      values (${newId()}, ${id}, ${merchantId}, 'partly_refunded', ${seal("trop salé", reasonContext(merchantId))})`
    return cameThen(id, daysAgo)
  }
  const kept = async (id: string) => {
    const [row] = await sql<{ names: boolean; index: boolean; attempts: number }[]>`
      select p.customer is not null as names, o.customer_phone_index is not null as index,
             (select count(*)::int from attempts a where a.order_id = o.id) as attempts
      from orders o join order_payloads p on p.order_id = o.id where o.id = ${id}`
    const { body, events } = await getOrder(merchant.owner, id)
    const [event] = events
    return {
      ...{ ...row!, reason: event?.reason ?? null },
      ...{ lines: body.lines.length, comment: body.comment, channel: body.channel },
    }
  }
  return { ...merchant, order, kept }
}

const ALL = {
  ...{ names: true, reason: "trop salé", index: true, attempts: 1 },
  ...{ lines: 1, comment: "sans sel", channel: "pos" },
}
const EMPTY = { names: false, reason: null, lines: 0, comment: undefined }

test.each<[number, DeliveryState, object]>([
  [10, "delivered", ALL],
  [60, "delivered", { ...ALL, attempts: 0 }],
  [110, "delivered", { ...ALL, ...EMPTY, attempts: 0 }],
  [110, "skipped", { ...ALL, ...EMPTY, attempts: 0 }],
  [210, "delivered", { ...ALL, ...EMPTY, index: false, attempts: 0 }],
  [110, "failed", { ...ALL, attempts: 0 }],
  [210, "failed", { ...ALL, names: false, reason: null, index: false, attempts: 0 }],
  [210, "waiting_payment", { ...ALL, names: false, reason: null, index: false }],
  [210, "queued", ALL],
  [210, "retrying", ALL],
])(
  "an order %i days old that is %s keeps the data its merchant's periods allow",
  async (days, state, expected) => {
    const { order, kept } = await shop()
    // Its longer periods keep whole months from being dropped.
    const { merchantId: another } = await makeMerchant()
    await sql`update merchants set order_content_days = 1000, log_days = 1000 where id = ${another}`
    const id = await order(days, state)
    await deleteExpired()
    expect(await kept(id)).toEqual(expected)
    await deleteExpired()
    expect(await kept(id)).toEqual(expected)
  },
)

test.each(["1970-01-01T00:00:00Z", "2099-12-31T00:00:00Z"])(
  "a till's date on an order does not matter: dated %s, it ages from when it was received",
  async (closed_at) => {
    const { order, kept } = await shop()
    const [fresh, old] = [await order(0, "failed"), await order(210, "failed")]
    for (const id of [fresh, old]) {
      await sql`update orders set closed_at = ${closed_at} where id = ${id}`
      await sql`update deliveries set closed_at = ${closed_at} where order_id = ${id}`
    }
    await deleteExpired()
    expect(await kept(fresh)).toEqual(ALL)
    expect(await kept(old)).toEqual({ ...ALL, names: false, reason: null, index: false, attempts: 0 })
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

test("more orders than one batch are all processed", async () => {
  const { order, merchantId } = await shop()
  const id = await order(120)
  await sql`
    with copied as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, received_at)
      select first_order_id(received_at - make_interval(secs => n)), merchant_id, location_id, 'N-' || n, 'paid', 'x', closed_at, 1, received_at
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

test("an inactive customer is forgotten, and returns as a new one", async () => {
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

test("Pongo's events are deleted after 30 days", async () => {
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

describe("a month past every period", () => {
  /** Sets every merchant's periods: a month is dropped once it is past the longest of them. */
  beforeEach(
    () => sql`update merchants set order_content_days = 100, personal_data_days = 200, log_days = 50`,
  )

  const months = async () =>
    (
      await sql<{ name: string }[]>`
        select relname as name from pg_class where relkind = 'r' and relname ~ '^(order_payloads|attempts)_[0-9d]' order by 1`
    ).map(({ name }) => name)
  const monthOf = (daysAgo: number, table: string) =>
    `${table}_${new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 7).replace("-", "_")}`

  async function lies(id: string) {
    const [row] = await sql<{ content: string | null; attempts: string | null }[]>`
      select (select tableoid::regclass::text from order_payloads where order_id = ${id}) as content,
             (select min(tableoid::regclass::text) from attempts where order_id = ${id}) as attempts`
    return row
  }

  test("is dropped; the order, its page and its number are kept forever", async () => {
    const { till, owner, merchantId } = await shop()
    const closed_at = new Date(Date.now() - 150 * DAY_MS).toISOString()
    const sent = paidOrder("lyon", { closed_at, created_at: closed_at })
    const { id } = (await acceptOrder(till, sent, "en")).answer
    await sql`update deliveries set state = 'delivered' where order_id = ${id}`
    const old = await cameThen(id, 150)
    expect(await lies(old)).toEqual({ content: monthOf(150, "order_payloads"), attempts: null })
    await deleteExpired()
    expect(await months()).not.toContain(monthOf(150, "order_payloads"))
    expect(await months()).not.toContain(monthOf(150, "attempts"))
    expect(await lies(old)).toEqual({ content: null, attempts: null })
    expect(await getOrder(owner, old)).toMatchObject({
      ref: sent.order_id,
      totalCents: 1450,
      body: { lines: [] },
    })
    const again = await acceptOrder(till, sent, "en")
    expect([again.isReplay, again.answer.id]).toEqual([true, old])
    await expect(acceptOrder(till, { ...sent, total_cents: 1 }, "en")).rejects.toMatchObject({
      code: "order_conflict",
    })
    expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(1)
  })

  test.each<DeliveryState>(["failed", "queued", "retrying", "waiting_payment"])(
    "keeps what an order that is %s still needs, until it is final",
    async (state) => {
      const { order, kept } = await shop()
      const id = await cameThen(await order(150, state), 150)
      await cameThen(await order(150), 150)
      const before = await kept(id)
      await deleteExpired()
      expect(await months()).not.toContain(monthOf(150, "order_payloads"))
      expect(await kept(id)).toEqual({ ...before, attempts: state === "failed" ? 0 : 1 })
      expect(await lies(id)).toMatchObject({ content: "order_payloads_default" })
      await sql`update deliveries set state = 'delivered' where order_id = ${id}`
      await deleteExpired()
      expect(await lies(id)).toEqual({ content: null, attempts: null })
    },
  )

  test("keeps the content of an order whose payment failed: it can still be paid", async () => {
    const { order } = await shop()
    const id = await cameThen(await order(150, "skipped"), 150)
    await sql`update orders set state = 'payment_failed' where id = ${id}`
    await deleteExpired()
    expect(await lies(id)).toMatchObject({ content: "order_payloads_default" })
  })

  test("keeps the attempts of a later replay, and an order closed long after it was received", async () => {
    const { order, kept } = await shop()
    const replayed = await cameThen(await order(150, "failed"), 150)
    await sql`update attempts set started_at = now() where order_id = ${replayed}`
    const reopened = await cameThen(await order(20), 150)
    await deleteExpired()
    expect(await kept(replayed)).toMatchObject({ attempts: 1 })
    expect(await kept(reopened)).toEqual(ALL)
  })

  test("is kept while one merchant's period is longer, without the data past other merchants' periods", async () => {
    const [mine, theirs] = [await shop(), await shop()]
    await sql`update merchants set order_content_days = 400, log_days = 400 where id = ${theirs.merchantId}`
    const a = await cameThen(await mine.order(150), 150)
    const b = await cameThen(await theirs.order(150), 150)
    await deleteExpired()
    expect(await months()).toEqual(
      expect.arrayContaining([monthOf(150, "order_payloads"), monthOf(150, "attempts")]),
    )
    expect(await mine.kept(a)).toEqual({ ...ALL, ...EMPTY, attempts: 0 })
    expect(await theirs.kept(b)).toEqual(ALL)
  })

  test("is dropped once and loses nothing with two nightly jobs at once and tills at work", async () => {
    const { order, till, kept } = await shop()
    const failed: string[] = []
    for (const daysAgo of [150, 190, 230]) {
      await cameThen(await order(daysAgo), daysAgo)
      failed.push(await cameThen(await order(daysAgo, "queued"), daysAgo))
    }
    const accepted = await Promise.all([
      Promise.all([deleteExpired(), deleteExpired(), deleteExpired()]),
      ...Array.from({ length: 40 }, () => acceptOrder(till, paidOrder("lyon"), "en")),
    ])
    expect(accepted.slice(1)).toHaveLength(40)
    for (const daysAgo of [150, 190, 230]) expect(await months()).not.toContain(monthOf(daysAgo, "attempts"))
    for (const id of failed) expect(await kept(id)).toEqual(ALL)
  })

  test("attempts that a crashed job left detached are finished by the next job", async () => {
    const { order, kept } = await shop()
    const id = await cameThen(await order(150, "retrying"), 150)
    const part = monthOf(150, "attempts")
    await sql`alter table attempts detach partition ${sql(part)}`
    await sql`alter table ${sql(part)} rename to ${sql(`${part}_leaving`)}`
    await deleteExpired()
    expect(await months()).not.toContain(`${part}_leaving`)
    expect(await kept(id)).toEqual(ALL)
  })
})

test("partitions of coming months exist before their first order, whichever job creates them", async () => {
  const name = (later: number) => {
    const now = new Date()
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1))
    return month.toISOString().slice(0, 7).replace("-", "_")
  }
  await sql.unsafe(`drop table order_payloads_${name(2)}, attempts_${name(3)}`)
  // An order that fell into the default partition is moved to its month.
  const { order } = await shop()
  const late = await order(1)
  const inTwoMonths = newIdAt(new Date(`${name(2).replace("_", "-")}-15T12:00:00Z`))
  await sql`update order_payloads set order_id = ${inTwoMonths} where order_id = ${late}`
  await Promise.all([makeOrderMonths(sql), makeOrderMonths(sql), deleteExpired()])
  for (const later of [0, 1, 2, 3])
    for (const table of ["order_payloads", "attempts"])
      expect(await sql`select to_regclass(${`${table}_${name(later)}`}) as there`).toEqual([
        { there: `${table}_${name(later)}` },
      ])
  expect(
    await sql`select tableoid::regclass::text as part from order_payloads where order_id = ${inTwoMonths}`,
  ).toEqual([{ part: `order_payloads_${name(2)}` }])
})

test("rewards and unmapped stores gone from Pongo for 400 days are deleted, and no others", async () => {
  const { merchantId } = await makeMerchant()
  await makeLocation(merchantId, { storeSlug: "mapped-401" })
  const gone = (daysAgo: number | null) => (daysAgo === null ? null : new Date(Date.now() - daysAgo * DAY_MS))
  for (const [slug, daysAgo] of [
    ["listed", null],
    ["gone-399", 399],
    ["gone-401", 401],
    ["mapped-401", 401],
  ] as const) {
    await makeStore(merchantId, slug)
    await sql`update stores set gone_at = ${gone(daysAgo)} where merchant_id = ${merchantId} and slug = ${slug}`
    await sql`
      insert into rewards (merchant_id, id, name, type, points, fetched_at, gone_at)
      values (${merchantId}, ${slug}, ${slug}, 'product', 10, now(), ${gone(daysAgo)})`
  }
  await deleteExpired()
  const slugs = await sql`select slug from stores where merchant_id = ${merchantId} order by slug`
  expect(slugs.map(({ slug }) => slug)).toEqual(["gone-399", "listed", "mapped-401"])
  const rewards = await sql`select id from rewards where merchant_id = ${merchantId} order by id`
  expect(rewards.map(({ id }) => id)).toEqual(["gone-399", "listed"])
})
