import { getReadiness } from "@/lib/status/pongo-health"

export const dynamic = "force-dynamic"

/** This process can take orders over: its database answers and can be written to. */
export async function GET() {
  const status = await getReadiness()
  return Response.json(
    { status },
    { status: status === "ready" ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  )
}
