import { and, eq } from "drizzle-orm"
import { db, sql } from "@/db/index"
import { tills } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import {
  alsoActing,
  type Ctx,
  isTestTill,
  refuseTestTill,
  requireRole,
  requireRoleOrScope,
} from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { requireLocation } from "@/lib/locations/queries"
import { logger } from "@/lib/log"
import { outsideId } from "@/lib/text"
import { createThrottle } from "@/lib/throttle"
import { registerTill } from "./register-till"
import type { Heartbeat, HeartbeatAnswer } from "./schema"

const sightings = createThrottle(30_000)

/** Reads `X-Till-Id`; null when it is not a till id. The header's bytes are read as UTF-8 if valid, else as Latin-1. */
export function readTillId(header: string | null): string | null {
  if (header === null) return null
  const utf8 = Buffer.from(header, "latin1").toString("utf8")
  return outsideId.safeParse(utf8.includes("\uFFFD") ? header : utf8).data ?? null
}

/** Records that a till called, at most twice a minute, without delaying it. Ignores the test till. */
export function seeTill(ctx: Ctx, tillId: string): void {
  if (isTestTill(ctx)) return
  if (!sightings.isDue(`${ctx.merchantId} ${tillId}`)) return
  noteTill(ctx, tillId).catch((error) => logger.warn({ err: error }, "till not noted"))
}

/**
 * Stores a till's report on itself.
 * @param now when the call arrived; the skew is how far the till's clock is ahead of it
 * @throws AppError `forbidden` (scope checkout), `location_unknown`, `location_not_allowed`
 */
export async function recordHeartbeat(
  ctx: Ctx,
  beat: Heartbeat,
  now: Date = new Date(),
): Promise<HeartbeatAnswer> {
  requireRoleOrScope(ctx, "manager", "checkout")
  refuseTestTill(ctx)
  const location = await requireLocation(ctx, beat.location_id)
  const skewMs = Date.parse(beat.sent_at) - now.getTime()
  const oldest = beat.offline_orders > 0 && beat.oldest_offline_at ? new Date(beat.oldest_offline_at) : null
  await registerTill(ctx, beat.till_id, location.id, now)
  await sql`
    update tills set
      location_id = ${location.id}, last_seen_at = greatest(last_seen_at, ${now}),
      app_version = ${beat.app_version ?? null}, offline_orders = ${beat.offline_orders},
      oldest_offline_at = ${oldest}, clock_skew_ms = ${skewMs}, reported_at = ${now}
    where merchant_id = ${ctx.merchantId} and ref = ${beat.till_id}
      and (reported_at is null or reported_at <= ${now})`
  // Orders are accepted whatever Pongo does, so a till has no reason to keep them back.
  return { clock_skew_ms: skewMs, should_drain: beat.offline_orders > 0 }
}

/**
 * Removes a till from the list. Its next call adds it again.
 * @throws AppError `role_required` (manager), `not_found`
 */
export async function forgetTill(ctx: Ctx, { ref }: { ref: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await db.transaction(async (tx) => {
    const forgotten = await tx
      .delete(tills)
      .where(and(eq(tills.merchantId, ctx.merchantId), eq(tills.ref, ref)))
      .returning({ ref: tills.ref })
    if (forgotten.length === 0) throw new AppError("not_found")
    await recordAudit(tx, ctx, "till.forgotten", ref, { name: ref })
  })
}

async function noteTill(ctx: Ctx, ref: string): Promise<void> {
  const noted = await sql`
    update tills set last_seen_at = now(), location_id = coalesce(${ctx.keyLocationId}, location_id)
    where merchant_id = ${ctx.merchantId} and ref = ${ref}`
  if (noted.count === 0) await registerTill(ctx, ref, ctx.keyLocationId, new Date())
}
