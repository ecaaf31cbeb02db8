import { posGetOnly, posOptions } from "@/lib/checkout-api/route"
import { apiDocument } from "../resources"

/** Needs no key. Not built ahead: the address of this server stands in it. */
export const dynamic = "force-dynamic"

export function GET(): Response {
  return Response.json(apiDocument(), { headers: { "Cache-Control": "public, max-age=300" } })
}

export { posGetOnly as DELETE, posGetOnly as PATCH, posGetOnly as POST, posGetOnly as PUT }

export const OPTIONS = posOptions(["GET"])
