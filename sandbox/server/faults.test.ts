import { Agent, request } from "node:http"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { anOrder, type Bench, openBench } from "../testing"
import type { FaultInput } from "./faults"

let bench: Bench
let dice: number
beforeEach(async () => {
  dice = 0.5
  bench = await openBench({ random: () => dice })
})
afterEach(() => bench.sandbox.close())

const onOrders = (fault: Partial<FaultInput> & Pick<FaultInput, "kind">) =>
  bench.sandbox.faults.add({ method: "POST", path: "/v1/orders", ...fault })
const send = (changes?: Record<string, unknown>) => bench.client.post("/v1/orders", anOrder(changes))
const accepted = () => bench.sandbox.state.orders.size

function isAnswered(milliseconds: number): Promise<boolean> {
  return Promise.race([
    send()
      .then(() => true)
      .catch(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), milliseconds)),
  ])
}

describe("kinds", () => {
  test.each([
    [500, undefined],
    [503, "30"],
    [401, undefined],
    [403, undefined],
    [422, undefined],
  ])("status %i answers it without doing the work", async (status, retryAfter) => {
    onOrders({ kind: "status", status, retry_after: retryAfter ? Number(retryAfter) : undefined })
    const reply = await send()
    expect(reply.status).toBe(status)
    expect(typeof reply.json.message).toBe("string")
    expect(reply.headers.get("retry-after")).toBe(retryAfter ?? null)
    expect(accepted()).toBe(0)
  })

  test("status 429 always carries Retry-After, and a given body is sent unchanged", async () => {
    onOrders({ kind: "status", status: 429, body: { message: "slow down" } })
    const reply = await send()
    expect(reply.headers.get("retry-after")).toBe("1")
    expect(reply.json).toEqual({ message: "slow down" })
  })

  test("slow delays the work", async () => {
    onOrders({ kind: "slow", delay_ms: 80 })
    const startedAt = performance.now()
    expect((await send()).status).toBe(201)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75)
  })

  test("reset closes the connection before the work", async () => {
    onOrders({ kind: "reset", times: 1 })
    await expect(send()).rejects.toThrow()
    expect(accepted()).toBe(0)
    expect((await send()).status).toBe(201)
  })

  test("reset_after_work closes it after the work: the repeat learns that the order was processed", async () => {
    onOrders({ kind: "reset_after_work", times: 1 })
    await expect(send()).rejects.toThrow()
    expect(accepted()).toBe(1)
    expect((await send()).status).toBe(202)
  })

  test("hang never answers and does nothing", async () => {
    onOrders({ kind: "hang" })
    expect(await isAnswered(100)).toBe(false)
    expect(accepted()).toBe(0)
  })

  test("hang_after_work does the work and never answers", async () => {
    onOrders({ kind: "hang_after_work" })
    expect(await isAnswered(100)).toBe(false)
    expect(accepted()).toBe(1)
  })

  test("html answers as a gateway would", async () => {
    onOrders({ kind: "html" })
    const reply = await send()
    expect(reply.status).toBe(502)
    expect(reply.headers.get("content-type")).toContain("text/html")
    expect(reply.text).toContain("Bad Gateway")
    expect(accepted()).toBe(0)
  })

  test("empty does the work and answers without a body", async () => {
    onOrders({ kind: "empty" })
    const reply = await send()
    expect([reply.status, reply.text]).toEqual([201, ""])
    expect(accepted()).toBe(1)
  })

  test("truncated_json does the work and sends half of a well-framed body", async () => {
    onOrders({ kind: "truncated_json" })
    const reply = await send()
    expect(reply.status).toBe(201)
    expect(reply.text).toMatch(/^\{"data"/)
    expect(reply.json).toBeUndefined()
    expect(accepted()).toBe(1)
  })

  test("slow_body sends the headers at once and the body in pieces", async () => {
    onOrders({ kind: "slow_body", delay_ms: 100 })
    const startedAt = performance.now()
    const reply = await send()
    expect(reply.json.data.order_id).toBe("A-2041")
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(80)
  })
})

describe("aim", () => {
  test("a fault applies as often as asked, then stays listed as spent", async () => {
    onOrders({ kind: "status", status: 500, times: 2 })
    const statuses = [await send(), await send(), await send()].map((reply) => reply.status)
    expect(statuses).toEqual([500, 500, 201])
    expect(bench.sandbox.faults.list()).toMatchObject([{ remaining: 0, hits: 2 }])
  })

  test("one poisoned order fails while the others pass", async () => {
    onOrders({ kind: "status", status: 422, match: { order_id: "poisoned" } })
    expect((await send({ order_id: "poisoned" })).status).toBe(422)
    expect((await send({ order_id: "fine" })).status).toBe(201)
  })

  test("a poisoned order also fails when the path names it", async () => {
    await send()
    const fault = { method: "PATCH", path: "/v1/orders/{id}/status", kind: "status", status: 500 } as const
    bench.sandbox.faults.add({ ...fault, match: { order_id: "A-2041" } })
    const reply = await bench.client.patch("/v1/orders/A-2041/status", { status: "cancelled" })
    expect(reply.status).toBe(500)
  })

  test("a list can come without meta, with an empty page or the last one again after its end", async () => {
    const { sandbox, as } = bench
    const rosalie = as("merch_rosalie")
    const slugs = async (page: number) => {
      const { json } = await rosalie.get(`/v1/stores?page=${page}`)
      expect(json).not.toHaveProperty("meta")
      return json.data.map(({ slug }: { slug: string }) => slug)
    }
    sandbox.faults.add({ path: "/v1/stores", kind: "no_meta" })
    expect(await slugs(2)).toHaveLength(3)
    expect(await slugs(3)).toEqual([])
    sandbox.faults.clear()
    sandbox.faults.add({ path: "/v1/stores", kind: "repeat_last_page" })
    expect(await slugs(3)).toEqual(await slugs(2))
    sandbox.faults.clear()
    sandbox.faults.add({ path: "/v1/stores", kind: "page_loop" })
    expect(await slugs(3)).toEqual(await slugs(1))
  })

  test("a list can lie about its last page, in both directions", async () => {
    const { sandbox, as } = bench
    const lastPage = async () => (await as("merch_rosalie").get("/v1/stores")).json.meta.last_page
    expect(await lastPage()).toBe(2)
    const low = sandbox.faults.add({ path: "/v1/stores", kind: "last_page_too_low" })
    expect(await lastPage()).toBe(1)
    sandbox.faults.remove(low.id)
    sandbox.faults.add({ path: "/v1/stores", kind: "last_page_too_high" })
    expect(await lastPage()).toBe(4)
  })

  test("bad_text corrupts displayed text and leaves ids alone", async () => {
    bench.sandbox.faults.add({ path: "/v1/stores", kind: "bad_text" })
    const { json, text } = await bench.client.get("/v1/stores")
    expect(text).toContain(String.raw`\ud83e\u0000`)
    expect(json.data[0].name.isWellFormed()).toBe(false)
    expect(json.data[0].slug).toMatch(/^[a-z-]+$/)
  })

  test("a repeated order can be answered 202 without its message and id", async () => {
    await send()
    expect((await send()).json).toMatchObject({
      message: "This order has already been processed.",
      data: { id: expect.stringMatching(/^ord_/), order_id: "A-2041" },
    })
    onOrders({ kind: "bare" })
    expect(await send()).toMatchObject({ status: 202, text: "{}" })
  })

  test("a fault can match a word in the body", async () => {
    onOrders({ kind: "status", status: 500, match: { body_includes: "republique" } })
    expect((await send({ loyalty_store_slug: "le-comptoir-republique" })).status).toBe(500)
    expect((await send()).status).toBe(201)
  })

  test("a probability lets the rest through", async () => {
    onOrders({ kind: "status", status: 500, probability: 0.3 })
    dice = 0.31
    expect((await send()).status).toBe(201)
    dice = 0.29
    expect((await send()).status).toBe(500)
  })

  test("{id} and * match one segment, a trailing * matches the rest, and the method must match", async () => {
    const { client, sandbox } = bench
    const fault = { kind: "status", status: 503 } as const
    sandbox.faults.add({ path: "/v1/customers/{id}", method: "GET", ...fault })
    expect((await client.get("/v1/customers/cust_1")).status).toBe(503)
    expect((await client.get("/v1/customers/phone/33612000001")).status).toBe(200)
    expect((await client.send("PUT", "/v1/customers/cust_1", {})).status).toBe(404)
    sandbox.faults.clear()
    sandbox.faults.add({ path: "/v1/*", ...fault })
    expect((await client.get("/v1/customers/phone/33612000001")).status).toBe(503)
    expect((await client.get("/v1/stores")).status).toBe(503)
  })

  test("faults never apply to the control API and the board", async () => {
    bench.sandbox.faults.add({ path: "/*", kind: "status", status: 500 })
    expect((await bench.client.get("/v1/stores")).status).toBe(500)
    expect((await bench.client.get("/_sandbox/faults")).status).toBe(200)
    expect((await bench.client.get("/")).status).toBe(200)
  })

  test("the log shows which requests had a fault and which got no answer", async () => {
    onOrders({ kind: "reset_after_work", times: 1 })
    await send().catch(() => undefined)
    await send()
    expect(bench.sandbox.requests()).toMatchObject([
      { method: "POST", path: "/v1/orders", status: 202, fault: null },
      { status: 0, fault: "reset_after_work" },
    ])
  })
})

test("a connection is kept alive from one order to the next", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports: (number | undefined)[] = []
  for (let order = 0; order < 3; order++) {
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(`${bench.sandbox.url}/v1/stores`, { agent }, (response) => {
        ports.push(response.socket.localPort)
        response.resume().on("end", resolve)
      })
      outgoing.on("error", reject).end()
    })
  }
  agent.destroy()
  expect(new Set(ports).size).toBe(1)
})

test("closing does not wait for requests that hang", async () => {
  onOrders({ kind: "hang" })
  const pending = send().catch(() => "cut")
  await new Promise((resolve) => setTimeout(resolve, 30))
  await bench.sandbox.close()
  expect(await pending).toBe("cut")
})
