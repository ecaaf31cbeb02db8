import { createServer } from "node:net"

const PORTS_TO_TRY = 100

/** The first free port from `first` on, on every address. */
export async function nextFreePort(first: number): Promise<number> {
  for (let port = first; port < first + PORTS_TO_TRY; port++) if (await isFree(port)) return port
  throw new Error(`No free port between ${first} and ${first + PORTS_TO_TRY}.`)
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "0.0.0.0", "::1"]) {
    const problem = await new Promise<string | undefined>((done) => {
      const probe = createServer()
      probe.once("error", (error: NodeJS.ErrnoException) => done(error.code))
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)))
    })
    if (problem === "EADDRINUSE" || problem === "EACCES") return false
  }
  return true
}
