import { scrubText } from "@/lib/log"
import { maskEmail, maskPhone } from "@/lib/phone"
import { PERSONAL_FIELDS, SECRET_FIELDS, type WireCall } from "./wire/calls"
import { isRecord } from "./wire/fields"

/** The phase in which a call failed. */
export type ExchangePhase = "connect" | "send" | "answer" | "read"

/** One call to Pongo as the delivery log records it. Never holds a token or a secret. */
export type Exchange = {
  method: WireCall["method"]
  /** Includes the query; phones are masked. */
  path: string
  requestBody: Record<string, unknown> | null
  status: number | null
  /** The first 8 KiB at most. */
  responseBody: string | null
  durationMs: number
  /** null when an answer was read to its end, whatever its status. */
  phase: ExchangePhase | null
  retryAfterSeconds: number | null
}

const RECORDED_BYTES = 8 * 1024
const HIDDEN = "[redacted]"

/** A request body without the values of secret fields, at any depth. */
export function withoutSecrets(body: Record<string, unknown>): Record<string, unknown> {
  return mapFields(body, (name, value) => (SECRET_FIELDS.includes(name) ? HIDDEN : value))
}

const secretField = jsonFields(SECRET_FIELDS.filter((name) => name !== "code"))

/**
 * The part of an answer that is kept: without secrets, without NUL (PostgreSQL refuses it), at most 8 KiB. Secrets are
 * removed before the cut, so that no part of one survives it.
 */
export function recordable(answer: string, secrets: readonly string[]): string {
  const clean = secrets
    .filter((secret) => secret.length > 0)
    .reduce((text, secret) => text.replaceAll(secret, HIDDEN), answer)
    .replace(secretField, `$1"${HIDDEN}"`)
    .replaceAll("\0", "")
  const bytes = Buffer.from(clean)
  if (bytes.length <= RECORDED_BYTES) return clean
  return bytes
    .subarray(0, RECORDED_BYTES)
    .toString()
    .replace(/\uFFFD+$/, "")
}

const personalField = jsonFields(PERSONAL_FIELDS)

/** The same exchange with phones, e-mails, names and birthdays masked. May be stored in clear. */
export function withoutPersonalData(exchange: Exchange): Exchange {
  return {
    ...exchange,
    requestBody: exchange.requestBody && mapFields(exchange.requestBody, maskField),
    // By pattern, not by parsing: a recorded answer may be truncated.
    responseBody:
      exchange.responseBody && scrubText(exchange.responseBody.replace(personalField, `$1"${HIDDEN}"`)),
  }
}

function maskField(name: string, value: unknown) {
  if (!PERSONAL_FIELDS.includes(name) || value === null) return value
  if (name === "phone") return maskPhone(`+${String(value).replace(/\D/g, "")}`)
  return name === "email" ? maskEmail(String(value)) : HIDDEN
}

type ReplaceField = (name: string, value: unknown) => unknown

function mapFields(record: Record<string, unknown>, replace: ReplaceField): Record<string, unknown> {
  const deep = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deep)
    return isRecord(value) ? mapFields(value, replace) : value
  }
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, deep(replace(name, value))] as const),
  )
}

function jsonFields(names: readonly string[]) {
  return new RegExp(`("(?:${names.join("|")})"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*(?:"|$)|-?\\d[\\d.]*)`, "g")
}
