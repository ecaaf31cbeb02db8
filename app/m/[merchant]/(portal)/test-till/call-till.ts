/** An open test till. Its key exists only in this page's memory. */
export type Session = {
  id: string
  key: string
  locationRef: string
  locationName: string
  /** The phone of a customer this Pongo knows. */
  knownPhone: string | null
}

/** Result of a call: the answer, or the sentence a till shows its cashier. */
export type Called<Answer> = { ok: true; data: Answer } | Refused
export type Refused = {
  ok: false
  code: string
  sentence: string
  /** Whether the call may have had its effect: repeat it with the same key. */
  isUncertain: boolean
  /** Paths of the request's fields that are refused. */
  paths: string[]
}

/** Longer than Comptoir waits for Pongo in one call. */
const PATIENCE_MS = 30_000
/**
 * Refusals that settle nothing: the first call may still be running, or ran with another body, or another tab has the
 * till.
 */
const UNCERTAIN = ["request_in_progress", "idempotency_key_reused", "unauthorized", "key_revoked"]

/**
 * Calls the checkout API as a till does.
 * @param unreachable the sentence when nothing answers
 * @param key the `Idempotency-Key` of a call that is repeated until it is answered; without one, each call is new
 */
export async function callTill<Answer>(
  session: Pick<Session, "key">,
  locale: string,
  unreachable: string,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  key: string = newKey(),
): Promise<Called<Answer>> {
  try {
    const response = await fetch(`/api/pos/v1${path}`, {
      method,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        Authorization: `Bearer ${session.key}`,
        "Accept-Language": locale,
        ...(method === "POST" && {
          "Content-Type": "application/json",
          "Idempotency-Key": key,
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (response.ok) return { ok: true, data: answer }
    const code = answer.code ?? "internal"
    return {
      ok: false,
      code,
      sentence: answer.cashier_message ?? unreachable,
      isUncertain: response.status >= 500 || UNCERTAIN.includes(code),
      paths: (answer.errors ?? []).map((error: { path: string }) => error.path),
    }
  } catch {
    return { ok: false, code: "unreachable", sentence: unreachable, isUncertain: true, paths: [] }
  }
}

/** Works without `crypto.randomUUID`, which pages served over plain HTTP lack. */
export const newKey = (bytes = 16): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
