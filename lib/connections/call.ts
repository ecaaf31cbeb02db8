import type { PongoErrorKind } from "@/db/enums"
import type { Ctx } from "@/lib/auth/ctx"
import { BoundedMap } from "@/lib/bounded-map"
import { AppError } from "@/lib/errors"
import { asAppError } from "@/lib/pongo/app-error"
import { Breaker } from "@/lib/pongo/breaker"
import type { PongoClient, PongoResult } from "@/lib/pongo/client"
import { pongo } from "@/lib/pongo/default-client"
import { isUnknownOutcome, isUnreachable, PongoError } from "@/lib/pongo/error"
import { noteSuccess } from "./last-success"
import { requireToken } from "./queries"
import { isTokenRefused, markRevoked } from "./revoke"

/**
 * Lets tills fail at once, without waiting for a timeout, while Pongo is down. One breaker for each merchant and
 * process, so that Pongo refusing one merchant does not affect the others.
 */
const breakers = new BoundedMap<string, Breaker>(10_000)

function breakerOf({ merchantId }: Ctx): Breaker {
  let breaker = breakers.get(merchantId)
  if (!breaker) {
    breaker = new Breaker({ minProbeMs: 1_000, maxProbeMs: 5_000 })
    breakers.set(merchantId, breaker)
  }
  return breaker
}

/**
 * Calls Pongo with the merchant's token and the short timeout, for a caller who waits. A 401 that `GET /oauth/me`
 * confirms revokes the connection; otherwise it counts as a passing failure. `run` can catch a `PongoError` that it has
 * a better word for (not found, conflict, locked, invalid).
 * @param purpose key of the call, to tell one failing call from an outage
 * @throws AppError `not_connected`, `pongo_unavailable`, `pongo_timeout`, `pongo_rejected`, `pongo_unreadable_answer`
 */
export async function callPongo<T>(
  ctx: Ctx,
  purpose: string,
  run: (client: PongoClient, token: string) => Promise<Pick<PongoResult<T>, "value">>,
): Promise<T> {
  const { token, version } = await requireToken(ctx)
  const breaker = breakerOf(ctx)
  const permit = breaker.permit()
  if (permit === "refuse") throw new AppError("pongo_unavailable", "Pongo does not answer at the moment.")
  const isProbe = permit === "probe"
  try {
    const { value } = await run(pongo(), token)
    breaker.succeeded()
    noteSuccess(ctx)
    return value
  } catch (error) {
    if (!(error instanceof PongoError)) {
      if (isProbe) breaker.probeAborted()
      throw error
    }
    const certain = isUnreachable(error.kind, error.status)
    if (certain || isUnknownOutcome(error.kind)) breaker.failed({ key: purpose, certain, probe: isProbe })
    else breaker.succeeded()
    if (error.kind !== "unauthorized") throw asAppError(error)
    if (!(await isTokenRefused(token)))
      throw new AppError("pongo_unavailable", `Pongo: ${error.message}`, { cause: error })
    await markRevoked(ctx, version, error.message)
    throw new AppError("not_connected", "Pongo withdrew the connection; the merchant has to reconnect.", {
      cause: error,
    })
  }
}

/** The kind of Pongo failure behind an {@link AppError} from {@link callPongo}, if there is one. */
export function pongoKind(error: unknown): PongoErrorKind | null {
  return error instanceof AppError && error.cause instanceof PongoError ? error.cause.kind : null
}
