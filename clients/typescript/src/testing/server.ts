import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import type { Order } from "../generated.js"

export type Seen = { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown }

/** Replaces the answer; `null` answers normally. */
export type Fault = (seen: Seen, response: ServerResponse) => unknown

/**
 * A real HTTP server that accepts orders as Comptoir does: a repeat gets the same answer, and another payload under a
 * known number is a conflict. A fault runs first, once per call.
 */
export async function startComptoir() {
  const calls: Seen[] = []
  const taken = new Map<string, string>()
  const faults: Fault[] = []

  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const body = text ? JSON.parse(text) : undefined
    const seen = { method: message.method!, path: message.url!, headers: message.headers, body }
    calls.push(seen)
    const fault = faults.shift()
    if (fault && (await fault(seen, response)) !== undefined) return
    answer(seen, response)
  })

  function answer({ path, body }: Seen, response: ServerResponse) {
    if (path === "/api/pos/v1/orders") {
      const { status, order, problem } = take(body as Order)
      return send(response, status, order ?? problem)
    }
    if (path === "/api/pos/v1/orders/batch")
      return send(response, 207, { results: (body as { orders: Order[] }).orders.map(take) })
    if (path === "/api/pos/v1/tills/heartbeat")
      return send(response, 200, { clock_skew_ms: 40, should_drain: true })
    send(response, 200, { path })
  }

  function take(order: Order) {
    const { order_id } = order
    const text = JSON.stringify(order)
    if ((taken.get(order_id) ?? text) !== text)
      return { order_id, status: 409, problem: problem(409, "order_conflict") }
    taken.set(order_id, text)
    return { order_id, status: 202, order: { id: order_id, order_id, sync: { status: "queued" } } }
  }

  let port = 0
  const listen = () =>
    new Promise<void>((resolve) =>
      server.listen(port, "127.0.0.1", () => {
        port = (server.address() as AddressInfo).port
        resolve()
      }),
    )
  const goOffline = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen()
  onTestFinished(async () => {
    await goOffline()
  })
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    /** The numbers of accepted orders, in order of first arrival. */
    taken: () => [...taken.keys()],
    /** Queues faults for the next calls, one each. */
    failNext: (...next: Fault[]) => void faults.push(...next),
    goOffline,
    comeBack: listen,
  }
}

export function problem(status: number, code: string, retryable = false) {
  return {
    ...{ type: `/docs/api/errors#${code}`, title: code, status, detail: `It is ${code}.`, code, retryable },
    request_id: "req_1",
    cashier_message: "Une phrase pour la caisse.",
  }
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
  return true
}

export const refuse =
  (status: number, code: string, retryable = false, headers: Record<string, string> = {}): Fault =>
  (_seen, response) =>
    send(response, status, problem(status, code, retryable), headers)
export const html =
  (status: number): Fault =>
  (_seen, response) =>
    response.writeHead(status, { "content-type": "text/html" }).end("<html>Wi-Fi</html>")
export const reset: Fault = (_seen, response) => response.socket?.resetAndDestroy() ?? true
export const silence: Fault = () => true

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "comptoir-client-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
