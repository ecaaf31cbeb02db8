import { posGetOnly, posOptions } from "@/lib/checkout-api/route"
import { apiDocument } from "../resources"

/** Needs no key. Not built ahead: the address of this server stands in it. */
export const dynamic = "force-dynamic"

/** 240 kB, which tills would wait for if strangers had them written again and again. */
let text: string | undefined

export function GET(): Response {
  text ??= JSON.stringify(apiDocument())
  return new Response(text, {
    headers: { "Content-Type": "application/json", "Cache-Control": "public, max-age=300" },
  })
}

export { posGetOnly as DELETE, posGetOnly as PATCH, posGetOnly as POST, posGetOnly as PUT }

export const OPTIONS = posOptions(["GET"])
