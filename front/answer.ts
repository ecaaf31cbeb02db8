import { readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import type { Handler } from "./handlers"

const compress = promisify(gzip)
/** Compressing less than this costs more than it saves. Next alone compresses every answer. */
const COMPRESS_FROM_BYTES = 1024

type Rule = { regex: string; headers: { key: string; value: string }[] }

let fixed: string[] | undefined

/**
 * The headers next.config.mjs sets on API answers, from the build output, so that the list exists once. Name, value,
 * name…
 */
const fixedHeaders = () =>
  (fixed ??= (JSON.parse(readFileSync(".next/routes-manifest.json", "utf8")) as { headers: Rule[] }).headers
    .filter(({ regex }) => new RegExp(regex).test("/api/pos"))
    .flatMap(({ headers }) => headers.flatMap(({ key, value }) => [key, value])))

/** Runs a `(Request) => Response` handler on node's server. */
export async function answer(handler: Handler, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const response = await handler(toRequest(req))
  const whole = Buffer.from(await response.arrayBuffer())
  const isPacked = req.method !== "HEAD" && whole.length >= COMPRESS_FROM_BYTES && takesGzip(req)
  const body = isPacked ? await compress(whole) : whole
  const headers = [
    ...fixedHeaders(),
    "Vary",
    "Accept-Encoding",
    ...(isPacked ? ["Content-Encoding", "gzip"] : []),
  ]
  for (const [name, value] of response.headers) if (name !== "content-length") headers.push(name, value)
  if (response.status !== 204) headers.push("Content-Length", String(body.length))
  res.writeHead(response.status, headers).end(body)
  // Read and discard the rest of the body, or a refused caller would never read the answer.
  req.resume()
}

function toRequest(req: IncomingMessage): Request {
  const { method = "GET", headers } = req
  const hasBody = "transfer-encoding" in headers || Number(headers["content-length"] ?? 0) > 0
  return new Request(`http://localhost${req.url}`, {
    method,
    headers: headers as Record<string, string>,
    // A handler that stops reading must not close the connection it answers on.
    body:
      hasBody && method !== "GET" && method !== "HEAD"
        ? (req.iterator({ destroyOnReturn: false }) as unknown as ReadableStream)
        : null,
    duplex: "half",
  } as RequestInit)
}

const takesGzip = ({ headers }: IncomingMessage) =>
  /(^|,)\s*gzip\s*(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(headers["accept-encoding"] ?? ""))
