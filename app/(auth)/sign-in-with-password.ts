import { getCsrfToken, signIn } from "next-auth/react"

type SignInRefusal = {
  reason: "wrong" | "too_many" | "busy" | "unreachable" | "unexpected"
  minutes: number
}

/**
 * Signs this browser in.
 * @returns null on success, otherwise the reason
 */
export async function signInWithPassword(email: string, password: string): Promise<SignInRefusal | null> {
  // next-auth leaves the page when the server is unreachable. Ask first, so that the form keeps its values.
  if (!(await getCsrfToken())) return { reason: "unreachable", minutes: 0 }
  try {
    const answer = await signIn("credentials", { email, password, redirect: false })
    if (answer?.ok) return null
    const [, seconds] = /^too_many_attempts:(\d+)$/.exec(answer?.error ?? "") ?? []
    if (seconds) return { reason: "too_many", minutes: Math.ceil(Number(seconds) / 60) }
    if (answer?.error?.startsWith("too_busy")) return { reason: "busy", minutes: 0 }
    return { reason: answer?.error === "CredentialsSignin" ? "wrong" : "unexpected", minutes: 0 }
  } catch {
    return { reason: "unreachable", minutes: 0 }
  }
}
