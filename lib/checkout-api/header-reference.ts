import type { Parameter } from "./describe-operation"
import type { ReferenceWords } from "./reference-words"

const idempotencyKey = { type: "string", minLength: 1, maxLength: 255 }

const PARAMETERS = {
  IdempotencyKey: { name: "Idempotency-Key", in: "header", schema: idempotencyKey },
  IdempotencyKeyRequired: { name: "Idempotency-Key", in: "header", required: true, schema: idempotencyKey },
  TillId: {
    name: "X-Till-Id",
    in: "header",
    schema: { type: "string", minLength: 1, maxLength: 100 },
  },
  AcceptLanguage: { name: "Accept-Language", in: "header", schema: { type: "string" } },
} satisfies Record<string, Parameter>
export type HeaderParameter = keyof typeof PARAMETERS

/** Request headers, by their name in the document. */
export const headerParameters = ({ parameters }: ReferenceWords): Record<string, Parameter> =>
  Object.fromEntries(
    Object.entries(PARAMETERS).map(([id, parameter]) => [
      id,
      { ...parameter, description: parameters[id.replace(/Required$/, "")] },
    ]),
  )

/** Response headers. */
export const HEADERS = {
  "X-Request-Id": {
    description: "Support finds the call by it.",
    schema: { type: "string" },
  },
  "Idempotent-Replayed": {
    description: "`true`: this is the first answer again, nothing was done a second time.",
    schema: { type: "string", enum: ["true"] },
  },
  RateLimit: {
    description: "Calls of this key that would be served if they came now; all of them `t` seconds later.",
    schema: { type: "string" },
  },
  "RateLimit-Policy": { description: "Calls a second and key.", schema: { type: "string" } },
  "Retry-After": { description: "Seconds to wait before the same call again.", schema: { type: "string" } },
  "WWW-Authenticate": { description: "`Bearer`.", schema: { type: "string" } },
}
