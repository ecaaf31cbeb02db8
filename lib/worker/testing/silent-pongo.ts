import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** A Pongo that accepts every call and never answers. */
export async function startSilentPongo() {
  const askedBy = new Set<string>()
  const server = createServer((request) => {
    askedBy.add(request.headers.authorization ?? "")
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wasAskedBy: async (token: string) => askedBy.has(`Bearer ${token}`),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
