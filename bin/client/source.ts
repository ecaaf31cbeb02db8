/** The parts of an OpenAPI 3.1 document that the generator reads. */
export type ApiDocument = {
  servers: { url: string }[]
  paths: Record<string, Record<string, ApiOperation>>
  components: { schemas: Record<string, Schema> }
}
type ApiOperation = {
  operationId: string
  summary?: string
  description?: string
  parameters?: ({ name: string; in: string; required?: boolean; schema: Schema } | { $ref: string })[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
type Schema = Record<string, unknown>

const HEADER = `// Generated from the API's OpenAPI document by bin/generate-client.ts. Do not edit.
// biome-ignore-all format: written by a program

import { type CallOptions, type Send, segment } from "./transport.js"
`

/** The source of `generated.ts`: a type for each schema and a method for each operation of the document. */
export function clientSource(document: ApiDocument): string {
  const { schemas } = document.components
  const types = Object.entries(schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, schema]) =>
        `${comment(schema.description, "")}export type ${name} = ${namedType(schema, schemas)}\n`,
    )
  const prefix = new URL(document.servers[0]?.url ?? "/", "http://localhost").pathname.replace(/\/$/, "")
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) =>
      writeOperation(prefix + path, verb.toUpperCase(), operation),
    ),
  )
  return [
    HEADER,
    ...types,
    "export type Operations = {",
    ...operations.map(({ signature }) => signature),
    "}\n",
    "/** The operations over a way to send them. */",
    "export const createOperations = (send: Send): Operations => ({",
    ...operations.map(({ implementation }) => implementation),
    "})\n",
  ].join("\n")
}

function writeOperation(path: string, method: string, operation: ApiOperation) {
  const { operationId: id } = operation
  const told = (operation.parameters ?? []).filter((parameter) => "name" in parameter)
  const inPath = told.filter((parameter) => parameter.in === "path")
  const inQuery = told.filter((parameter) => parameter.in === "query")
  const body = operation.requestBody?.content["application/json"]?.schema
  const isOptional = inPath.length === 0 && !inQuery.some(({ required }) => required)
  const fields = [...inPath, ...inQuery].map(
    ({ name, required, schema }) => `${property(name)}${required ? "" : "?"}: ${typeOf(schema)}`,
  )
  const parameters = [
    ...(body ? [`body: ${typeOf(body)}`] : []),
    ...(fields.length > 0 ? [`params${isOptional ? "?" : ""}: { ${fields.join("; ")} }`] : []),
  ]
  // The address comes first, unless it is optional, so that calls without one pass only the body.
  if (!isOptional) parameters.reverse()
  const names = parameters.map((parameter) => /^\w+/.exec(parameter)![0])
  const call = [
    `method: "${method}"`,
    `path: ${address(path)}`,
    ...(inQuery.length > 0 ? [`query: { ${inQuery.map(queryField(isOptional)).join(", ")} }`] : []),
    ...(body ? ["body"] : []),
  ]
  const all = [...parameters, "options?: CallOptions"].join(", ")
  return {
    signature: `${comment([operation.summary, operation.description].filter(Boolean).join("\n\n"), "  ")}  ${id}(${all}): Promise<${answerOf(operation)}>`,
    implementation: `  ${id}: (${[...names, "options"].join(", ")}) => send({ ${call.join(", ")} }, options),`,
  }
}

const queryField =
  (isOptional: boolean) =>
  ({ name }: { name: string }) =>
    `${property(name)}: params${isOptional ? "?" : ""}.${name}`

/** `/orders/{order_id}` as a template literal. */
function address(path: string): string {
  if (!path.includes("{")) return JSON.stringify(path)
  return `\`${path.replace(/\{(\w+)\}/g, (_, name) => `\${segment(params.${name})}`)}\``
}

function answerOf({ responses }: ApiOperation): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([, { content }]) => content?.["application/json"]?.schema)
    .map((schema) => (schema ? typeOf(schema) : "void"))
  return [...new Set(types)].join(" | ") || "void"
}

/** A schema with all fields of another one becomes that type plus its own fields. */
function namedType(schema: Schema, schemas: Record<string, Schema>): string {
  const fields = fieldsOf(schema)
  const base = Object.entries(schemas).find(([, other]) => {
    const shared = fieldsOf(other)
    return (
      shared.length > 4 && shared.length < fields.length && shared.every((field) => fields.includes(field))
    )
  })
  if (!base) return typeOf(schema)
  const inherited = Object.keys(base[1].properties as object)
  const own = Object.entries(schema.properties as object).filter(([name]) => !inherited.includes(name))
  return `${base[0]} & ${typeOf({ ...schema, properties: Object.fromEntries(own) })}`
}

const fieldsOf = ({ properties = {}, required = [] }: Schema) =>
  Object.entries(properties as object).map((field) =>
    JSON.stringify([...field, (required as string[]).includes(field[0])]),
  )

const SCALARS: Record<string, string> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
}

/** @throws Error for a schema without a type here, instead of producing a wrong type */
function typeOf(schema: Schema, indent = ""): string {
  const inner = (part: Schema) => typeOf(part, indent)
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1)!
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value)))
  if ("const" in schema) return JSON.stringify(schema.const)
  const either = schema.oneOf ?? schema.anyOf
  if (Array.isArray(either)) return union((either as Schema[]).map(inner))
  if (Array.isArray(schema.allOf)) return (schema.allOf as Schema[]).map(inner).join(" & ")
  if (Array.isArray(schema.type))
    return union((schema.type as string[]).map((type) => inner({ ...schema, type })))
  if (schema.type === "array") return `${bracketed(inner((schema.items ?? {}) as Schema))}[]`
  if (schema.type === "object" || schema.properties) return objectType(schema, indent)
  if (typeof schema.type === "string" && SCALARS[schema.type]) return SCALARS[schema.type]!
  if (schema.type === undefined) return "unknown"
  throw new Error(`A schema of type ${String(schema.type)} has no type here`)
}

function objectType(schema: Schema, indent: string): string {
  const required = (schema.required ?? []) as string[]
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  const rest = schema.additionalProperties
  if (properties.length === 0)
    return `Record<string, ${rest && typeof rest === "object" ? typeOf(rest as Schema, indent) : "unknown"}>`
  const deeper = `${indent}  `
  const fields = properties.map(
    ([name, inner]) =>
      `${comment(inner.description, deeper)}${deeper}${property(name)}${required.includes(name) ? "" : "?"}: ${typeOf(inner, deeper)}\n`,
  )
  return `{\n${fields.join("")}${indent}}`
}

const union = (types: string[]) => [...new Set(types)].join(" | ")
const bracketed = (type: string) => (/[|&]/.test(type) && !type.startsWith("{") ? `(${type})` : type)
const property = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
const safe = (text: unknown) => String(text).replaceAll("*/", "* /")

function comment(text: unknown, indent: string): string {
  if (!text) return ""
  const lines = safe(text).split("\n")
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`
}
