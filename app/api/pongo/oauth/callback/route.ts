import { merchantHref } from "@/lib/address"
import { memberOrThrow, readSignedIn } from "@/lib/auth/session"
import { findBegun, finishByLink } from "@/lib/connections/by-link"
import { finishConnecting } from "@/lib/connections/mutations"
import { oauthReturn } from "@/lib/connections/schema"
import { AppError } from "@/lib/errors"
import { backTo, orUnavailable, redirectWithError } from "@/lib/http"
import { pageAfterConnecting } from "@/lib/readiness/queries"
import { recallLink } from "../link-browser"

export const dynamic = "force-dynamic"

/** OAuth redirect target. An error changes nothing and is explained on a page. */
export const GET = orUnavailable(async (request: Request) => {
  const answer = oauthReturn.safeParse(Object.fromEntries(new URL(request.url).searchParams)).data ?? {}
  const signedIn = await readSignedIn()
  const begun = await findBegun(answer.state, signedIn?.sessionId)
  const isLink = begun === "link"
  const { token, browser } = isLink ? await recallLink() : { token: "", browser: "" }
  const page = isLink
    ? `/connect/${encodeURIComponent(token || "unknown")}`
    : begun
      ? merchantHref(begun.slug, "/settings/connection")
      : "/settings/connection"
  try {
    if (isLink) await finishByLink(browser, answer)
    else if (!signedIn) throw new AppError("signed_out")
    else if (!begun) throw new AppError("oauth_state_invalid")
    else {
      const ctx = await memberOrThrow(begun.slug)
      await finishConnecting(ctx, signedIn.sessionId, answer)
      return Response.redirect(backTo(merchantHref(begun.slug, await pageAfterConnecting(ctx))), 303)
    }
    return Response.redirect(backTo(`${page}?connected=1`), 303)
  } catch (error) {
    return redirectWithError(backTo(page), error)
  }
})
