/** The session of a test till: its key lives in this page's memory and nowhere else. */
export type Session = { id: string; key: string; locationRef: string; locationName: string }

/** What a call came to: the answer, or the sentence that a till shows its cashier. */
export type Called<Answer> = { ok: true; data: Answer } | { ok: false; code: string; sentence: string }

/**
 * Calls the checkout API as a till does.
 * @param unreachable the sentence when nothing answers
 */
export async function callTill<Answer>(
  session: Session,
  locale: string,
  unreachable: string,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<Called<Answer>> {
  try {
    const response = await fetch(`/api/pos/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${session.key}`,
        "Accept-Language": locale,
        ...(method === "POST" && {
          "Content-Type": "application/json",
          "Idempotency-Key": crypto.randomUUID(),
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (response.ok) return { ok: true, data: answer }
    return { ok: false, code: answer.code ?? "internal", sentence: answer.cashier_message ?? unreachable }
  } catch {
    return { ok: false, code: "unreachable", sentence: unreachable }
  }
}
