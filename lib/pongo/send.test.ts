import { createServer, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, onTestFinished, test } from "vitest"
import { createPongoClient, type PongoClientOptions } from "./client"
import { isUnknownOutcome, isUnreachable } from "./error"
import { failureOf, ORDER, TOKEN } from "./testing/client"
import { json, startServer } from "./testing/server"

function clientOf(baseUrl: string, options: Partial<PongoClientOptions> = {}) {
  const client = createPongoClient({ baseUrl, timeoutMs: 2_000, ...options })
  onTestFinished(async () => {
    await client.close()
  })
  return client
}

const sendTo = async (url: string, options?: Partial<PongoClientOptions>) =>
  failureOf(clientOf(url, options).sendOrder(TOKEN, ORDER))

/** A raw TCP server that speaks no HTTP of its own. */
async function startSocketServer(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on("error", () => {})
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as { port: number }).port
}

describe("Pongo cannot be reached", () => {
  test("a host without an address is a dns failure", async () => {
    const error = await sendTo("http://pongo.invalid")
    expect(error).toMatchObject({
      kind: "dns",
      status: null,
      exchange: { phase: "connect", responseBody: null },
    })
    expect(isUnreachable(error.kind, error.status)).toBe(true)
    expect(isUnknownOutcome(error.kind)).toBe(false)
  })

  test("a port with no listener refuses", async () => {
    const error = await sendTo("http://127.0.0.1:9")
    expect(error).toMatchObject({ kind: "refused", exchange: { phase: "connect" } })
    expect(isUnreachable(error.kind, error.status)).toBe(true)
  })

  test("a server that does not speak TLS is a tls failure", async () => {
    const { url } = await startServer((_request, response) => response.end())
    const error = await sendTo(url.replace("http:", "https:"))
    expect(error).toMatchObject({ kind: "tls", exchange: { phase: "connect" } })
  })

  test("a handshake that never ends is a connect timeout, after the call's own timeout", async () => {
    const port = await startSocketServer(() => {})
    const error = await sendTo(`https://127.0.0.1:${port}`, { timeoutMs: 150 })
    expect(error).toMatchObject({ kind: "connect_timeout", exchange: { phase: "connect" } })
    expect(error.exchange.durationMs).toBeGreaterThanOrEqual(140)
    expect(error.exchange.durationMs).toBeLessThan(1_000)
  })

  test("a call aborted while it waits for a connection is never written", async () => {
    const { url, seen } = await startServer((_request, response) => {
      setTimeout(() => json(response, 201, { data: { id: "1" } }), 300)
    })
    const client = clientOf(url, { connections: 1 })
    const first = client.sendOrder(TOKEN, ORDER)
    const second = await failureOf(client.sendOrder(TOKEN, ORDER, { timeoutMs: 100 }))
    expect(second.kind).toBe("connect_timeout")
    await first
    await sleep(50)
    expect(seen).toHaveLength(1)
  })
})

describe("Pongo stops midway", () => {
  test("no answer in time is a timeout with an unknown outcome", async () => {
    const { url } = await startServer(() => {})
    const error = await sendTo(url, { timeoutMs: 150 })
    expect(error).toMatchObject({ kind: "timeout", status: null, exchange: { phase: "answer" } })
    expect(isUnknownOutcome(error.kind)).toBe(true)
    expect(isUnreachable(error.kind, error.status)).toBe(false)
  })

  test("a body that trickles for ever stops at the deadline", async () => {
    const { url } = await startServer((_request, response) => {
      response.writeHead(201, { "content-type": "application/json" })
      const timer = setInterval(() => response.write(" "), 20)
      response.on("close", () => clearInterval(timer))
    })
    const error = await sendTo(url, { timeoutMs: 200 })
    expect(error).toMatchObject({ kind: "timeout", status: 201, exchange: { phase: "read" } })
  })

  test("an endless body stops at 1 MiB", async () => {
    let isClosed = false
    const { url } = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" })
      response.on("close", () => {
        isClosed = true
      })
      const flood = () => {
        while (!isClosed && response.write("x".repeat(65_536)));
        if (!isClosed) response.once("drain", flood)
      }
      flood()
    })
    const error = await sendTo(url)
    expect(error).toMatchObject({ kind: "unreadable", status: 200 })
    expect(error.exchange.responseBody).toHaveLength(8 * 1024)
    await expect.poll(() => isClosed).toBe(true)
  })

  test("a connection closed before the answer is a reset", async () => {
    const { url } = await startServer((_request, response) => response.destroy())
    const error = await sendTo(url)
    expect(error).toMatchObject({ kind: "reset", exchange: { phase: "answer", status: null } })
    expect(isUnknownOutcome(error.kind)).toBe(true)
  })

  test("a connection closed within the answer is a reset, and keeps what was received", async () => {
    const { url } = await startServer((_request, response) => {
      response.writeHead(201, { "content-length": "100" })
      response.write('{"data":{"id"')
      setTimeout(() => response.destroy(), 50)
    })
    const error = await sendTo(url)
    expect(error).toMatchObject({ kind: "reset", status: 201 })
    expect(error.exchange).toMatchObject({ phase: "read", responseBody: '{"data":{"id"' })
  })

  test("an answer that is not HTTP is unreadable", async () => {
    const port = await startSocketServer((socket) => {
      socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.2\r\n"))
    })
    expect(await sendTo(`http://127.0.0.1:${port}`)).toMatchObject({ kind: "unreadable", status: null })
  })

  test("an error keeps its status although its body never ends", async () => {
    const { url } = await startServer((_request, response) => {
      response.writeHead(503, { "retry-after": "7" })
      response.write("<html>")
    })
    const error = await sendTo(url, { timeoutMs: 150 })
    expect(error).toMatchObject({ kind: "server_error", status: 503, retryAfterSeconds: 7 })
    expect(error.exchange.phase).toBe("read")
  })

  test("a caller that aborts gets its own reason", async () => {
    const { url } = await startServer(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error("shutting down")), 50)
    const call = clientOf(url).me(TOKEN, { signal: controller.signal })
    expect(await failureOf(call)).toMatchObject({ kind: "timeout", cause: new Error("shutting down") })
    const late = clientOf(url).me(TOKEN, { signal: controller.signal })
    expect((await failureOf(late)).kind).toBe("timeout")
  })
})

test("a redirect is not followed: the token stays here", async () => {
  const other = await startServer((_request, response) => json(response, 201, { data: { id: "1" } }))
  const { url } = await startServer((_request, response) =>
    response.writeHead(307, { location: `${other.url}/v1/orders` }).end(),
  )
  expect(await sendTo(url)).toMatchObject({ kind: "unreadable", status: 307 })
  expect(other.seen).toHaveLength(0)
})

test.each([
  ["seconds", "120", 120],
  ["a date", () => new Date(Date.now() + 60_000).toUTCString(), 60],
  ["a date that is over", "Sun, 06 Nov 1994 08:49:37 GMT", 0],
  ["a century", "3153600000", 86_400],
  ["nonsense", "soon", null],
])("Retry-After as %s", async (_what, header, expected) => {
  const { url } = await startServer((_request, response) =>
    json(
      response,
      429,
      { message: "Too Many Attempts." },
      { "retry-after": typeof header === "string" ? header : header() },
    ),
  )
  const error = await sendTo(url)
  expect(error).toMatchObject({ kind: "rate_limited", message: "Too Many Attempts." })
  if (expected === null) expect(error.retryAfterSeconds).toBeNull()
  else expect(Math.abs((error.retryAfterSeconds ?? Number.NaN) - expected)).toBeLessThanOrEqual(1)
})

test("connections are kept and shared", async () => {
  const ports = new Set<number | undefined>()
  const { url } = await startServer((_request, response) => {
    ports.add(response.socket?.remotePort)
    json(response, 200, { data: { id: "u", email: null, merchant: { id: "m", name: "Comptoir" } } })
  })
  const client = clientOf(url)
  for (let call = 0; call < 20; call++) await client.me(TOKEN)
  // A connection rests for one turn of the event loop before reuse, so there may be two.
  expect(ports.size).toBeLessThanOrEqual(2)
})

test("a token that is invalid in a header is refused here and not quoted", async () => {
  const { url, seen } = await startServer((_request, response) => response.end())
  const error = await failureOf(clientOf(url).me("pasted\r\ntoken"))
  expect(error.kind).toBe("unauthorized")
  expect(JSON.stringify(error) + error.message).not.toContain("pasted")
  expect(seen).toHaveLength(0)
})

test("the base address may have a path", async () => {
  const { url, seen } = await startServer((_request, response) => json(response, 200, { data: [] }))
  const { exchange } = await clientOf(`${url}/pongo/`).stores(TOKEN)
  expect(seen[0]?.url).toBe("/pongo/v1/stores?page=1")
  expect(exchange.path).toBe("/v1/stores?page=1")
})
