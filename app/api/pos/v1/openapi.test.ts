import { readdirSync } from "node:fs"
import { createConfig, lintFromString } from "@redocly/openapi-core"
import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { describe, expect, test } from "vitest"
import { openApiDocument } from "@/lib/checkout-api/openapi"
import { METHODS } from "@/lib/checkout-api/route"
import { POS_ERRORS } from "@/lib/errors"
import * as served from "./openapi.json/route"
import { apiDocument, RESOURCES } from "./resources"

const document = openApiDocument(
  RESOURCES.map(({ GET }) => GET.resource),
  "https://comptoir.test/api/pos/v1",
)
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([verb, operation]) => ({ name: `${verb.toUpperCase()} ${path}`, operation })),
)

test("the document lists every route file and nothing else", () => {
  const files = readdirSync("app/api/pos/v1", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts") && !/openapi\.json|\[\.\.\.path\]/.test(file))
    .map((file) => `/${file.replace(/\/?route\.ts$/, "")}`)
  const folder = (path: string) =>
    path.replace(
      /\{(\w+)\}/g,
      (_, name) => `[${name.replace(/_(\w)/g, (_m: string, c: string) => c.toUpperCase())}]`,
    )
  expect(Object.keys(document.paths).map(folder).sort()).toEqual(files.sort())
})

/** The table "Routes" of the contract. */
test.each([
  "GET /status",
  "PUT /locations",
  "DELETE /locations/{location_id}",
  "PUT /catalog",
  "GET /catalog",
  "POST /customers/identify",
  "POST /customers",
  "GET /customers/{customer_id}",
  "PATCH /customers/{customer_id}",
  "POST /customers/{customer_id}/rewards/{reward_id}/redeem",
  "POST /customers/{customer_id}/wallet/{hash}/lock",
  "DELETE /customers/{customer_id}/wallet/{hash}/lock",
  "POST /customers/{customer_id}/wallet/{hash}/use",
  "POST /orders",
  "POST /orders/batch",
  "GET /orders/{order_id}",
  "POST /orders/{order_id}/payment",
  "POST /orders/{order_id}/cancel",
  "POST /orders/{order_id}/refund",
  "PUT /orders/{order_id}/correction",
  "PUT /days/{date}",
  "POST /tills/heartbeat",
])("%s is in the document", (name) => {
  expect(operations.map((operation) => operation.name)).toContain(name)
})

describe("every code of the error table", () => {
  const codes = Object.keys(POS_ERRORS) as (keyof typeof POS_ERRORS)[]

  test("is a code of the problem schema", () => {
    expect(document.components.schemas.Problem).toMatchObject({ properties: { code: { enum: codes } } })
  })

  test.each(codes.filter((code) => code !== "method_not_allowed"))("%s is answered by a route", (code) => {
    const status = POS_ERRORS[code].status
    const answering = operations.filter(
      ({ operation }) =>
        code in (operation.responses[status]?.content["application/problem+json"]?.examples ?? {}),
    )
    expect(answering).not.toEqual([])
  })
})

test("operation ids are unique", () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(ids).toEqual([...new Set(ids)])
})

test("redeem and lock need an Idempotency-Key, and only they do", () => {
  const needing = operations.filter(({ operation }) =>
    operation.parameters.some((p) => "$ref" in p && p.$ref.endsWith("/IdempotencyKeyRequired")),
  )
  expect(needing.map(({ operation }) => operation.operationId)).toEqual(["redeemReward", "lockReward"])
})

describe("examples", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ ...document }, "document")
  const errorsOf = (schema: { [key: string]: unknown }, value: unknown) => {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')))
    return validate(value) ? [] : validate.errors
  }

  test.each(operations)("of $name fit their schemas", ({ operation }) => {
    const body = operation.requestBody?.content["application/json"]
    if (body) expect(errorsOf(body.schema, body.example)).toEqual([])
    for (const { content } of Object.values(operation.responses)) {
      const answer = content["application/json"]
      if (answer) expect(errorsOf(answer.schema, answer.example)).toEqual([])
    }
  })

  test("are accepted by the schemas of the running API", () => {
    for (const { GET } of RESOURCES)
      for (const method of METHODS) {
        const route = GET.resource.routes[method]
        const item = document.paths[GET.resource.path]?.[method.toLowerCase() as "get"]
        if (!route || !item) continue
        const example = item.requestBody?.content["application/json"].example
        if (route.body) expect(route.body.safeParse(example).error).toBeUndefined()
        const answer = item.responses[route.status]?.content["application/json"]?.example
        expect(route.answer.safeParse(answer).error).toBeUndefined()
      }
  })

  test("of problems fit the problem schema", () => {
    for (const { value } of Object.values(document.components.examples))
      expect(errorsOf({ $ref: "#/components/schemas/Problem" }, value)).toEqual([])
  })
})

/** Runs Redocly's strictest rules, with none disabled. */
async function lint(source: unknown) {
  const config = await createConfig({ extends: ["recommended-strict"] })
  const found = await lintFromString({ source: JSON.stringify(source), absoluteRef: "openapi.json", config })
  return found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
}

test("the linter finds nothing", async () => {
  expect(await lint(document)).toEqual([])
})

test("the linter reports a duplicate name", async () => {
  const [{ operation }] = operations as [(typeof operations)[number]]
  const paths = { ...document.paths, "/twice": { get: operation } }
  expect(await lint({ ...document, paths })).toEqual([
    expect.stringContaining("operation-operationId-unique"),
  ])
})

test("the served document is the generated one, needs no key and answers GET only", async () => {
  const answer = served.GET()
  expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300")
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(apiDocument())))
  const refused = await served.POST(
    new Request("http://localhost:3000/api/pos/v1/openapi.json", { method: "POST" }),
  )
  expect([refused.status, refused.headers.get("Allow"), (await refused.json()).code]).toEqual([
    405,
    "GET",
    "method_not_allowed",
  ])
})
