import { db, sql } from "@/db/index"
import { raiseAlert } from "@/lib/alerts/raise"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { requireToken } from "@/lib/connections/queries"
import { logger } from "@/lib/log"
import { PongoError } from "@/lib/pongo/error"
import { MOST_NAMED, type RewardCheck } from "./check"
import { listRewardChecks } from "./queries"
import { refreshRewards } from "./refresh-rewards"

/** A reward that a till at this location could not give. */
export type FailingPair = { rewardId: string; locationId: string; locationName: string }
/** A reward that fails at too many locations to keep each; the first ones are named. */
type FailingWidely = { rewardId: string; count: number; locationNames: string[] }
export type Failing = FailingPair | FailingWidely

const NAMED = 3
/** That are kept of a merchant, those of the rewards that fail at the fewest locations first. */
const MOST_PAIRS = 5_000

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
  const failing = listFailing(await listRewardChecks(ctx))
  await db.transaction(async (tx) => {
    // One at a time: the second of two runs compares with the first and finds nothing new.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`preflight:${ctx.merchantId}`}, 0))`
    const [before] = await tx<{ checkedAt: Date; failing: Failing[] }[]>`
      select checked_at as "checkedAt", failing from reward_preflights where merchant_id = ${ctx.merchantId}`
    if (before && before.checkedAt > checkedAt) return
    const added = before ? newFailing(before.failing, failing) : []
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
        params: { location: namesOf(added), count },
        href: "/rewards",
      },
      tx,
    )
  })
}

/**
 * Every reward × location where it would fail now, and by their number alone those of a reward that fails at more than
 * {@link MOST_NAMED} locations, or once {@link MOST_PAIRS} pairs are kept.
 */
export function listFailing(checks: readonly Pick<RewardCheck, "id" | "failures">[]): Failing[] {
  let pairsLeft = MOST_PAIRS
  return checks.toReversed().flatMap(({ id: rewardId, failures }): Failing[] => {
    const count = failures.reduce((sum, failure) => sum + failure.count, 0)
    const named = failures.flatMap(({ locations }) => locations)
    if (count > MOST_NAMED || named.length > pairsLeft)
      return [{ rewardId, count, locationNames: named.slice(0, NAMED).map(({ name }) => name) }]
    pairsLeft -= named.length
    return named.map(({ id, name }) => ({ rewardId, locationId: id, locationName: name }))
  })
}

/** Those of `now` that were not in `before`. Where one of the two has only their number, a larger one is new. */
export function newFailing(before: readonly Failing[], now: readonly Failing[]): Failing[] {
  const known = new Set(before.flatMap((one) => ("count" in one ? [] : keyOf(one))))
  const [countsBefore, counts] = [countByReward(before), countByReward(now)]
  const isWide = new Set(before.flatMap((one) => ("count" in one ? one.rewardId : [])))
  return now.filter((one) =>
    "count" in one || isWide.has(one.rewardId)
      ? counts.get(one.rewardId)! > (countsBefore.get(one.rewardId) ?? 0)
      : !known.has(keyOf(one)),
  )
}

const keyOf = ({ rewardId, locationId }: FailingPair) => `${rewardId} ${locationId}`

function countByReward(failing: readonly Failing[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const one of failing)
    counts.set(one.rewardId, (counts.get(one.rewardId) ?? 0) + ("count" in one ? one.count : 1))
  return counts
}

function namesOf(failing: readonly Failing[]): string {
  const names = [
    ...new Set(failing.flatMap((one) => ("count" in one ? one.locationNames : one.locationName))),
  ]
  const count = Math.max(names.length, ...failing.map((one) => ("count" in one ? one.count : 0)))
  const rest = count - Math.min(names.length, NAMED)
  return names.slice(0, NAMED).join(", ") + (rest > 0 ? ` +${rest}` : "")
}

export type Preflight = {
  checkedAt: Date
  /** The previous run, which `added` is compared with; null after the first. */
  previousAt: Date | null
  failing: Failing[]
  added: Failing[]
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
  const old = preflight.previousAt ? newFailing(preflight.added, preflight.failing) : preflight.failing
  return new Set(newFailing(old, listFailing(checks)).map(({ rewardId }) => rewardId))
}
