import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { newPhone, openShop, SHORT_PATIENCE, seeded } from "@/lib/customers/testing/shop"
import type { PosOrder } from "@/lib/orders/schema"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import type { CheckId } from "./schema"
import { deliver, evidenceOf, isIdentified, rowOf } from "./testing/rows"

const sandbox = await useSandbox(SHORT_PATIENCE)

const at = { location_id: "bastille" }
const COFFEE = "rew_0ece003f2e"
const VOUCHER = "rew_3c94d0f518"
const NO = { sms: false, email: false }

async function shop() {
  const merchant = await openShop(sandbox)
  const { pos, owner } = merchant
  await refreshRewards(owner)
  const order = async (changes: Partial<PosOrder> = {}, isDelivered = true) => {
    const sent = paidOrder("bastille", changes)
    const { id } = (await pos.post("/orders", sent)).json
    if (isDelivered) await deliver(id)
    return { id: id as string, ref: sent.order_id }
  }
  const identify = (by: object) => pos.post("/customers/identify", { ...at, ...by })
  const scan = async (id: string) => {
    await identify({ code: id, typed: false })
    await isIdentified(owner, id, "scan")
  }
  const find = async ({ id, phone }: { id: string; phone: string }) => {
    await identify({ phone: `+${phone}` })
    await isIdentified(owner, id, "phone")
  }
  const pay = async (ref: string) => pos.post(`/orders/${ref}/payment`, { ...at, status: "paid" })
  const change = (id: string, lines: object[]) => sql`
    update order_payloads set body = jsonb_set(body, '{lines}', ${sql.json(lines as never)}) where order_id = ${id}`
  const is = async (row: CheckId, finding: string) =>
    expect(await rowOf(owner, row), row).toMatchObject({ finding })
  return { ...merchant, order, identify, scan, find, pay, change, is }
}

const line = (name: string, total_cents: number, reward?: { reward_id: string; hash?: string }) => ({
  ...{ sku: name, name, quantity: 1, unit_price_cents: total_cents, total_cents },
  ...(reward ? { reward } : {}),
})

test("a prompt order is not proven by one that claims payment after it was sent", async () => {
  const { order, is } = await shop()
  const { id } = await order()
  await is("prompt", "prompt")
  await sql`update deliveries set delivered_at = delivered_at - interval '1 hour' where order_id = ${id}`
  await is("prompt", "unmeasured")
})

test("the store's slug is not proven by an order that has not arrived", async () => {
  const { order, is } = await shop()
  const { id } = await order({}, false)
  await sql`update deliveries set store_slug = 'le-comptoir-bastille' where order_id = ${id}`
  await is("store_slug", "missing")
})

test("the customer is not proven by an anonymous order", async () => {
  const { order, is } = await shop()
  await order()
  await is("customer", "missing")
})

test("items are not proven by orders whose lines have expired", async () => {
  const { order, change, is } = await shop()
  const { id } = await order()
  await is("items", "all")
  await change(id, [])
  await is("items", "missing")
  await sql`delete from order_payloads where order_id = ${id}`
  await is("items", "missing")
})

test.each([
  [
    "a percentage that takes off more",
    [line("BRG", 1_000), line("REM", -500, { reward_id: "rew_ten" })],
    "wrong",
  ],
  [
    "a percentage that takes off less",
    [line("BRG", 1_000), line("REM", -10, { reward_id: "rew_ten" })],
    "wrong",
  ],
  [
    "an amount that is not all of it",
    [line("BRG", 1_000), line("REM", -1, { reward_id: "rew_five" })],
    "wrong",
  ],
  ["a free product at a price", [line("CAF", 50, { reward_id: "rew_free" })], "wrong"],
  ["a reward that Pongo does not have", [line("CAF", 0, { reward_id: "rew_gone" })], "missing"],
  ["lines that have served their time", [], "missing"],
  ["(the right percentage)", [line("BRG", 1_005), line("REM", -101, { reward_id: "rew_ten" })], "right"],
  [
    "(an amount of all that is left)",
    [line("BRG", 300), line("REM", -300, { reward_id: "rew_five" })],
    "right",
  ],
])("the right id and amount of a reward are not proven by %s", async (_, lines, finding) => {
  const { order, change, is, merchantId } = await shop()
  await sql`
    insert into rewards (merchant_id, id, name, type, points, value, fetched_at)
    values (${merchantId}, 'rew_free', 'Free', 'free_product', 1, null, now()),
           (${merchantId}, 'rew_five', 'Five', 'voucher_amount', 1, 500, now()),
           (${merchantId}, 'rew_ten', 'Ten', 'voucher_percent', 1, 10, now())`
  const { id } = await order()
  await sql`update orders set reward_count = 1 where id = ${id}`
  await change(id, lines)
  await is("order_rewards", finding)
})

test("a scan is not proven by a code not marked as scanned, nor by a typed one", async () => {
  const { identify, is, owner } = await shop()
  const { id } = seeded(sandbox, 1)
  await identify({ code: `https://pongo.example/${id}` })
  await identify({ code: id, typed: true })
  await evidenceOf(owner, "identified_by_code", "profile_shown")
  await is("scan", "unsaid")
  await is("scan_known", "missing")
})

test("a scanned customer in the till's base is not proven by the scan, another customer, another location or an earlier order", async () => {
  const { order, scan, find, is, merchantId } = await shop()
  const [mine, other] = [seeded(sandbox, 1), seeded(sandbox, 4)]
  await order({ customer: { id: mine.id } })
  await scan(mine.id)
  await is("scan_known", "not_kept")
  await order({ customer: { id: other.id } })
  await order({ customer: { phone: `+${mine.phone}`, opt_in: NO } })
  await is("scan_known", "not_kept")
  await find(other)
  await order({ customer: { id: other.id } })
  await is("scan_known", "not_kept")
  const { id } = await order({ customer: { id: mine.id } }, false)
  await is("scan_known", "not_kept")
  await makeLocation(merchantId, { ref: "lyon", storeSlug: "le-comptoir-lyon-bellecour" })
  await order({ customer: { id: mine.id }, location_id: "lyon" })
  await is("scan_known", "not_kept")
  await deliver(id)
  await is("scan_known", "seen")
})

test("a sign-up is not proven by an order with a phone, nor by an existing customer", async () => {
  const { order, pos, is, owner } = await shop()
  await order({ customer: { phone: newPhone(), opt_in: NO } })
  await pos.post("/customers", { ...at, phone: `+${seeded(sandbox, 1).phone}`, opt_in: NO })
  await evidenceOf(owner, "profile_shown")
  await is("register", "missing")
})

test("a recorded opt-in is not proven by a sign-up whose answers Pongo did not take", async () => {
  const { pos, is, owner } = await shop()
  const customer = { ...seeded(sandbox, 5), has_optin_sms: null, has_optin_email: null }
  const phone = newPhone()
  const body = { data: { ...customer, id: "cust_unasked", phone: phone.slice(1) } }
  sandbox.faults.add({ method: "POST", path: "/v1/customers", kind: "status", status: 201, body })
  await pos.post("/customers", { ...at, phone, opt_in: { sms: true, email: false } })
  await evidenceOf(owner, "customer_enlisted")
  await is("register", "seen")
  await is("opt_in", "not_recorded")
})

test("a customer linked to an open order is not proven by another customer's lookup, nor by one too late", async () => {
  const { order, find, pay, is } = await shop()
  const [mine, other] = [seeded(sandbox, 1), seeded(sandbox, 4)]
  const open = async (id: string) => {
    const made = await order({ customer: { id }, state: "open" }, false)
    await pay(made.ref)
    await deliver(made.id)
  }
  await find(other)
  await is("open_order", "not_linked")
  await open(mine.id)
  await is("open_order", "not_found")
  await find(mine)
  await is("open_order", "not_found")
  await order({ customer: { id: mine.id } })
  await is("open_order", "not_found")
  await open(mine.id)
  await is("open_order", "seen")
})

test("points and rewards on screen are not proven by a stored profile, nor rewards by a profile without any bought", async () => {
  const { identify, is, owner } = await shop()
  const { phone, id } = seeded(sandbox, 2)
  await identify({ phone: `+${phone}` })
  await evidenceOf(owner, "profile_shown", "rewards_shown")
  await is("points", "seen")
  await is("rewards", "half")
  const stale = await shop()
  await sql`
    insert into customers (merchant_id, id, profile, phone_index, email_index, points, opt_in_sms, opt_in_email, as_of)
    select ${stale.merchantId}, id, profile, phone_index, email_index, points, opt_in_sms, opt_in_email, as_of
    from customers where merchant_id = ${owner.merchantId} and id = ${id}`
  sandbox.faults.add({ path: `/v1/customers/${id}`, kind: "status", status: 503 })
  await stale.identify({ code: id, typed: false })
  await stale.is("points", "missing")
  await stale.is("scan", "missing")
})

test("redeeming is not proven by a purchase that Pongo refused, nor a refreshed screen by one without a profile", async () => {
  const { pos, is, owner } = await shop()
  const { id } = seeded(sandbox, 2)
  const buy = (customer: string, key: string) =>
    pos.post(`/customers/${customer}/rewards/${COFFEE}/redeem`, at, { "Idempotency-Key": key })
  expect((await buy(id, "poor")).status).toBe(409)
  await is("redeem", "missing")
  const rich = seeded(sandbox, 1)
  sandbox.faults.add({ path: "/v1/rewards", kind: "status", status: 500 })
  const bought = await buy(rich.id, `rich-${owner.merchantId}`)
  expect(bought.status).toBe(201)
  expect(bought.json.profile?.fresh ?? false).toBe(false)
  await evidenceOf(owner, "reward_redeemed")
  await is("refresh", "missing")
})

/** A reward of this kind in the wallet of the test's own customer. */
async function bought(s: Awaited<ReturnType<typeof shop>>, reward: string) {
  const made = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone: newPhone().slice(1), points: 900 }),
  })
  const { customer } = (await made.json()) as { customer: { id: string } }
  const reply = await s.pos.post(`/customers/${customer.id}/rewards/${reward}/redeem`, at, {
    "Idempotency-Key": customer.id,
  })
  return { customer: { id: customer.id }, reward: { reward_id: reward, hash: reply.json.redemption.hash } }
}

test("a reward as a product, and its use, are not proven by a line that went without its reward", async () => {
  const s = await shop()
  const { customer, reward } = await bought(s, COFFEE)
  const { id } = await s.order({ customer, lines: [line("BRG", 1_450), line("CAF-01", 0, reward)] })
  await s.is("reward_product", "seen")
  await s.is("confirm_use", "seen")
  await sql`update reward_holds set state = 'locked', locked_until = now() where order_id = ${id}`
  await s.is("reward_product", "missing")
  await s.is("confirm_use", "missing")
})

test("a reward as a voucher is not proven by a voucher that the order left out", async () => {
  const s = await shop()
  const { customer, reward } = await bought(s, VOUCHER)
  const external_payment = { system: "Zelty", confirms: true, supports_vouchers: false }
  const lines = [line("BRG", 1_450), line("REM", -145, reward)]
  const made = await s.order(
    { customer, lines, total_cents: 1_305, state: "external_payment", external_payment },
    false,
  )
  await s.pay(made.ref)
  await deliver(made.id)
  await s.is("reward_voucher", "missing")
  await s.is("confirm_use", "missing")
})
