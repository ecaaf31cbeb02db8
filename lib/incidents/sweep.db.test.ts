import { describe, expect, test } from "vitest"
import type { IncidentCause } from "@/db/enums"
import { db, sql } from "@/db/index"
import { outsideTransaction } from "@/db/open-transaction"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { recordAudit } from "@/lib/audit/mutations"
import { markRevoked } from "@/lib/connections/revoke"
import { env } from "@/lib/env"
import { mapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { forgetIncidents } from "@/lib/retention/incidents"
import { dismissIncident } from "./mutations"
import { countPutAwayOrders, getIncident, listOpenIncidents, listPastIncidents } from "./queries"
import { QUIET_MINUTES, REOPEN_MINUTES, sweepIncidents, sweepMerchant } from "./sweep"

type Merchant = Awaited<ReturnType<typeof makeMerchant>>

/** A connected merchant with a mapped location. */
async function makeShop() {
  const merchant = await makeMerchant("Chez Test")
  await connect(merchant.merchantId, "token")
  const location = await makeLocation(merchant.merchantId, { ref: "lyon", storeSlug: "lyon-store" })
  return { ...merchant, location }
}
const order = async ({ till }: Merchant, ref: string, changes = {}) =>
  (await acceptOrder(till, paidOrder(ref, changes), "en")).answer.id
const orders = async (merchant: Merchant, ref: string, count: number) => {
  const ids: string[] = []
  for (let at = 0; at < count; at++) ids.push(await order(merchant, ref))
  return ids
}
const set = (ids: string[], fields: Record<string, unknown>) =>
  sql`update deliveries set ${sql(fields)} where order_id = any(${ids}::uuid[])`
const deliver = (ids: string[]) => set(ids, { state: "delivered", reason: null, delivered_at: new Date() })
const fail = (ids: string[], message: string, http_status = 422) =>
  set(ids, {
    state: "failed",
    reason: "rejected_by_pongo",
    message,
    last_http_status: http_status,
    last_attempt_at: new Date(),
  })
const retry = (ids: string[], kind = "refused") =>
  set(ids, { state: "retrying", last_error_kind: kind, next_attempt_at: new Date(Date.now() + 60_000) })
const unmap = ({ id }: { id: string }) => sql`delete from store_mappings where location_id = ${id}`
const sweep = (merchant: Merchant) => sweepMerchant(merchant.merchantId)
const open = (merchant: Merchant) => listOpenIncidents(merchant.owner)
const past = async (merchant: Merchant) => (await listPastIncidents(merchant.owner, {})).rows
/** Moves the incident's clocks back by some minutes. */
const pass = ({ merchantId }: Merchant, minutes: number) => sql`
  update incidents set quiet_since = quiet_since - make_interval(mins => ${minutes}),
    closed_at = closed_at - make_interval(mins => ${minutes}) where merchant_id = ${merchantId}`
const toldOf = async ({ merchantId }: Merchant) =>
  (
    await sql<{ kind: string; params: Record<string, unknown> }[]>`
    select kind, params from alerts where merchant_id = ${merchantId} order by raised_at, id`
  ).map((row) => ({ ...row }))
const kindsOf = async (merchant: Merchant) => (await toldOf(merchant)).map(({ kind }) => kind)
/** Everything the sweep writes, as JSON. */
const allOf = async ({ merchantId }: Merchant) =>
  JSON.stringify([
    await sql`select * from incidents where merchant_id = ${merchantId} order by id`,
    await sql`select * from incident_orders where merchant_id = ${merchantId} order by incident_id, order_id`,
    await sql`select * from incident_events where merchant_id = ${merchantId} order by id`,
    await sql`select * from alerts where merchant_id = ${merchantId} order by id`,
  ])
/** When the merchant's next sweep is due, apart from those of every minute. */
async function nextSweep({ merchantId }: Merchant) {
  const [job] = await sql<{ due: "now" | "soon" }[]>`
    select case when run_at <= now() then 'now' else 'soon' end as due
    from graphile_worker._private_jobs where key = ${`sweep:${merchantId}`}`
  return job?.due
}
async function breaker(state: "open" | "closed", host = new URL(env.PONGO_API_URL).host) {
  await sql`
    insert into pongo_health (host, state, since, expires_at)
    values (${host}, ${state}, now() - interval '5 minutes', now() + interval '5 minutes')
    on conflict (host) do update set state = excluded.state, since = excluded.since`
}

describe("an incident", () => {
  test("gathers all orders of one cause, with the number of customers and the amount", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    await order(shop, "lyon", { customer: { id: "cust_1" } })
    await order(shop, "lyon", { customer: { id: "cust_1" } })
    await order(shop, "lyon", { customer: { phone: "0612345678" } })
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      {
        cause: "location_unmapped",
        locationId: shop.location.id,
        locationName: "Location lyon",
        orders: 3,
        customers: 2,
        amountCents: 3 * 1450,
        recovered: 0,
        remaining: 3,
      },
    ])
    expect(await toldOf(shop)).toMatchObject([
      {
        kind: "incident_opened",
        params: { location: "Location lyon", orders: 3, customers: 2, amountCents: 4350 },
      },
    ])
  })

  test("is one for all locations without a store, and one for the merchant when it is not connected", async () => {
    const shop = await makeShop()
    const [a, b] = [await makeLocation(shop.merchantId), await makeLocation(shop.merchantId)]
    await orders(shop, a.ref, 2)
    await orders(shop, b.ref, 1)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      { cause: "location_unmapped", orders: 3, locationCount: 2, locationId: null },
    ])
    const [incident] = await open(shop)
    const incidentLocations = (await getIncident(shop.owner, incident!.id)).locations
    expect(incidentLocations.map(({ id, orders }) => [id, orders])).toEqual([
      [a.id, 2],
      [b.id, 1],
    ])
    expect(await toldOf(shop)).toMatchObject([{ params: { location: "", locations: 2, orders: 3 } }])
    const lone = await makeMerchant()
    const locations = [await makeLocation(lone.merchantId), await makeLocation(lone.merchantId)]
    for (const { ref } of locations) await orders(lone, ref, 1)
    await sweep(lone)
    expect((await open(lone)).map(({ cause, orders }) => [cause, orders])).toEqual([["not_connected", 2]])
  })

  test("of a store that no longer exists names its location", async () => {
    const shop = await makeShop()
    await sql`update stores set gone_at = now() where merchant_id = ${shop.merchantId}`
    await orders(shop, "lyon", 2)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      { cause: "store_gone", orders: 2, locationName: "Location lyon", locationId: shop.location.id },
    ])
  })

  test("of missing stores or unmapped locations is one incident with one message, however many there are", async () => {
    const shop = await makeMerchant()
    await connect(shop.merchantId, "token")
    await sql`
      insert into locations (id, merchant_id, ref, name)
      select gen_random_uuid(), ${shop.merchantId}, 'l' || n, 'L' || n from generate_series(1, 300) as n`
    await sql`insert into delivery_lanes (location_id) select id from locations where merchant_id = ${shop.merchantId}`
    await sql`
      with placed as (
        insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
        select gen_random_uuid(), merchant_id, id, ref, 'paid', 'x', now(), 100
        from locations where merchant_id = ${shop.merchantId} returning *
      )
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state)
      select id, merchant_id, location_id, closed_at, 'queued' from placed`
    await sql`
      insert into store_mappings (location_id, merchant_id, store_slug)
      select id, merchant_id, ref from locations where merchant_id = ${shop.merchantId} and ref <= 'l2'`
    await sql`
      insert into stores (merchant_id, slug, name, gone_at)
      select merchant_id, store_slug, store_slug, now() from store_mappings where merchant_id = ${shop.merchantId}`
    const gone = (await sql`select 1 from stores where merchant_id = ${shop.merchantId}`).length
    await sweep(shop)
    const found = await open(shop)
    expect(found.map(({ cause, locationCount, orders }) => [cause, locationCount, orders]).sort()).toEqual([
      ["location_unmapped", 300 - gone, 300 - gone],
      ["store_gone", gone, gone],
    ])
    expect(await kindsOf(shop)).toEqual(["incident_opened", "incident_opened"])
    const { locations, moreLocations } = await getIncident(shop.owner, found[0]!.id)
    expect(locations.length + moreLocations).toBe(found[0]!.locationCount)
    expect(locations.length).toBe(50)
  })

  test("counts the locations still to fix, names the last one, and ends with it", async () => {
    const shop = await makeShop()
    const other = await makeLocation(shop.merchantId, { ref: "nice" })
    await unmap(shop.location)
    const [here, there] = [await orders(shop, "lyon", 1), await orders(shop, "nice", 2)]
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ locationCount: 2, locationName: null }])
    await mapLocation(shop.owner, { locationId: shop.location.id, storeSlug: "lyon-store" })
    await deliver(here)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      { locationCount: 1, locationId: other.id, orders: 3, recovered: 1, remaining: 2 },
    ])
    await deliver(there)
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    expect(await past(shop)).toMatchObject([{ locationCount: 2, locationId: null, recovered: 3 }])
  })

  test("of refusals opens for at most 50 different messages from Pongo at once", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 55)
    const words = (at: number) =>
      `refused ${String.fromCharCode(97 + Math.floor(at / 8))}${"x".repeat(at % 8)}`
    for (const [at, id] of ids.entries()) await fail([id], words(at))
    await sweep(shop)
    await sweep(shop)
    expect(await open(shop)).toHaveLength(50)
    expect(await kindsOf(shop)).toHaveLength(50)
  })

  test("of refusals is one per message from Pongo, ignoring numbers and ids in it", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 5)
    await fail([ids[0]!], "Order A-17 is older than 30 days")
    await fail([ids[1]!], "Order A-2041 is older than 30 days")
    await fail([ids[2]!], "Unknown payment method")
    await fail([ids[3]!], "Unknown payment method", 400)
    await set([ids[4]!], { state: "failed", reason: "retries_exhausted", last_attempt_at: new Date() })
    await sweep(shop)
    const found = (await open(shop)).map(({ cause, orders, httpStatus }) => [cause, orders, httpStatus])
    expect(found.sort()).toEqual([
      ["rejected_by_pongo", 1, 400],
      ["rejected_by_pongo", 1, 422],
      ["rejected_by_pongo", 2, 422],
      ["retries_exhausted", 1, null],
    ])
    expect((await kindsOf(shop)).sort()).toEqual([
      ...["incident_opened", "incident_opened", "incident_opened"],
      "retries_exhausted",
    ])
  })

  test("never counts an order of the test till", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    const ids = await orders(shop, "lyon", 2)
    await set(ids, { is_test: true })
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    await set(ids, { is_test: false, state: "failed", reason: "rejected_by_pongo" })
    await set(ids, { is_test: true })
    await sweep(shop)
    expect(await open(shop)).toEqual([])
  })

  test("depends on its orders, not on the number of sweeps: ten sweeps change nothing", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    await orders(shop, "lyon", 3)
    await sweep(shop)
    const before = await allOf(shop)
    for (let at = 0; at < 10; at++) await sweep(shop)
    expect(await allOf(shop)).toBe(before)
  })

  test("is opened once when ten workers sweep at once", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    await orders(shop, "lyon", 20)
    await Promise.all(Array.from({ length: 10 }, () => sweep(shop)))
    expect(await open(shop)).toMatchObject([{ orders: 20 }])
    expect(await kindsOf(shop)).toEqual(["incident_opened"])
  })

  test("adds orders that arrive while it lasts, without another message", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    await orders(shop, "lyon", 2)
    await sweep(shop)
    await orders(shop, "lyon", 3)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 5, remaining: 5, amountCents: 5 * 1450 }])
    expect(await kindsOf(shop)).toEqual(["incident_opened"])
  })
})

describe("an incident that ends", () => {
  async function mended(count = 4) {
    const shop = await makeShop()
    await unmap(shop.location)
    const ids = await orders(shop, "lyon", count)
    await sweep(shop)
    await mapLocation(shop.owner, { locationId: shop.location.id, storeSlug: "lyon-store" })
    return { shop, ids }
  }

  test("stays open while its orders are being sent, and shows how many have arrived", async () => {
    const { shop, ids } = await mended()
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 4, recovered: 0, remaining: 4 }])
    await deliver(ids.slice(0, 3))
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 4, recovered: 3, remaining: 1 }])
  })

  test("ends as soon as the cause is gone and its orders have arrived, and announces that", async () => {
    const { shop, ids } = await mended()
    await deliver(ids)
    await sweep(shop)
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    expect(await past(shop)).toMatchObject([
      { state: "closed", isPutAway: false, orders: 4, recovered: 4, remaining: 0 },
    ])
    expect(await toldOf(shop)).toMatchObject([
      { kind: "incident_opened" },
      { kind: "incident_recovered", params: { orders: 4, recovered: 4 } },
    ])
  })

  test("says that its cause is gone, and who removed it, while its orders are still leaving", async () => {
    const { shop, ids } = await mended()
    await sweep(shop)
    await deliver(ids.slice(0, 1))
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      { isEnding: true, mendedBy: "owner", mendedAt: expect.any(Date), recovered: 1, remaining: 3 },
    ])
    await deliver(ids)
    await sweep(shop)
    const [incident] = await past(shop)
    const { events } = await getIncident(shop.owner, incident!.id)
    expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["opened", null],
      ["mended", "owner"],
      ["closed", null],
    ])
  })

  test("names nobody when the store comes back at Pongo, though somebody mapped another location", async () => {
    const shop = await makeShop()
    const other = await makeLocation(shop.merchantId, { ref: "nice" })
    await makeStore(shop.merchantId, "nice-store")
    await sql`update stores set gone_at = now() where merchant_id = ${shop.merchantId} and slug = 'lyon-store'`
    await orders(shop, "lyon", 1)
    await sweep(shop)
    await mapLocation(shop.manager, { locationId: other.id, storeSlug: "nice-store" })
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ cause: "store_gone", isEnding: false, mendedBy: null }])
    await sql`update stores set gone_at = null where merchant_id = ${shop.merchantId}`
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ cause: "store_gone", isEnding: true, mendedBy: null }])
  })

  test("names who reconnected Pongo", async () => {
    const shop = await makeShop()
    await orders(shop, "lyon", 1)
    await markRevoked(shop.owner, 1, "Invalid token")
    await sweep(shop)
    await connect(shop.merchantId, "another")
    await db.transaction((tx) => recordAudit(tx, shop.manager, "connection.connected"))
    await sweep(shop)
    expect(await open(shop)).toMatchObject([
      { cause: "connection_revoked", isEnding: true, mendedBy: "manager" },
    ])
  })

  test("is open as before when its cause returns while its orders are leaving, without another message", async () => {
    const { shop } = await mended()
    await sweep(shop)
    await unmap(shop.location)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ isEnding: false, mendedAt: null, remaining: 4 }])
    expect(await kindsOf(shop)).toEqual(["incident_opened"])
  })

  test("is swept at once when somebody removes its cause, and again while its orders arrive", async () => {
    const { shop, ids } = await mended()
    expect(await nextSweep(shop)).toBe("now")
    await sql`delete from graphile_worker._private_jobs where key = ${`sweep:${shop.merchantId}`}`
    await sweep(shop)
    expect(await nextSweep(shop)).toBe("soon")
    await sql`delete from graphile_worker._private_jobs where key = ${`sweep:${shop.merchantId}`}`
    await deliver(ids)
    await sweep(shop)
    expect(await nextSweep(shop)).toBeUndefined()
  })

  test("does not miss a change made during a sweep that began before it", async () => {
    const shop = await makeShop()
    await db.transaction(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('incidents'), hashtext(${shop.merchantId}))`
      await outsideTransaction(() => sweep(shop))
    })
    expect(await nextSweep(shop)).toBe("soon")
  })

  test("of refusals waits until none has come back for a while", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 2)
    await fail(ids, "Unknown sku")
    await sweep(shop)
    await deliver(ids)
    await sweep(shop)
    await pass(shop, QUIET_MINUTES - 1)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ isEnding: true, mendedBy: null, recovered: 2 }])
    await pass(shop, 1)
    await sweep(shop)
    expect(await past(shop)).toMatchObject([{ cause: "rejected_by_pongo", recovered: 2 }])
  })

  test("does not end when the cause returns before the quiet time is over", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 5)
    await fail(ids.slice(0, 4), "Unknown sku")
    await sweep(shop)
    await deliver(ids.slice(0, 4))
    await sweep(shop)
    await fail(ids.slice(4), "Unknown sku")
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 5, recovered: 4, remaining: 1, isEnding: false }])
    expect(await kindsOf(shop)).toEqual(["incident_opened"])
  })

  async function over() {
    const { shop, ids } = await mended()
    await deliver(ids)
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    const [incident] = await past(shop)
    await unmap(shop.location)
    return { shop, incident: incident! }
  }

  test("is reopened by a cause that returns soon, with a message", async () => {
    const { shop, incident } = await over()
    await orders(shop, "lyon", 2)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ id: incident.id, orders: 6, recovered: 4, remaining: 2 }])
    expect(await past(shop)).toEqual([])
    expect(await kindsOf(shop)).toEqual(["incident_opened", "incident_recovered", "incident_opened"])
    const { events } = await getIncident(shop.owner, incident.id)
    expect(events.map(({ kind }) => kind)).toEqual(["opened", "mended", "closed", "reopened"])
  })

  test(`is a new one after ${REOPEN_MINUTES} minutes`, async () => {
    const { shop, incident } = await over()
    await pass(shop, REOPEN_MINUTES + 1)
    await orders(shop, "lyon", 2)
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 2, recovered: 0 }])
    expect(await past(shop)).toMatchObject([{ id: incident.id, orders: 4 }])
  })

  test("counts orders that arrive after its end", async () => {
    const { shop, ids } = await mended()
    await deliver(ids.slice(0, 3))
    await fail(ids.slice(3), "Unknown sku")
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    expect(await past(shop)).toMatchObject([{ cause: "location_unmapped", orders: 4, recovered: 3 }])
    expect((await toldOf(shop)).at(-1)).toMatchObject({
      kind: "incident_recovered",
      params: { recovered: 3 },
    })
    await deliver(ids.slice(3))
    await sweep(shop)
    expect(await past(shop)).toMatchObject([{ orders: 4, recovered: 4 }])
  })

  test("keeps its counts when its orders expire with the log, and undelivered orders do not count as new", async () => {
    const { shop, ids } = await mended()
    await deliver(ids.slice(0, 3))
    await fail(ids.slice(3), "Unknown sku")
    await sweep(shop)
    const [refused] = (await open(shop)).filter(({ cause }) => cause === "rejected_by_pongo")
    await dismissIncident(shop.owner, { id: refused!.id })
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    await forgetIncidents()
    expect((await getIncident(shop.owner, refused!.id)).missing).toHaveLength(1)
    await sql`update incidents set closed_at = now() - interval '400 days' where merchant_id = ${shop.merchantId}`
    await forgetIncidents()
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    const kept = await sql`select order_id from incident_orders where merchant_id = ${shop.merchantId}`
    expect(new Set(kept.map(({ order_id }) => order_id))).toEqual(new Set(ids.slice(3)))
    expect((await past(shop)).map(({ orders, recovered }) => [orders, recovered]).sort()).toEqual([
      [1, 0],
      [4, 3],
    ])
  })

  test("an order that moves to another cause belongs to both incidents", async () => {
    const { shop, ids } = await mended(1)
    await fail(ids, "Unknown sku")
    await sweep(shop)
    const found = Object.fromEntries(
      [...(await open(shop)), ...(await past(shop))].map(({ cause, remaining }) => [cause, remaining]),
    )
    expect(found).toEqual({ location_unmapped: 0, rejected_by_pongo: 1 } satisfies Partial<
      Record<IncidentCause, number>
    >)
  })
})

describe("Pongo being down", () => {
  test("is an incident once its breaker opens, and ends once it closes and the orders are sent", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 2)
    await retry(ids)
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    await breaker("open")
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ cause: "pongo_down", orders: 2 }])
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    expect(await open(shop)).toHaveLength(1)
    await breaker("closed")
    await deliver(ids)
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    expect(await past(shop)).toMatchObject([{ cause: "pongo_down", orders: 2, recovered: 2 }])
  })

  test("is an incident when many orders fail, but not when one order always fails", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 6)
    await retry(ids.slice(0, 4), "server_error")
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    await retry(ids.slice(4), "timeout")
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ cause: "pongo_down", orders: 6 }])
    await deliver(ids.slice(1))
    await sweep(shop)
    await pass(shop, QUIET_MINUTES)
    await sweep(shop)
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    expect(await past(shop)).toMatchObject([{ orders: 6, recovered: 5 }])
  })

  test("is not an incident for a rate limit (429), which clears by itself", async () => {
    const shop = await makeShop()
    await retry(await orders(shop, "lyon", 8), "rate_limited")
    await sweep(shop)
    expect(await open(shop)).toEqual([])
  })
})

describe("a message", () => {
  test("about access that Pongo withdrew is sent once, not again for the incident", async () => {
    const shop = await makeShop()
    await orders(shop, "lyon", 3)
    await markRevoked(shop.owner, 1, "Invalid token")
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ cause: "connection_revoked", orders: 3 }])
    expect(await toldOf(shop)).toMatchObject([{ kind: "connection_revoked", params: { orders: 3 } }])
  })

  test("about orders held longer than the merchant's limit is sent once, with the orders still waiting", async () => {
    const shop = await makeShop()
    await sql`update merchants set held_alert_hours = 2 where id = ${shop.merchantId}`
    await unmap(shop.location)
    const ids = await orders(shop, "lyon", 3)
    await sweep(shop)
    await sql`update incident_orders set touched_at = now() - interval '119 minutes' where merchant_id = ${shop.merchantId}`
    await sql`update incidents set began_at = now() - interval '119 minutes' where merchant_id = ${shop.merchantId}`
    await sweep(shop)
    expect(await kindsOf(shop)).toEqual(["incident_opened"])
    await set(ids.slice(0, 1), { state: "skipped", reason: "cancelled" })
    await sql`update incident_orders set touched_at = now() - interval '121 minutes' where merchant_id = ${shop.merchantId}`
    await sql`update incidents set began_at = now() - interval '121 minutes' where merchant_id = ${shop.merchantId}`
    for (const _ of [1, 2, 3]) await sweep(shop)
    expect(await toldOf(shop)).toMatchObject([
      { kind: "incident_opened" },
      {
        kind: "orders_held_long",
        params: { hours: 2, orders: 2, amountCents: 2 * 1450, location: "Location lyon" },
      },
    ])
  })
})

describe("dismissal", () => {
  test("ends an incident of refusals; only new refusals open it again", async () => {
    const shop = await makeShop()
    const ids = await orders(shop, "lyon", 3)
    await fail(ids.slice(0, 2), "Unknown sku")
    await sweep(shop)
    const [incident] = await open(shop)
    await dismissIncident(shop.manager, { id: incident!.id })
    for (const _ of [1, 2]) await sweep(shop)
    expect(await open(shop)).toEqual([])
    expect(await past(shop)).toMatchObject([{ id: incident!.id, isPutAway: true, remaining: 2 }])
    expect(await countPutAwayOrders(shop.owner)).toBe(2)
    await pass(shop, REOPEN_MINUTES + 1)
    await sweep(shop)
    expect(await open(shop)).toEqual([])
    await fail(ids.slice(2), "Unknown sku")
    await sweep(shop)
    expect(await open(shop)).toMatchObject([{ orders: 1, remaining: 1 }])
    expect(await kindsOf(shop)).toEqual(["incident_opened", "incident_opened"])
  })

  test("twice at once has one effect", async () => {
    const shop = await makeShop()
    await fail(await orders(shop, "lyon", 1), "Unknown sku")
    await sweep(shop)
    const [incident] = await open(shop)
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => dismissIncident(shop.owner, { id: incident!.id })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const { events } = await getIncident(shop.owner, incident!.id)
    expect(events.map(({ kind }) => kind)).toEqual(["opened", "dismissed"])
  })

  test("is refused for a cause that can be fixed", async () => {
    const shop = await makeShop()
    await unmap(shop.location)
    await orders(shop, "lyon", 1)
    await sweep(shop)
    const [incident] = await open(shop)
    await expect(dismissIncident(shop.owner, { id: incident!.id })).rejects.toMatchObject({
      code: "conflict",
    })
  })
})

test("a sweep over all merchants keeps each one's orders in its own incidents", async () => {
  const [ours, theirs] = [await makeShop(), await makeShop()]
  for (const shop of [ours, theirs]) {
    await unmap(shop.location)
    await orders(shop, "lyon", shop === ours ? 2 : 3)
  }
  await Promise.all([sweepIncidents(), sweepIncidents()])
  await sweepIncidents()
  expect(await open(ours)).toMatchObject([{ orders: 2 }])
  expect(await open(theirs)).toMatchObject([{ orders: 3 }])
  const [incident] = await open(ours)
  const { missing, locations } = await getIncident(ours.owner, incident!.id)
  expect(missing).toHaveLength(2)
  expect(locations).toEqual([{ id: ours.location.id, name: "Location lyon", orders: 2, recovered: 0 }])
})
