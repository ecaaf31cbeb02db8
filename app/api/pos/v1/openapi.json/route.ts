import { posGetOnly, posOptions } from "@/lib/checkout-api/route"
import { apiDocument } from "../resources"

/** Needs no key. Rendered at run time because it contains this server's address. */
export const dynamic = "force-dynamic"

/** Cached: the document is 240 kB, and building it for strangers would slow down tills. */
let text: string | undefined

export function GET(): Response {
  text ??= JSON.stringify(apiDocument())
  return new Response(text, {
    headers: { "Content-Type": "application/json", "Cache-Control": "public, max-age=300" },
  })
}

export { posGetOnly as DELETE, posGetOnly as PATCH, posGetOnly as POST, posGetOnly as PUT }

export const OPTIONS = posOptions(["GET"])
