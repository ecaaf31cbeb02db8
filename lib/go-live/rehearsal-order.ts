import { randomInt } from "node:crypto"
import { type PosOrder, TEST_ORDER_PREFIX } from "@/lib/orders/schema"
import type { WalletEntry } from "@/lib/rewards/schema"

/**
 * A test order of the scripted till.
 * @returns null when the reward cannot be on a line
 */
export function writeTestOrder(
  scene: { rehearsalId: string; locationRef: string; customerId: string },
  given: { number: number; cents: number; isOpen?: boolean; reward?: WalletEntry },
): PosOrder | null {
  const now = new Date().toISOString()
  const sold = {
    ...{ sku: "TEST", name: "Test", quantity: 1 },
    ...{ unit_price_cents: given.cents, total_cents: given.cents },
  }
  const reward = given.reward && rewardLine(given.reward, given.cents)
  if (reward === null) return null
  const lines = reward ? [sold, reward] : [sold]
  const total = lines.reduce((sum, line) => sum + line.total_cents, 0)
  return {
    order_id: `${TEST_ORDER_PREFIX}${scene.rehearsalId.slice(-12)}-${given.number}`,
    location_id: scene.locationRef,
    state: given.isOpen ? "open" : "paid",
    channel: "pos",
    delivery_mode: "on_site",
    created_at: now,
    closed_at: given.isOpen ? undefined : now,
    total_cents: total,
    customer: { id: scene.customerId },
    lines,
    payments: [{ method: "card", amount_cents: total }],
  }
}

/** As a till writes it: the product free of charge, or the voucher as a line that deducts at most the total. */
function rewardLine(
  { apply, name, reward_id, hash }: WalletEntry,
  cents: number,
): PosOrder["lines"][number] | null {
  const reward = { reward_id, hash }
  if (apply.kind === "add_product") {
    const [{ sku, name: product }] = apply.choices as [(typeof apply.choices)[number]]
    return { sku, name: product, quantity: 1, unit_price_cents: 0, total_cents: 0, reward }
  }
  if (apply.kind !== "voucher") return null
  const { discount } = apply
  const worth =
    discount && "percent" in discount
      ? Math.round((cents * discount.percent) / 100)
      : (discount?.amount_cents ?? 0)
  const off = worth === 0 ? 0 : -Math.min(cents, worth)
  return { sku: apply.coupon_code, name, quantity: 1, unit_price_cents: off, total_cents: off, reward }
}

/** From ARCEP's range for fiction: never a real person's number. */
export const fictionalPhone = () => `+33639980${String(randomInt(1_000)).padStart(3, "0")}`
