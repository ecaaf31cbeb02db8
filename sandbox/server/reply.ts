import type { ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import type { Fault } from "./faults"
import { type Answer, isRecord } from "./http"

const DEFAULT_DELAY_MS = 3_000
const SLOW_BODY_PIECES = 10

const STATUS_MESSAGES: Record<number, string> = {
  401: "Unauthenticated.",
  403: "This action is unauthorized.",
  404: "Not Found",
  422: "The given data was invalid.",
  429: "Too Many Attempts.",
  500: "Server Error",
  503: "Service Unavailable",
}

const GATEWAY_PAGE = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`

export type Sent = {
  /** 0 if nothing was answered. */
  status: number
  body: string
}

const NOTHING_SENT: Sent = { status: 0, body: "" }

/** Sends a complete answer with its length. */
export function send(response: ServerResponse, answer: Answer): Sent {
  const { type, text } = encode(answer)
  return sendText(response, answer.status, type, text, answer.headers)
}

/**
 * Answers as the fault demands. `work` does what the request asks for. Some faults strike before it (nothing happened),
 * others after it (it happened, and the caller does not learn it).
 */
export async function sendFaulty(
  response: ServerResponse,
  fault: Fault,
  work: () => Promise<Answer>,
): Promise<Sent> {
  const delayMs = fault.delay_ms ?? DEFAULT_DELAY_MS
  switch (fault.kind) {
    case "slow":
      await pause(delayMs)
      return send(response, await work())
    case "status":
      return send(response, statusAnswer(fault))
    case "reset":
      response.socket?.resetAndDestroy()
      return NOTHING_SENT
    case "hang":
      return NOTHING_SENT
    case "reset_after_work":
      await work()
      response.socket?.resetAndDestroy()
      return NOTHING_SENT
    case "hang_after_work":
      await work()
      return NOTHING_SENT
    case "html": {
      const page = typeof fault.body === "string" ? fault.body : GATEWAY_PAGE
      return sendText(response, fault.status ?? 502, "text/html", page)
    }
    case "empty": {
      const answer = await work()
      return sendText(response, fault.status ?? answer.status, "application/json", "")
    }
    case "truncated_json": {
      const answer = await work()
      const { text } = encode(answer)
      // Content-Length matches the bytes sent, so only a parser notices the missing part.
      const part = text.slice(0, Math.floor(text.length / 2))
      return sendText(response, fault.status ?? answer.status, "application/json", part)
    }
    case "slow_body":
      return sendSlowly(response, await work(), delayMs)
    case "bare":
      return send(response, { ...(await work()), body: {} })
    case "no_meta":
    case "repeat_last_page":
    case "page_loop":
      return send(response, withoutMeta(await work()))
    case "last_page_too_low":
      return send(
        response,
        withLastPage(await work(), () => 1),
      )
    case "last_page_too_high":
      return send(
        response,
        withLastPage(await work(), (lastPage) => lastPage + 2),
      )
    case "reward_returned":
      return send(response, await work())
    case "bad_text":
      return send(response, withBadText(await work()))
  }
}

function withoutMeta(answer: Answer): Answer {
  if (!isRecord(answer.body)) return answer
  const { meta: _, ...body } = answer.body
  return { ...answer, body }
}

function withLastPage(answer: Answer, lie: (lastPage: number) => number): Answer {
  if (!isRecord(answer.body) || !isRecord(answer.body.meta)) return answer
  const last_page = lie(Number(answer.body.meta.last_page))
  return { ...answer, body: { ...answer.body, meta: { ...answer.body.meta, last_page } } }
}

const SPOILED = ["name", "description", "first_name", "address"]

/** Text that is valid JSON but that a database refuses: half of an emoji, and U+0000. */
function withBadText(answer: Answer): Answer {
  const spoil = (value: unknown, field: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => spoil(item, field))
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner, name)]))
    return typeof value === "string" && SPOILED.includes(field) ? `${value} \ud83e\u0000` : value
  }
  return { ...answer, body: spoil(answer.body, "") }
}

function statusAnswer(fault: Fault): Answer {
  const status = fault.status ?? 503
  const message = STATUS_MESSAGES[status] ?? `Answered ${status} by the switchboard.`
  const body = fault.body ?? (status === 422 ? { message, errors: { order_id: [message] } } : { message })
  const retryAfter = fault.retry_after ?? (status === 429 ? 1 : undefined)
  return { status, body, headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) } }
}

async function sendSlowly(response: ServerResponse, answer: Answer, durationMs: number): Promise<Sent> {
  const { type, text } = encode(answer)
  const bytes = Buffer.from(text)
  response.writeHead(answer.status, {
    "content-type": type,
    "content-length": bytes.length,
    ...answer.headers,
  })
  const pieceLength = Math.max(1, Math.ceil(bytes.length / SLOW_BODY_PIECES))
  for (let start = 0; start < bytes.length && !response.destroyed; start += pieceLength) {
    response.write(bytes.subarray(start, start + pieceLength))
    await pause(durationMs / SLOW_BODY_PIECES)
  }
  response.end()
  return { status: answer.status, body: text }
}

function encode(answer: Answer): { type: string; text: string } {
  if (answer.html !== undefined) return { type: "text/html; charset=utf-8", text: answer.html }
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body)
  return { type: "application/json", text }
}

function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers?: Record<string, string>,
): Sent {
  // A 204 has no body, so it has neither type nor length.
  const described = status === 204 ? {} : { "content-type": type, "content-length": Buffer.byteLength(text) }
  response.writeHead(status, { ...described, ...headers })
  response.end(text)
  return { status, body: text }
}

/** A pause that does not keep the process alive. */
function pause(milliseconds: number): Promise<void> {
  return sleep(milliseconds, undefined, { ref: false })
}
