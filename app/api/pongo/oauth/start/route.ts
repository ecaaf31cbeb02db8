import { memberOrThrow, readSignedIn } from "@/lib/auth/session"
import { startConnecting } from "@/lib/connections/mutations"
import { backTo, redirectWithError } from "@/lib/http"

export const dynamic = "force-dynamic"

/** Sends a signed-in manager to Pongo's form. The one-time state is what makes a foreign link harmless. */
export async function GET() {
  try {
    const ctx = await memberOrThrow()
    const signedIn = await readSignedIn()
    return Response.redirect(await startConnecting(ctx, signedIn!.sessionId), 303)
  } catch (error) {
    return redirectWithError(backTo("/settings/connection"), error)
  }
}
