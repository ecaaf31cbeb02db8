import { FieldErrors, FieldReader } from "../api/validation"
import { newId } from "../state/ids"
import type { Call } from "./http"

export const FAULT_KINDS = [
  "slow",
  "status",
  "reset",
  "hang",
  "reset_after_work",
  "hang_after_work",
  "html",
  "empty",
  "truncated_json",
  "slow_body",
  "bare",
  "no_meta",
  "repeat_last_page",
  "page_loop",
  "last_page_too_low",
  "last_page_too_high",
  "bad_text",
  "reward_returned",
] as const

type FaultKind = (typeof FAULT_KINDS)[number]

export type FaultInput = {
  id?: string
  /** Absent: any method. */
  method?: string
  /** `/v1/orders`, `/v1/customers/{id}`, `/v1/stores/*`. A trailing `*` also matches further segments. */
  path: string
  kind: FaultKind
  status?: number
  body?: unknown
  /** Seconds, sent as `Retry-After`. */
  retry_after?: number
  delay_ms?: number
  /** How many requests it applies to. Absent: unlimited. */
  times?: number
  /** Between 0 and 1. Absent: always. */
  probability?: number
  match?: { order_id?: string; body_includes?: string }
}

export type Fault = FaultInput & {
  id: string
  /** `null`: unlimited. 0: used up, but still listed. */
  remaining: number | null
  hits: number
}

/** The switchboard: which requests fail, and how. Faults apply only to paths under `/v1/`. */
export class FaultBoard {
  readonly #faults = new Map<string, Fault>()
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  add(input: FaultInput): Fault {
    const fault: Fault = {
      ...input,
      id: input.id ?? newId("flt", 8),
      method: input.method?.toUpperCase(),
      remaining: input.times ?? null,
      hits: 0,
    }
    this.#faults.set(fault.id, fault)
    return fault
  }

  list(): Fault[] {
    return [...this.#faults.values()]
  }

  remove(id: string): boolean {
    return this.#faults.delete(id)
  }

  clear(): void {
    this.#faults.clear()
  }

  /** The first matching fault, counted as used, or `null`. */
  take(call: Call): Fault | null {
    if (this.#faults.size === 0 || !call.path.startsWith("/v1/")) return null
    for (const fault of this.#faults.values()) {
      if (fault.remaining === 0 || !applies(fault, call)) continue
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue
      if (fault.remaining !== null) fault.remaining -= 1
      fault.hits += 1
      return fault
    }
    return null
  }
}

/** Parses a fault from the form or the API. Throws a 422 that names its errors. */
export function readFault(body: Record<string, unknown>): FaultInput {
  const errors = new FieldErrors()
  const fields = new FieldReader(body, errors)
  const match = fields.object("match")
  const fault = {
    id: fields.string("id"),
    method: fields.string("method", { pattern: /^[a-z]+$/i }),
    path: fields.string("path", { required: true, pattern: /^\//, says: "must start with a slash." }),
    kind: fields.oneOf("kind", FAULT_KINDS, { required: true }),
    status: fields.integer("status", { min: 200, max: 599 }),
    body: body.body,
    retry_after: fields.integer("retry_after", { min: 0 }),
    delay_ms: fields.integer("delay_ms", { min: 0, max: 600_000 }),
    times: fields.integer("times", { min: 1 }),
    probability: fields.number("probability", { min: 0, max: 1 }),
    match: match && {
      order_id: match.string("order_id") ?? undefined,
      body_includes: match.string("body_includes") ?? undefined,
    },
  }
  errors.throwIfAny()
  const given = Object.entries(fault).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(given) as unknown as FaultInput
}

function applies(fault: Fault, call: Call): boolean {
  if (fault.method && fault.method !== call.method) return false
  if (!isPathMatched(fault.path, call.path)) return false
  if (fault.match?.body_includes && !call.rawBody.includes(fault.match.body_includes)) return false
  return !fault.match?.order_id || isAboutOrder(call, fault.match.order_id)
}

function isPathMatched(pattern: string, path: string): boolean {
  const expected = pattern.split("/")
  const actual = path.split("/")
  const isOpenEnded = expected.at(-1) === "*" && actual.length >= expected.length
  if (expected.length !== actual.length && !isOpenEnded) return false
  return expected.every((segment, index) => {
    return segment === "*" || segment.startsWith("{") || segment === actual[index]
  })
}

/** Whether the body is that order, or the path is below it. */
function isAboutOrder(call: Call, orderId: string): boolean {
  const [, , resource, segment] = call.path.split("/")
  if (resource === "orders" && segment === encodeURIComponent(orderId)) return true
  try {
    return call.json().order_id === orderId
  } catch {
    // An unreadable body matches no order; the handler refuses it.
    return false
  }
}
