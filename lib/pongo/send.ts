import { Agent, type Dispatcher } from "undici"
import type { PongoErrorKind } from "@/db/enums"
import { PongoError } from "./error"
import { type Exchange, type ExchangePhase, recordable, withoutSecrets } from "./exchange"
import type { WireCall } from "./wire/calls"

const ANSWER_LIMIT_BYTES = 1024 * 1024
const RETRY_AFTER_LIMIT_SECONDS = 86_400
const CONNECT_TIMEOUT_MS = 5_000
const KEEP_ALIVE_MS = 10_000

export type CallOptions = {
  /** For the whole call, from connecting to the last byte. */
  timeoutMs?: number
  /** Aborts the call, which then fails as `timeout` with the signal's reason as `cause`. */
  signal?: AbortSignal
}

export type Answer = {
  exchange: Exchange
  status: number
  /** The whole body. `exchange.responseBody` is the part that is kept. */
  body: string
}

export type SenderOptions = {
  baseUrl: string
  timeoutMs: number
  /** Sockets to Pongo's host. A call waits for a free one, and the wait counts towards its timeout. */
  connections: number
}

export type Sender = {
  send(call: WireCall, token: string | null, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}

/**
 * Sends calls over kept-alive connections. Returns any HTTP answer that could be read, whatever its status. Does not
 * follow redirects, because the token would travel with them.
 *
 * Built on `Agent.dispatch` rather than `undici.request`, which cannot be aborted while it connects and does not report
 * how far a failed call got.
 */
export function createSender({ baseUrl, timeoutMs, connections }: SenderOptions): Sender {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, "")
  const agent = new Agent({
    connections,
    connect: { timeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS) },
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })

  return {
    send: (call, token, options) =>
      send(agent, { origin: base.origin, prefix, timeoutMs, ...defined(options) }, call, token),
    close: () => agent.close(),
  }
}

type Target = CallOptions & {
  origin: string
  prefix: string
  timeoutMs: number
}

/** What is known about a call in flight. */
type Progress = {
  phase: ExchangePhase
  status: number | null
  retryAfterSeconds: number | null
  chunks: Buffer[]
  bytes: number
}

function send(agent: Agent, target: Target, call: WireCall, token: string | null): Promise<Answer> {
  const startedAt = performance.now()
  const secrets = [token ?? "", ...secretValues(call.body)]
  const progress: Progress = { phase: "connect", status: null, retryAfterSeconds: null, chunks: [], bytes: 0 }

  const exchange = (phase: ExchangePhase | null): Exchange => ({
    method: call.method,
    path: call.shownPath ?? call.path,
    requestBody: call.body ? withoutSecrets(call.body) : null,
    status: progress.status,
    responseBody: progress.status === null ? null : recordable(text(progress), secrets),
    durationMs: Math.round(performance.now() - startedAt),
    phase,
    retryAfterSeconds: progress.retryAfterSeconds,
  })
  const failure: Fail = (kind, message, cause) =>
    new PongoError(kind, message, { exchange: exchange(progress.phase), cause })

  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    return Promise.reject(failure("unauthorized", "The access token has characters that no token has"))

  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null
    let isOver = false

    const finish = (phase: ExchangePhase | null) => {
      if (stop()) resolve({ exchange: exchange(phase), status: progress.status!, body: text(progress) })
    }
    const giveUp = (error: PongoError) => {
      // A received status is worth more than the reason why the body did not end.
      if (progress.status !== null && progress.status >= 300) finish("read")
      else if (stop()) reject(error)
      controller?.abort(error)
    }
    const stop = () => {
      if (isOver) return false
      isOver = true
      clearTimeout(deadline)
      target.signal?.removeEventListener("abort", onAbort)
      return true
    }
    const onAbort = () =>
      giveUp(failure("timeout", "The call was given up before Pongo answered", target.signal?.reason))
    const deadline = setTimeout(() => giveUp(tooLate(progress.phase, failure)), target.timeoutMs)

    if (target.signal?.aborted) return onAbort()
    target.signal?.addEventListener("abort", onAbort)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        // Aborted while waiting for a connection: nothing was written, and nothing will be.
        if (isOver) started.abort(new Error("given up"))
        else progress.phase = "answer"
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return
        progress.phase = "read"
        progress.status = status
        progress.retryAfterSeconds = readRetryAfter(headers["retry-after"])
      },
      onResponseData(_controller, chunk) {
        progress.bytes += chunk.length
        if (progress.bytes <= ANSWER_LIMIT_BYTES) progress.chunks.push(chunk)
        else giveUp(failure("unreadable", "Pongo's answer is longer than 1 MiB"))
      },
      onResponseEnd: () => finish(null),
      onResponseError(_controller, error) {
        if (isOver) return
        if (progress.phase === "answer" && wasNeverWritten(error)) progress.phase = "send"
        const [kind, message] = explain(error, progress.phase)
        giveUp(failure(kind, message, error))
      },
    }
    try {
      agent.dispatch(
        {
          origin: target.origin,
          path: `${target.prefix}${call.path}`,
          method: call.method,
          headers: headers(call, token),
          body: call.body ? JSON.stringify(call.body) : null,
        },
        handler,
      )
    } catch (error) {
      giveUp(failure("refused", "The call could not be started", error))
    }
  })
}

const headers = (call: WireCall, token: string | null) => ({
  accept: "application/json",
  "accept-encoding": "identity",
  "user-agent": "comptoir",
  ...(token !== null && { authorization: `Bearer ${token}` }),
  ...(call.body && { "content-type": "application/json" }),
})

type Fail = (kind: PongoErrorKind, message: string, cause?: unknown) => PongoError

const tooLate = (phase: ExchangePhase, failure: Fail) =>
  phase === "connect"
    ? failure("connect_timeout", "No connection to Pongo in time")
    : failure("timeout", "Pongo did not answer in time")

const DNS_CODES = ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA"]
const CONNECT_TIMEOUT_CODES = ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"]
const TIMEOUT_CODES = ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"]
const TLS_CODE =
  /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/

function explain(error: Error, phase: ExchangePhase): [PongoErrorKind, string] {
  const code = errorCode(error)
  if (phase === "connect") {
    if (DNS_CODES.includes(code)) return ["dns", "Pongo's host name could not be resolved"]
    if (CONNECT_TIMEOUT_CODES.includes(code)) return ["connect_timeout", "No connection to Pongo in time"]
    if (TLS_CODE.test(code)) return ["tls", `No secure connection to Pongo (${code})`]
    return ["refused", `Pongo refused the connection (${code})`]
  }
  if (TIMEOUT_CODES.includes(code)) return ["timeout", "Pongo stopped answering"]
  if (error.name === "HTTPParserError") return ["unreadable", `Pongo's answer is not HTTP (${code})`]
  return ["reset", `Pongo closed the connection before the end of its answer (${code})`]
}

function errorCode(error: Error): string {
  const code = "code" in error ? error.code : undefined
  return typeof code === "string" ? code : error.name
}

function wasNeverWritten(error: Error) {
  if (errorCode(error) === "EPIPE") return true
  const socket = "socket" in error ? (error.socket as { bytesWritten?: number } | undefined) : undefined
  return socket?.bytesWritten === 0
}

/** Seconds, or an HTTP date. @see RFC 9110 §10.2.3 */
function readRetryAfter(header: string | string[] | undefined): number | null {
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? ""
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000)
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), RETRY_AFTER_LIMIT_SECONDS)
}

const text = (progress: Progress) => new TextDecoder().decode(Buffer.concat(progress.chunks))

/** Long values only: a four-digit pin would be struck out of every amount. */
const secretValues = (body: Record<string, unknown> = {}) => {
  const hidden = withoutSecrets(body)
  return Object.entries(body).flatMap(([name, value]) =>
    typeof value === "string" && value !== hidden[name] && value.length >= 6 ? [value] : [],
  )
}

const defined = (options: CallOptions = {}) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as CallOptions
