import { randomUUID } from "node:crypto"
import { afterEach, expect, test } from "vitest"
import { POST } from "@/app/api/pongo/webhook/[merchantId]/route"
import { closeDatabase } from "@/db/index"

const url = process.env.DATABASE_URL
afterEach(async () => {
  process.env.DATABASE_URL = url
  await closeDatabase()
})

test("Pongo is asked to resend a webhook while the database is down", async () => {
  await closeDatabase()
  process.env.DATABASE_URL = "postgres://postgres@127.0.0.1:1/nowhere"
  const request = new Request("http://localhost:3000/api/pongo/webhook", { method: "POST", body: "{}" })
  const reply = await POST(request, { params: Promise.resolve({ merchantId: randomUUID() }) })
  expect(reply.status).toBe(503)
  expect(Number(reply.headers.get("Retry-After"))).toBeGreaterThan(0)
})
