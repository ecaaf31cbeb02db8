import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { logger } from "@/lib/log"
import { createThrottle } from "@/lib/throttle"

const notes = createThrottle(60_000)

/** Records that Pongo answered this merchant, at most once a minute. Does not delay the caller. */
export function noteSuccess(ctx: Ctx): void {
  const { merchantId } = ctx
  if (!notes.isDue(merchantId)) return
  sql`update connections set last_success_at = now() where merchant_id = ${merchantId}`.catch((error) =>
    logger.warn({ err: error }, "last success not noted"),
  )
}
