import "../bin/stack/readable-requests.mjs"
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { keepRunning, lineOf, logRestart, orderlyShutdown, startNext } from "@/bin/stack/processes"
import { closeDatabase } from "@/db/index"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { logger } from "@/lib/log"
import { answer } from "./answer"
import { handlerOf } from "./handlers"
import { passToNext } from "./pages"

/** How long a page waits for Next to start. */
const START_MS = 10_000
/** How long calls in flight have to finish. */
const DRAIN_MS = 8_000

/** What one connection may cost before the server reads any of its request. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  // Longer than the usual 60 s of a load balancer, which must close the connection first.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
}
const MOST_CONNECTIONS = 4_000
/** Close a connection after this long without data in either direction. */
const SILENCE_MS = 120_000

const shutdown = orderlyShutdown(14_000)
let nextPort: number | undefined

try {
  const next = keepRunning(() => {
    const server = startNext({
      isLocal: true,
      env: { HOSTNAME: "127.0.0.1", PGAPPNAME: "comptoir-pages", KEEP_ALIVE_TIMEOUT: "75000" },
    })
    void server.told.then((port) => {
      nextPort = port as number
    })
    void server.ended.then(() => {
      nextPort = undefined
    })
    return server
  }, logRestart("page server"))
  shutdown.add(next.stop, closeDatabase)

  const server = createServer(LIMITS, (req, res) => void serve(req, res))
  server.maxConnections = MOST_CONNECTIONS
  server.timeout = SILENCE_MS
  shutdown.add(async () => {
    const closed = new Promise((done) => server.close(done))
    const closing = setInterval(() => server.closeIdleConnections(), 100)
    await Promise.race([closed, sleep(DRAIN_MS)])
    clearInterval(closing)
    server.closeAllConnections()
  })
  server.listen(env.PORT, process.env.HOSTNAME || "0.0.0.0")
  await once(server, "listening")
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const handler = handlerOf(req.method ?? "", req.url ?? "")
    await (handler ? answer(handler, req, res) : passToNext(req, res, findNext))
  } catch (error) {
    logger.error({ err: error }, "unexpected error in front of the handlers")
    if (res.headersSent) res.destroy()
    else res.writeHead(500).end()
  }
}

async function findNext(): Promise<number> {
  for (const deadline = Date.now() + START_MS; nextPort === undefined; await sleep(50))
    if (Date.now() > deadline) throw new AppError("unavailable", "The page server is not running.")
  return nextPort
}
