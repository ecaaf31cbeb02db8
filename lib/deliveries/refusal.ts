import { systemCtx } from "@/lib/auth/system"
import { readStores } from "@/lib/connections/refresh-stores"
import { isTokenRefused } from "@/lib/connections/revoke"
import { AppError } from "@/lib/errors"
import { PongoError } from "@/lib/pongo/error"
import { isAbsent } from "@/lib/pongo/listing"
import type { Taken } from "./take"
import { judgeError, judgePassing, judgeRejected, type Verdict } from "./verdict"

/**
 * {@link judgeError}, with a second question before a verdict that stops a whole location: `GET /oauth/me` for a
 * refused token, Pongo's store list for a missing store. If the second answer disagrees, the order is retried.
 * @param token the one the order was sent with
 */
export async function judgeRefusal(
  order: Taken,
  error: PongoError,
  token: string,
  { isProbe, schedule }: { isProbe: boolean; schedule: readonly number[] },
): Promise<Verdict> {
  const facts = { scheduleStep: order.scheduleStep, maybeSent: order.maybeSent, isProbe, schedule }
  const verdict = judgeError(error, facts)
  if (verdict.outcome === "connection_revoked")
    return (await isRevoked(error, token, order)) ? verdict : judgePassing(error, facts)
  if (verdict.outcome !== "store_unknown") return verdict
  const isGone = await readStores(systemCtx(order.merchantId, "worker")).then(
    (stores) => isAbsent(stores, ({ slug }) => slug === order.storeSlug),
    (failure) => {
      // Disconnected or revoked in the meantime: the order waits for a new connection.
      if (failure instanceof AppError && failure.code === "not_connected") return true
      if (failure instanceof PongoError) return failure
      throw failure
    },
  )
  if (isGone instanceof PongoError)
    return isGone.kind === "unauthorized" ? judgeError(isGone, facts) : judgePassing(isGone, facts)
  if (isGone) return verdict
  // The list has the store: believe the refusal only when it repeats.
  return isGone === false && order.scheduleStep > 0
    ? judgeRejected(order.maybeSent)
    : judgePassing(error, facts)
}

/** `/oauth/me` does not reveal a missing scope (403): there the order's second refusal decides. */
const isRevoked = async (error: PongoError, token: string, order: Taken) =>
  (await isTokenRefused(token)) || (error.kind === "forbidden" && order.scheduleStep > 0)
