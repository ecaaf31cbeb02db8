import { cookies } from "next/headers"
import { STATE_TTL_SECONDS } from "@/lib/connections/schema"
import { randomToken } from "@/lib/crypto"
import { env } from "@/lib/env"

const COOKIE = "comptoir-link"

/**
 * Binds the OAuth flow to this browser, for a person without a session.
 * @returns a secret that only this browser has
 */
export async function rememberLink(token: string): Promise<string> {
  const browser = randomToken("lb_")
  const store = await cookies()
  store.set(COOKIE, `${token}.${browser}`, {
    path: "/api/pongo/oauth",
    maxAge: STATE_TTL_SECONDS,
    httpOnly: true,
    sameSite: "lax",
    secure: env.APP_URL.startsWith("https:"),
  })
  return browser
}

/** The connection link this browser used, and its secret. Both are empty if it used none. */
export async function recallLink(): Promise<{ token: string; browser: string }> {
  const [token = "", browser = ""] = ((await cookies()).get(COOKIE)?.value ?? "").split(".")
  return { token, browser }
}
