import { expect, test, vi } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { expectProblem, makeTill } from "./testing/till"

// Runs before the imports above are evaluated: the limit is read once.
vi.hoisted(() => {
  process.env.API_RATE_LIMIT_PER_SECOND = "20"
})

test("a till in a loop slows down to its key's rate, and none of its orders is refused", async () => {
  const { merchantId, key } = await makeMerchant()
  const { ref } = await makeLocation(merchantId)
  const loops = Array.from({ length: 4 }, async () => {
    for (let n = 0; n < 6; n++) expect((await makeTill(key).post("/orders", paidOrder(ref))).status).toBe(202)
  })
  await Promise.all(loops)
  expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(24)
})

test("a call that would wait longer than a second is told when to come back, and other keys are served", async () => {
  const noisy = await makeMerchant()
  const quiet = await makeMerchant()
  const { ref } = await makeLocation(noisy.merchantId)
  const quietLocation = await makeLocation(quiet.merchantId)
  const pos = makeTill(noisy.key)
  const calls = Promise.all(Array.from({ length: 200 }, () => pos.post("/orders", paidOrder(ref))))
  expect((await makeTill(quiet.key).post("/orders", paidOrder(quietLocation.ref))).status).toBe(202)
  const answers = await calls
  const accepted = answers.filter(({ status }) => status === 202)
  // 250 ms of burst and a second of waiting, at 20 a second.
  expect(accepted.length).toBeGreaterThanOrEqual(25)
  expect(accepted.length).toBeLessThan(200)
  for (const refused of answers.filter((answer) => !accepted.includes(answer))) {
    expectProblem(refused, 429, "rate_limited")
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0)
    expect(refused.headers.get("RateLimit")).toMatch(/r=0;t=1/)
    expect(refused.headers.get("RateLimit-Policy")).toContain("q=20;w=1")
  }
  expect(await sql`select 1 from orders where merchant_id = ${noisy.merchantId}`).toHaveLength(
    accepted.length,
  )
})

test("each order of a batch counts as a call, and calls between them are served", async () => {
  const { merchantId, key } = await makeMerchant()
  const { ref } = await makeLocation(merchantId)
  const pos = makeTill(key)
  const batch = pos.post("/orders/batch", { orders: Array.from({ length: 40 }, () => paidOrder(ref)) })
  expect((await pos.post("/orders", paidOrder(ref))).status).toBe(202)
  expect((await batch).status).toBe(207)
  expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(41)
})
