/** The session of a test till. Its key exists only in this page's memory. */
export type Session = {
  id: string
  key: string
  locationRef: string
  locationName: string
  /** The phone of a customer this Pongo knows. */
  knownPhone: string | null
}

/** Result of a call: the answer, or the sentence a till shows its cashier. */
export type Called<Answer> =
  | { ok: true; data: Answer }
  /** `retryable`: the same call may succeed later, or it did succeed and the answer was lost. */
  | { ok: false; code: string; sentence: string; retryable: boolean }

/**
 * Calls the checkout API as a till does.
 * @param unreachable the sentence when nothing answers
 * @param key the `Idempotency-Key` of a call that is repeated until it is answered; without one, each call is new
 */
export async function callTill<Answer>(
  session: Session,
  locale: string,
  unreachable: string,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  key: string = newKey(),
): Promise<Called<Answer>> {
  try {
    const response = await fetch(`/api/pos/v1${path}`, {
      method,
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
    return {
      ok: false,
      code: answer.code ?? "internal",
      sentence: answer.cashier_message ?? unreachable,
      retryable: answer.retryable ?? true,
    }
  } catch {
    return { ok: false, code: "unreachable", sentence: unreachable, retryable: true }
  }
}

/** Works without `crypto.randomUUID`, which pages served over plain HTTP lack. */
export const newKey = (bytes = 16): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
