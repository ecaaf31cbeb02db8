import pino, { type DestinationStream, type Logger } from "pino"
import { env } from "@/lib/env"
import { parsePhone } from "@/lib/phone"

const HIDDEN = "[redacted]"
const MAX_DEPTH = 6
const MAX_ITEMS = 50

/** Matched without case and separators: `access_token`, `accessToken`, `Access-Token`. */
const HIDDEN_KEY =
  /(token|secret|password|passphrase|apikey|authorization|cookie|signature|encryptionkeys|databaseurl|smtpurl)$|^(pin|phone|phonenumber|mobile|email|mail|firstname|lastname|birthday)$/
const OMITTED_KEY = /^(requestbody|responsebody|rawbody|body)$/

/** The process's log: JSON lines on standard output, without tokens, phones or e-mails. */
export const logger = createLogger()

/** A `logger` with another destination. */
export function createLogger(destination?: DestinationStream, level: string = env.LOG_LEVEL): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => scrubFields(fields, 0),
    },
    // Runs over every message, whether passed, formatted or taken from an error.
    serializers: { msg: (message: unknown) => scrub(message, 0), err: (error: unknown) => error },
  }
  const root = destination ? pino(options, destination) : pino(options)
  // pino applies no formatter to a child's bound fields.
  const child = root.child
  root.child = function (this: Logger, fields: pino.Bindings, ...rest: never[]) {
    return child.call(this, scrubFields(fields, 0), ...rest)
  } as typeof root.child
  return root
}

const SECRETS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${HIDDEN}`],
  [/\bcpt_[\w-]+/g, HIDDEN],
  [/\bwhsec_[\w+/=-]+/g, HIDDEN],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, HIDDEN],
  [/([?&](?:access_token|token|code|state|secret|client_secret|key|signature)=)[^&\s"'#]+/gi, `$1${HIDDEN}`],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@]*:[^\s/@]+@/gi, `$1${HIDDEN}@`],
]
const EMAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
const INTERNATIONAL = "(?:\\+|%2B|00)[\\s(]*[1-9](?:[\\s.()/-]{0,3}\\d){6,14}"
const TRUNK_ZERO = "\\(?0[1-9]\\d{0,2}\\)?(?:[\\s./-]{0,2}\\d{2,4}){2,4}"
const NORTH_AMERICAN = "\\(?[2-9]\\d{2}\\)?[\\s.-]{1,2}\\d{3}[\\s.-]\\d{4}"
const BARE = "\\d{10,15}"
const PHONE_LIKE = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:${UUID}|${INTERNATIONAL}|${TRUNK_ZERO}|${NORTH_AMERICAN}|${BARE})(?![\\p{L}\\p{N}_])`,
  "giu",
)

/** The text with its phones, e-mail addresses, tokens and passwords removed. */
export function scrubText(text: string): string {
  const withoutSecrets = SECRETS.reduce((rest, [pattern, hidden]) => rest.replace(pattern, hidden), text)
  return withoutSecrets
    .replace(EMAIL, "[email]")
    .replace(PHONE_LIKE, (found) => (isPhone(found) ? "[phone]" : found))
}

/** Keep UUIDs and long numbers that are no phone, such as milliseconds. */
function isPhone(found: string) {
  const digits = found.replace(/\D/g, "")
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(found) || digits.length < 9) return false
  if (found !== digits) return true
  return digits.startsWith("0") || parsePhone(`+${digits}`, "FR") !== null
}

function scrub(value: unknown, depth: number): unknown {
  if (typeof value === "string") return scrubText(value)
  if (typeof value !== "object" || value === null) return value
  if (depth >= MAX_DEPTH) return "[deep]"
  if (value instanceof Error) return scrubError(value, depth)
  if (ArrayBuffer.isView(value)) return "[bytes]"
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => scrub(item, depth + 1))
  if (value instanceof Map || isHeaders(value)) return scrubFields(Object.fromEntries(value), depth + 1)
  if ("toJSON" in value && typeof value.toJSON === "function") return scrub(value.toJSON(), depth + 1)
  return scrubFields(value, depth + 1)
}

const isHeaders = (value: object): value is Headers => value instanceof Headers

function scrubError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: scrubText(error.stack ?? ""),
    ...scrubFields({ ...error, name: undefined, message: undefined, stack: undefined }, depth + 1),
    ...(error.cause !== undefined && { cause: scrub(error.cause, depth + 1) }),
  }
}

function scrubFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, scrubField(name, value, depth)] as const),
  )
}

function scrubField(name: string, value: unknown, depth: number) {
  const key = name.toLowerCase().replace(/[_-]/g, "")
  if (HIDDEN_KEY.test(key)) return value === null ? null : HIDDEN
  return OMITTED_KEY.test(key) ? "[omitted]" : scrub(value, depth)
}
