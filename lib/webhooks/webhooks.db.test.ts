import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { POST } from "@/app/api/pongo/webhook/[merchantId]/route"
import { sql } from "@/db/index"
import { eventually, makeMerchant } from "@/db/testing/fixtures"
import { seal } from "@/lib/crypto"
import { findKnownCustomer } from "@/lib/customers/queries"
import { startJobRunner } from "@/lib/worker/job-runner"
import { signWebhook } from "@/sandbox/server/webhook-sender"
import { processWebhook } from "./mutations"

let runner: { stop(): Promise<void> }
beforeAll(async () => {
  runner = await startJobRunner()
})
afterAll(() => runner.stop())

const SECRET = "whsec_test"

/** A merchant with subscriptions, and a way to send it events as Pongo. */
async function subscribed() {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await sql`
    insert into webhook_subscriptions (merchant_id, event, pongo_id, secret)
    values (${merchantId}, 'customer.updated', 'whk_1', ${seal(SECRET, `webhooks.secret:${merchantId}`)})`
  const deliver = async (
    body: object | string | Buffer,
    options: { secondsAgo?: number; secret?: string; to?: string; isChunked?: boolean } = {},
  ) => {
    const rawBody = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const timestamp = Math.floor(Date.now() / 1000) - (options.secondsAgo ?? 0)
    const request = new Request("http://localhost:3000/api/pongo/webhook", {
      method: "POST",
      body: typeof rawBody === "string" ? rawBody : new Uint8Array(rawBody),
      headers: {
        ...(options.isChunked ? {} : { "Content-Length": String(Buffer.byteLength(rawBody)) }),
        "Pongo-Signature": signWebhook(options.secret ?? SECRET, rawBody, timestamp),
      },
    })
    const params = Promise.resolve({ merchantId: options.to ?? merchantId })
    return (await POST(request, { params })).status
  }
  const processed = (count: number) =>
    eventually(`${count} events processed`, async () => {
      const rows = await sql`
        select 1 from webhook_events where merchant_id = ${merchantId} and processed_at is not null`
      return rows.length === count
    })
  return { ...merchant, deliver, processed }
}

let sequence = 0
const event = (points: number, changes: object = {}) => ({
  id: `evt_${randomUUID()}`,
  event: "customer.updated",
  data: {
    id: "cust_9f2c",
    phone: `336780${String(++sequence).padStart(5, "0")}`,
    first_name: "Inès",
    points,
    has_optin_sms: true,
    has_optin_email: null,
  },
  ...changes,
})

test("a signed event is answered at once and updates the directory afterwards", async () => {
  const { deliver, processed, till, merchantId } = await subscribed()
  expect(await deliver(event(120))).toBe(204)
  await processed(1)
  expect(await findKnownCustomer(till, "cust_9f2c")).toMatchObject({
    points: 120,
    firstName: "Inès",
    optIn: { sms: "yes", email: "never_asked" },
  })
  const [stored] = await sql`select body from webhook_events where merchant_id = ${merchantId}`
  expect(stored!.body).not.toContain("Inès")
})

test("events that arrive out of order leave the newest", async () => {
  const { deliver, processed, till } = await subscribed()
  for (const [points, secondsAgo] of [
    [2, 20],
    [3, 10],
    [1, 30],
  ] as const)
    expect(await deliver(event(points), { secondsAgo })).toBe(204)
  await processed(3)
  expect(await findKnownCustomer(till, "cust_9f2c")).toMatchObject({ points: 3 })
})

test("an old event delivered late and signed anew does not count as new", async () => {
  const { deliver, processed, till } = await subscribed()
  await deliver(event(2, { created_at: new Date(Date.now() - 10_000).toISOString() }), { secondsAgo: 10 })
  await deliver(event(1, { created_at: new Date(Date.now() - 60_000).toISOString() }))
  await processed(2)
  expect(await findKnownCustomer(till, "cust_9f2c")).toMatchObject({ points: 2 })
})

test("an event delivered many times, also at once, is kept and applied once", async () => {
  const { deliver, processed, merchantId } = await subscribed()
  const body = event(5)
  const statuses = await Promise.all(Array.from({ length: 8 }, () => deliver(body)))
  expect(new Set(statuses)).toEqual(new Set([204]))
  await processed(1)
  expect(await sql`select 1 from webhook_events where merchant_id = ${merchantId}`).toHaveLength(1)
})

test("an event whose text or id no database can hold is kept and applied", async () => {
  const { deliver, processed, till } = await subscribed()
  const { data } = event(7)
  const name = { ...data, first_name: "In\u00e8s \ud83e\u0000" }
  expect(await deliver(event(7, { id: "evt_\u0000\ud83e", data: name }))).toBe(204)
  await processed(1)
  expect(await findKnownCustomer(till, "cust_9f2c")).toMatchObject({ points: 7, firstName: "Inès \uFFFD" })
})

test("an event with invalid UTF-8 is verified over its bytes", async () => {
  const { deliver, processed, till } = await subscribed()
  const [before, after] = JSON.stringify(event(8)).split("Inès")
  expect(
    await deliver(Buffer.concat([Buffer.from(`${before}In`), Buffer.from([0xe8]), Buffer.from(`s${after}`)])),
  ).toBe(204)
  await processed(1)
  expect(await findKnownCustomer(till, "cust_9f2c")).toMatchObject({ firstName: "In\uFFFDs" })
})

test("without an event id the body identifies a repeat", async () => {
  const { deliver, merchantId, processed } = await subscribed()
  const body = event(5, { id: undefined })
  await deliver(body)
  await deliver(body)
  await processed(1)
  expect(await sql`select 1 from webhook_events where merchant_id = ${merchantId}`).toHaveLength(1)
})

describe("nothing is kept", () => {
  test.each([
    ["signed with another secret", { secret: "another" }],
    ["signed six minutes ago", { secondsAgo: 360 }],
    ["signed six minutes ahead", { secondsAgo: -360 }],
  ])("of a call %s", async (_, options) => {
    const { deliver, merchantId } = await subscribed()
    expect(await deliver(event(1), options)).toBe(401)
    expect(await sql`select 1 from webhook_events where merchant_id = ${merchantId}`).toEqual([])
  })

  test("of a call for one merchant that was signed for another", async () => {
    const [mine, theirs] = [await subscribed(), await makeMerchant()]
    expect(await mine.deliver(event(1), { to: theirs.merchantId })).toBe(401)
  })

  test("of a call to an address that is no merchant's", async () => {
    const { deliver } = await subscribed()
    expect(await deliver(event(1), { to: "nobody" })).toBe(404)
    expect(await deliver(event(1), { to: randomUUID() })).toBe(401)
  })
})

test("an event signed ahead of our clock does not outlive our own later answers", async () => {
  const { deliver, processed, merchantId } = await subscribed()
  await deliver(event(1), { secondsAgo: -200 })
  await processed(1)
  const [row] = await sql`select as_of <= now() as is_past from customers where merchant_id = ${merchantId}`
  expect(row!.is_past).toBe(true)
})

test("an unreadable event stays unprocessed and can be retried", async () => {
  const { deliver, merchantId } = await subscribed()
  expect(await deliver({ id: "evt_odd", event: "customer.updated", data: { phone: 1 } })).toBe(204)
  await expect(processWebhook(merchantId, "evt_odd")).rejects.toThrow(/data\.id/)
  const [stored] = await sql`select processed_at from webhook_events where merchant_id = ${merchantId}`
  expect(stored!.processed_at).toBeNull()
})

test("an event of one merchant's customer does not enter another's directory", async () => {
  const [mine, theirs] = [await subscribed(), await subscribed()]
  await mine.deliver(event(1))
  await mine.processed(1)
  expect(await findKnownCustomer(theirs.till, "cust_9f2c")).toBeNull()
})

test("a webhook without Content-Length is verified by its signature", async () => {
  const { deliver, processed } = await subscribed()
  expect(await deliver(event(10), { isChunked: true, secret: "whsec_other" })).toBe(401)
  expect(await deliver(event(10), { isChunked: true })).toBe(204)
  await processed(1)
})

test("a webhook over the limit is refused while it is read, whatever its Content-Length", async () => {
  const { deliver } = await subscribed()
  expect(await deliver(" ".repeat(256 * 1024 + 1), { isChunked: true })).toBe(413)
})

test("a webhook whose sender hangs up is not our error", async () => {
  const { merchantId } = await subscribed()
  const body = new ReadableStream({
    pull: (controller) => controller.error(new Error("aborted")),
  })
  const request = new Request("http://localhost:3000/", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit)
  expect((await POST(request, { params: Promise.resolve({ merchantId }) })).status).toBe(499)
})
