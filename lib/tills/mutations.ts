import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { logger } from "@/lib/log"

const SEEN_EVERY_MS = 30_000
const TILL_ID = /^[\x21-\x7e]{1,100}$/
const seenAt = new Map<string, number>()

/** Notes that a till called (`X-Till-Id`), at most twice a minute and never on the till's time. */
export function seeTill(ctx: Ctx, tillId: string | null): void {
  if (!tillId || !TILL_ID.test(tillId)) return
  const slot = `${ctx.merchantId} ${tillId}`
  const now = Date.now()
  if (now - (seenAt.get(slot) ?? 0) < SEEN_EVERY_MS) return
  if (seenAt.size > 10_000) seenAt.clear()
  seenAt.set(slot, now)
  sql`
    insert into tills (merchant_id, ref, location_id, last_seen_at)
    values (${ctx.merchantId}, ${tillId}, ${ctx.keyLocationId}, now())
    on conflict (merchant_id, ref) do update set last_seen_at = now(),
      location_id = coalesce(excluded.location_id, tills.location_id)`.catch((error) =>
    logger.warn({ err: error }, "till not noted"),
  )
}
