import { getReadiness } from "@/lib/status/pongo-health"

export const dynamic = "force-dynamic"

/** Readiness: the database answers and accepts writes, so this process can accept orders. */
export async function GET() {
  const status = await getReadiness()
  return Response.json(
    { status },
    { status: status === "ready" ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  )
}
