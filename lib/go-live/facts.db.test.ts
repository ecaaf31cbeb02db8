import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, makeLocation, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { identifyCustomer } from "@/lib/customers/mutations"
import { newPhone, openShop, SHORT_PATIENCE, seeded } from "@/lib/customers/testing/shop"
import { listEvidence } from "@/lib/tills/evidence"
import { readFacts } from "./facts"
import { readChecks } from "./queries"
import { deliver, evidenceOf, isIdentified, rowOf } from "./testing/rows"

const sandbox = await useSandbox(SHORT_PATIENCE)

const shop = () => openShop(sandbox)
test("a till's action with a customer is evidence: when, where, at which till, with which key", async () => {
  const { pos, owner } = await shop()
  const { id, phone } = seeded(sandbox, 1)
  const asTill = { "X-Till-Id": "till-2" }
  await pos.post("/customers/identify", { location_id: "bastille", phone: `+${phone}` }, asTill)
  await pos.post(
    "/customers/identify",
    { location_id: "bastille", code: `https://pongo.example/${id}`, typed: false },
    asTill,
  )
  const enlist = { location_id: "bastille", phone: newPhone(), opt_in: { sms: true, email: false } }
  expect((await pos.post("/customers", enlist, asTill)).status).toBe(201)
  const evidence = await evidenceOf(
    owner,
    ...["identified_by_phone", "identified_by_scan", "customer_enlisted", "opt_in_recorded"],
    ...["profile_shown", "rewards_shown", "wallet_shown"],
  )
  await isIdentified(owner, id, "scan")
  for (const row of evidence)
    expect(row).toMatchObject({
      isRehearsal: false,
      locationName: "Location bastille",
      tillId: "till-2",
      by: "Test",
    })
  expect(await rowOf(owner, "scan_known")).toMatchObject({ state: "missing", finding: "not_kept" })
  const order = (await pos.post("/orders", paidOrder("bastille", { customer: { id } }))).json
  await deliver(order.id)
  expect(await rowOf(owner, "scan_known")).toMatchObject({
    state: "passed",
    evidence: { order: { id: order.id } },
  })
  for (const check of ["scan", "register", "opt_in", "points", "rewards"] as const)
    expect(await rowOf(owner, check)).toMatchObject({
      state: "passed",
      evidence: { till: "till-2", by: "Test" },
    })
  expect(JSON.stringify(await readChecks(owner))).not.toContain(id)
})

test("a reward on an order is right only when the line deducts its value", async () => {
  const { pos, owner, merchantId } = await shop()
  await sql`
    insert into rewards (merchant_id, id, name, type, points, value, fetched_at)
    values (${merchantId}, 'rew_free', 'Free', 'free_product', 1, null, now()),
           (${merchantId}, 'rew_five', 'Five', 'voucher_amount', 1, 500, now())
    on conflict do nothing`
  await sql`insert into products (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options)
    values (${merchantId}, 'CAF', 'caf', 'Coffee', 'product', 300, true, false)`
  const { id } = (await pos.post("/orders", paidOrder("bastille"))).json
  await deliver(id)
  await sql`update orders set reward_count = 1 where id = ${id}`
  const carries = (reward_id: string, total_cents: number, quantity = 1) => sql`
    update order_payloads set body = jsonb_set(body, '{lines}', ${sql.json([
      { sku: "CAF", name: "Coffee", quantity, unit_price_cents: 0, total_cents, reward: { reward_id } },
    ])}) where order_id = ${id}`
  for (const [reward, cents, state] of [
    ["rew_free", 0, "passed"],
    ["rew_free", 50, "failed"],
    ["rew_free", 300, "failed"],
    ["rew_five", -500, "passed"],
    ["rew_five", -200, "passed"],
    ["rew_five", -501, "failed"],
    ["rew_five", 0, "failed"],
  ] as const) {
    await carries(reward, cents)
    expect(await rowOf(owner, "order_rewards"), `${reward} at ${cents}`).toMatchObject({ state })
  }
  // No entry of the customer's wallet backs it: no use was confirmed.
  await carries("rew_free", 0)
  expect(await rowOf(owner, "confirm_use")).toMatchObject({ state: "missing" })
})

test("a code of an unknown customer, or an existing customer, is no evidence", async () => {
  const { pos, owner } = await shop()
  const { phone } = seeded(sandbox, 1)
  expect(
    (await pos.post("/customers/identify", { location_id: "bastille", code: "cust_nobody" })).status,
  ).toBe(404)
  const again = { location_id: "bastille", phone: `+${phone}`, opt_in: { sms: true, email: true } }
  expect((await pos.post("/customers", again)).status).toBe(200)
  await evidenceOf(owner, "profile_shown")
  const { scanned, enlisted } = await readFacts(owner)
  expect([scanned, enlisted]).toEqual([
    { real: null, rehearsed: null },
    { real: null, rehearsed: null },
  ])
})

test("the same verbs used by a person are a rehearsal, and stay separate from what tills do", async () => {
  const { pos, owner, manager } = await shop()
  const { phone } = seeded(sandbox, 1)
  await identifyCustomer(manager, { location_id: "bastille", phone: `+${phone}` }, null)
  await evidenceOf(owner, "identified_by_phone", "profile_shown")
  expect(await rowOf(owner, "points")).toMatchObject({ state: "rehearsed" })
  await pos.post("/customers/identify", { location_id: "bastille", phone: `+${phone}` })
  await eventually(
    "real traffic passes the check",
    async () => (await rowOf(owner, "points")).state === "passed",
  )
})

test("a till that does it all day is recorded once an hour", async () => {
  const { pos, owner, merchantId } = await shop()
  const { phone } = seeded(sandbox, 1)
  const identify = () => pos.post("/customers/identify", { location_id: "bastille", phone: `+${phone}` })
  await identify()
  const at = (rows: Awaited<ReturnType<typeof listEvidence>>) =>
    rows.find(({ kind }) => kind === "profile_shown")?.at
  const first = at(await evidenceOf(owner, "profile_shown"))
  await Promise.all([identify(), identify(), identify()])
  expect(at(await listEvidence(owner))).toEqual(first)
  expect(
    await sql`select 1 from till_evidence where merchant_id = ${merchantId} and kind = 'profile_shown'`,
  ).toHaveLength(1)
})

test("redeeming and the profile that comes back with it are two rows", async () => {
  const { pos, owner } = await shop()
  const { id } = seeded(sandbox, 1)
  const body = { location_id: "bastille" }
  const bought = await pos.post(`/customers/${id}/rewards/rew_0ece003f2e/redeem`, body, {
    "Idempotency-Key": id,
  })
  expect(bought.status).toBe(201)
  await evidenceOf(owner, "reward_redeemed", "profile_refreshed")
})

test("orders that reached Pongo are judged; test orders are a rehearsal, and never counted among them", async () => {
  const { pos, owner } = await shop()
  const real = (await pos.post("/orders", paidOrder("bastille", { customer: { id: "cust_1" } }))).json
  const tried = (await pos.post("/orders", paidOrder("bastille"))).json
  expect(await rowOf(owner, "prompt")).toMatchObject({ state: "missing" })
  await deliver(tried.id, true)
  expect(await rowOf(owner, "prompt")).toMatchObject({
    state: "rehearsed",
    params: { count: 1, seconds: 2 },
    evidence: { order: { id: tried.id } },
  })
  await deliver(real.id)
  for (const check of ["prompt", "store_slug", "customer", "items"] as const)
    expect(await rowOf(owner, check)).toMatchObject({
      state: "passed",
      params: { count: 1 },
      evidence: { order: { id: real.id, ref: real.order_id } },
    })
  await sql`update orders set paid_at = null where id = ${real.id}`
  expect(await rowOf(owner, "prompt")).toMatchObject({ state: "failed", finding: "unpaid" })
})

test("a customer on an order before payment is linked; on an order that arrived paid they are not", async () => {
  const { pos, owner } = await shop()
  const { id, phone } = seeded(sandbox, 1)
  await pos.post("/customers/identify", { location_id: "bastille", phone: `+${phone}` })
  await isIdentified(owner, id, "phone")
  const paid = (await pos.post("/orders", paidOrder("bastille", { customer: { id } }))).json
  await deliver(paid.id)
  expect(await rowOf(owner, "open_order")).toMatchObject({ state: "missing", finding: "not_linked" })
  const open = paidOrder("bastille", { customer: { id }, state: "open" })
  const kept = (await pos.post("/orders", open)).json
  await pos.post(`/orders/${open.order_id}/payment`, { location_id: "bastille", status: "paid" })
  await deliver(kept.id)
  expect(await rowOf(owner, "open_order")).toMatchObject({
    state: "passed",
    evidence: { order: { id: kept.id } },
  })
})

test("a location without a store, and who connected how, are read from the current state", async () => {
  const { owner, merchantId } = await shop()
  expect(await rowOf(owner, "oauth")).toMatchObject({ state: "failed", finding: "pasted" })
  expect(await rowOf(owner, "locations")).toMatchObject({ state: "passed" })
  await makeLocation(merchantId, { ref: "lyon" })
  expect(await rowOf(owner, "locations")).toMatchObject({
    state: "failed",
    params: { names: "Location lyon" },
  })
  await sql`update locations set archived_at = now() where merchant_id = ${merchantId} and ref = 'lyon'`
  expect(await rowOf(owner, "locations")).toMatchObject({ state: "passed" })
})
