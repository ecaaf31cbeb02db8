import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http"
import { PassThrough, pipeline } from "node:stream"
import { toProblem } from "@/lib/checkout-api/problem"
import { env } from "@/lib/env"
import { AppError, retryAfterSeconds } from "@/lib/errors"
import { acceptedLocale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { logger } from "@/lib/log"
import { getReadiness } from "@/lib/status/pongo-health"
import { answer } from "./answer"
import type { Handler } from "./handlers"
import { Slots } from "./slots"

/** Larger bodies are file uploads, which have slots of their own: a slow sender holds one until the upload ends. */
const SMALL_BODY_BYTES = 64 * 1024
/** How much a slow reader leaves in memory before its page counts as a download, which needs no slot. */
const UNREAD_BYTES = 128 * 1024
const DOWNLOAD_MS = 10_000
const WAIT_MS = 20_000
const SILENCE_MS = 60_000
const RETRY_AFTER = String(retryAfterSeconds("unavailable"))

const pages = new Slots(8, 100)
const files = new Slots(4, 20)
const agent = new Agent({ keepAlive: true, timeout: SILENCE_MS })

/** Needs no slot. The pattern admits no path that leaves the folder. */
const BUILT_FILE = /^\/_next\/static\/(?!.*\.\.)[\w./~-]+(\?|$)/

/** Hop-by-hop headers (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  ...["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["expect", "http2-settings"],
])

/**
 * Proxies a request to Next when a slot is free.
 * @param findPort resolves to Next's port once it answers
 */
export async function passToNext(
  req: IncomingMessage,
  res: ServerResponse,
  findPort: () => Promise<number>,
): Promise<void> {
  const gone = new AbortController()
  res.once("close", () => gone.abort())
  let leave = () => {}
  try {
    const body = isSmall(req) ? await readAll(req) : req
    const port = await findPort()
    if (!BUILT_FILE.test(req.url ?? "")) {
      const wanted = AbortSignal.any([gone.signal, AbortSignal.timeout(WAIT_MS)])
      leave = await (body === req ? files : pages).take(wanted)
    }
    await exchange(req, res, { body, port, signal: gone.signal, leave })
  } catch (error) {
    if (gone.signal.aborted) return
    logger.warn({ reason: error instanceof Error ? error.message : error }, "no answer from the page server")
    if (res.headersSent) res.destroy()
    else await answer(unavailable(error), req, res)
  } finally {
    leave()
    req.resume()
  }
}

type Passing = {
  body: Buffer | IncomingMessage
  port: number
  signal: AbortSignal
  /** Frees the slot. */
  leave: () => void
}

/** Next answers 500 whatever a page threw. While the database is away, the same page has the status 503. */
function exchange(req: IncomingMessage, res: ServerResponse, { body, port, signal, leave }: Passing) {
  return new Promise<void>((done, fail) => {
    const passed = request({
      ...{ host: "127.0.0.1", port, agent, signal },
      ...{ method: req.method, path: req.url, headers: headersFor(req, body) },
    })
    passed.setTimeout(SILENCE_MS, () => passed.destroy(new Error("the page server is silent")))
    passed.on("error", fail)
    passed.once("response", async (page) => {
      const download = setTimeout(leave, DOWNLOAD_MS)
      page.once("close", () => clearTimeout(download))
      // The page is complete, or its reader is slower than Next.
      for (const event of ["end", "pause"]) page.once(event, leave)
      page.once("error", fail)
      const isOutage = page.statusCode === 500 && (await getReadiness()) !== "ready"
      if (isOutage) res.writeHead(503, [...endToEnd(page.rawHeaders), "Retry-After", RETRY_AFTER])
      else res.writeHead(page.statusCode ?? 502, page.statusMessage, endToEnd(page.rawHeaders))
      pipeline(page, new PassThrough({ highWaterMark: UNREAD_BYTES }), res, (error) =>
        error ? fail(error) : done(),
      )
    })
    if (body === req) req.pipe(passed)
    else passed.end(body)
  })
}

const isSmall = ({ headers }: IncomingMessage) =>
  !("transfer-encoding" in headers) && Number(headers["content-length"] ?? 0) <= SMALL_BODY_BYTES

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function headersFor(req: IncomingMessage, body: Buffer | IncomingMessage) {
  const { "x-forwarded-for": forwardedFor, ...headers } = req.headers
  for (const name of HOP_BY_HOP) delete headers[name]
  if ("transfer-encoding" in req.headers) headers["transfer-encoding"] = "chunked"
  if (body instanceof Buffer && body.length === 0) delete headers["content-length"]
  // Only a TLS-terminating proxy sets this reliably. Without one, the caller can write anything.
  const isBehindProxy = env.APP_URL.startsWith("https:")
  headers["x-forwarded-for"] = (isBehindProxy && forwardedFor) || req.socket.remoteAddress || "unknown"
  return headers
}

/** @param raw name, value, name, value… */
function endToEnd(raw: string[]): string[] {
  return raw.filter((_, index) => !HOP_BY_HOP.has(raw[index - (index % 2)]!.toLowerCase()))
}

/** The same refusal as a problem for a till and as a sentence for a person. */
const unavailable =
  (error: unknown): Handler =>
  (request) => {
    const isText = request.headers.get("accept")?.includes("text/html")
    const meant = error instanceof AppError ? error : new AppError("unavailable")
    const problem = toProblem(meant, `req_${newId()}`, acceptedLocale(request.headers.get("accept-language")))
    return new Response(isText ? problem.cashier_message : JSON.stringify(problem), {
      status: problem.status,
      headers: {
        "Content-Type": `${isText ? "text/plain" : "application/problem+json"}; charset=utf-8`,
        "Cache-Control": "no-store",
        "Retry-After": RETRY_AFTER,
      },
    })
  }
