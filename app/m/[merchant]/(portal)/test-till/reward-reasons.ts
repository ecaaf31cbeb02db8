import type { LoyaltyProfile } from "@/lib/customers/schema"

export type Won = LoyaltyProfile["rewards"]["wallet"][number]
export type Offer = LoyaltyProfile["rewards"]["available"][number]
type Why = NonNullable<Offer["why_not"]> | "no_coupon_code" | "already_used" | "on_ticket"

const WHY_STATE = { used: "already_used", expired: "expired", locked: "locked_elsewhere" } as const

/** The one reason why a bought reward cannot go on the ticket; null when it can. */
export function whyNotUsable(won: Won, hashesOnTicket: readonly string[]): Why | null {
  if (hashesOnTicket.includes(won.hash)) return "on_ticket"
  if (won.state !== "ready") return WHY_STATE[won.state]
  return won.apply.kind === "unsupported" ? won.apply.why : null
}

/** The one reason why points cannot buy a reward here; null when they can. */
export function whyNotOffered(offer: Offer): Why | null {
  if (offer.why_not) return offer.why_not
  return offer.usable_here && offer.affordable ? null : "not_enough_points"
}
