import { expect, test } from "vitest"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { EXAMPLES } from "../examples"
import { answerChecker } from "./against-document"

const check = answerChecker(apiDocument())
const json = { "Content-Type": "application/json", "X-Request-Id": "req_1" }
const problem = { ...json, "Content-Type": "application/problem+json" }

const call = (changes: {
  method?: string
  path?: string
  status?: number
  headers?: Record<string, string>
  body?: unknown
}) => {
  const { headers = json, ...rest } = changes
  const answered = { method: "GET", path: "/status", status: 200, body: EXAMPLES.getStatus!.answer }
  return () => check({ ...answered, ...rest, headers: new Headers(headers) })
}
const refusal = (code: string, status: number) => ({
  ...(apiDocument().components.examples.location_unknown!.value as object),
  code,
  status,
})

test("an answer as described passes", () => {
  expect(call({})).not.toThrow()
  expect(call({ path: "/customers/cust_1", body: EXAMPLES.getCustomer!.answer })).not.toThrow()
  expect(call({ headers: problem, status: 404, body: refusal("location_unknown", 404) })).not.toThrow()
  expect(call({ headers: problem, status: 405, body: refusal("method_not_allowed", 405) })).not.toThrow()
})

test.each<[string, Parameters<typeof call>[0], RegExp]>([
  [
    "a field that nobody described",
    { body: { ...(EXAMPLES.getStatus!.answer as object), x: 1 } },
    /additional.*"x"/,
  ],
  ["a field that is missing", { body: {} }, /GET \/status → 200[\s\S]*required.*"connection"/],
  [
    "a field of another type, deep inside",
    {
      path: "/orders/A-1",
      body: { ...(EXAMPLES.getOrder!.answer as object), warnings: [{ code: 1, message: "" }] },
    },
    /GET \/orders\/\{order_id\} → 200[\s\S]*\/warnings\/0\/code must be string/,
  ],
  ["a status that the route does not have", { status: 201 }, /not in openapi.json/],
  ["a route that is not described", { path: "/nowhere" }, /not in openapi.json/],
  ["no request id", { headers: { "Content-Type": "application/json" } }, /X-Request-Id/],
  ["a header that is not said", { headers: { ...json, "Retry-After": "1" } }, /Retry-After/],
  [
    "a code that the route does not list",
    { headers: problem, status: 404, body: refusal("order_not_found", 404) },
    /order_not_found/,
  ],
  ["a code that does not exist", { headers: problem, status: 404, body: refusal("lost", 404) }, /\/code/],
])("%s does not", (_, changes, message) => {
  expect(call(changes)).toThrow(message)
})
