import { z } from "zod"
import { PONGO_SIGNATURE_HEADER } from "@/lib/pongo/wire"
import { receiveWebhook } from "@/lib/webhooks/mutations"

const LIMIT_BYTES = 256 * 1024

/** Pongo's customer events: verified, kept, answered; they are worked on afterwards. */
export async function POST(request: Request, { params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params
  if (!z.uuid().safeParse(merchantId).success) return new Response(null, { status: 404 })
  if (Number(request.headers.get("content-length") ?? LIMIT_BYTES + 1) > LIMIT_BYTES)
    return new Response(null, { status: 413 })
  const isGenuine = await receiveWebhook(
    merchantId,
    request.headers.get(PONGO_SIGNATURE_HEADER),
    await request.text(),
  )
  return new Response(null, { status: isGenuine ? 204 : 401 })
}
