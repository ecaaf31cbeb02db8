import { sql } from "@/db/index"
import type { RemovedRewards } from "@/db/schema/orders"
import type { Locale } from "@/lib/i18n/locale"
import { fillIn, tillMessages } from "@/lib/i18n/plain-messages"
import type { OrderAnswer, PosOrder } from "./schema"

type Lines = PosOrder["lines"]

/**
 * The rewards on the lines that the other payment system cannot honour: vouchers, products or both. Pongo's type of the
 * reward decides; a reward of unknown type counts as a voucher when its line takes money off.
 * @returns null when the system honours all of them, or the order is paid here
 */
export async function findRemovedRewards(
  merchantId: string,
  order: PosOrder,
): Promise<RemovedRewards | null> {
  const external = order.external_payment
  const wanted = order.lines.flatMap(({ reward }, line) => (reward ? [{ ...reward, line }] : []))
  if (!external || wanted.length === 0) return null
  const known = await sql<{ id: string; name: string; type: string }[]>`
    select id, name, type from rewards
    where merchant_id = ${merchantId} and id = any(${wanted.map(({ reward_id }) => reward_id)})`
  const supportsProducts = external.supports_products ?? true
  const rewards = wanted.flatMap(({ reward_id, hash, line }) => {
    const { name, total_cents } = order.lines[line]!
    const reward = known.find(({ id }) => id === reward_id)
    const isVoucher = reward ? reward.type.startsWith("voucher_") : total_cents < 0
    if (isVoucher ? external.supports_vouchers : supportsProducts) return []
    return [{ line, rewardId: reward_id, hash: hash ?? null, name: reward?.name ?? name }]
  })
  return rewards.length > 0 ? { system: external.system, rewards } : null
}

/** Removes these rewards from the lines sent to Pongo. */
export function withoutRewards(lines: Lines, removed: RemovedRewards | null): Lines {
  if (!removed) return lines
  const gone = new Set(removed.rewards.map(({ line }) => line))
  return lines.map(({ reward, ...line }, index) => (reward && !gone.has(index) ? { ...line, reward } : line))
}

/** Undoes {@link withoutRewards} when the other system honoured them after all. */
export function withRewards(lines: Lines, removed: RemovedRewards | null): Lines {
  if (!removed) return lines
  return lines.map((line, index) => {
    const back = removed.rewards.find((reward) => reward.line === index)
    if (!back) return line
    return { ...line, reward: { reward_id: back.rewardId, ...(back.hash ? { hash: back.hash } : {}) } }
  })
}

/**
 * What the till shows before the customer pays in the other system (`docs/pongo-wire.md`, External payment): the names
 * of the rewards and one sentence.
 */
export function rewardPrompt(
  { system, rewards }: RemovedRewards,
  locale: Locale,
): NonNullable<OrderAnswer["reward_prompt"]> {
  const names = rewards.map(({ name }) => name).join(", ")
  return {
    rewards: rewards.map(({ rewardId, name }) => ({ reward_id: rewardId, name })),
    message: fillIn(tillMessages[locale].rewardPrompt, { system, names }),
  }
}
