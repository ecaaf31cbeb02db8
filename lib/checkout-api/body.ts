import type { z } from "zod"
import { AppError, type FieldError } from "@/lib/errors"
import { readBytes } from "@/lib/http"
import { findUnstorable } from "@/lib/text"

const LIMIT_BYTES = 1024 * 1024
/** A till that sends a million mistakes gets the first hundred. */
const LIMIT_ERRORS = 100

/**
 * Reads a JSON object of at most 1 MiB.
 * @throws AppError `unsupported_media_type`, `body_too_large`, `invalid_json`, and as {@link readBytes}
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/json")
    throw new AppError("unsupported_media_type", "Send `Content-Type: application/json`.")
  const bytes = await readBytes(request, LIMIT_BYTES)
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError("invalid_json", error instanceof Error ? error.message : "not JSON")
  }
}

/** @throws AppError `validation_failed` with one entry per problem, paths as `lines.0.sku` */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  const fields = parsed.success
    ? findUnstorable(parsed.data)
    : parsed.error.issues.slice(0, LIMIT_ERRORS).flatMap(fieldErrors).slice(0, LIMIT_ERRORS)
  if (parsed.success && fields.length === 0) return parsed.data
  throw new AppError("validation_failed", `${fields[0]?.path || "body"}: ${fields[0]?.message}`, { fields })
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join(".")
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: "unknown field" }))
  if (issue.code === "invalid_union") {
    // The closest branch of the union has the most useful errors.
    const closest = issue.errors.toSorted((a, b) => a.length - b.length)[0]
    if (closest?.length)
      return closest.flatMap((inner) => fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }))
  }
  return [{ path, message: issue.message }]
}
