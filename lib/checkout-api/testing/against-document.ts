import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import type { Operation } from "../describe-operation"
import type { JsonSchema } from "../json-schema"
import type { OpenApiDocument } from "../openapi"

type Answered = { method: string; path: string; status: number; headers: Headers; body: unknown }

/** Meaningful headers; each one sent must be in the document. */
const TELLING_HEADERS = [
  "Idempotent-Replayed",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
]
/** Answers of any address, whatever its operations. */
const EVERYWHERE = ["not_found", "method_not_allowed"]

/** Checks answers against the document that describes them. */
export function answerChecker(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(closed(document) as JsonSchema, "document")

  /**
   * @param path below `/api/pos/v1`, as called
   * @throws with the operation and the JSON path of everything that the document lacks
   */
  return function checkAnswer({ method, path, status, headers, body }: Answered): void {
    const template = findPath(document, path)
    const verb = method.toLowerCase() as "get"
    const operation = template ? document.paths[template]![verb] : undefined
    const name = `${method} ${template ?? path} → ${status}`
    const found: string[] = []
    const isProblem = headers.get("Content-Type")?.startsWith("application/problem+json") ?? false
    const pointer = isProblem ? "/components/schemas/Problem" : schemaPointer(template, verb, status)
    if (!headers.get("X-Request-Id")) found.push("no X-Request-Id")
    const validate = ajv.getSchema(`document#${pointer}`)
    if (!validate) throw new Error(`${name} is not in openapi.json`)
    if (!validate(body))
      for (const { instancePath, message, params } of validate.errors!)
        found.push(`${instancePath || "/"} ${message} ${JSON.stringify(params)}`)
    if (isProblem) found.push(...undocumentedProblem(operation, status, body as { code: string }))
    if (operation) found.push(...undocumentedHeaders(operation, status, headers))
    if (found.length > 0)
      throw new Error(`${name} is not as openapi.json says:\n${found.join("\n")}\n${JSON.stringify(body)}`)
  }
}

function undocumentedProblem(operation: Operation | undefined, status: number, { code }: { code: string }) {
  if (EVERYWHERE.includes(code)) return []
  const codes = operation?.responses[status]?.content["application/problem+json"]?.examples ?? {}
  return code in codes ? [] : [`the code ${code} is not among its refusals`]
}

function undocumentedHeaders(operation: Operation, status: number, headers: Headers) {
  const documented = operation.responses[status]?.headers
  return TELLING_HEADERS.filter((name) => documented && headers.has(name) && !(name in documented)).map(
    (name) => `the header ${name} is not said`,
  )
}

/** The matching path template; one without parameters comes first. */
function findPath(document: OpenApiDocument, path: string): string | undefined {
  const segments = path.split("/")
  return Object.keys(document.paths)
    .filter((template) => {
      const names = template.split("/")
      return (
        names.length === segments.length &&
        names.every((name, at) => name.startsWith("{") || name === segments[at])
      )
    })
    .sort((a, b) => a.split("{").length - b.split("{").length)[0]
}

function schemaPointer(template: string | undefined, verb: string, status: number): string {
  const escaped = encodeURIComponent((template ?? "").replaceAll("~", "~0").replaceAll("/", "~1"))
  return `/paths/${escaped}/${verb}/responses/${status}/content/application~1json/schema`
}

/** Callers ignore unknown fields; here an undocumented field is an error. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (node === null || typeof node !== "object") return node
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
  const isObject = [copy.type].flat().includes("object") && copy.properties
  return isObject ? { additionalProperties: false, ...copy } : copy
}
