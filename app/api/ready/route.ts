import { isReady } from "@/lib/health/queries"

export const dynamic = "force-dynamic"

/** This process can serve: its database answers. */
export async function GET() {
  const ready = await isReady()
  return Response.json(
    { status: ready ? "ready" : "database unreachable" },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  )
}
