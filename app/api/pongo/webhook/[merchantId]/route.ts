import { z } from "zod"
import { AppError } from "@/lib/errors"
import { CLIENT_GONE_STATUS, ClientGone, orUnavailable, readBytes } from "@/lib/http"
import { PONGO_SIGNATURE_HEADER } from "@/lib/pongo/wire/calls"
import { receiveWebhook } from "@/lib/webhooks/mutations"

const LIMIT_BYTES = 256 * 1024

/** Verifies and stores Pongo's customer events, then answers. A job processes them later. */
export const POST = orUnavailable(
  async (request: Request, { params }: { params: Promise<{ merchantId: string }> }) => {
    const { merchantId } = await params
    if (!z.uuid().safeParse(merchantId).success) return new Response(null, { status: 404 })
    const body = await readBytes(request, LIMIT_BYTES).catch((error: unknown) => {
      if (error instanceof ClientGone) return CLIENT_GONE_STATUS
      if (error instanceof AppError && error.code === "body_too_large") return 413
      throw error
    })
    if (typeof body === "number") return new Response(null, { status: body })
    const signature = request.headers.get(PONGO_SIGNATURE_HEADER)
    const isGenuine = await receiveWebhook(merchantId, signature, body)
    return new Response(null, { status: isGenuine ? 204 : 401 })
  },
)
