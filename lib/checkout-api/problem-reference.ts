import { AppError, POS_ERRORS, type PosErrorCode } from "@/lib/errors"
import { toProblem } from "./problem"
import type { AnyRoute, Method } from "./route"

/** The refusals of the operation's shape and of its verb, in the order of {@link POS_ERRORS}. */
export function problemCodes(path: string, method: Method, route: AnyRoute): PosErrorCode[] {
  const codes = new Set<PosErrorCode>([
    "unauthorized",
    "key_revoked",
    "rate_limited",
    "internal",
    "unavailable",
  ])
  const add = (...more: PosErrorCode[]) => {
    for (const code of more) codes.add(code)
  }
  add(...route.words.errors)
  if (route.scope) add("forbidden")
  if (path.includes("{")) add("not_found")
  if (route.body) add("invalid_json", "unsupported_media_type", "body_too_large")
  if (route.query || method !== "GET") add("validation_failed")
  if (method !== "GET") add("request_in_progress", "idempotency_key_reused", "location_not_allowed")
  if (route.needsIdempotencyKey) add("idempotency_key_required")
  return (Object.keys(POS_ERRORS) as PosErrorCode[]).filter((code) => codes.has(code))
}

/** An example of a refusal with this code. */
export function problemExample(code: PosErrorCode) {
  const { title } = POS_ERRORS[code]
  const error = new AppError(code, DETAILS[code], {
    fields: code === "validation_failed" ? [{ path: "lines.0.sku", message: "required" }] : [],
    extra: EXTRAS[code],
  })
  return { summary: title, value: toProblem(error, "req_6f1c0a7e5b0d4c2e9a3f", "fr") }
}

const DETAILS: Partial<Record<PosErrorCode, string>> = {
  validation_failed: "lines.0.sku: required",
  location_unknown: 'No location "bastile". Send it with PUT /locations first.',
}
const EXTRAS: Partial<Record<PosErrorCode, AppError["extra"]>> = {
  customer_not_found: { can_enlist: true },
  pongo_timeout: { outcome: "unknown" },
}
