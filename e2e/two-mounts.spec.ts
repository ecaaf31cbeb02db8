import { createHash } from "node:crypto"
import { request as httpRequest } from "node:http"
import { connect } from "node:net"
import { gunzipSync } from "node:zlib"
import { answers, startNext } from "../bin/stack/processes"
import { nextFreePort } from "../db/free-port"
import type { OpenApiDocument } from "../lib/checkout-api/openapi"
import { addresses } from "./fixtures/addresses"
import { makeMerchant } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

/** A server, and a merchant whose till calls it. Both merchants have the same data. */
type Mount = { port: number; key: string }
type Call = {
  verb: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Sent chunked, without a content length. */
  isChunked?: boolean
  withoutKey?: boolean
}

const API = "/api/pos/v1"
const VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
const MIB = 1024 * 1024
const JSON_TYPE = { "content-type": "application/json" }
const PARAMS: Record<string, string> = {
  order_id: "2026-11-22-A-2041",
  location_id: "bastille",
  date: "2026-11-22",
  customer_id: "cust_1",
  reward_id: "reward_1",
  hash: "hash_1",
}

let front: Mount
let next: Mount
let stopNext: () => Promise<void>

test.describe.configure({ mode: "default" })

test.beforeAll(async () => {
  const [mine, theirs] = await Promise.all([makeMerchant(), makeMerchant()])
  const port = await nextFreePort(3300)
  const server = startNext({
    env: { PORT: String(port), HOSTNAME: "127.0.0.1" },
    logFile: ".data/logs/e2e/next-alone.log",
  })
  stopNext = server.stop
  await answers(`http://127.0.0.1:${port}/api/ready`, server)
  front = { port: Number(new URL(addresses.appUrl).port), key: mine.apiKey }
  next = { port, key: theirs.apiKey }
})

test.afterAll(() => stopNext?.())

test("the front and Next alone answer every checkout API call alike", async () => {
  const { paths } = (await (await fetch(`${addresses.appUrl}${API}/openapi.json`)).json()) as OpenApiDocument
  const entries = Object.entries(paths).sort(
    ([a], [b]) => Number(b === "/locations") - Number(a === "/locations"),
  )
  expect(entries.length).toBeGreaterThan(15)
  const documented: Call[] = entries.flatMap(([template, operations]) => {
    const path = API + template.replaceAll(/\{(\w+)\}/g, (_, name) => PARAMS[name] ?? `no ${name}`)
    const found = Object.entries(operations).map(([verb, { requestBody }]): Call => {
      const example = requestBody?.content["application/json"].example
      return {
        verb: verb.toUpperCase(),
        path: `${path}?location_id=bastille`,
        headers: {
          "idempotency-key": `${verb} ${template}`,
          "x-till-id": "till-1",
          ...(example ? JSON_TYPE : {}),
        },
        ...(example ? { body: JSON.stringify(example) } : {}),
      }
    })
    // Documented verbs come first, so that the others meet the same records.
    const others = VERBS.filter((verb) => !found.some((call) => call.verb === verb))
    return [...found, ...others.map((verb) => ({ verb, path })), { verb: "GET", path, withoutKey: true }]
  })
  await expectAlike(documented)
})

test("both answer odd addresses, verbs, bodies and headers alike", async () => {
  const order = { verb: "POST", path: `${API}/orders` }
  const addressesOf = (verb: string, paths: string[]): Call[] => paths.map((path) => ({ verb, path }))
  await expectAlike([
    ...addressesOf("GET", [
      ...[
        "/api/pos",
        "/api/pos/",
        API,
        `${API}/`,
        `${API}/nothing/at/all`,
        "/api/pos/unknown-verb",
        "/api/posh",
      ],
      ...[
        `/${API}/status`,
        "/api/pos//v1/status",
        `${API}/status/`,

        "\\api\\pos\\v1\\status",
      ],
      ...[
        `${API}/./status`,
        `${API}/x/../status`,
        `${API}/days/%2e%2e`,
        `${API}/%2e/status`,
        `${API}/stat%75s`,
      ],
      ...[`${API}/orders/50%/payment`, `${API}/orders/%E0%A4%A`, `${API}/orders/N%B012`, `${API}/orders/%00`],
      ...[`${API}/orders/a%2Fb`, `${API}/orders/N%C2%B012`, `${API}/orders/a|b'c;d=e`, `${API}/orders/%20`],
      ...[
        `${API}/status?location_id=50%`,
        `${API}/status?location_id=%E9`,
        `${API}/status?location_id=a&location_id=b`,
      ],
      ...[`${API}/status?`, `${API}/status#part`, `${API}/openapi.json`, `${API}/customers/identify`],
    ]),
    ...VERBS.map((verb) => ({ verb, path: `${API}/openapi.json` })),
    ...["PROPFIND", "TRACE", "MKCOL", "PURGE"].flatMap((verb) =>
      addressesOf(verb, [`${API}/status`, "/api/pos"]),
    ),
    ...VERBS.map((verb) => ({ verb, path: `${API}/nothing` })),
    { ...order, headers: JSON_TYPE, body: "{" },
    { ...order, headers: JSON_TYPE, body: Buffer.from([0x7b, 0xff, 0x7d]) },
    { ...order, headers: JSON_TYPE, body: "" },
    { ...order, headers: JSON_TYPE },
    { ...order, headers: { "content-type": "text/plain" }, body: "{}" },
    { ...order, body: "{}" },
    { ...order, headers: JSON_TYPE, body: "{}" },
    { ...order, headers: JSON_TYPE, body: "{}", isChunked: true },
    { ...order, headers: JSON_TYPE, body: `"${"a".repeat(MIB - 2)}"` },
    { ...order, headers: JSON_TYPE, body: "a".repeat(MIB + 1) },
    { ...order, headers: JSON_TYPE, body: "a".repeat(MIB + 1), isChunked: true },
    { ...order, headers: JSON_TYPE, body: "a".repeat(MIB + 1), withoutKey: true },
    { verb: "GET", path: `${API}/status`, headers: JSON_TYPE, body: "{}" },
    { verb: "DELETE", path: `${API}/locations/nowhere`, headers: JSON_TYPE, body: "{}" },
    { verb: "GET", path: `${API}/status`, headers: { authorization: "Basic Y3B0XzEyMw==" } },
    { verb: "GET", path: `${API}/status`, headers: { authorization: "Bearer cpt_é" } },
    {
      verb: "GET",
      path: `${API}/status`,
      headers: { "accept-language": "en", "x-till-id": "é" },
      withoutKey: true,
    },
    { verb: "GET", path: `${API}/status`, headers: { "accept-encoding": "gzip" } },
    { verb: "GET", path: `${API}/openapi.json`, headers: { "accept-encoding": "br, gzip;q=0.8" } },
    { verb: "GET", path: `${API}/openapi.json`, headers: { "accept-encoding": "gzip;q=0" } },
    { verb: "HEAD", path: `${API}/openapi.json`, headers: { "accept-encoding": "gzip" } },
    { ...order, headers: { ...JSON_TYPE, expect: "100-continue" }, body: "{}" },
    {
      ...order,
      headers: { ...JSON_TYPE, "next-action": "a", "x-http-method-override": "PUT" },
      body: "{}",
    },
  ])
})

test("both answer invalid HTTP alike", async () => {
  const calls = [
    "GET /api/pos/v1/status HTTP/1.1\r\n\r\n",
    "GET /api/pos/v1/status HTTP/1.0\r\n\r\n",
    "HELLO\r\n\r\n",
    "GET  /api/pos/v1/status HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /api/pos/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "POST /api/pos/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "POST /api/pos/v1/orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n",
    `GET /api/pos/v1/status HTTP/1.1\r\nHost: a\r\nX-Flood: ${"a".repeat(20_000)}\r\n\r\n`,
    "GET /api/pos/v1/status HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n",
  ]
  for (const call of calls) {
    const [fromFront, fromNext] = await Promise.all([front, next].map(({ port }) => raw(port, call)))
    expect(fromFront!.status, call).toBe(fromNext!.status)
    if (fromNext!.status !== 401) expect(fromFront!.text, call).toBe(fromNext!.text)
  }
})

test("both treat a till that hangs up while sending as a disconnect, not an error", async () => {
  for (const { port, key } of [front, next]) {
    const gone = () =>
      metric(port, 'comptoir_http_requests_total{route="/orders",method="POST",status="499"}')
    const before = await gone()
    const socket = connect(port, "127.0.0.1")
    socket.write(
      `POST ${API}/orders HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n` +
        'Content-Length: 100\r\n\r\n{"order',
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    socket.destroy()
    await expect.poll(gone).toBe(before + 1)
  }
})

async function expectAlike(calls: Call[]) {
  const differences: unknown[] = []
  for (const call of calls) {
    const [fromFront, fromNext] = await Promise.all([front, next].map((mount) => send(mount, call)))
    if (JSON.stringify(fromFront) !== JSON.stringify(fromNext))
      differences.push({ call: { ...call, body: call.body?.slice(0, 80) }, fromFront, fromNext })
  }
  expect(differences).toEqual([])
}

/** Framing headers belong to one connection. Everything else must be the same. */
const OF_ONE_CONNECTION = ["date", "keep-alive", "transfer-encoding", "content-length"]
/** Next compresses even the shortest answer. */
const PACKED_FROM_BYTES = 1024

function send({ port, key }: Mount, { verb, path, headers, body, isChunked, withoutKey }: Call) {
  return new Promise<{ status: number; headers: string[]; body: string }>((resolve, reject) => {
    const length = body === undefined || isChunked ? {} : { "content-length": Buffer.byteLength(body) }
    const call = httpRequest({
      ...{ host: "127.0.0.1", port, method: verb, path, agent: false },
      headers: { ...(withoutKey ? {} : { authorization: `Bearer ${key}` }), ...length, ...headers },
    })
    call.on("error", reject)
    call.on("response", async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const isPacked = answer.headers["content-encoding"] === "gzip"
      const whole = isPacked ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks)
      const left =
        whole.length < PACKED_FROM_BYTES ? [...OF_ONE_CONNECTION, "content-encoding"] : OF_ONE_CONNECTION
      resolve({
        status: answer.statusCode!,
        headers: Object.entries(answer.headers)
          .filter(([name]) => !left.includes(name))
          .map(([name, value]) => comparable(`${name}: ${value}`))
          .sort(),
        body: comparable(whole.toString()),
      })
    })
    call.end(body)
  })
}

/** Removes what differs from call to call: ids, times, counters, nonces, and variations in Next's pages. */
function comparable(text: string): string {
  const same = text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<uuid>")
    .replaceAll(/req_[0-9a-f]{32}/g, "<request>")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, "<moment>")
    .replaceAll(/clock_skew_ms":-?\d+/g, "<skew>")
    .replaceAll(/"key";r=\d+;t=\d+/g, "<left>")
    .replaceAll(/nonce(-|=\\?")[\w+/=]+/g, "<nonce>")
    .replaceAll(/(vary: )rsc, next-router[^A]*/g, "$1")
  return same.length > 2_000 ? createHash("sha256").update(same).digest("hex") : same
}

async function raw(port: number, message: string): Promise<{ status: number; text: string }> {
  const socket = connect(port, "127.0.0.1")
  socket.end(message)
  let text = ""
  for await (const chunk of socket) text += chunk
  return { status: Number(text.split(" ", 2)[1]), text }
}

async function metric(port: number, name: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: "Bearer only-for-tests-metrics" },
  })
  const line = (await response.text()).split("\n").find((text) => text.startsWith(name))
  return Number(line?.slice(name.length) ?? 0)
}
