import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { logger } from "@/lib/log"

/** An address of the portal. Built from `APP_URL`, never from the request: a forged Host header leads nowhere. */
export function backTo(path: string): URL {
  return new URL(path, env.APP_URL)
}

/** Sends the browser to a page that explains the error. Signed out, it is the sign-in form. */
export function redirectWithError(page: URL, error: unknown): Response {
  const code = error instanceof AppError ? error.code : "internal"
  if (!(error instanceof AppError)) logger.error({ err: error }, "unexpected error")
  if (code === "signed_out") return Response.redirect(backTo("/sign-in"), 303)
  page.searchParams.set("error", code)
  return Response.redirect(page, 303)
}
