import { env } from "@/lib/env"
import { createPongoClient } from "./client"

let client: ReturnType<typeof createPongoClient> | undefined

/** The process's only client for calls that a person waits for. */
export function pongo(): ReturnType<typeof createPongoClient> {
  client ??= createPongoClient({ timeoutMs: env.PONGO_CHECKOUT_TIMEOUT_MS })
  return client
}
