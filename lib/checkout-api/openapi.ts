import type { Locale } from "@/lib/i18n/locale"
import { describeOperation, type Operation, type Parameter } from "./describe-operation"
import { HEADERS, headerParameters } from "./header-reference"
import { collectSchemas, type JsonSchema } from "./json-schema"
import { problemCodes, problemExample } from "./problem-reference"
import { describeSchema, guideOf, referenceWords } from "./reference-words"
import { METHODS, type Method, type Resource } from "./route"
import { problemAnswer } from "./schema"
import { GROUPS } from "./words"

export type OpenApiDocument = {
  openapi: "3.1.1"
  info: JsonSchema
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Partial<Record<Lowercase<Method>, Operation>>>
  components: {
    securitySchemes: JsonSchema
    parameters: Record<string, Parameter>
    headers: Record<string, { description: string; schema: JsonSchema }>
    examples: Record<string, { summary: string; value: unknown }>
    schemas: Record<string, JsonSchema>
  }
}

/**
 * The checkout API as OpenAPI 3.1, from the same schemas that parse requests.
 * @param serverUrl base of the paths, for example `https://pos.example.com/api/pos/v1`
 * @param locale language of its sentences
 */
export function openApiDocument(
  resources: Resource[],
  serverUrl: string,
  locale: Locale = "en",
): OpenApiDocument {
  const words = referenceWords[locale]
  const { toSchema, components } = collectSchemas()
  toSchema(problemAnswer, "output")
  const examples: OpenApiDocument["components"]["examples"] = {}
  const paths: OpenApiDocument["paths"] = {}
  for (const { path, routes } of resources) {
    const operations: OpenApiDocument["paths"][string] = {}
    for (const method of METHODS) {
      const route = routes[method]
      if (!route) continue
      operations[method.toLowerCase() as Lowercase<Method>] = describeOperation(
        path,
        method,
        route,
        toSchema,
        words,
      )
      for (const code of problemCodes(path, method, route)) examples[code] ??= problemExample(code)
    }
    paths[path] = operations
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Comptoir checkout API",
      version: "1.0.0",
      summary: "What a till calls: identify, redeem, hand orders over.",
      description: guideOf(words)
        .map(({ title, body }) => `## ${title}\n\n${body}`)
        .join("\n\n"),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    tags: GROUPS.map((name) => ({ name, description: words.tags[name]! })),
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "cpt_…",
          description: "A key made in the portal. It belongs to one merchant, optionally to one location.",
        },
      },
      parameters: headerParameters(words),
      headers: HEADERS,
      examples,
      schemas: Object.fromEntries(
        Object.entries(components).map(([name, schema]) => [name, describeSchema(schema, name, words)]),
      ),
    },
  }
}
