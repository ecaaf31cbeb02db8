import { randomUUID } from "node:crypto"
import { type Backoff, backoffMs, pause } from "./pause.js"
import { fromProblem, isProblem, type Locale, noAnswer, onTill, ProblemError, unreadable } from "./problem.js"

type Call = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** From the server's root. */
  path: string
  query?: Record<string, string | number | boolean | null | undefined>
  body?: unknown
}

export type CallOptions = {
  /** Aborts the call, which then throws a ProblemError `aborted` with the signal's reason as its `cause`. */
  signal?: AbortSignal
  /** Per attempt. Default 10 s. */
  timeoutMs?: number
  /** Maximum number of attempts. Default 3. */
  attempts?: number
  /** Set your own to repeat a call after a restart of the till. By default every call gets a new one. */
  idempotencyKey?: string
}

export type Send = <T>(call: Call, options?: CallOptions) => Promise<T>

export type TransportOptions = {
  /** Comptoir's address, for example `https://comptoir.example`. */
  baseUrl: string
  apiKey: string
  tillId: string
  locale: Locale
  fetch: typeof fetch
  backoff: Backoff
}

const TIMEOUT_MS = 10_000
const ATTEMPTS = 3
/** A person is waiting: if the server asks for a longer pause, report the problem instead. */
const PATIENCE_MS = 20_000

/**
 * Sends a call until it is answered, with the same `Idempotency-Key` each time, so that a call with a lost answer has
 * one effect. Repeats after lost connections, timeouts, 5xx, 429 and `request_in_progress`.
 * @throws ProblemError
 */
export function createTransport(options: TransportOptions): Send {
  const base = options.baseUrl.replace(/\/+$/, "")

  return async function send<T>(call: Call, callOptions: CallOptions = {}): Promise<T> {
    const { signal, attempts = ATTEMPTS, timeoutMs = TIMEOUT_MS } = callOptions
    const key = call.method === "GET" ? undefined : (callOptions.idempotencyKey ?? randomUUID())
    const startedAt = Date.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return (await sendOnce(call, key, timeoutMs, signal)) as T
      } catch (error) {
        if (!(error instanceof ProblemError) || attempt >= attempts || !isWorthRepeating(error)) throw error
        const asked = (error.retryAfterSeconds ?? 0) * 1000
        const waitMs = Math.max(asked, backoffMs(attempt - 1, options.backoff))
        if (Date.now() - startedAt + waitMs > PATIENCE_MS) throw error
        await pause(waitMs, signal)
        throwIfAborted(signal)
      }
    }
  }

  async function sendOnce(call: Call, key: string | undefined, timeoutMs: number, signal?: AbortSignal) {
    throwIfAborted(signal)
    const { response, text } = await exchange(call, written(call.body), key, timeoutMs, signal)
    const value = parse(text)
    if (response.ok && isObject(value)) return value
    if (!response.ok && isProblem(value)) throw fromProblem(value, response.headers)
    throw unreadable(response, options.locale)
  }

  function throwIfAborted(signal: AbortSignal | undefined) {
    if (signal?.aborted) throw onTill("aborted", "The call was given up", options.locale, signal.reason)
  }

  function written(body: unknown): string | undefined {
    try {
      return body === undefined ? undefined : JSON.stringify(body)
    } catch (error) {
      throw onTill("invalid_call", "The body cannot be written as JSON", options.locale, error)
    }
  }

  async function exchange(
    call: Call,
    body: string | undefined,
    key: string | undefined,
    timeoutMs: number,
    signal?: AbortSignal,
  ) {
    const giveUp = new AbortController()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      giveUp.abort()
    }, timeoutMs)
    const onAbort = () => giveUp.abort()
    signal?.addEventListener("abort", onAbort)
    try {
      const response = await options.fetch(address(call), {
        method: call.method,
        headers: headers(call, key),
        body,
        // A redirect would carry the key to a network's sign-in page.
        redirect: "manual",
        signal: giveUp.signal,
      })
      return { response, text: await response.text() }
    } catch (error) {
      throwIfAborted(signal)
      throw noAnswer(isLate ? "timeout" : "network", options.locale, error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener("abort", onAbort)
    }
  }

  function address({ path, query = {} }: Call): string {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    )
    const search = new URLSearchParams(given).toString()
    return base + path + (search && `?${search}`)
  }

  function headers(call: Call, key: string | undefined): Record<string, string> {
    return {
      Accept: "application/json",
      "Accept-Language": options.locale,
      Authorization: `Bearer ${options.apiKey}`,
      "X-Till-Id": options.tillId,
      ...(call.body !== undefined && { "Content-Type": "application/json" }),
      ...(key !== undefined && { "Idempotency-Key": key }),
    }
  }
}

/** One path segment. `encodeURIComponent` throws on half of a surrogate pair, which no id contains. */
export const segment = (id: string): string =>
  encodeURIComponent(String(id).replace(/\p{Surrogate}/gu, "\uFFFD"))

/** Whether a repeat within seconds may succeed. */
function isWorthRepeating({ code, status, retryable }: ProblemError): boolean {
  if (status === null || status === 429 || code === "request_in_progress") return true
  if (status >= 500) return retryable
  return code === "unreadable_answer" && status < 300
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)
