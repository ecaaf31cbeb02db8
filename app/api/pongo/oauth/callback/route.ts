import { memberOrThrow, readSignedIn } from "@/lib/auth/session"
import { finishByLink, wasBegunByLink } from "@/lib/connections/links"
import { finishConnecting } from "@/lib/connections/mutations"
import { oauthReturn } from "@/lib/connections/schema"
import { AppError } from "@/lib/errors"
import { backTo, redirectWithError } from "@/lib/http"
import { recallLink } from "../link-browser"

export const dynamic = "force-dynamic"

/** Where Pongo sends the browser back to. Whatever goes wrong is said on a page and changes nothing. */
export async function GET(request: Request) {
  const answer = oauthReturn.safeParse(Object.fromEntries(new URL(request.url).searchParams)).data ?? {}
  const isLink = answer.state !== undefined && (await wasBegunByLink(answer.state))
  const { token, browser } = isLink ? await recallLink() : { token: "", browser: "" }
  const page = isLink ? `/connect/${encodeURIComponent(token || "unknown")}` : "/settings/connection"
  try {
    if (!answer.state) throw new AppError("oauth_state_invalid")
    if (isLink) {
      await finishByLink(browser, answer)
    } else {
      const ctx = await memberOrThrow()
      const signedIn = await readSignedIn()
      await finishConnecting(ctx, signedIn!.sessionId, answer)
    }
    return Response.redirect(backTo(`${page}?connected=1`), 303)
  } catch (error) {
    return redirectWithError(backTo(page), error)
  }
}
