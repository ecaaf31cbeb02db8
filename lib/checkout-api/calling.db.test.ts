import { expect, test, vi } from "vitest"
import * as CATALOG from "@/app/api/pos/v1/catalog/route"
import * as ORDERS from "@/app/api/pos/v1/orders/route"
import { sql } from "@/db/index"
import { eventually, paidOrder } from "@/db/testing/fixtures"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { logger } from "@/lib/log"
import { makeShop } from "./testing/shop"
import { expectProblem, makeTill } from "./testing/till"

const MIB = 1024 * 1024

test.for([
  ["no key", undefined],
  ["another scheme", "Basic Y3B0XzEyMw=="],
  ["an unknown key", `Bearer cpt_${"a".repeat(43)}`],
  ["something that is no key", "Bearer hello"],
  ["an empty key", "Bearer "],
  ["a key of 100,000 characters", `Bearer cpt_${"a".repeat(100_000)}`],
] as const)("%s is refused with 401", async ([, authorization]) => {
  const pos = makeTill(null)
  const reply = await pos.post(
    "/orders",
    paidOrder("x"),
    authorization ? { Authorization: authorization } : {},
  )
  expectProblem(reply, 401, "unauthorized")
  expect(reply.headers.get("WWW-Authenticate")).toMatch(/^Bearer/)
})

test("a key is stored only as its SHA-256", async () => {
  const { merchantId, key } = await makeShop()
  const [row] = await sql`select * from api_keys where merchant_id = ${merchantId}`
  expect(row!.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(JSON.stringify(row)).not.toContain(key)
  expect(key.startsWith(row!.prefix)).toBe(true)
  expect(row!.prefix.length).toBeLessThan(16)
})

test("a revoked key stops within 5 s, even if it was just used", async () => {
  const { manager, keyId, pos, location, merchantId } = await makeShop()
  expect((await pos.post("/orders", paidOrder(location.ref))).status).toBe(202)
  await revokeApiKey(manager, { id: keyId })
  const revokedAt = Date.now()
  await eventually(
    "the key is refused",
    async () => (await pos.get("/orders/x?location_id=x")).status === 401,
  )
  expect(Date.now() - revokedAt).toBeLessThan(5_000)
  expectProblem(await pos.post("/orders", paidOrder(location.ref)), 401, "key_revoked")
  expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(1)
})

test("a key without the scope of a call is refused", async () => {
  const { owner, location } = await makeShop()
  const checkout = await createApiKey(owner, { name: "Caisse", scopes: ["checkout"], locationId: null })
  const setup = await createApiKey(owner, { name: "Back office", scopes: ["setup"], locationId: null })
  const list = { locations: [{ id: "a", name: "A" }] }
  expectProblem(await makeTill(checkout.key).put("/locations", list), 403, "forbidden")
  expectProblem(await makeTill(checkout.key).delete(`/locations/${location.ref}`), 403, "forbidden")
  const order = paidOrder(location.ref)
  expectProblem(await makeTill(setup.key).post("/orders", order), 403, "forbidden")
  expectProblem(await makeTill(setup.key).get(`/orders/x?location_id=${location.ref}`), 403, "forbidden")
  const closing = { location_id: location.ref, status: "paid" }
  expectProblem(await makeTill(setup.key).post("/orders/x/payment", closing), 403, "forbidden")
})

test("every answer has an X-Request-Id of its own, the same as in its problem", async () => {
  const { pos, location } = await makeShop()
  const replies = [
    await pos.post("/orders", paidOrder(location.ref)),
    await pos.post("/orders", "{"),
    await pos.get("/nothing"),
    await makeTill(null).get("/orders/x"),
  ]
  const ids = replies.map((reply) => reply.headers.get("X-Request-Id"))
  expect(new Set(ids).size).toBe(4)
  expect(ids).not.toContain(null)
  for (const [index, { json }] of replies.entries()) if (json.code) expect(json.request_id).toBe(ids[index])
})

test("an answer gives the remaining rate limit", async () => {
  const { pos, location } = await makeShop()
  const left = async () => {
    const { headers } = await pos.post("/orders", paidOrder(location.ref))
    expect(headers.get("RateLimit-Policy")).toMatch(/q=50;w=1/)
    return Number(/r=(\d+)/.exec(headers.get("RateLimit")!)![1])
  }
  const answers = await Promise.all(Array.from({ length: 10 }, left))
  expect(Math.max(...answers)).toBeLessThan(125)
  expect(Math.min(...answers)).toBeLessThan(Math.max(...answers))
})

test("a call records its till for its own merchant only", async () => {
  const a = await makeShop()
  const b = await makeShop()
  await a.pos.post("/orders", paidOrder(a.location.ref), { "X-Till-Id": "caisse-1" })
  await eventually("the till is listed", async () => {
    const seen = await sql`select merchant_id from tills where ref = 'caisse-1'`
    return seen.length === 1 && seen[0]!.merchant_id === a.merchantId
  })
  await b.pos.post("/orders", paidOrder(b.location.ref), { "X-Till-Id": "caisse-1" })
  await eventually(
    "both seen",
    async () => (await sql`select 1 from tills where ref = 'caisse-1'`).length === 2,
  )
})

test("an unknown route is 404 as problem+json, with any verb", async () => {
  const { pos } = await makeShop()
  for (const verb of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const)
    expectProblem(await pos.send(verb, "/orders/a/b/c"), 404, "not_found")
})

test.for([
  ["GET", "/orders", "POST"],
  ["DELETE", "/orders", "POST"],
  ["PUT", "/orders/A-1", "GET"],
  ["GET", "/orders/A-1/payment", "POST"],
  ["POST", "/locations", "PUT"],
  ["GET", "/locations/bastille", "DELETE"],
] as const)("%s %s is 405 with Allow: %s", async ([verb, path, allowed]) => {
  const { pos } = await makeShop()
  const reply = await pos.send(verb, path)
  expectProblem(reply, 405, "method_not_allowed")
  expect(reply.headers.get("Allow")?.split(", ")).toContain(allowed)
})

test.for([
  ["text/plain"],
  ["application/x-www-form-urlencoded"],
  ["application/jsonp"],
  ["multipart/form-data; boundary=x"],
])("a body of type %s is 415", async ([type]) => {
  const { pos, location } = await makeShop()
  expectProblem(
    await pos.post("/orders", paidOrder(location.ref), { "Content-Type": type! }),
    415,
    "unsupported_media_type",
  )
})

test("a body without a content type is 415", async () => {
  const { pos, location } = await makeShop()
  const body = Buffer.from(JSON.stringify(paidOrder(location.ref)))
  expectProblem(await pos.send("POST", "/orders", { body }), 415, "unsupported_media_type")
})

test("a charset beside application/json is accepted", async () => {
  const { pos, location } = await makeShop()
  const headers = { "Content-Type": "Application/JSON; charset=UTF-8" }
  expect((await pos.post("/orders", paidOrder(location.ref), headers)).status).toBe(202)
})

test.for([
  ["half an object", '{"order_id": "A-1"'],
  ["nothing", ""],
  ["a trailing comma", '{"a": 1,}'],
  ["a raw NUL", '{"order_id": "A\u0000"}'],
  ["NaN", '{"total_cents": NaN}'],
])("a body that is %s is 400 invalid_json", async ([, body]) => {
  const { pos } = await makeShop()
  expectProblem(await pos.post("/orders", body!), 400, "invalid_json")
})

test("invalid UTF-8 is 400 invalid_json, never guessed at", async () => {
  const { pos, location } = await makeShop()
  const latin1 = Buffer.from(JSON.stringify(paidOrder(location.ref, { comment: "café" })), "latin1")
  const reply = await pos.send("POST", "/orders", {
    body: latin1,
    headers: { "Content-Type": "application/json" },
  })
  expectProblem(reply, 400, "invalid_json")
})

test.for([
  ["an array", "[]"],
  ["null", "null"],
  ["a number", "42"],
  ["a text", '"x"'],
])("a body that is %s instead of an object is 422", async ([, body]) => {
  const { pos } = await makeShop()
  expectProblem(await pos.post("/orders", body!), 422, "validation_failed")
  expectProblem(await pos.put("/locations", body!), 422, "validation_failed")
})

test("an object 100,000 levels deep is refused and crashes nothing", async () => {
  const { pos } = await makeShop()
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`
  expect([400, 422]).toContain((await pos.post("/orders", deep)).status)
})

/** The order as JSON of exactly this many bytes, padded with white space. */
const padded = (order: unknown, bytes: number) => {
  const text = JSON.stringify(order)
  return " ".repeat(bytes - Buffer.byteLength(text)) + text
}

test("a body of exactly 1 MiB is accepted, one byte more is 413", async () => {
  const { pos, location } = await makeShop()
  expect((await pos.post("/orders", padded(paidOrder(location.ref), MIB))).status).toBe(202)
  expectProblem(await pos.post("/orders", padded(paidOrder(location.ref), MIB + 1)), 413, "body_too_large")
})

test.for([
  ["exactly the limit", MIB, 202],
  ["one byte more", MIB + 1, 413],
] as const)(
  "the limit counts bytes of a chunked body without Content-Length: %s",
  async ([, size, status]) => {
    const { pos, location } = await makeShop()
    const bytes = Buffer.from(padded(paidOrder(location.ref), size))
    let at = 0
    const body = new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.subarray(at, at + 60_000))
        at += 60_000
      },
    })
    const reply = await pos.send("POST", "/orders", { body, headers: { "Content-Type": "application/json" } })
    expect(reply.status).toBe(status)
    if (status === 413) expectProblem(reply, 413, "body_too_large")
  },
)

test("an endless body is cut off at the limit", async () => {
  const { pos } = await makeShop()
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 65_536
      controller.enqueue(Buffer.alloc(65_536, " "))
    },
  })
  const reply = await pos.send("POST", "/orders", { body, headers: { "Content-Type": "application/json" } })
  expectProblem(reply, 413, "body_too_large")
  expect(sent).toBeLessThan(2 * MIB)
})

test.for([
  [undefined, "fr"],
  ["fr-FR,fr;q=0.9,en;q=0.8", "fr"],
  ["en", "en"],
  ["en-GB,en;q=0.9", "en"],
  ["de, en;q=0.5", "en"],
  ["de", "fr"],
  ["en;q=0.2, fr;q=0.9", "fr"],
  ["en;q=0", "fr"],
  ["*", "fr"],
  ["][;;q=,,", "fr"],
] as const)("with Accept-Language %s the cashier reads %s", async ([header, language]) => {
  const headers: Record<string, string> = header ? { "Accept-Language": header } : {}
  const { json } = await makeTill(null).get("/nothing", headers)
  expect(json.cashier_message).toEqual(
    expect.stringMatching(language === "fr" ? /^Introuvable/ : /^Not found/),
  )
})

test("an internal error is a bland 500 that reveals nothing internal", async () => {
  const { pos, location } = await makeShop()
  await sql`alter table order_payloads rename to order_payloads_away`
  try {
    const reply = await pos.post("/orders", paidOrder(location.ref))
    expectProblem(reply, 500, "internal")
    expect(reply.text).not.toMatch(/order_payloads|relation|select|insert|postgres/i)
  } finally {
    await sql`alter table order_payloads_away rename to order_payloads`
  }
})

test("a till that hangs up while sending is not our error", async () => {
  const { key } = await makeShop()
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("aborted")) })
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" }
  const request = new Request("http://localhost:3000/api/pos/v1/orders", {
    ...{ method: "POST", headers, body, duplex: "half" },
  })
  const errors = vi.spyOn(logger, "error")
  expect((await ORDERS.POST(request)).status).toBe(499)
  expect(errors).not.toHaveBeenCalled()
})

test("OPTIONS lists the verbs that an address has", async () => {
  const request = (path: string) =>
    new Request(`http://localhost:3000/api/pos/v1${path}`, { method: "OPTIONS" })
  expect((await ORDERS.OPTIONS(request("/orders"))).headers.get("Allow")).toBe("POST, OPTIONS")
  expect((await CATALOG.OPTIONS(request("/catalog"))).headers.get("Allow")).toBe("GET, PUT, OPTIONS")
})
