import { requireMetricsToken } from "@/lib/auth/metrics-token"
import { orUnavailable } from "@/lib/http"
import { countQueueWith, renderMetrics } from "@/lib/metrics"
import { countOpenDeliveries } from "@/lib/status/pongo-health"

export const dynamic = "force-dynamic"

countQueueWith(countOpenDeliveries)

/** Metrics as Prometheus text, protected by `METRICS_TOKEN`. Without that variable, the route answers 404. */
export const GET = orUnavailable(async (request: Request) => {
  const refusal = requireMetricsToken(request)
  if (refusal) return refusal
  const { contentType, body } = await renderMetrics()
  return new Response(body, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } })
})
