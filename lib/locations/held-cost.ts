import type { Location } from "./queries"

/** Sorts locations by their waiting orders: the most money first, then the most orders, then by name. */
export function byHeldCost(
  a: Pick<Location, "heldCents" | "heldOrders" | "name">,
  b: Pick<Location, "heldCents" | "heldOrders" | "name">,
): number {
  return b.heldCents - a.heldCents || b.heldOrders - a.heldOrders || a.name.localeCompare(b.name)
}
