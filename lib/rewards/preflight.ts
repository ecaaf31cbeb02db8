import { db, sql } from "@/db/index"
import { raiseAlert } from "@/lib/alerts/raise"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { requireToken } from "@/lib/connections/queries"
import { logger } from "@/lib/log"
import { PongoError } from "@/lib/pongo/error"
import type { RewardCheck } from "./check"
import { listRewardChecks } from "./queries"
import { refreshRewards } from "./refresh-rewards"

/** A reward that a till at this location could not give. */
export type FailingPair = { rewardId: string; locationId: string; locationName: string }

const NAMED = 3

/**
 * Checks every reward at every location, nightly, as the tills would find it. New failures since the previous run raise
 * one alert for all locations together. The first run has nothing to compare with and raises none.
 * @throws AppError `not_connected`, `role_required` (manager)
 */
export async function runPreflight(ctx: Ctx): Promise<void> {
  requireRole(ctx, "manager")
  await requireToken(ctx)
  await refreshRewards(ctx).catch((error) => {
    // Pongo is down: check the last known rewards against today's catalogue.
    if (!(error instanceof PongoError)) throw error
    logger.warn({ err: error, merchantId: ctx.merchantId }, "rewards not refreshed before the preflight")
  })
  const checkedAt = new Date()
  const failing = failingPairs(await listRewardChecks(ctx))
  await db.transaction(async (tx) => {
    // One at a time: the second of two runs compares with the first and finds nothing new.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`preflight:${ctx.merchantId}`}, 0))`
    const [before] = await tx<{ checkedAt: Date; failing: FailingPair[] }[]>`
      select checked_at as "checkedAt", failing from reward_preflights where merchant_id = ${ctx.merchantId}`
    if (before && before.checkedAt > checkedAt) return
    const added = before ? newPairs(before.failing, failing) : []
    await tx`
      insert into reward_preflights (merchant_id, checked_at, failing, added, previous_at)
      values (${ctx.merchantId}, ${checkedAt}, ${tx.json(failing)}, ${tx.json(added)}, ${before?.checkedAt ?? null})
      on conflict (merchant_id) do update set
        checked_at = excluded.checked_at, failing = excluded.failing, added = excluded.added,
        previous_at = excluded.previous_at`
    if (added.length === 0) return
    const count = new Set(added.map(({ rewardId }) => rewardId)).size
    await raiseAlert(
      ctx,
      {
        kind: "rewards_worse",
        key: checkedAt.toISOString(),
        params: { location: placesOf(added), count },
        href: "/rewards",
      },
      tx,
    )
  })
}

/** Every reward × location that would fail now. */
export function failingPairs(checks: readonly Pick<RewardCheck, "id" | "failures">[]): FailingPair[] {
  return checks.flatMap(({ id, failures }) =>
    failures.flatMap(({ locations }) =>
      locations.map((location) => ({ rewardId: id, locationId: location.id, locationName: location.name })),
    ),
  )
}

/** The pairs in `now` that are not in `before`. */
export function newPairs(before: readonly FailingPair[], now: readonly FailingPair[]): FailingPair[] {
  const known = new Set(before.map(keyOf))
  return now.filter((pair) => !known.has(keyOf(pair)))
}

const keyOf = ({ rewardId, locationId }: FailingPair) => `${rewardId} ${locationId}`

function placesOf(pairs: readonly FailingPair[]): string {
  const names = [...new Map(pairs.map(({ locationId, locationName }) => [locationId, locationName])).values()]
  const rest = names.length - NAMED
  return names.slice(0, NAMED).join(", ") + (rest > 0 ? ` +${rest}` : "")
}

export type Preflight = {
  checkedAt: Date
  /** The previous run, which `added` is compared with; null after the first. */
  previousAt: Date | null
  failing: FailingPair[]
  added: FailingPair[]
}

/** The result of the last nightly run; null before the first. */
export async function getPreflight(ctx: Ctx): Promise<Preflight | null> {
  const [row] = await sql<Preflight[]>`
    select checked_at as "checkedAt", previous_at as "previousAt", failing, added from reward_preflights
    where merchant_id = ${ctx.merchantId}`
  return row ?? null
}

/**
 * The rewards that fail now at a location where they did not in the run before last: new last night, or broken since.
 */
export function newlyFailing(
  preflight: Preflight,
  checks: readonly Pick<RewardCheck, "id" | "failures">[],
): Set<string> {
  const old = preflight.previousAt ? newPairs(preflight.added, preflight.failing) : preflight.failing
  return new Set(newPairs(old, failingPairs(checks)).map(({ rewardId }) => rewardId))
}
