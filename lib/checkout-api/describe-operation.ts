import type { z } from "zod"
import { POS_ERRORS, type PosErrorCode } from "@/lib/errors"
import { EXAMPLES } from "./examples"
import type { HeaderParameter } from "./header-reference"
import type { JsonSchema } from "./json-schema"
import { problemCodes } from "./problem-reference"
import type { ReferenceWords } from "./reference-words"
import type { AnyRoute, Method } from "./route"
import type { Group } from "./words"

export type Parameter = {
  name: string
  in: "path" | "query" | "header"
  required?: boolean
  description?: string
  schema: JsonSchema
}
type Content = { schema: JsonSchema; example?: unknown; examples?: Record<string, { $ref: string }> }
type Answer = {
  description: string
  headers: Record<string, { $ref: string }>
  content: Record<string, Content>
}
export type Operation = {
  operationId: string
  tags: [Group]
  summary: string
  description?: string
  "x-scope": string
  security: Record<string, string[]>[]
  parameters: (Parameter | { $ref: string })[]
  requestBody?: { required: true; content: Record<"application/json", Content> }
  responses: Record<string, Answer>
}
export type ToSchema = (schema: z.ZodType, io: "input" | "output") => JsonSchema

/** Describes one verb of one path, from its definition. */
export function describeOperation(
  path: string,
  method: Method,
  route: AnyRoute,
  toSchema: ToSchema,
  sentences: ReferenceWords,
): Operation {
  const { words, scope, body, needsIdempotencyKey } = route
  const { summary, description, answers } = sentences.operations[words.id]!
  const example = EXAMPLES[words.id]
  const responses: Operation["responses"] = {}
  for (const [status, meaning] of Object.entries(answers))
    responses[status] = {
      description: meaning,
      headers: headersOf(method, Number(status)),
      content: { "application/json": { schema: toSchema(route.answer, "output"), example: example?.answer } },
    }
  const codes = problemCodes(path, method, route)
  for (const status of new Set(codes.map((code) => POS_ERRORS[code].status)))
    responses[status] = refusal(
      method,
      status,
      codes.filter((code) => POS_ERRORS[code].status === status),
    )
  return {
    operationId: words.id,
    tags: [words.group],
    summary,
    ...(description ? { description } : {}),
    "x-scope": scope ?? "any",
    security: [{ apiKey: [] }],
    parameters: [
      ...pathParameters(path, sentences),
      ...(route.query ? queryParameters(toSchema(route.query, "input"), words.id, sentences) : []),
      ...(method === "GET"
        ? []
        : [parameterRef(needsIdempotencyKey ? "IdempotencyKeyRequired" : "IdempotencyKey")]),
      parameterRef("TillId"),
      parameterRef("AcceptLanguage"),
    ],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: toSchema(body, "input"), example: example?.body } },
          },
        }
      : {}),
    responses,
  }
}

function refusal(method: Method, status: number, codes: PosErrorCode[]): Answer {
  return {
    description: codes.map((code) => `\`${code}\`: ${POS_ERRORS[code].title}.`).join(" "),
    headers: headersOf(method, status),
    content: {
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/Problem" },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  }
}

const RETRYABLE_STATUSES = new Set<number>(
  Object.values(POS_ERRORS).flatMap(({ retryable, status }) => (retryable ? [status] : [])),
)

function headersOf(method: Method, status: number): Answer["headers"] {
  const names = ["X-Request-Id"]
  if (status === 401) names.push("WWW-Authenticate")
  else names.push("RateLimit", "RateLimit-Policy")
  if (RETRYABLE_STATUSES.has(status)) names.push("Retry-After")
  if (method !== "GET" && status !== 401 && status !== 429) names.push("Idempotent-Replayed")
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

const parameterRef = (name: HeaderParameter) => ({ $ref: `#/components/parameters/${name}` })

function pathParameters(path: string, sentences: ReferenceWords): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: "path",
    required: true,
    description: sentences.parameters[name!],
    schema: { type: "string" },
  }))
}

function queryParameters(schema: JsonSchema, operation: string, { parameters }: ReferenceWords): Parameter[] {
  const required = (schema.required ?? []) as string[]
  return Object.entries(schema.properties as Record<string, JsonSchema>).map(
    ([name, { description: _, ...rest }]) => ({
      name,
      in: "query",
      ...(required.includes(name) ? { required: true } : {}),
      description: parameters[`${name}?${operation}`] ?? parameters[`${name}?`],
      schema: rest,
    }),
  )
}
