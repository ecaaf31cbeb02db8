import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished } from "vitest"

export type SeenRequest = {
  method: string
  url: string
  headers: IncomingMessage["headers"]
  body: unknown
}

/** A real HTTP server for one test, with the requests it received. */
export async function startServer(
  answer: (request: SeenRequest, response: ServerResponse, seen: SeenRequest[]) => void,
): Promise<{ url: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = []
  const listener: RequestListener = async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const request = {
      method: message.method ?? "",
      url: message.url ?? "",
      headers: message.headers,
      body: text ? JSON.parse(text) : undefined,
    }
    seen.push(request)
    answer(request, response, seen)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
}
