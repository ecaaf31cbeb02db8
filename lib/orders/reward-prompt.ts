import type { Locale } from "@/lib/errors"
import type { OrderAnswer, PosOrder } from "./schema"

/**
 * Which rewards the customer loses by paying in the other system, and the sentence to show (guide, "When the order is
 * sent to an external system for payment"): all of them when it cannot confirm, those that are a discount when it
 * cannot take vouchers.
 */
export function rewardPrompt(order: PosOrder, locale: Locale): OrderAnswer["reward_prompt"] {
  const external = order.external_payment
  if (!external) return undefined
  const lost = order.lines.filter(
    (line) => line.reward && (!external.confirms || (!external.supports_vouchers && line.total_cents < 0)),
  )
  if (lost.length === 0) return undefined
  const rewards = lost.map((line) => ({ reward_id: line.reward!.reward_id, name: line.name }))
  const names = rewards.map(({ name }) => name).join(", ")
  const message =
    locale === "fr"
      ? `En payant avec ${external.system}, le client perd sur cette commande : ${names}. Pour en profiter, il doit payer ici.`
      : `Paying with ${external.system}, the customer loses on this order: ${names}. To keep it, they must pay here.`
  return { rewards, message }
}
