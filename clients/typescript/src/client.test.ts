import { spawn } from "node:child_process"
import { describe, expect, onTestFinished, test } from "vitest"
import { type Client, type ClientOptions, createClient } from "./client.js"
import { nextOrders } from "./drainer.js"
import type { QueuedOrder } from "./order-queue.js"
import { anOrder } from "./testing/order.js"
import { html, problem, refuse, reset, send, startComptoir, temporaryFolder } from "./testing/server.js"

function till(url: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    ...{ baseUrl: url, apiKey: "cpt_test", tillId: "till-1", backoff: { firstMs: 5, mostMs: 20 } },
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

const numbered = (count: number, prefix = "A") =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, "0")}`)

async function submitAll(client: Client, numbers: string[]) {
  const submitted = []
  for (const number of numbers) submitted.push(await client.orders.submit(anOrder(number)))
  return submitted
}

describe("an order", () => {
  test("goes to the server and resolves with its answer", async () => {
    const server = await startComptoir()
    const client = till(server.url, { storage: temporaryFolder() })
    const { accepted } = await client.orders.submit(anOrder("A-1"))
    expect(await accepted).toMatchObject({ order_id: "A-1", sync: { status: "queued" } })
    expect(client.orders.pending()).toEqual([])
    expect(server.calls.map(({ path }) => path)).toEqual(["/api/pos/v1/orders"])
  })

  test("is stored without a network, and a batch sends all in order afterwards", async () => {
    const server = await startComptoir()
    await server.goOffline()
    const client = till(server.url, { storage: temporaryFolder() })
    const numbers = numbered(120)
    const submitted = await submitAll(client, numbers)
    expect(client.orders.pending()).toHaveLength(120)
    await server.comeBack()
    await Promise.all(submitted.map(({ accepted }) => accepted))
    expect(server.taken()).toEqual(numbers)
    expect(server.calls.filter(({ path }) => path.endsWith("/batch"))).toHaveLength(2)
  })

  test("arrives once through 500, resets, pages of HTML, 429 and lost answers, in order", async () => {
    const server = await startComptoir()
    const client = till(server.url, { storage: temporaryFolder() })
    server.failNext(
      refuse(500, "internal", true),
      reset,
      html(502),
      html(200),
      refuse(429, "rate_limited", true, { "retry-after": "0" }),
      (_seen, response) => send(response, 200, { welcome: "to the Wi-Fi" }),
      refuse(409, "request_in_progress", true),
    )
    const numbers = numbered(20)
    const submitted = await submitAll(client, numbers)
    await Promise.all(submitted.map(({ accepted }) => accepted))
    expect(server.taken()).toEqual(numbers)
  })

  test("with a lost answer is sent again with the same key", async () => {
    const server = await startComptoir()
    const client = till(server.url)
    server.failNext(reset)
    await (await client.orders.submit(anOrder("A-1"))).accepted
    const keys = server.calls.map(({ headers }) => headers["idempotency-key"])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  test("refused for good moves to the rejected orders, with the reason, and blocks no other", async () => {
    const server = await startComptoir()
    const folder = temporaryFolder()
    const refused: string[] = []
    const client = till(server.url, {
      storage: folder,
      onRejected: ({ order }, { code }) => refused.push(`${order.order_id} ${code}`),
    })
    await (await client.orders.submit(anOrder("A-1"))).accepted
    const other = await client.orders.submit(anOrder("A-1", { total_cents: 999 }))
    const next = await client.orders.submit(anOrder("A-2"))
    await expect(other.accepted).rejects.toMatchObject({ code: "order_conflict", name: "ProblemError" })
    await next.accepted
    expect(refused).toEqual(["A-1 order_conflict"])
    await client.close()
    const [kept] = await reopened(server.url, folder)
    expect(kept).toMatchObject({ order: { order_id: "A-1", total_cents: 999 }, problem: { status: 409 } })
  })

  async function reopened(url: string, storage: string) {
    const client = till(url, { storage })
    await client.ready
    return client.orders.rejected()
  }

  test("in a batch is refused on its own", async () => {
    const server = await startComptoir()
    const client = till(server.url)
    await (await client.orders.submit(anOrder("A-2"))).accepted
    await server.goOffline()
    await submitAll(client, ["A-1"])
    await client.orders.submit(anOrder("A-2", { total_cents: 5 }))
    const last = await client.orders.submit(anOrder("A-3"))
    await server.comeBack()
    await last.accepted
    expect(server.taken()).toEqual(["A-2", "A-1", "A-3"])
    expect(client.orders.rejected().map(({ order }) => order.order_id)).toEqual(["A-2"])
  })

  test("that a revoked key cannot send stays, and is sent with the next key", async () => {
    const server = await startComptoir()
    const folder = temporaryFolder()
    const problems: Error[] = []
    const revoked = till(server.url, { storage: folder, onProblem: (error) => problems.push(error) })
    server.failNext(refuse(401, "key_revoked"))
    await revoked.orders.submit(anOrder("A-1"))
    await revoked.orders.drain()
    expect(problems).toMatchObject([{ code: "key_revoked" }])
    expect(revoked.orders.pending()).toHaveLength(1)
    expect(revoked.orders.rejected()).toEqual([])
    await revoked.close()
    const client = till(server.url, { storage: folder })
    await client.orders.drain()
    expect(server.taken()).toEqual(["A-1"])
  })

  test("left by a program that died between storing and sending is sent at the next start", async () => {
    const server = await startComptoir()
    const folder = temporaryFolder()
    const dying = till("http://127.0.0.1:9", { storage: folder })
    await submitAll(dying, numbered(3))
    await dying.close()
    const client = till(server.url, { storage: folder })
    await client.orders.drain()
    expect(server.taken()).toEqual(numbered(3))
    expect(client.orders.pending()).toEqual([])
  })

  test("sent by a program that died before recording it is sent again, with one effect", async () => {
    const server = await startComptoir()
    const folder = temporaryFolder()
    // The server accepts it, the answer never arrives, the till dies.
    server.failNext((seen, response) => {
      void fetch(`${server.url}${seen.path}`, { method: "POST", body: JSON.stringify(seen.body) }).then(() =>
        response.socket?.destroy(),
      )
      return true
    })
    const dying = till(server.url, { storage: folder, backoff: { firstMs: 60_000, mostMs: 60_000 } })
    const { accepted } = await dying.orders.submit(anOrder("A-1"))
    await dying.orders.drain()
    await dying.close()
    await expect(accepted).rejects.toThrow("next start")
    const client = till(server.url, { storage: folder })
    await client.orders.drain()
    expect(server.taken()).toEqual(["A-1"])
    expect(client.orders.rejected()).toEqual([])
    const [first, , last] = server.calls.map(({ headers }) => headers["idempotency-key"])
    expect(last).toBe(first)
  })

  test("is sent by one drainer, however many calls ask at once", async () => {
    const server = await startComptoir()
    const client = till(server.url)
    await submitAll(client, numbered(5))
    await Promise.all(Array.from({ length: 10 }, () => client.orders.drain()))
    const sent = server.calls.flatMap(({ body }) => {
      const { orders, order_id } = body as { orders?: { order_id: string }[]; order_id?: string }
      return orders ? orders.map((order) => order.order_id) : [order_id]
    })
    expect(sent).toEqual(numbered(5))
  })

  test("waits as long as the server asks", async () => {
    const server = await startComptoir()
    const client = till(server.url)
    server.failNext(refuse(503, "internal", true, { "retry-after": "30" }))
    await client.orders.submit(anOrder("A-1"))
    await client.orders.drain()
    await client.orders.submit(anOrder("A-2"))
    await client.orders.drain()
    expect(server.calls).toHaveLength(1)
  })

  test("after close is refused instead of being lost", async () => {
    const client = till("http://127.0.0.1:9", { storage: temporaryFolder() })
    await client.close()
    await expect(client.orders.submit(anOrder("A-1"))).rejects.toMatchObject({
      name: "ProblemError",
      code: "closed",
    })
  })
})

describe("a batch", () => {
  const queued = (number: string, size = 0): QueuedOrder => ({
    ...{ id: number, at: "" },
    order: anOrder(number, { comment: "x".repeat(size) }),
  })

  test("holds at most a hundred orders, fits the body limit, and has at least one", () => {
    expect(nextOrders(numbered(250).map((number) => queued(number)))).toHaveLength(100)
    expect(nextOrders(numbered(9).map((number) => queued(number, 250_000)))).toHaveLength(3)
    expect(nextOrders([queued("A", 2_000_000), queued("B")])).toHaveLength(1)
    expect(nextOrders([])).toEqual([])
  })

  test("ends before an order appears a second time: opened, then paid", () => {
    expect(nextOrders([queued("A"), queued("B"), queued("A"), queued("C")]).map(({ id }) => id)).toEqual([
      "A",
      "B",
    ])
  })

  test("with an order that fails on the server keeps it, and sends the others", async () => {
    const server = await startComptoir()
    await server.goOffline()
    const client = till(server.url)
    const submitted = await submitAll(client, numbered(3))
    server.failNext((seen, response) => {
      const { orders } = seen.body as { orders?: { order_id: string }[] }
      if (!orders) return undefined
      return send(response, 207, {
        results: orders.map(({ order_id }, index) =>
          index === 1
            ? { order_id, status: 500, problem: problem(500, "internal", true) }
            : { order_id, status: 202, order: { order_id } },
        ),
      })
    })
    await server.comeBack()
    await Promise.all(submitted.map(({ accepted }) => accepted))
    expect(server.taken()).toEqual(["A-002"])
  })
})

describe("the heartbeat", () => {
  test("reports the kept orders, and the client does what the server asks", async () => {
    const server = await startComptoir()
    const skews: number[] = []
    const client = till(server.url, { backoff: { firstMs: 60_000, mostMs: 60_000 } })
    server.failNext(refuse(500, "internal", true))
    const { accepted } = await client.orders.submit(anOrder("A-1"))
    await client.orders.drain()
    const options = { locationId: "bastille", appVersion: "2.1", onClockSkew: (ms: number) => skews.push(ms) }
    client.heartbeat({ ...options, everyMs: 10_000 })
    await accepted
    const beat = server.calls.find(({ path }) => path.endsWith("/heartbeat"))
    expect(beat?.body).toMatchObject({
      till_id: "till-1",
      location_id: "bastille",
      app_version: "2.1",
      offline_orders: 1,
      oldest_offline_at: expect.stringMatching(/^\d{4}-.*Z$/),
      sent_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(skews).toEqual([40])
  })

  test("continues after a failed one, and ends with the client", async () => {
    const server = await startComptoir()
    const client = till(server.url)
    server.failNext(refuse(500, "internal", true), reset)
    client.heartbeat({ locationId: "bastille", everyMs: 10 })
    while (server.calls.length < 4) await new Promise((resolve) => setTimeout(resolve, 5))
    await client.close()
    const { length } = server.calls
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(server.calls).toHaveLength(length)
  })
})

describe("a program that uses the client", () => {
  /** Runs a program until it exits. */
  async function run(script: string, ...args: string[]) {
    const path = `clients/typescript/src/testing/${script}`
    const child = spawn(process.execPath, ["--import", "tsx", path, ...args])
    onTestFinished(() => void child.kill("SIGKILL"))
    let out = ""
    child.stdout.on("data", (chunk) => {
      out += chunk
    })
    const code = await new Promise<number | null>((resolve) => child.on("exit", resolve))
    return { code, out }
  }

  test("exits once its orders are at the server, even with a heartbeat running", async () => {
    const server = await startComptoir()
    expect(await run("submit-and-end.ts", server.url, temporaryFolder())).toEqual({ code: 0, out: "A-1\n" })
    expect(server.taken()).toEqual(["A-1"])
  })
})

describe("whatever fails", () => {
  test("is a ProblemError: a folder in use, a disk that fails, a client that is closed", async () => {
    const server = await startComptoir()
    const folder = temporaryFolder()
    const first = till(server.url, { storage: folder })
    await first.ready
    const second = till(server.url, { storage: folder })
    await expect(second.ready).rejects.toMatchObject({ name: "ProblemError", code: "queue_in_use" })
    await expect(second.orders.submit(anOrder("A-1"))).rejects.toMatchObject({ code: "queue_in_use" })
    const nowhere = till(server.url, { storage: "/dev/null/till" })
    await expect(nowhere.orders.submit(anOrder("A-1"))).rejects.toMatchObject({
      name: "ProblemError",
      code: "storage_failed",
      cause: expect.objectContaining({ code: expect.stringMatching(/^E/) }),
    })
    await server.goOffline()
    const { accepted } = await first.orders.submit(anOrder("A-2"))
    await first.close()
    await expect(accepted).rejects.toMatchObject({ name: "ProblemError", code: "closed" })
  })
})
