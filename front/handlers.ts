import * as health from "@/app/api/health/route"
import * as nowhere from "@/app/api/pos/[[...path]]/route"
import * as unknownVerb from "@/app/api/pos/unknown-verb/route"
import * as document from "@/app/api/pos/v1/openapi.json/route"
import { resourceAt } from "@/app/api/pos/v1/resources"
import * as ready from "@/app/api/ready/route"
import * as metrics from "@/app/metrics/route"
import { API_PREFIX } from "@/lib/checkout-api/route"

export type Handler = (request: Request) => Response | Promise<Response>
type Handlers = { [verb: string]: unknown }

const ALONE: Record<string, Handlers> = {
  "/api/health": health,
  "/api/ready": ready,
  "/metrics": metrics,
  "/api/pos": nowhere,
  "/api/pos/unknown-verb": unknownVerb,
  [`${API_PREFIX}/openapi.json`]: document,
}

/**
 * The handler that Next would choose for a till's call or a monitoring call, from the same route files. undefined for a
 * page, and for an address that Next would redirect.
 * @param url as in the request line
 */
export function handlerOf(method: string, url: string): Handler | undefined {
  const [written = ""] = url.split("?", 1)
  if (!written.startsWith("/") || /\/\/|\\|\/$/.test(written)) return undefined
  const { pathname } = new URL(`http://localhost${written}`)
  if (pathname.endsWith("/")) return undefined
  const handlers: Handlers | undefined =
    ALONE[pathname] ?? resourceAt(pathname) ?? (pathname.startsWith("/api/pos/") ? nowhere : undefined)
  return handlers?.[method === "HEAD" ? "GET" : method] as Handler | undefined
}
