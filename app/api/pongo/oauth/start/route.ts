import type { NextRequest } from "next/server"
import { merchantHref } from "@/lib/address"
import { memberOrThrow, readSignedIn } from "@/lib/auth/session"
import { startByLink } from "@/lib/connections/by-link"
import { startConnecting } from "@/lib/connections/mutations"
import { backTo, orUnavailable, redirectWithError } from "@/lib/http"
import { rememberLink } from "../link-browser"

export const dynamic = "force-dynamic"

/**
 * Redirects to Pongo's form: a signed-in manager of `?merchant=`, or the holder of a connection link (`?link=`). The
 * one-time state makes a forged link harmless.
 */
export const GET = orUnavailable(async (request: NextRequest) => {
  const token = request.nextUrl.searchParams.get("link")
  const merchant = request.nextUrl.searchParams.get("merchant")
  try {
    if (token !== null) return Response.redirect(await startByLink(token, await rememberLink(token)), 303)
    const ctx = await memberOrThrow(merchant)
    const signedIn = await readSignedIn()
    return Response.redirect(await startConnecting(ctx, signedIn!.sessionId), 303)
  } catch (error) {
    const page = merchant ? merchantHref(merchant, "/settings/connection") : "/settings/connection"
    return redirectWithError(backTo(token === null ? page : `/connect/${encodeURIComponent(token)}`), error)
  }
})
