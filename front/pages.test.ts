import { once } from "node:events"
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { afterEach, expect, test, vi } from "vitest"
import { passToNext } from "./pages"

const SLOTS = 8
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(serve: (req: IncomingMessage, res: ServerResponse) => void): Promise<number> {
  const server = createServer(serve)
  servers.push(server.listen(0, "127.0.0.1"))
  await once(server, "listening")
  return (server.address() as AddressInfo).port
}

/** A front before a page server that answers with `page`. */
async function before(
  page: (req: IncomingMessage, res: ServerResponse) => void,
  pass = passToNext,
): Promise<number> {
  const port = await listen(page)
  return listen((req, res) => void pass(req, res, async () => port))
}

/** Requests a page and does not read the answer. */
function ask(port: number) {
  const socket = connect(port, "127.0.0.1")
  socket.write("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
  return socket
}

const statusOf = async (port: number) => (await fetch(`http://127.0.0.1:${port}/page`)).status

test("the page server receives the requested host and the caller's address, but no connection headers", async () => {
  const port = await before((req, res) => res.end(JSON.stringify(req.headers)))
  const call = request({
    ...{ host: "127.0.0.1", port, agent: false },
    headers: {
      Host: "comptoir.example",
      "X-Forwarded-For": "203.0.113.9",
      "Proxy-Connection": "keep-alive",
      TE: "trailers",
      Cookie: "a=1; b=2",
    },
  }).end()
  const [answer] = (await once(call, "response")) as [IncomingMessage]
  let text = ""
  for await (const chunk of answer) text += chunk
  expect(JSON.parse(text)).toEqual({
    host: "comptoir.example",
    "x-forwarded-for": "127.0.0.1",
    cookie: "a=1; b=2",
    connection: "keep-alive",
  })
})

test("the address set by a TLS-terminating proxy is passed on unchanged", async () => {
  vi.stubEnv("APP_URL", "https://comptoir.example")
  vi.resetModules()
  const port = await before(
    (req, res) => res.end(req.headers["x-forwarded-for"]),
    (await import("./pages")).passToNext,
  )
  const told = await fetch(`http://127.0.0.1:${port}/`, {
    headers: { "X-Forwarded-For": "10.9.9.9, 203.0.113.9" },
  })
  expect(await told.text()).toBe("10.9.9.9, 203.0.113.9")
  vi.unstubAllEnvs()
})

test.each([
  ["with a length", 100],
  ["without a length", undefined],
  ["of a file", 300_000],
])("a body %s arrives complete, and several cookies stay separate", async (_, length) => {
  const port = await before(async (req, res) => {
    let size = 0
    for await (const chunk of req) size += chunk.length
    res.writeHead(201, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end(String(size))
  })
  const call = request({ host: "127.0.0.1", port, method: "POST", agent: false })
  if (length) call.setHeader("Content-Length", length)
  else call.write("a")
  call.end("a".repeat((length ?? 100) - (length ? 0 : 1)))
  const [answer] = (await once(call, "response")) as [IncomingMessage]
  let text = ""
  for await (const chunk of answer) text += chunk
  expect([answer.statusCode, text, answer.headers["set-cookie"]]).toEqual([
    201,
    String(length ?? 100),
    ["a=1", "b=2"],
  ])
})

test("clients that do not read hold no slot", async () => {
  const port = await before((_, res) => res.end(Buffer.alloc(8 * 1024 * 1024)))
  const slow = Array.from({ length: SLOTS }, () => ask(port).pause())
  expect(await statusOf(port)).toBe(200)
  for (const socket of slow) socket.destroy()
})

test("a client that disconnects frees its slot, and the page server is told", async () => {
  const stuck: ServerResponse[] = []
  let left = 0
  const port = await before((_, res) => {
    if (stuck.length === SLOTS) return res.end()
    stuck.push(res)
    res.once("close", () => {
      left += 1
    })
  })
  const sockets = Array.from({ length: SLOTS }, () => ask(port))
  await expect.poll(() => stuck.length).toBe(SLOTS)
  const waiting = statusOf(port)
  sockets[0]!.destroy()
  expect(await waiting).toBe(200)
  expect(left).toBe(1)
})

test("a build file needs no slot, and a path that only looks like one does", async () => {
  const port = await before((req, res) => {
    if (req.url !== "/page") res.end("file")
  })
  const stuck = Array.from({ length: SLOTS }, () => ask(port))
  expect(await (await fetch(`http://127.0.0.1:${port}/_next/static/a.js`)).text()).toBe("file")
  const disguised = ["/_next/static/../page", "/_next/static/%2e%2e/page", "/_next/static/..\\page"].map(
    async (path) => {
      const call = request({ host: "127.0.0.1", port, path, agent: false }).end()
      call.setTimeout(300, () => call.destroy())
      return once(call, "response").then(
        () => "answered",
        () => "waits",
      )
    },
  )
  expect(await Promise.all(disguised)).toEqual(["waits", "waits", "waits"])
  for (const socket of stuck) socket.destroy()
})
