import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { logger } from "@/lib/log"

const NOTED_EVERY_MS = 60_000
const notedAt = new Map<string, number>()

/** Notes that Pongo answered this merchant, at most once a minute and never on the caller's time. */
export function noteSuccess(ctx: Ctx): void {
  const { merchantId } = ctx
  const now = Date.now()
  if (now - (notedAt.get(merchantId) ?? 0) < NOTED_EVERY_MS) return
  notedAt.set(merchantId, now)
  sql`update connections set last_success_at = now() where merchant_id = ${merchantId}`.catch((error) =>
    logger.warn({ err: error }, "last success not noted"),
  )
}
