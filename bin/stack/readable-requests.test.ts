import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { expect, test } from "vitest"
import "./readable-requests.mjs"

/**
 * The request that the server behind the guard receives. Uses a raw connection, because no client sends such addresses.
 */
async function led(verb: string, path: string): Promise<string> {
  const server = createServer((request, response) => response.end(`<${request.method} ${request.url}>`))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
  socket.write(`${verb} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  let answer = ""
  for await (const chunk of socket) answer += chunk
  server.close()
  return /<(.*)>/.exec(answer)?.[1] ?? answer
}

test.each([
  ["GET", "/api/pos/v1/orders/N%C2%B012?q=50%", "GET /api/pos/v1/orders/N%C2%B012?q=50%"],
  ["POST", "/api/pos/v1/orders/50%25/payment", "POST /api/pos/v1/orders/50%25/payment"],
  ["HEAD", "/", ""],
])("%s %s is left unchanged", async (verb, path, asked) => {
  expect(await led(verb, path)).toContain(asked)
})

test.each([
  ["POST", "/api/pos/v1/orders/50%/payment", "POST /api/pos/unreadable"],
  ["GET", "/api/pos/v1/orders/%E0%A4%A", "GET /api/pos/unreadable"],
  ["GET", "/api/pos/v1/orders/N%B012?location_id=a", "GET /api/pos/unreadable"],
  ["PROPFIND", "/api/pos/v1/orders", "POST /api/pos/unknown-verb"],
  ["TRACE", "/api/pos", "POST /api/pos/unknown-verb"],
  ["GET", "/m/chez/orders/50%", "GET /unreadable"],
  ["TRACE", "/m/chez/orders", "GET /unreadable"],
])("%s %s reaches an address that answers it", async (verb, path, asked) => {
  expect(await led(verb, path)).toBe(asked)
})
