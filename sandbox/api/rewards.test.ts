import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "../state/seed"
import { BASTILLE, type Bench, COFFEE, type Json, openBench, POOR_PHONE, RICH_PHONE } from "../testing"

let bench: Bench
let customer: string
let now: number
beforeEach(async () => {
  now = Date.parse("2025-03-01T12:00:00Z")
  bench = await openBench({ now: () => now })
  customer = bench.sandbox.state.customerByPhone(LE_COMPTOIR, RICH_PHONE)?.id ?? ""
})
afterEach(() => bench.sandbox.close())

const names = (json: Json) => json.data.map((reward: { name: string }) => reward.name)
const buy = (body: Record<string, unknown> = {}, reward = COFFEE) =>
  bench.client.post(`/v1/rewards/${reward}/buy`, { customer, store_slug: BASTILLE, ...body })
const use = (hash: string, body: Record<string, unknown> = {}) =>
  bench.client.patch(`/v1/rewards/${COFFEE}/use`, { customer, store_slug: BASTILLE, hash, ...body })
const points = () => bench.sandbox.state.customers.get(customer)?.points

describe("catalogue", () => {
  test("without a customer it is the whole catalogue of the merchant, of every type", async () => {
    const { json } = await bench.client.get("/v1/rewards")
    expect(json.data.map((reward: { type: string }) => reward.type)).toEqual([
      "free_product",
      "free_product",
      "voucher_percent",
      "voucher_amount",
      "voucher_delivery",
      "experience",
      "free_product",
    ])
    expect(json.data[0]).toMatchObject({ id: COFFEE, points: 50, external_id: "CAF-01, zelty-8831" })
    expect(names((await bench.as(CHEZ_ROSALIE).get("/v1/rewards")).json)).not.toContain("Café offert")
  })

  test("with a customer the store is required, and another store's reward is left out", async () => {
    const { client } = bench
    const alone = await client.get(`/v1/rewards?customer=${customer}`)
    expect(alone.json.errors).toHaveProperty("store_slug")
    const bastille = await client.get(`/v1/rewards?customer=${customer}&store_slug=${BASTILLE}`)
    expect(names(bastille.json)).toContain("Brunch du dimanche")
    const lyon = await client.get(`/v1/rewards?customer=${customer}&store_slug=le-comptoir-lyon-bellecour`)
    expect(names(lyon.json)).not.toContain("Brunch du dimanche")
    const stranger = await client.get(`/v1/rewards?customer=cust_unknown&store_slug=${BASTILLE}`)
    expect(stranger.json.errors).toHaveProperty("customer")
  })

  test("points_min and points_max bound the price", async () => {
    const { json } = await bench.client.get("/v1/rewards?points_min=80&points_max=120")
    expect(names(json)).toEqual(["Dessert au choix", "10 % de remise", "Livraison offerte"])
    expect((await bench.client.get("/v1/rewards?points_min=many")).status).toBe(422)
  })
})

describe("buying", () => {
  test("takes the points and adds a won reward with a hash", async () => {
    const reply = await buy()
    expect(reply.status).toBe(201)
    expect(reply.json.data).toMatchObject({ id: COFFEE, is_used: false, used_at: null, coupon_code: null })
    expect(points()).toBe(1_150)
    const { json } = await bench.client.get(`/v1/customers/${customer}/rewards`)
    expect(json.data.map((won: { hash: string }) => won.hash)).toContain(reply.json.data.hash)
  })

  test("is not idempotent: the same call twice buys twice", async () => {
    const [first, second] = [await buy(), await buy()]
    expect(first.json.data.hash).not.toBe(second.json.data.hash)
    expect(points()).toBe(1_100)
    expect(bench.sandbox.ledger().purchases).toHaveLength(2)
  })

  test("a voucher comes with a coupon code of its own", async () => {
    const [first, second] = [await buy({}, "rew_3c94d0f518"), await buy({}, "rew_3c94d0f518")]
    expect(first.json.data).toMatchObject({ type: "voucher_amount", value: 500 })
    expect(first.json.data.coupon_code).toMatch(/^PONGO-[2-9A-Z]{5}$/)
    expect(first.json.data.coupon_code).not.toBe(second.json.data.coupon_code)
  })

  test("without enough points it is a 422 and nothing is taken", async () => {
    const poor = bench.sandbox.state.customerByPhone(LE_COMPTOIR, POOR_PHONE)?.id
    const reply = await buy({ customer: poor })
    expect(reply.status).toBe(422)
    expect(reply.json.message).toContain("enough points")
    expect(bench.sandbox.ledger().purchases).toEqual([])
  })

  test("a store that does not offer it, an unknown store or another merchant's reward is refused", async () => {
    expect((await buy({ store_slug: "le-comptoir-lyon-bellecour" }, "rew_6072c9e4b1")).status).toBe(422)
    expect((await buy({ store_slug: "chez-rosalie-lille" })).json.errors).toHaveProperty("store_slug")
    expect((await buy({}, "rew_7a1be40d92")).status).toBe(404)
    expect((await buy({ customer: undefined })).json.errors).toHaveProperty("customer")
  })

  test("a wrong PIN is refused", async () => {
    const id = bench.sandbox.state.customerByPhone(LE_COMPTOIR, "33612000003")?.id
    expect((await buy({ customer: id, pin: "0000" })).json.errors).toHaveProperty("pin")
    expect((await buy({ customer: id, pin: "4321" })).status).toBe(201)
  })

  test("bought as used, it cannot be used again", async () => {
    const { json } = await buy({ used: true })
    expect(json.data.is_used).toBe(true)
    expect((await use(json.data.hash)).status).toBe(409)
  })
})

describe("using", () => {
  test("works once; the second time is a 409 and the ledger holds one use", async () => {
    const { hash } = (await buy()).json.data
    const first = await use(hash)
    expect(first.json.data).toMatchObject({ hash, is_used: true })
    expect((await use(hash)).status).toBe(409)
    expect(bench.sandbox.ledger().uses).toMatchObject([{ hash, via: "use" }])
    expect(bench.sandbox.ledger().violations).toEqual([])
  })

  test("a hash that is not the customer's, or not of that reward, is refused", async () => {
    const dessert = (await buy({}, "rew_1d5a7c90b4")).json.data
    expect((await use("won_unknown")).json.errors).toHaveProperty("hash")
    expect((await use(dessert.hash)).json.errors).toHaveProperty("hash")
  })
})

describe("locking", () => {
  const lockPath = () => `/v1/customers/${customer}/rewards/lock`

  test("one device's lock keeps the others from locking, unlocking and using, until it is released", async () => {
    const { hash } = (await buy()).json.data
    const { client } = bench
    const mine = { hash, device_id: "till-1" }
    const theirs = { hash, device_id: "till-2" }
    expect((await client.post(lockPath(), mine)).status).toBe(200)
    expect((await client.post(lockPath(), mine)).status).toBe(200)
    expect((await client.post(lockPath(), theirs)).status).toBe(423)
    expect((await client.send("DELETE", lockPath(), theirs)).status).toBe(423)
    expect((await use(hash, { device_id: "till-2" })).status).toBe(423)
    expect((await client.send("DELETE", lockPath(), mine)).status).toBe(200)
    expect((await client.post(lockPath(), theirs)).status).toBe(200)
  })

  test("another token of the same merchant is a different owner", async () => {
    const { hash } = (await buy()).json.data
    await bench.client.post(lockPath(), { hash })
    const other = bench.as(LE_COMPTOIR)
    expect((await other.post(lockPath(), { hash })).status).toBe(423)
    expect((await use(hash)).status).toBe(200)
  })

  test("a lock that nobody releases expires", async () => {
    const { hash } = (await buy()).json.data
    await bench.client.post(lockPath(), { hash, device_id: "till-1" })
    now += 15 * 60 * 1000
    expect((await bench.client.post(lockPath(), { hash, device_id: "till-2" })).status).toBe(200)
  })

  test("an unknown hash is a 422 and a used reward a 409", async () => {
    const { hash } = (await buy({ used: true })).json.data
    expect((await bench.client.post(lockPath(), { hash: "won_unknown" })).status).toBe(422)
    expect((await bench.client.post(lockPath(), { hash })).status).toBe(409)
  })
})
