import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { AppError } from "@/lib/errors"
import { PongoError } from "@/lib/pongo/error"
import type { Claimed } from "./claim"
import { judgeError, judgePassing, judgeRejected, type Verdict } from "./verdict"

/**
 * {@link judgeError}; but before a store is called gone, Pongo's own list is asked: a wrong answer must not stop a
 * restaurant. Without a list nothing is known, and time has to tell.
 */
export async function judgeRefusal(
  order: Claimed,
  error: PongoError,
  { isProbe, schedule }: { isProbe: boolean; schedule: readonly number[] },
): Promise<Verdict> {
  const facts = { scheduleStep: order.scheduleStep, maybeSent: order.maybeSent, isProbe, schedule }
  const verdict = judgeError(error, facts)
  if (verdict.outcome !== "store_unknown") return verdict
  try {
    await refreshStores(systemCtx(order.merchantId, "worker"))
  } catch (failure) {
    // Disconnected meanwhile: it waits for that.
    if (failure instanceof AppError && failure.code === "not_connected") return verdict
    if (!(failure instanceof PongoError)) throw failure
    const failed = judgeError(failure, facts)
    return failed.outcome === "connection_revoked" ? failed : judgePassing(failure, facts)
  }
  const [store] = await sql<{ gone_at: Date | null }[]>`
    select gone_at from stores where merchant_id = ${order.merchantId} and slug = ${order.storeSlug}`
  return store?.gone_at ? verdict : judgeRejected(order.maybeSent)
}
