import { toAppError } from "@/lib/database-error"
import { env } from "@/lib/env"
import { AppError, POS_ERRORS } from "@/lib/errors"
import { LOCALES } from "@/lib/i18n/locale"
import { tillMessages } from "@/lib/i18n/plain-messages"
import { logger } from "@/lib/log"

/** A portal address, built from `APP_URL` and never from the request, so that a forged Host header has no effect. */
export function backTo(path: string): URL {
  return new URL(path, env.APP_URL)
}

/** Redirects to a page that explains the error, or to the sign-in form if signed out. */
export function redirectWithError(page: URL, error: unknown): Response {
  const code = toAppError(error)?.code ?? "internal"
  if (!(error instanceof AppError)) logger.error({ err: error }, "unexpected error")
  if (code === "signed_out") return Response.redirect(backTo("/sign-in"), 303)
  page.searchParams.set("error", code)
  return Response.redirect(page, 303)
}

/**
 * Wraps a route handler: answers 503 with `Retry-After` while the database cannot serve the call. Other errors pass
 * through.
 */
export function orUnavailable<Args extends unknown[]>(
  run: (...args: Args) => Promise<Response>,
): (...args: Args) => Promise<Response> {
  return async (...args) => {
    try {
      return await run(...args)
    } catch (error) {
      if (toAppError(error)?.code !== "unavailable") throw error
      logger.error({ err: error }, "database unavailable")
      const { retryAfterSeconds, status } = POS_ERRORS.unavailable
      const sentences = LOCALES.map((locale) => tillMessages[locale].errors.unavailable)
      return new Response(`${sentences.join("\n")}\n`, {
        status,
        headers: {
          "Content-Type": "text/plain; charset=utf-8",
          "Cache-Control": "no-store",
          "Retry-After": String(retryAfterSeconds),
        },
      })
    }
  }
}

/** The client disconnected while its request was being read. Nobody is left to answer, and it is not our failure. */
export class ClientGone extends Error {
  override readonly name = "ClientGone"
}

/** The status nginx logs for a client that disconnected. Never sent. */
export const CLIENT_GONE_STATUS = 499

/**
 * Reads a body. The limit holds while reading, whatever `Content-Length` says.
 * @throws AppError `body_too_large`; ClientGone
 */
export async function readBytes(request: Request, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw new AppError("body_too_large")
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch((cause) => {
      throw new ClientGone("the client hung up while sending", { cause })
    })
    if (done) break
    size += value.byteLength
    if (size > limitBytes) {
      await reader.cancel().catch(() => {})
      throw new AppError("body_too_large")
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}
