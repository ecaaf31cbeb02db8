import { execFileSync } from "node:child_process"
import { connect, type Socket } from "node:net"
import { answers, type Process, startWeb } from "../bin/stack/processes"
import { nextFreePort } from "../db/free-port"
import { makeMerchant, paidOrder } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

const SLOTS = 8
const MOST_WAITING = 100

/** The test's own web server. The test may stop its page server. */
let web: Process
let appUrl: string
let apiKey: string

test.describe.configure({ mode: "default" })

test.beforeEach(async () => {
  const merchant = await makeMerchant()
  apiKey = merchant.apiKey
  const port = await nextFreePort(3350)
  appUrl = `http://127.0.0.1:${port}`
  web = startWeb({ env: { PORT: String(port), HOSTNAME: "127.0.0.1" }, logFile: ".data/logs/e2e/front.log" })
  await answers(`${appUrl}/sign-in`, web)
  await till("PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
})

test.afterEach(() => web?.stop())

test("tills get answers while every page slot is taken", async () => {
  const pageServer = pageServerOf(web)
  process.kill(pageServer, "SIGSTOP")
  const open = Array.from({ length: SLOTS }, () => fetch(`${appUrl}/sign-in`))
  const leaving = new AbortController()
  const waiting = Array.from({ length: MOST_WAITING }, () =>
    fetch(`${appUrl}/sign-in`, { signal: leaving.signal }).catch(() => "left"),
  )
  const refused = await expectEventually(async () => {
    const answer = await fetch(`${appUrl}/sign-in`, {
      signal: AbortSignal.timeout(1_000),
      headers: { accept: "text/html", "accept-language": "en" },
    })
    return answer.status === 503 ? answer : undefined
  })
  expect(refused.headers.get("retry-after")).toMatch(/^\d+$/)
  expect(refused.headers.get("content-security-policy")).toContain("default-src 'none'")
  expect(await refused.text()).toContain("Try again in a few seconds")
  const session = await fetch(`${appUrl}/api/auth/session`)
  expect([session.status, session.headers.get("content-type")]).toEqual([
    503,
    "application/problem+json; charset=utf-8",
  ])

  expect((await till("GET", "/status")).status).toBe(200)
  expect((await till("POST", "/orders", paidOrder("bastille"))).status).toBe(202)

  leaving.abort()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["left"]))
  const late = fetch(`${appUrl}/sign-in`)
  process.kill(pageServer, "SIGCONT")
  for (const page of await Promise.all([...open, late])) expect(page.status).toBe(200)
})

test("tills get answers while the page server is dead, and pages recover on their own", async () => {
  process.kill(pageServerOf(web), "SIGKILL")
  expect((await till("POST", "/orders", paidOrder("bastille"))).status).toBe(202)
  await expectEventually(async () => ((await fetch(`${appUrl}/sign-in`)).ok ? true : undefined))
})

test("slow uploads take no page slot, and free their file slot when they disconnect", async () => {
  const send = (body: string, length = body.length) => {
    const socket = connect(Number(new URL(appUrl).port), "127.0.0.1")
    socket.write(
      `POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`,
    )
    return socket
  }
  const slow = Array.from({ length: SLOTS }, () => [send("slow", 1_000), send("slow", 1_000_000)]).flat()
  expect((await fetch(`${appUrl}/sign-in`)).status).toBe(200)
  for (const socket of slow) socket.destroy()
  expect(await read(send("a".repeat(100_000)))).toMatch(/^HTTP\/1.1 [2-4]/)
})

test("a connection that never sends a request is closed", async () => {
  const socket = connect(Number(new URL(appUrl).port), "127.0.0.1")
  socket.write("GET /api/pos/v1/status HTTP/1.1\r\nHost: a\r\nX-Half: ")
  expect(await read(socket)).toContain("408")
})

test("an order in flight gets its answer when the server is told to stop", async () => {
  const order = JSON.stringify(paidOrder("bastille"))
  const socket = connect(Number(new URL(appUrl).port), "127.0.0.1")
  socket.write(
    `POST /api/pos/v1/orders HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${apiKey}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(order)}\r\n\r\n${order.slice(0, 50)}`,
  )
  await new Promise((resolve) => setTimeout(resolve, 500))
  const stopped = web.stop()
  await expect.poll(() => fetch(`${appUrl}/api/health`).catch(() => "refused")).toBe("refused")
  socket.write(order.slice(50))
  expect(await read(socket)).toContain("202 Accepted")
  await stopped
  expect(await web.ended).toBe("exit code 0")
})

function till(method: string, path: string, body?: unknown) {
  return fetch(`${appUrl}/api/pos/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}

function pageServerOf({ pid }: Process): number {
  const children = execFileSync("pgrep", ["-P", String(pid), "-f", "next-server|standalone/server"], {
    encoding: "utf8",
  })
  return Number(children.trim().split("\n")[0])
}

async function read(socket: Socket): Promise<string> {
  let text = ""
  for await (const chunk of socket) text += chunk
  return text
}

async function expectEventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined
  await expect
    .poll(
      async () => {
        found = await look().catch(() => undefined)
        return found !== undefined
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  return found!
}
