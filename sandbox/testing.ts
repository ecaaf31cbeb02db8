import type { IncomingMessage } from "node:http"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Scope } from "./api/tokens"
import { type Sandbox, type SandboxOptions, startSandbox } from "./server/server"
import { LE_COMPTOIR } from "./state/seed"

// Tests assert on the fields they read.
// biome-ignore lint/suspicious/noExplicitAny: the body is whatever the server sent
export type Json = any

export type Reply = { status: number; headers: Headers; text: string; json: Json }

/** Calls a sandbox over HTTP with one merchant's token. */
export class TestClient {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: HeadersInit = {}): Promise<Reply> {
    const response = await fetch(this.url + path, {
      method,
      redirect: "manual",
      headers: {
        accept: "application/json",
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }

  get(path: string) {
    return this.send("GET", path)
  }

  post(path: string, body: unknown = {}) {
    return this.send("POST", path, body)
  }

  patch(path: string, body: unknown = {}) {
    return this.send("PATCH", path, body)
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Bench = {
  sandbox: Sandbox
  client: TestClient
  /** A client of another merchant, or with fewer scopes. */
  as(merchantId: string, scopes?: readonly Scope[]): TestClient
}

/** A quiet sandbox on a free port, with a client of Le Comptoir. Close it after the test. */
export async function openBench(options: SandboxOptions = {}): Promise<Bench> {
  const sandbox = await startSandbox({ quiet: true, webhookRetryDelaysMs: [5, 5, 5], ...options })
  const as = (merchantId: string, scopes?: readonly Scope[]) =>
    new TestClient(sandbox.url, sandbox.issueToken(merchantId, scopes))
  return { sandbox, client: as(LE_COMPTOIR), as }
}

export const RICH_PHONE = "33612000001"
export const POOR_PHONE = "33612000002"
export const COFFEE = "rew_0ece003f2e"
export const BASTILLE = "le-comptoir-bastille"

/** An order that Pongo accepts, with `changes`. */
export function anOrder(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    order_id: "A-2041",
    channel: "pos",
    delivery_mode: "on_site",
    loyalty_store_slug: BASTILLE,
    amount: 1_250,
    status: "closed",
    created_at: "2025-03-01T12:30:00+01:00",
    delivery_status: "delivered",
    lines: [{ external_id: "CAF-01", name: "Café", quantity: 1, unit_amount: 250, amount: 250 }],
    payments: [{ method: "card", amount: 1_250 }],
    ...changes,
  }
}

type Received = { headers: IncomingMessage["headers"]; body: string }

/** A webhook receiver that answers with the given statuses in turn, then 200. */
export async function openReceiver(...statuses: number[]) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body })
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
