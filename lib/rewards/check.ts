import type { ListedProduct, NamedProduct, Product } from "@/lib/catalog/queries"
import type { PongoReward } from "@/lib/pongo/wire/rewards"
import { atOnce } from "@/lib/turns"
import { type NearMissReason, nearMissFinder } from "./near-miss"
import { failureAt } from "./resolve"
import type { WhyNot } from "./schema"
import { similarProductFinder } from "./similar-products"
import { productsOf, rewriteSkus, type SkuReading, skuReader } from "./skus"

type CheckedLocation = { id: string; ref: string; name: string }
type Listed = Pick<Product, "sku" | "name">

/** A SKU typed at Pongo that is almost one of ours, with the products it may mean, likeliest first. */
type NearMissSku = { written: string; reason: NearMissReason; candidates: Listed[] }

/** Locations that a failure names; the others are counted. */
export const MOST_NAMED = 100

/** Where a reward cannot be given now, and why. */
export type RewardFailure = {
  why: WhyNot
  /** The first {@link MOST_NAMED} by name. */
  locations: { id: string; name: string }[]
  /** At all locations where it fails for this reason. */
  count: number
  /** At all locations; also when there is no location yet. */
  isEverywhere: boolean
  /** The products concerned: inactive or not sold there. */
  products: Listed[]
}

export type RewardCheck = Pick<PongoReward, "id" | "name" | "type" | "points" | "value" | "externalId"> & {
  kind: "product" | "voucher" | "unsupported"
  /** Our products, each once, in the merchant's order, on sale or not. */
  products: NamedProduct[]
  /** The entries of `products` that matched by an accepted alias, with the spelling typed at Pongo. */
  aliases: { written: string; sku: string }[]
  nearMisses: NearMissSku[]
  /** SKUs of other systems. */
  foreign: string[]
  /** The text to type at Pongo that corrects the near misses; null without any. */
  corrected: string | null
  /** Our products with a similar name, if no SKU is ours or nearly ours. */
  similarProducts: Listed[]
  failures: RewardFailure[]
}

/**
 * Checks each reward against the catalogue as the tills would find it now. Rewards that fail at the most locations come
 * first, then by points.
 * @param named at least the products that any `externalId` may mean
 * @param skus all products, those on sale first, to find near misses in
 */
export const checkRewards = (...input: Parameters<typeof checkRewardsInSteps>): RewardCheck[] =>
  atOnce(checkRewardsInSteps(...input))

/** {@link checkRewards} as a generator: it yields after each reward, so that the caller can let other work run. */
export function* checkRewardsInSteps(
  rewards: readonly Pick<PongoReward, "id" | "name" | "type" | "points" | "value" | "externalId">[],
  named: readonly NamedProduct[],
  skus: readonly ListedProduct[],
  locations: readonly CheckedLocation[],
): Generator<void, RewardCheck[]> {
  const findNearMisses = yield* nearMissFinder(skus)
  const findSimilar = yield* similarProductFinder(skus.filter(({ isActive }) => isActive))
  const readSkus = skuReader(named)
  const checks: RewardCheck[] = []
  for (const reward of rewards) {
    yield
    const readings = reward.type === "free_product" ? readSkus(reward.externalId) : []
    const products = productsOf(readings)
    const nearMisses = readings
      .filter(({ product }) => !product)
      .flatMap(({ written }): NearMissSku[] => {
        const found = findNearMisses(written)
        // A SKU close to one that this reward already matches is another system's spelling of the same product.
        const others = found.filter(({ product }) => !products.some(({ sku }) => sku === product.sku))
        const [first] = others
        return first
          ? [{ written, reason: first.reason, candidates: others.map(({ product }) => product) }]
          : []
      })
    const near = new Set(nearMisses.map(({ written }) => written))
    checks.push({
      ...reward,
      kind: kindOf(reward.type),
      products,
      aliases: readings.flatMap(aliasOf),
      nearMisses,
      foreign: readings.flatMap(({ written, product }) => (product || near.has(written) ? [] : written)),
      corrected: correct(reward.externalId, nearMisses),
      similarProducts:
        reward.type === "free_product" && products.length === 0 && nearMisses.length === 0
          ? findSimilar(reward.name)
          : [],
      failures: findFailures(reward, products, locations),
    })
  }
  return checks.toSorted((a, b) => weight(b) - weight(a) || a.points - b.points || (a.id < b.id ? -1 : 1))
}

function kindOf(type: string): RewardCheck["kind"] {
  if (type === "free_product") return "product"
  return type.startsWith("voucher_") ? "voucher" : "unsupported"
}

function aliasOf({ written, product, by }: SkuReading<NamedProduct>) {
  return by === "alias" && product ? [{ written, sku: product.sku }] : []
}

function correct(externalId: string | null, nearMisses: readonly NearMissSku[]): string | null {
  if (externalId === null || nearMisses.length === 0) return null
  return rewriteSkus(
    externalId,
    new Map(nearMisses.map(({ written, candidates }) => [written, candidates[0]!.sku])),
  )
}

/** Stands in for all locations before the merchant has one. */
const ANYWHERE: CheckedLocation = { id: "", ref: "", name: "" }

function findFailures(
  reward: Pick<PongoReward, "type">,
  products: readonly NamedProduct[],
  locations: readonly CheckedLocation[],
): RewardFailure[] {
  if (kindOf(reward.type) !== "product") return []
  const whyNotAt = failureAt(products)
  const found = new Map<WhyNot, { count: number; named: CheckedLocation[] }>()
  for (const location of locations.length > 0 ? locations : [ANYWHERE]) {
    const why = whyNotAt(location.ref)
    if (!why) continue
    const failing = found.get(why) ?? { count: 0, named: [] }
    found.set(why, failing)
    failing.count += 1
    if (failing.named.length < MOST_NAMED) failing.named.push(location)
  }
  return [...found].map(([why, { count, named }]) => ({
    why,
    locations: locations.length > 0 ? named.map(({ id, name }) => ({ id, name })) : [],
    count,
    isEverywhere: count >= locations.length,
    products: products.filter(({ isActive }) => why === "sku_inactive" || isActive),
  }))
}

/** The number of locations that cannot give it; before there is one, whether any could. */
const weight = ({ failures }: RewardCheck) => failures.reduce((sum, { count }) => sum + count, 0)
