import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import type { AccessToken } from "../state/state"
import type { World } from "../state/world"

const MAX_BODY_BYTES = 2 * 1024 * 1024

export type Answer = {
  status: number
  /** Sent as JSON. */
  body?: unknown
  html?: string
  headers?: Record<string, string>
}

export type FieldMessages = Record<string, string[]>

/** An error in Laravel's format: `message`, and on a 422 `errors` by field. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: FieldMessages,
    readonly headers?: Record<string, string>,
  ) {
    super(message)
  }

  toAnswer(): Answer {
    const body = this.errors ? { message: this.message, errors: this.errors } : { message: this.message }
    return { status: this.status, body, headers: this.headers }
  }
}

/** One request, with its body already read. */
export class Call {
  params: Record<string, string> = {}
  merchantId: string | null = null
  /** Set by the switchboard: what a page beyond the last returns. */
  beyondLastPage: "empty" | "last" | "first" = "empty"
  /** Set by the switchboard: a reversed order returns its rewards. */
  returnsRewards = false
  #json: Record<string, unknown> | undefined
  #query: URLSearchParams | undefined

  constructor(
    readonly method: string,
    readonly path: string,
    readonly search: string,
    readonly headers: IncomingHttpHeaders,
    readonly rawBody: string,
  ) {}

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.search)
    return this.#query
  }

  param(name: string): string {
    return this.params[name] ?? ""
  }

  isForm(): boolean {
    return this.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false
  }

  form(): URLSearchParams {
    return new URLSearchParams(this.rawBody)
  }

  /** The JSON object in the body. An empty body counts as `{}`. */
  json(): Record<string, unknown> {
    this.#json ??= parseJsonObject(this.rawBody, this.headers["content-type"])
    return this.#json
  }
}

/** A call whose bearer token was verified. */
export type MerchantCall = Call & { token: AccessToken; merchantId: string }

export type Route = {
  method: string
  /** Segments in braces are parameters: `/v1/customers/{id}`. */
  path: string
  handle(world: World, call: Call): Answer | Promise<Answer>
}

function parseJsonObject(text: string, contentType: string | undefined): Record<string, unknown> {
  if (text === "") return {}
  if (!contentType || !/^application\/(.+\+)?json/i.test(contentType)) {
    throw new ApiError(415, "Send the body as application/json.")
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ApiError(400, "The request body is not valid JSON.")
  }
  if (!isRecord(value)) throw new ApiError(400, "The request body must be a JSON object.")
  return value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Reads a request's body as text. Throws a 413 above {@link MAX_BODY_BYTES}. */
export function readBody(request: IncomingMessage): Promise<string> | string {
  const { "content-length": declared, "transfer-encoding": encoding } = request.headers
  if (encoding === undefined && (declared === undefined || declared === "0")) return ""
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_BODY_BYTES) {
        // Read and discard the rest, so that the client sees the answer.
        request.removeAllListeners("data").resume()
        reject(
          new ApiError(413, "The request body is larger than 2 MiB.", undefined, { connection: "close" }),
        )
        return
      }
      chunks.push(chunk)
    })
    request.on("end", () => {
      const [only] = chunks
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString("utf8"))
    })
    request.on("error", reject)
    request.on("aborted", () => reject(new ApiError(400, "The request was cut off.")))
  })
}

/** One page of a list, by `?page=&per_page=`. */
export function paginate<T>(call: Call, rows: readonly T[], present: (row: T) => unknown): Answer {
  const perPage = positiveInteger(call, "per_page", 15, 100)
  const lastPage = Math.max(1, Math.ceil(rows.length / perPage))
  const asked = positiveInteger(call, "page", 1, Number.MAX_SAFE_INTEGER)
  const page = asked <= lastPage ? asked : pageBeyond(call, asked, lastPage)
  const start = (page - 1) * perPage
  const data = rows.slice(start, start + perPage).map(present)
  const meta = {
    current_page: page,
    from: data.length > 0 ? start + 1 : null,
    last_page: lastPage,
    per_page: perPage,
    to: data.length > 0 ? start + data.length : null,
    total: rows.length,
  }
  return { status: 200, body: { data, meta } }
}

function pageBeyond(call: Call, asked: number, lastPage: number): number {
  if (call.beyondLastPage === "empty") return asked
  return call.beyondLastPage === "last" ? lastPage : ((asked - 1) % lastPage) + 1
}

function positiveInteger(call: Call, name: string, fallback: number, max: number): number {
  const text = call.query.get(name)
  if (text === null || text === "") return fallback
  const value = Number(text)
  const label = name.replaceAll("_", " ")
  if (!Number.isSafeInteger(value) || value < 1) {
    const message = `The ${label} field must be an integer of at least 1.`
    throw new ApiError(422, message, { [name]: [message] })
  }
  return Math.min(value, max)
}
