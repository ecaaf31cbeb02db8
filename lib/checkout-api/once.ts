import type { Ctx } from "@/lib/auth/ctx"
import { isDatabaseUnavailable } from "@/lib/database-error"
import { AppError } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { requireLocation } from "@/lib/locations/queries"
import { logger } from "@/lib/log"
import { canonicalJson } from "@/lib/text"
import { claimKey, dropClaim, keepAnswer } from "./idempotency"
import { toProblem } from "./problem"

export type Answered = { status: number; body: string }
/** One call: everything its answer carries beside the body. */
export type Exchange = { requestId: string; locale: Locale; headers: Headers; ctx?: Ctx }

/** The identity of a call under an `Idempotency-Key`: equal ones are the same call. */
type Asked = { key: string; verb: string; content: Record<"params" | "query" | "body", unknown> }

/** Runs the work for the first call with a key; later ones get its answer. Keeps refusals too, but not 5xx and 422. */
export async function once(ctx: Ctx, asked: Asked, exchange: Exchange, work: () => Promise<Answered>) {
  const { key, content } = asked
  const claimed = await claimKey(ctx, key, `${asked.verb}\n${canonicalJson(content)}`)
  if (claimed.kind === "again") {
    if (ctx.keyLocationId && claimed.keyLocationId !== ctx.keyLocationId) await requireOwnCall(ctx, content)
    exchange.headers.set("Idempotent-Replayed", "true")
    if (claimed.status >= 400) exchange.headers.set("Content-Type", "application/problem+json; charset=utf-8")
    return { status: claimed.status, body: claimed.body }
  }
  try {
    const response = await work()
    await keepAnswer(ctx, key, claimed.claim, response, content)
    return response
  } catch (error) {
    const problem = error instanceof AppError ? toProblem(error, exchange.requestId, exchange.locale) : null
    // A retryable refusal must not answer the retry.
    if (problem && problem.status < 500 && problem.status !== 422 && !problem.retryable)
      await keepAnswer(
        ctx,
        key,
        claimed.claim,
        { status: problem.status, body: JSON.stringify(problem) },
        content,
      )
    else await letGo(error, dropClaim(ctx, key, claimed.claim))
    throw error
  }
}

/**
 * A key bound to one location may get another key's answer only if the call is about its location.
 * @throws AppError `location_not_allowed`, `location_unknown`
 */
async function requireOwnCall(ctx: Ctx, { query, body }: Asked["content"]): Promise<void> {
  const refs = [query, body].flatMap((from) => {
    const ref = from && typeof from === "object" && "location_id" in from ? from.location_id : undefined
    return typeof ref === "string" ? [ref] : []
  })
  if (refs.length === 0)
    throw new AppError("location_not_allowed", "This Idempotency-Key was used with another location's key.")
  for (const ref of refs) await requireLocation(ctx, ref, { archivedToo: true })
}

/** Without a database the claim expires by itself; the till does not wait for that. */
async function letGo(error: unknown, dropped: Promise<void>) {
  const freed = dropped.catch((failure) => logger.warn({ err: failure }, "idempotency key not freed"))
  if (!isDatabaseUnavailable(error)) await freed
}
