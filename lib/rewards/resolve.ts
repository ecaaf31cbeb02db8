import type { Product } from "@/lib/catalog/queries"
import type { PongoReward, WonReward } from "@/lib/pongo/wire/rewards"
import type { RewardApply, WalletEntry, WhyNot } from "./schema"
import { matchSkus } from "./skus"

type Worth = Pick<PongoReward, "type" | "externalId" | "value"> & { couponCode?: string | null }

export type Resolution = {
  /** The products it may put on the order here, in the merchant's order. */
  skus: string[]
  apply: RewardApply
  usableHere: boolean
  whyNot: WhyNot | null
}

/**
 * Resolves a reward at one location: the products it may be, or the voucher to create.
 * @param catalogue at least the products its `externalId` may name
 * @param locationRef the POS's own id of the location
 */
export function resolveReward(reward: Worth, catalogue: readonly Product[], locationRef: string): Resolution {
  if (reward.type.startsWith("voucher_"))
    return { skus: [], apply: toVoucher(reward), usableHere: true, whyNot: null }
  if (reward.type !== "free_product") return unusable("type_not_supported")
  const matching = matchSkus(reward.externalId, catalogue)
  const whyNot = failureAt(matching)(locationRef)
  if (whyNot) return unusable(whyNot)
  const here = matching.filter(
    ({ isActive, locationRefs }) => isActive && (locationRefs?.includes(locationRef) ?? true),
  )
  return {
    skus: here.map(({ sku }) => sku),
    apply: {
      kind: "add_product",
      choices: here.map(({ sku, name, priceCents }) => ({ sku, name, price_cents: priceCents })),
      options_charged: true,
    },
    usableHere: true,
    whyNot: null,
  }
}

/**
 * Why a reward for a product cannot be given at a location, for many locations.
 * @param matching the products it names
 */
export function failureAt(
  matching: readonly Pick<Product, "isActive" | "locationRefs">[],
): (locationRef: string) => WhyNot | null {
  const active = matching.filter(({ isActive }) => isActive)
  if (matching.length === 0) return () => "no_matching_sku"
  if (active.length === 0) return () => "sku_inactive"
  if (active.some(({ locationRefs }) => locationRefs === null)) return () => null
  const refs = new Set(active.flatMap(({ locationRefs }) => locationRefs ?? []))
  return (locationRef) => (refs.has(locationRef) ? null : "sku_not_at_location")
}

/** What our own locks, orders and uses add to Pongo's state of a bought reward. */
export type Hold = "locked_elsewhere" | "used"

/** A bought reward as the till sees it. Only a `ready` reward says how to apply it. */
export function resolveWon(
  won: WonReward,
  hold: Hold | undefined,
  catalogue: readonly Product[],
  locationRef: string,
  now: Date,
): WalletEntry {
  const state = stateOf(won, hold, now)
  const why = { used: "already_used", expired: "expired", locked: "locked_elsewhere" } as const
  return {
    hash: won.hash,
    reward_id: won.id,
    name: won.name,
    type: won.type,
    state,
    apply:
      state === "ready"
        ? resolveReward(won, catalogue, locationRef).apply
        : { kind: "unsupported", why: why[state] },
    expires_at: won.expiresAt?.toISOString() ?? null,
  }
}

function stateOf(won: WonReward, hold: Hold | undefined, now: Date): WalletEntry["state"] {
  if (won.isUsed || hold === "used") return "used"
  if (won.expiresAt && won.expiresAt <= now) return "expired"
  return hold ? "locked" : "ready"
}

function toVoucher({ type, value, couponCode }: Worth): RewardApply {
  if (!couponCode) return { kind: "unsupported", why: "no_coupon_code" }
  return { kind: "voucher", coupon_code: couponCode, discount: discountOf(type, value) }
}

/** The cashier decides on a value that makes no sense (above 100 %, a fraction of a cent); we do not guess. */
function discountOf(type: string, value: number | null) {
  if (value === null || value <= 0) return null
  if (type === "voucher_percent" && value <= 100) return { percent: value }
  if (type === "voucher_amount" && Number.isSafeInteger(value)) return { amount_cents: value }
  return null
}

const unusable = (whyNot: WhyNot): Resolution => ({
  skus: [],
  apply: { kind: "unsupported", why: whyNot },
  usableHere: false,
  whyNot,
})
