import type { Parameter } from "./describe-operation"

const KEY_WORDS =
  "The same key and the same body again: the first answer again, for 72 h. Make a new one for each thing done, " +
  "and keep it for every repeat."

/** Headers a call may carry, by their name in the document. */
export const PARAMETERS = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description: KEY_WORDS,
    schema: { type: "string", minLength: 1, maxLength: 255 },
  },
  IdempotencyKeyRequired: {
    name: "Idempotency-Key",
    in: "header",
    required: true,
    description: KEY_WORDS,
    schema: { type: "string", minLength: 1, maxLength: 255 },
  },
  TillId: {
    name: "X-Till-Id",
    in: "header",
    description: "The till that calls. It holds the rewards it locks, and the office sees that it is alive.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,100}$" },
  },
  AcceptLanguage: {
    name: "Accept-Language",
    in: "header",
    description: "`fr` (default) or `en`: the language of `cashier_message` and `sync.message`.",
    schema: { type: "string" },
  },
} satisfies Record<string, Parameter>

/** Headers an answer may carry. */
export const HEADERS = {
  "X-Request-Id": {
    description: "Support finds the call by it.",
    schema: { type: "string" },
  },
  "Idempotent-Replayed": {
    description: "`true`: this is the first answer again, nothing was done a second time.",
    schema: { type: "string", enum: ["true"] },
  },
  RateLimit: { description: "What is left of this key's minute.", schema: { type: "string" } },
  "RateLimit-Policy": { description: "How many calls a key has per minute.", schema: { type: "string" } },
  "Retry-After": { description: "Seconds to wait before the same call again.", schema: { type: "string" } },
  "WWW-Authenticate": { description: "`Bearer`.", schema: { type: "string" } },
}
