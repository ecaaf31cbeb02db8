/** The session of a test till: its key lives in this page's memory and nowhere else. */
export type Session = { id: string; key: string; locationRef: string; locationName: string }

/** What a call came to: the answer, or the sentence that a till shows its cashier. */
export type Called<Answer> =
  | { ok: true; data: Answer }
  /** `retryable`: the same call may succeed later, or has and its answer was lost. */
  | { ok: false; code: string; sentence: string; retryable: boolean }

/**
 * Calls the checkout API as a till does.
 * @param unreachable the sentence when nothing answers
 * @param key the `Idempotency-Key` of a call that is said again until it is answered; without one, each call is new
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

/** Also where a page has no `crypto.randomUUID`: at an address without https. */
export const newKey = (bytes = 16): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
