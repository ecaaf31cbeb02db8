import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { findProducts, listSkus } from "@/lib/catalog/queries"
import type { PongoReward, WonReward } from "@/lib/pongo/wire/rewards"
import { inTurns } from "@/lib/turns"
import { checkRewardsInSteps, type RewardCheck } from "./check"
import { failureAt, type Hold, resolveReward, resolveWon } from "./resolve"
import type { AvailableReward, WalletEntry } from "./schema"
import { matchSkus, possibleSkus, productsOf, skuReader } from "./skus"

type CatalogLocation = { ref: string }

/**
 * The rewards that a customer with these points can get at a location, and those they have bought, both resolved
 * against the merchant's catalogue. Bought rewards: ready ones first, then newest first.
 */
export async function presentRewards(
  ctx: Ctx,
  location: CatalogLocation,
  loyalty: {
    points: number
    available: readonly PongoReward[]
    won: readonly WonReward[]
    /** By hash; see {@link Hold}. */
    holds: ReadonlyMap<string, Hold>
  },
): Promise<{ available: AvailableReward[]; wallet: WalletEntry[] }> {
  const named = [...loyalty.available, ...loyalty.won].map(({ externalId }) => externalId)
  const catalogue = await findProducts(ctx, named.flatMap(possibleSkus))
  const now = new Date()
  return {
    available: loyalty.available.map((reward) => {
      const isAffordable = loyalty.points >= reward.points
      const { skus, whyNot } = resolveReward(reward, catalogue, location.ref)
      const reason = whyNot ?? (isAffordable ? null : "not_enough_points")
      return present(reward, { isAffordable, skus, reason })
    }),
    wallet: loyalty.won
      .toSorted((a, b) => (b.wonAt?.getTime() ?? 0) - (a.wonAt?.getTime() ?? 0))
      .map((won) => resolveWon(won, loyalty.holds.get(won.hash), catalogue, location.ref, now))
      .toSorted((a, b) => Number(b.state === "ready") - Number(a.state === "ready")),
  }
}

/** The rewards as Pongo last listed them, by points, for display while it is down. None can be bought meanwhile. */
export async function listRememberedRewards(ctx: Ctx, points: number): Promise<AvailableReward[]> {
  const rows = await sql<{ id: string; name: string; type: string; points: number }[]>`
    select id, name, type, points from rewards
    where merchant_id = ${ctx.merchantId} and gone_at is null
    order by points, id`
  return rows.map((reward) =>
    present(reward, { isAffordable: points >= reward.points, skus: [], reason: "pongo_unavailable" }),
  )
}

/** Every reward that Pongo lists, checked at every location in service; see {@link checkRewards}. */
export async function listRewardChecks(ctx: Ctx): Promise<RewardCheck[]> {
  const [rewards, locations] = await Promise.all([
    sql<Pick<PongoReward, "id" | "name" | "type" | "points" | "value" | "externalId">[]>`
      select id, name, type, points, value, external_id as "externalId" from rewards
      where merchant_id = ${ctx.merchantId} and gone_at is null
      order by points, id`,
    sql<{ id: string; ref: string; name: string }[]>`
      select id, ref, name from locations where merchant_id = ${ctx.merchantId} and archived_at is null
      order by name, id`,
  ])
  const [named, skus] = await Promise.all([
    findProducts(
      ctx,
      rewards.flatMap(({ externalId }) => possibleSkus(externalId)),
    ),
    listSkus(ctx),
  ])
  return inTurns(checkRewardsInSteps(rewards, named, skus, locations))
}

/** Counts the rewards that Pongo lists, and those that at least one location in service can give now. */
export async function countUsableRewards(ctx: Ctx): Promise<{ total: number; usable: number }> {
  const [rewards, locations] = await Promise.all([
    sql<Pick<PongoReward, "type" | "externalId">[]>`
      select type, external_id as "externalId" from rewards
      where merchant_id = ${ctx.merchantId} and gone_at is null`,
    sql<
      CatalogLocation[]
    >`select ref from locations where merchant_id = ${ctx.merchantId} and archived_at is null`,
  ])
  const named = await findProducts(
    ctx,
    rewards.flatMap(({ externalId }) => possibleSkus(externalId)),
  )
  const usable = await inTurns(
    countUsableInSteps(rewards, named, locations.length > 0 ? locations : [{ ref: "" }]),
  )
  return { total: rewards.length, usable }
}

function* countUsableInSteps(
  rewards: readonly Pick<PongoReward, "type" | "externalId">[],
  named: Awaited<ReturnType<typeof findProducts>>,
  locations: readonly CatalogLocation[],
): Generator<void, number> {
  const readSkus = skuReader(named)
  let usable = 0
  for (const { type, externalId } of rewards) {
    yield
    if (type.startsWith("voucher_")) usable += 1
    if (type !== "free_product") continue
    const whyNotAt = failureAt(productsOf(readSkus(externalId)))
    if (locations.some(({ ref }) => !whyNotAt(ref))) usable += 1
  }
  return usable
}

function present(
  reward: Pick<PongoReward, "id" | "name" | "type" | "points">,
  found: { isAffordable: boolean; skus: string[]; reason: AvailableReward["why_not"] },
): AvailableReward {
  return {
    id: reward.id,
    name: reward.name,
    type: reward.type,
    points: reward.points,
    affordable: found.isAffordable,
    usable_here: found.reason === null,
    why_not: found.reason,
    skus: found.skus,
  }
}

/** Whether a reward's `external_id` names this product, by its SKU or an accepted alias. */
export const coversSku = (
  externalId: string | null,
  product: { sku: string; aliasKeys: readonly string[] },
): boolean => matchSkus(externalId, [product]).length > 0
