import type { EvidenceKind } from "@/db/enums"
import { sql } from "@/db/index"
import { actorLabel, type Ctx, isTestTill } from "@/lib/auth/ctx"
import { logger } from "@/lib/log"
import { createThrottle } from "@/lib/throttle"

/** Tills do each of these all day: one write an hour is enough. */
const NOTED_EVERY_MS = 3_600_000
const notes = createThrottle(NOTED_EVERY_MS)
const identified = createThrottle(NOTED_EVERY_MS)

/**
 * Records that a till did this, at most once an hour, without delaying it. The same verbs used by anybody else (a
 * rehearsal, a person on the test till) are kept apart and recorded each time.
 */
export function noteEvidence(
  ctx: Ctx,
  kind: EvidenceKind,
  where: { locationId: string | null; tillId: string | null },
): void {
  const isRehearsal = isRehearsed(ctx)
  const slot = `${ctx.merchantId} ${kind}`
  if (!isRehearsal && !notes.isDue(slot)) return
  const everyMs = isRehearsal ? 0 : NOTED_EVERY_MS
  sql`
    insert into till_evidence as e (merchant_id, kind, is_rehearsal, first_at, at, location_id, till_id, actor)
    values (${ctx.merchantId}, ${kind}, ${isRehearsal}, now(), now(), ${where.locationId}, ${where.tillId},
            ${actorLabel(ctx)})
    on conflict (merchant_id, kind, is_rehearsal) do update set
      at = excluded.at, location_id = excluded.location_id, till_id = excluded.till_id, actor = excluded.actor
      where e.at <= excluded.at - make_interval(secs => ${everyMs / 1000})`.catch((error) => {
    notes.retry(slot)
    logger.warn({ err: error, kind }, "evidence not noted")
  })
}

/** Records which customer a till found, and how, the first time at this location, without delaying the till. */
export function noteIdentified(
  ctx: Ctx,
  found: { customerId: string; locationId: string; how: "phone" | "scan" },
): void {
  const { customerId, locationId, how } = found
  const slot = `${customerId} ${locationId} ${how} ${isRehearsed(ctx)}`
  if (!identified.isDue(slot)) return
  sql`
    insert into identified_customers (merchant_id, customer_id, location_id, how, is_rehearsal, at)
    values (${ctx.merchantId}, ${customerId}, ${locationId}, ${how}, ${isRehearsed(ctx)}, ${new Date()})
    on conflict do nothing`.catch((error) => {
    identified.retry(slot)
    logger.warn({ err: error }, "customer found at a till not noted")
  })
}

const isRehearsed = (ctx: Ctx) => ctx.actor.kind !== "key" || isTestTill(ctx)
