import { z } from "zod"

/*
 * How tolerant each kind of field is. Fields that carry identity, money or consent fail loudly with their JSON path.
 * Display-only fields read as null when unexpected, so that an odd description never stops a till.
 */

const textOrNumber = z.union([z.string(), z.number()]).transform((value) => String(value).trim())

/** A number beyond 2^53 has lost digits: two different ids could look the same. */
export const identity = z
  .union([z.string(), z.int()])
  .transform((value) => String(value).trim())
  .pipe(z.string().min(1).max(255))

export const text = textOrNumber.nullish().transform((value) => value || null)

export const shownText = text.catch(null)

export const amount = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number)
      .pipe(z.number()),
  ])
  .nullish()
  .transform((value) => value ?? null)

const TRUE = [true, 1, "1", "true"] as const
const FALSE = [false, 0, "0", "false"] as const

export const flag = z
  .union([z.boolean(), z.literal([1, "1", "true", 0, "0", "false", ""])])
  .nullish()
  .transform((value) => {
    if ((TRUE as readonly unknown[]).includes(value)) return true
    return (FALSE as readonly unknown[]).includes(value) ? false : null
  })

export type OptIn = "yes" | "no" | "never_asked"

export const optIn = flag.transform((answer): OptIn => {
  if (answer === null) return "never_asked"
  return answer ? "yes" : "no"
})

/** The moment itself if PostgreSQL, JSON and people agree on its year (1900 to 9999), else null. */
export function withinYears(moment: Date): Date | null {
  const year = moment.getUTCFullYear()
  return year >= 1900 && year <= 9999 ? moment : null
}

/** ISO 8601, `2026-11-22 12:00:00` (read as UTC) or Unix seconds. A year out of bounds reads as null. */
export const instant = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value, ctx) => {
    if (value === null || value === undefined || value === "") return null
    // MySQL's zero date means "none".
    if (typeof value === "string" && value.startsWith("0000-00-00")) return null
    const date = typeof value === "number" ? new Date(value * 1000) : new Date(withZone(value))
    if (!Number.isNaN(date.getTime())) return withinYears(date)
    ctx.addIssue({ code: "custom", message: "not a date" })
    return z.NEVER
  })

export const shownInstant = instant.catch(null)

export const day = z
  .string()
  .nullish()
  .transform((value) => {
    const written = value?.match(/^\d{4}-\d{2}-\d{2}/)?.[0]
    return written && isDay(written) ? written : null
  })
  .catch(null)

function isDay(written: string) {
  const date = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && withinYears(date) !== null && date.toISOString().startsWith(written)
}

/** International digits on the wire, E.164 here. A number without its country code reads as null. */
export const phone = text.transform((value) => {
  const digits = value?.replace(/\D/g, "").replace(/^00/, "") ?? ""
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null
})

function withZone(value: string) {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/.test(value) ? `${value.replace(" ", "T")}Z` : value
}

/** An answer in our words, or the place in its JSON that could not be read. */
export type Reading<T> = { ok: true; value: T } | { ok: false; jsonPath: string; problem: string }

/** Reads `{"data": value}` or the bare value. */
export function readOne<T>(schema: z.ZodType<T>, body: unknown): Reading<T> {
  return isRecord(body) && "data" in body ? readExact(schema, body.data, ["data"]) : readExact(schema, body)
}

/** Reads the value itself, without looking for an envelope. */
export function readExact<T>(schema: z.ZodType<T>, body: unknown, at: PropertyKey[] = []): Reading<T> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  const path = [...at, ...(issue?.path ?? [])]
  return { ok: false, jsonPath: jsonPath(path), problem: issue?.message ?? "unreadable" }
}

export type Page<T> = {
  items: T[]
  /** null when the answer does not give the number of pages. */
  lastPage: number | null
}

const lastPageOnWire = z.coerce.number().int().min(1).catch(Number.NaN)

/** Reads `{"data": [...], "meta": {"last_page": n}}`, the same without `meta`, or a bare array. */
export function readPage<T>(schema: z.ZodType<T>, body: unknown): Reading<Page<T>> {
  const items = readOne(z.array(schema), body)
  if (!items.ok) return items
  const meta = isRecord(body) && isRecord(body.meta) ? body.meta : body
  const lastPage = lastPageOnWire.parse(isRecord(meta) ? meta.last_page : undefined)
  return { ok: true, value: { items: items.value, lastPage: Number.isNaN(lastPage) ? null : lastPage } }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** `["data", 0, "points"]` as `data[0].points`. */
export function jsonPath(path: PropertyKey[]) {
  return path.reduce<string>((written, key) => {
    if (typeof key === "number") return `${written}[${key}]`
    return written ? `${written}.${String(key)}` : String(key)
  }, "")
}
