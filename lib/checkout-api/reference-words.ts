import { env } from "@/lib/env"
import type { Locale } from "@/lib/i18n/locale"
import en from "@/lib/i18n/messages/en/reference.json"
import fr from "@/lib/i18n/messages/fr/reference.json"
import type { JsonSchema } from "./json-schema"

type Texts = Record<string, string>
export type ReferenceWords = {
  /** The rules for all calls, in reading order. */
  guide: Record<string, { title: string; body: string }>
  tags: Texts
  /** By `operationId`; `answers` has a sentence for each success status. */
  operations: Record<string, { summary: string; description?: string; answers: Texts }>
  /** By name. A query parameter ends in `?`, or in `?operationId` where its meaning differs. */
  parameters: Texts
  /** By schema, and by the position of a branch in a union. */
  schemas: Texts
  /** By day, newest first. */
  changelog: Record<string, string[]>
  /** By schema and path (`customer.phone`); `*` holds the meaning of a field wherever it occurs. */
  fields: Record<string, Texts>
}

/** Every sentence of the reference. Not part of `messages`, which the portal sends to the browser. */
export const referenceWords: Record<Locale, ReferenceWords> = { en, fr }

/** Schemas that extend another one and reuse its sentences. */
export const EXTENDED: Record<string, string> = { OrderDetail: "OrderAnswer" }

/** The sentence for a field: from its schema, from the schema it extends, or from `*`. */
function fieldSentence({ fields }: ReferenceWords, schema: string, path: string): string | undefined {
  const own = fields[schema]?.[path] ?? fields[EXTENDED[schema] ?? ""]?.[path]
  if (own) return own
  const parts = path.split(".")
  return parts.map((_, from) => fields["*"]?.[parts.slice(from).join(".")]).find(Boolean)
}

/**
 * The schema with a description on each field and branch.
 * @param name the schema's name in `components.schemas`
 */
export function describeSchema(schema: JsonSchema, name: string, words: ReferenceWords): JsonSchema {
  return annotate(schema, "")

  function annotate(node: JsonSchema, path: string): JsonSchema {
    const described: JsonSchema = { ...node }
    const own = path === "" ? words.schemas[name] : undefined
    if (own) described.description = own
    if (node.properties)
      described.properties = Object.fromEntries(
        Object.entries(node.properties as Record<string, JsonSchema>).map(([field, inner]) => {
          const at = path ? `${path}.${field}` : field
          const sentence = fieldSentence(words, name, at)
          return [field, { ...annotate(inner, at), ...(sentence ? { description: sentence } : {}) }]
        }),
      )
    if (node.items) described.items = annotate(node.items as JsonSchema, path)
    for (const union of ["anyOf", "oneOf"] as const)
      if (Array.isArray(node[union]))
        described[union] = node[union].map((branch: JsonSchema, index: number) => {
          const sentence = words.schemas[path ? `${name}.${path}.${index}` : `${name}.${index}`]
          const inner = annotate(branch, path)
          return sentence ? { ...inner, description: sentence } : inner
        })
    return described
  }
}

/** The rules for all calls, with this server's limits. */
export const guideOf = ({ guide }: ReferenceWords): { id: string; title: string; body: string }[] =>
  Object.entries(guide).map(([id, { title, body }]) => ({
    id,
    title,
    body: body.replace("{count}", String(env.API_RATE_LIMIT_PER_SECOND)),
  }))
