import { memberOrThrow, readSignedIn } from "@/lib/auth/session"
import { finishConnecting } from "@/lib/connections/mutations"
import { oauthReturn } from "@/lib/connections/schema"
import { AppError } from "@/lib/errors"
import { backTo, redirectWithError } from "@/lib/http"

export const dynamic = "force-dynamic"

/** Where Pongo sends the browser back to. Whatever goes wrong is said on the connection page and changes nothing. */
export async function GET(request: Request) {
  try {
    const answer = oauthReturn.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!answer.success) throw new AppError("oauth_state_invalid")
    const ctx = await memberOrThrow()
    const signedIn = await readSignedIn()
    await finishConnecting(ctx, signedIn!.sessionId, answer.data)
    return Response.redirect(backTo("/settings/connection?connected=1"), 303)
  } catch (error) {
    return redirectWithError(backTo("/settings/connection"), error)
  }
}
