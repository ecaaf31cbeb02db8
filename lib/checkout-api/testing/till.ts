import { expect } from "vitest"
import * as anything from "@/app/api/pos/v1/[...path]/route"
import * as catalog from "@/app/api/pos/v1/catalog/route"
import * as customer from "@/app/api/pos/v1/customers/[customerId]/route"
import * as identify from "@/app/api/pos/v1/customers/identify/route"
import * as customers from "@/app/api/pos/v1/customers/route"
import * as location from "@/app/api/pos/v1/locations/[locationId]/route"
import * as locations from "@/app/api/pos/v1/locations/route"
import * as payment from "@/app/api/pos/v1/orders/[orderId]/payment/route"
import * as order from "@/app/api/pos/v1/orders/[orderId]/route"
import * as orders from "@/app/api/pos/v1/orders/route"
import * as status from "@/app/api/pos/v1/status/route"
import * as heartbeat from "@/app/api/pos/v1/tills/heartbeat/route"

type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
type Handlers = Record<Verb, (request: Request) => Promise<Response>>

/** The routes as Next finds them by their folders, most specific first. */
const ROUTES: [RegExp, Handlers][] = [
  [/^\/catalog$/, catalog],
  [/^\/customers$/, customers],
  [/^\/customers\/identify$/, identify],
  [/^\/customers\/[^/]+$/, customer],
  [/^\/locations$/, locations],
  [/^\/locations\/[^/]+$/, location],
  [/^\/orders$/, orders],
  [/^\/orders\/[^/]+$/, order],
  [/^\/orders\/[^/]+\/payment$/, payment],
  [/^\/status$/, status],
  [/^\/tills\/heartbeat$/, heartbeat],
  [/^/, anything],
]

export type Reply = {
  status: number
  headers: Headers
  text: string
  // Answers are read by the tests alone, which assert on what they find.
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the route sent
  json: any
}

/** Calls the checkout API as a till does: a real request to the real handlers, with this key. */
export function makeTill(key: string | null) {
  async function send(verb: Verb, path: string, init: RequestInit = {}): Promise<Reply> {
    const url = new URL(`/api/pos/v1${path}`, "http://localhost:3000")
    const headers = new Headers(init.headers)
    if (key) headers.set("Authorization", `Bearer ${key}`)
    const handlers = ROUTES.find(([pattern]) => pattern.test(path.split("?")[0]!))![1]
    const request = new Request(url, { duplex: "half", ...init, method: verb, headers } as RequestInit)
    const response = await handlers[verb](request)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text) }
  }
  const withBody =
    (verb: Verb) =>
    (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(verb, path, {
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...headers },
      })
  return {
    send,
    get: (path: string, headers: Record<string, string> = {}) => send("GET", path, { headers }),
    post: withBody("POST"),
    put: withBody("PUT"),
    patch: withBody("PATCH"),
    delete: (path: string, headers: Record<string, string> = {}) => send("DELETE", path, { headers }),
  }
}

/** Every field that pos-api.md promises of a refusal, and the code. */
export function expectProblem(reply: Reply, status: number, code: string, errorPaths?: string[]) {
  expect({ status: reply.status, code: reply.json.code, detail: reply.json.detail }).toEqual({
    status,
    code,
    detail: expect.stringMatching(/./),
  })
  expect(reply.headers.get("Content-Type")).toContain("application/problem+json")
  expect(reply.json).toEqual({
    type: expect.stringMatching(/./),
    title: expect.stringMatching(/./),
    status,
    detail: expect.any(String),
    code,
    retryable: ["request_in_progress", "rate_limited", "internal"].includes(code),
    request_id: expect.stringMatching(/./),
    cashier_message: expect.stringMatching(/^.{5,100}$/),
    ...(code === "validation_failed" || reply.json.errors ? { errors: expect.any(Array) } : {}),
  })
  if (errorPaths)
    expect(new Set(reply.json.errors.map((error: { path: string }) => error.path))).toEqual(
      new Set(errorPaths),
    )
}
