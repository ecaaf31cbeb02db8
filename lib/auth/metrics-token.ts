import { timingSafeEqualText } from "@/lib/crypto"
import { env } from "@/lib/env"

/** @returns the refusal, or null if the bearer token is the configured one */
export function requireMetricsToken(request: Request): Response | null {
  if (!env.METRICS_TOKEN) return new Response(null, { status: 404 })
  const given = request.headers.get("authorization")?.replace(/^Bearer\s+/i, "") ?? ""
  return timingSafeEqualText(given, env.METRICS_TOKEN)
    ? null
    : new Response(null, { status: 401, headers: { "WWW-Authenticate": "Bearer" } })
}
