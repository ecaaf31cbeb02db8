import { z } from "zod"

export type JsonSchema = { [key: string]: unknown }

/** Formats that replace zod's regular expression, because they are clearer. */
const TELLING_FORMATS = ["date-time", "date", "email", "uuid"]

/** Collects the schemas of an OpenAPI document. One with `.meta({ id })` appears once and is referenced. */
export function collectSchemas() {
  const components: Record<string, JsonSchema> = {}

  /**
   * @param io `input`: requests, unknown fields refused. `output`: answers; fields may be added later, so the schema
   * leaves them open.
   */
  function toSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io }) as JsonSchema
    for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>))
      keep(id, tidy(definition, io))
    return tidy(root, io)
  }

  function keep(id: string, schema: JsonSchema) {
    const known = components[id]
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two schemas are called ${id}, or one is both sent and answered and differs.`)
    components[id] = schema
  }

  return { toSchema, components }
}

/** The same schema in a shorter form. */
function tidy(schema: JsonSchema, io: "input" | "output"): JsonSchema {
  return walk(schema) as JsonSchema

  function walk(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(walk)
    if (node === null || typeof node !== "object") return node
    const { id: _, ...rest } = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        key === "properties"
          ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner)]))
          : walk(value),
      ]),
    ) as JsonSchema
    if (typeof rest.$ref === "string") rest.$ref = rest.$ref.replace("#/$defs/", "#/components/schemas/")
    if (io === "output") delete rest.additionalProperties
    if (TELLING_FORMATS.includes(String(rest.format))) delete rest.pattern
    if (rest.minimum === Number.MIN_SAFE_INTEGER) delete rest.minimum
    if (rest.maximum === Number.MAX_SAFE_INTEGER) delete rest.maximum
    return nullable(io === "input" ? storableText(rest) : rest)
  }
}

/** Request text has no U+0000, and required text is not blank either. */
function storableText(schema: JsonSchema): JsonSchema {
  const { type, pattern, format, enum: values, const: value } = schema
  if (type !== "string" || pattern || format || values || value !== undefined) return schema
  return { ...schema, pattern: schema.minLength ? "^[^\\u0000]*\\S[^\\u0000]*$" : "^[^\\u0000]*$" }
}

/** `anyOf: [{ type: "string", … }, { type: "null" }]` as `type: ["string", "null"]`. */
function nullable(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || anyOf[1].type !== "null") return schema
  const [inner] = anyOf as JsonSchema[]
  if (Array.isArray(inner?.anyOf)) return { ...rest, anyOf: [...inner.anyOf, { type: "null" }] }
  if (typeof inner?.type !== "string" || inner.enum || inner.const !== undefined) return schema
  return { ...inner, ...rest, type: [inner.type, "null"] }
}
