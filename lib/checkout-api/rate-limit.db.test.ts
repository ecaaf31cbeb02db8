import { expect, test, vi } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { expectProblem, makeTill } from "./testing/till"

// Before the imports above are evaluated: the limit is read once.
vi.hoisted(() => {
  process.env.API_RATE_LIMIT_PER_MINUTE = "5"
})

test("a key over its limit is told when to come back, and other keys are served", async () => {
  const noisy = await makeMerchant()
  const quiet = await makeMerchant()
  const place = await makeLocation(noisy.merchantId)
  const quietPlace = await makeLocation(quiet.merchantId)
  const pos = makeTill(noisy.key)
  for (let i = 0; i < 5; i++) expect((await pos.post("/orders", paidOrder(place.ref))).status).toBe(202)
  const refused = await pos.post("/orders", paidOrder(place.ref))
  expectProblem(refused, 429, "rate_limited")
  const seconds = Number(refused.headers.get("Retry-After"))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(refused.headers.get("RateLimit")).toMatch(/r=0;t=\d+/)
  expect(refused.headers.get("RateLimit-Policy")).toContain("q=5")
  expect(await sql`select 1 from orders where merchant_id = ${noisy.merchantId}`).toHaveLength(5)
  expect((await makeTill(quiet.key).post("/orders", paidOrder(quietPlace.ref))).status).toBe(202)
})
