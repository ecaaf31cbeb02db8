import type { z } from "zod"
import { isRecord, jsonPath } from "./wire/fields"

/** A place where an answer differs from what `wire/` expects. Never contains a value from the answer. */
export type Difference = {
  /** For example `data[0].points`; empty for the answer as a whole. */
  path: string
  problem: string
}

/** The names of one record on the wire, each with its schema. */
export type Fields = Record<string, z.ZodType>

/** A name that every item of a list lacks is one difference, reported at the first item. */
const TOLD_ONCE = /\[\d+\]/g

/**
 * Compares the record, or each record of the list, in `{"data": …}` or bare. The readers turn an unexpected value of a
 * display-only field into null. Here it counts as a difference.
 */
export function compareAnswer(fields: Fields, body: unknown): Difference[] {
  const isEnveloped = isRecord(body) && "data" in body
  const value = isEnveloped ? body.data : body
  const at = isEnveloped ? ["data"] : []
  const found = Array.isArray(value)
    ? value.flatMap((item, index) => compareRecord(fields, item, [...at, index]))
    : compareRecord(fields, value, at)
  const seen = new Set<string>()
  return found.filter(({ path, problem }) => {
    const kind = `${path.replace(TOLD_ONCE, "[]")} ${problem}`
    return !seen.has(kind) && seen.add(kind)
  })
}

/** Differences between what was sent and what the answer echoes. */
export function compareEcho(sent: Record<string, unknown>, names: string[], body: unknown): Difference[] {
  const isEnveloped = isRecord(body) && "data" in body
  const value = isEnveloped ? body.data : body
  if (!isRecord(value)) return []
  return names
    .filter((name) => name in value && value[name] !== sent[name])
    .map((name) => ({
      path: jsonPath(isEnveloped ? ["data", name] : [name]),
      problem: "is not what was sent",
    }))
}

function compareRecord(fields: Fields, value: unknown, at: PropertyKey[]): Difference[] {
  if (!isRecord(value)) return [{ path: jsonPath(at), problem: `is ${kindOf(value)}, not an object` }]
  return Object.entries(fields).flatMap(([name, schema]) => {
    const path = [...at, name]
    if (!(name in value)) return [{ path: jsonPath(path), problem: "absent" }]
    const nested = shapeOf(schema)
    return nested ? compareRecord(nested, value[name], path) : compareField(schema, value[name], path)
  })
}

function compareField(schema: z.ZodType, value: unknown, path: PropertyKey[]): Difference[] {
  const parsed = withoutCatch(schema).safeParse(value)
  if (!parsed.success) return [{ path: jsonPath(path), problem: `${kindOf(value)} that cannot be read` }]
  const isEmpty = value === null || value === ""
  if (!isEmpty && parsed.data === null)
    return [{ path: jsonPath(path), problem: `${kindOf(value)} that reads as nothing` }]
  return []
}

/** The schema without its fallbacks. */
function withoutCatch(schema: z.ZodType): z.ZodType {
  const { def } = schema as z.ZodCatch<z.ZodType>
  return def.type === "catch" ? withoutCatch(def.innerType) : schema
}

function shapeOf(schema: z.ZodType): Fields | undefined {
  const { def } = schema as z.ZodObject<Fields>
  return def.type === "object" ? def.shape : undefined
}

function kindOf(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "a list"
  return typeof value === "object" ? "an object" : `a ${typeof value}`
}
