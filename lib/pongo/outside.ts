import { cutText, toStorableJson } from "@/lib/text"

/** Nothing we read is nested deeper. Deeper values read as null, and only a reader that needs one fails. */
const MAX_DEPTH = 20
/** In code points. An id that long fails its own rule (`identity`). */
const MAX_TEXT = 10_000
/** Items of a list, or fields of an object. More are refused, never cut: a shortened list would pass for complete. */
const MAX_ENTRIES = 10_000

export type OutsideJson = { ok: true; value: unknown } | { ok: false; problem: string }

/**
 * The only entrance for JSON from Pongo: answers, webhooks and token payloads. The result can be stored, and its depth,
 * list sizes and text lengths are bounded. Dates are bounded where they are read (`wire/fields.ts`).
 */
export function readOutsideJson(text: string): OutsideJson {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return { ok: false, problem: "is not JSON" }
  }
  try {
    return { ok: true, value: toStorableJson(bound(parsed)) }
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problem: error.message }
    throw error
  }
}

function bound(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cutText(value, MAX_TEXT)
  if (value === null || typeof value !== "object") return value
  if (depth === MAX_DEPTH) return null
  const entries = Object.entries(value)
  if (entries.length > MAX_ENTRIES) throw new RangeError(`has a list of more than ${MAX_ENTRIES} entries`)
  if (Array.isArray(value)) return value.map((item) => bound(item, depth + 1))
  return Object.fromEntries(entries.map(([key, item]) => [cutText(key, MAX_TEXT), bound(item, depth + 1)]))
}
