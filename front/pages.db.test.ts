import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test } from "vitest"
import { startOwnServer } from "@/db/testing/own-server"
import { passToNext } from "./pages"

async function listen(serve: RequestListener): Promise<number> {
  const server = createServer(serve).listen(0, "127.0.0.1")
  await once(server, "listening")
  return (server.address() as AddressInfo).port
}

test("a page that fails while the database is away answers 503 and when to try again, any other failure 500", async () => {
  const database = await startOwnServer()
  try {
    const next = await listen((req, res) => res.writeHead(req.url === "/fails" ? 500 : 200).end("the page"))
    const port = await listen((req, res) => void passToNext(req, res, async () => next))
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      return [answer.status, answer.headers.get("retry-after"), await answer.text()]
    }
    expect(await ask("/fails")).toEqual([500, null, "the page"])
    database.kill()
    expect(await ask("/fails")).toEqual([503, "2", "the page"])
    expect(await ask("/works")).toEqual([200, null, "the page"])
    await database.start()
    await expect.poll(() => ask("/fails"), { timeout: 10_000 }).toEqual([500, null, "the page"])
  } finally {
    await database.end()
  }
})
