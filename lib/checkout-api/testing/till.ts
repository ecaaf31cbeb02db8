import { expect } from "vitest"
import * as anything from "@/app/api/pos/[[...path]]/route"
import { apiDocument, resourceAt } from "@/app/api/pos/v1/resources"
import { API_PREFIX } from "../route"
import { answerChecker } from "./against-document"

type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
type Handlers = Record<Verb, (request: Request) => Promise<Response>>

const checkAnswer = answerChecker(apiDocument())

export type Reply = {
  status: number
  headers: Headers
  text: string
  // Answers are read by the tests alone, which assert on what they find.
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the route sent
  json: any
}

/**
 * Calls the checkout API as a till does: a real request to the real handlers, with this key. Checks every answer
 * against openapi.json.
 */
export function makeTill(key: string | null) {
  async function send(verb: Verb, path: string, init: RequestInit = {}): Promise<Reply> {
    const url = new URL(`${API_PREFIX}${path}`, "http://localhost:3000")
    const headers = new Headers(init.headers)
    if (key) headers.set("Authorization", `Bearer ${key}`)
    const pathname = path.split("?")[0]!
    const handlers: Handlers = resourceAt(url.pathname) ?? anything
    const request = new Request(url, { duplex: "half", ...init, method: verb, headers } as RequestInit)
    const response = await handlers[verb](request)
    const text = await response.text()
    const { status, headers: answered } = response
    const json = JSON.parse(text)
    checkAnswer({ method: verb, path: pathname, status, headers: answered, body: json })
    return { status, headers: answered, text, json }
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

/** Checks the code and every field of a refusal (`docs/checkout-api.md`, Errors and retries). */
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
    retryable: ["request_in_progress", "rate_limited", "internal", "unavailable"].includes(code),
    request_id: expect.stringMatching(/./),
    cashier_message: expect.stringMatching(/^.{5,100}$/),
    ...(code === "validation_failed" || reply.json.errors ? { errors: expect.any(Array) } : {}),
  })
  if (errorPaths)
    expect(new Set(reply.json.errors.map((error: { path: string }) => error.path))).toEqual(
      new Set(errorPaths),
    )
}
