import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { type ApiDocument, clientSource } from "./source"

describe("the client for POS developers", () => {
  test("matches the API's document: if not, run node --import tsx bin/generate-client.ts", () => {
    const current = clientSource(apiDocument() as unknown as ApiDocument)
    expect(readFileSync("clients/typescript/src/generated.ts", "utf8")).toBe(current)
  })
})

describe("a schema becomes a type", () => {
  const typed = (schema: Record<string, unknown>) =>
    /export type T = ([\s\S]*?)\n\nexport type Operations/
      .exec(clientSource({ servers: [], paths: {}, components: { schemas: { T: schema } } }))?.[1]
      ?.trim()

  const cases: [string, Record<string, unknown>, string][] = [
    ["a list of either", { type: "array", items: { type: ["string", "null"] } }, "(string | null)[]"],
    ["a closed list", { type: "string", enum: ["a", "b"] }, '"a" | "b"'],
    ["one value", { const: true, type: "boolean" }, "true"],
    ["a reference or null", { anyOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] }, "A | null"],
    ["anything", {}, "unknown"],
    ["a map", { type: "object", additionalProperties: { type: "integer" } }, "Record<string, number>"],
    [
      "fields, the optional ones marked",
      { type: "object", properties: { a: { type: "integer" }, "b-c": {} }, required: ["a"] },
      '{\n  a: number\n  "b-c"?: unknown\n}',
    ],
    ["a list of lists of objects", { type: "array", items: { type: "object" } }, "Record<string, unknown>[]"],
    [
      "a text that would end its comment",
      { type: "object", properties: { a: { type: "string", description: "x */ y" } }, required: ["a"] },
      "{\n  /** x * / y */\n  a: string\n}",
    ],
  ]
  for (const [what, schema, type] of cases) test(what, () => expect(typed(schema)).toBe(type))

  test("a schema with all fields of another one adds its own", () => {
    const properties = Object.fromEntries([..."abcde"].map((name) => [name, { type: "integer" }]))
    const schemas = {
      A: { type: "object", properties },
      B: { type: "object", properties: { ...properties, f: { type: "string" } } },
    }
    const source = clientSource({ servers: [], paths: {}, components: { schemas } })
    expect(source).toContain("export type B = A & {\n  f?: string\n}")
  })

  test("a schema without a type stops the program instead of producing a wrong type", () => {
    expect(() => typed({ type: "tuple" })).toThrow("no type")
  })
})
