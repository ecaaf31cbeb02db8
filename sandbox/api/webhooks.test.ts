import { createHmac } from "node:crypto"
import { afterEach, beforeEach, expect, test } from "vitest"
import { CHEZ_ROSALIE } from "../state/seed"
import { anOrder, BASTILLE, type Bench, openBench, openReceiver } from "../testing"

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.sandbox.close())

const subscribe = (url: string, changes: Record<string, unknown> = {}) =>
  bench.client.post("/v1/webhooks", { event: "customer.created", url, secret: "s3cret", ...changes })
const enlist = (phone: string) =>
  bench.client.post("/v1/customers", { phone, reference_store_slug: BASTILLE })

test("a subscription can be made, listed, read, changed and removed, and never shows its secret", async () => {
  const { client } = bench
  const { status, json } = await subscribe("https://app.test/hook")
  expect(status).toBe(201)
  expect(json.data).toMatchObject({ event: "customer.created", url: "https://app.test/hook" })
  expect(json.data).not.toHaveProperty("secret")
  const path = `/v1/webhooks/${json.data.id}`
  expect((await client.get("/v1/webhooks")).json.data).toHaveLength(1)
  expect((await client.patch(path, { url: "https://app.test/other" })).json.data.url).toContain("/other")
  expect((await client.get(path)).json.data.url).toBe("https://app.test/other")
  expect((await bench.as(CHEZ_ROSALIE).get(path)).status).toBe(404)
  expect((await client.send("DELETE", path)).status).toBe(204)
  expect((await client.get(path)).status).toBe(404)
})

test("without a secret, one is generated and shown once", async () => {
  const { json } = await subscribe("https://app.test/hook", { secret: undefined })
  expect(json.data.secret).toMatch(/^[0-9a-f]{48}$/)
})

test("an unknown event or an address that is not https is refused; http to this machine only when allowed", async () => {
  expect((await subscribe("https://app.test", { event: "order.created" })).json.errors).toHaveProperty(
    "event",
  )
  expect((await subscribe("http://app.test/hook")).json.errors).toHaveProperty("url")
  expect((await subscribe("not a url")).json.errors).toHaveProperty("url")
  expect((await subscribe("http://localhost:9/hook")).status).toBe(201)
  const strict = await openBench({ allowInsecureWebhooks: false })
  const body = { event: "customer.created", url: "http://localhost:9/hook", secret: "s" }
  expect((await strict.client.post("/v1/webhooks", body)).status).toBe(422)
  await strict.sandbox.close()
})

test("a new customer is delivered with a signature over the raw body followed by the timestamp", async () => {
  const receiver = await openReceiver()
  await subscribe(receiver.url)
  await enlist("33698000010")
  await bench.sandbox.webhooksSettled()
  receiver.close()

  expect(receiver.received).toHaveLength(1)
  const { headers, body } = receiver.received[0] ?? { headers: {}, body: "" }
  const [, timestamp, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["pongo-signature"])) ?? []
  const expected = createHmac("sha256", "s3cret").update(`${body}${timestamp}`).digest("hex")
  expect(signature).toBe(expected)
  expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5)
  const payload = JSON.parse(body)
  expect(payload).toMatchObject({ event: "customer.created", data: { phone: "33698000010" } })
  expect(payload.id).toMatch(/^evt_/)
})

test("a change of profile or of points is delivered as customer.updated, to that event's subscribers only", async () => {
  const created = await openReceiver()
  const updated = await openReceiver()
  await subscribe(created.url)
  await subscribe(updated.url, { event: "customer.updated" })
  const { json } = await enlist("33698000011")
  await bench.client.send("PUT", `/v1/customers/${json.data.id}`, { first_name: "Zoé" })
  await bench.client.post("/v1/orders", anOrder({ customer: { id: json.data.id } }))
  await bench.sandbox.webhooksSettled()
  created.close()
  updated.close()
  expect(created.received).toHaveLength(1)
  const seen = updated.received.map(({ body }) => JSON.parse(body).data)
  expect(seen.map((customer) => customer.points).sort()).toEqual([0, 12])
})

test("another merchant's customers are not delivered", async () => {
  const receiver = await openReceiver()
  await subscribe(receiver.url)
  const body = { phone: "33698000012", reference_store_slug: "chez-rosalie-lille" }
  expect((await bench.as(CHEZ_ROSALIE).post("/v1/customers", body)).status).toBe(201)
  await bench.sandbox.webhooksSettled()
  receiver.close()
  expect(receiver.received).toEqual([])
})

test("a delivery that fails is repeated with the same event id until it is taken", async () => {
  const receiver = await openReceiver(500, 503)
  await subscribe(receiver.url)
  await enlist("33698000013")
  await bench.sandbox.webhooksSettled()
  receiver.close()
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  expect(bench.sandbox.state.tables.webhook_deliveries.rows()).toMatchObject([
    { attempts: 3, status: 200, outcome: "delivered" },
  ])
})

test("after three repeats the delivery is given up", async () => {
  const receiver = await openReceiver(500, 500, 500, 500, 500)
  await subscribe(receiver.url)
  await enlist("33698000014")
  await bench.sandbox.webhooksSettled()
  receiver.close()
  expect(receiver.received).toHaveLength(4)
  expect(bench.sandbox.state.tables.webhook_deliveries.rows()).toMatchObject([
    { attempts: 4, status: 500, outcome: "failed" },
  ])
})
