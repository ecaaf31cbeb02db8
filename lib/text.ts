import { z } from "zod"

/** No accepted document is nested this deep. */
const MAX_DEPTH = 50

/** Control, bidirectional and zero-width characters, and all other format characters. No id needs one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|\u034F/u

/** Whether PostgreSQL can store the text: it has no U+0000 and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed()

/** Removes U+0000 and replaces halves of surrogate pairs with U+FFFD. For text that may not be refused. */
export const toStorable = (text: string): string => text.replaceAll("\0", "").toWellFormed()

/**
 * {@link toStorable} for every string and key of a parsed JSON document.
 * @throws RangeError if it is nested more than 50 deep
 */
export function toStorableJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return toStorable(value)
  if (value === null || typeof value !== "object") return value
  if (depth === MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} deep`)
  if (Array.isArray(value)) return value.map((item) => toStorableJson(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [toStorable(key), toStorableJson(item, depth + 1)]),
  )
}

/**
 * JSON with sorted keys: two spellings of one document give the same text. Leaves out what is nested more than 50 deep,
 * which no accepted document is.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value, 0))

function sorted(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== "object") return value
  if (depth === MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item, depth + 1)]),
  )
}

/** The place in a parsed document of text that PostgreSQL cannot store, or of nesting more than 50 deep. */
export function findUnstorable(value: unknown, path = "", depth = 0): { path: string; message: string }[] {
  if (typeof value === "string")
    return isStorable(value) ? [] : [{ path, message: "holds U+0000 or half of a surrogate pair" }]
  if (value === null || typeof value !== "object" || value instanceof Unread) return []
  if (depth === MAX_DEPTH) return [{ path, message: `nested more than ${MAX_DEPTH} deep` }]
  return Object.entries(value).flatMap(([key, item]) =>
    findUnstorable(item, path ? `${path}.${key}` : key, depth + 1),
  )
}

/** A part of a document that is validated separately: an error in it does not refuse the whole. */
export class Unread {
  constructor(readonly content: unknown) {}
}

/** Length in code points, so that an emoji counts as one. */
export const textLength = (text: string): number => [...text].length

/** At most `max` code points; never cuts inside a surrogate pair. */
export const cutText = (text: string, max: number): string =>
  text.length <= max ? text : [...text].slice(0, max).join("")

/**
 * An id chosen by a till that can be part of an address (order, location, SKU, till): trimmed, NFC, 1 to 100
 * characters, none of them hidden, not `.` or `..`. Stored and looked up in this form (docs of the checkout API, Ids).
 */
export const outsideId = z
  .string()
  .trim()
  .normalize("NFC")
  .refine((id) => id.length > 0 && textLength(id) <= 100, { error: "1 to 100 characters", abort: true })
  .refine((id) => isStorable(id) && !HIDDEN.test(id), {
    error: "holds a control, zero-width or bidirectional character",
    abort: true,
  })
  .refine((id) => id !== "." && id !== "..", { error: "cannot be `.` or `..`", abort: true })
  .meta({ minLength: 1, maxLength: 100, pattern: "^(?=.*\\S)(?!\\s*\\.{1,2}\\s*$)[^\\p{Cc}\\p{Cf}]+$" })

/**
 * A `superRefine` for lists: refuses an item whose `field` equals an earlier one's.
 * @param sameAs the message, given the earlier item's index
 */
export const refuseRepeats =
  <Field extends string>(field: Field, sameAs: (first: number) => string) =>
  (list: Record<Field, string>[], ctx: z.RefinementCtx) => {
    const seen = new Map<string, number>()
    for (const [index, { [field]: value }] of list.entries()) {
      const first = seen.get(value)
      if (first === undefined) seen.set(value, index)
      else ctx.addIssue({ code: "custom", path: [index, field], message: sameAs(first) })
    }
  }

/** Free text from outside for people to read: storable, trimmed, at most `max` characters, possibly empty. */
export const outsideText = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => isStorable(text) && textLength(text) <= max, `at most ${max} characters`)
    .meta({ maxLength: max })

/** A search query, typed or from an address: storable, trimmed, 1 to `max` characters. */
export const searchWords = (max: number) =>
  z.string().transform(toStorable).pipe(z.string().trim().min(1).max(max))

/** The first accepted day, and the last whose next day still has a four-digit year. */
const [FIRST_DAY, LAST_DAY] = ["1900-01-01", "9999-12-30"]

/**
 * A day from outside, `YYYY-MM-DD`, in the years 1900 to 9999. PostgreSQL and JavaScript disagree about others, and
 * PostgreSQL has no year 0.
 */
export const outsideDay = z.iso
  .date({ error: "not a day; write it as 2026-11-22", abort: true })
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, "a day of the years 1900 to 9999")

/** A month from outside, `YYYY-MM`, in the same years as {@link outsideDay}. */
export const outsideMonth = z.string().refine((month) => outsideDay.safeParse(`${month}-01`).success)

/** An instant from outside, ISO 8601 with an offset, in the same years as {@link outsideDay} in UTC. */
export const outsideMoment = z.iso
  .datetime({
    offset: true,
    error: "ISO 8601 with an offset, for example 2026-11-22T12:00:00+01:00",
    abort: true,
  })
  .refine(
    (at) => outsideDay.safeParse(new Date(at).toISOString().slice(0, 10)).success,
    "a year from 1900 to 9999",
  )
