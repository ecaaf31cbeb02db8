import type { Order } from "../generated.js"

/** A paid coffee. */
export function anOrder(number: string, changes: Partial<Order> = {}): Order {
  const now = new Date().toISOString()
  return {
    ...{ order_id: number, location_id: "bastille", state: "paid", channel: "pos", delivery_mode: "on_site" },
    ...{ created_at: now, closed_at: now, total_cents: 220 },
    lines: [{ sku: "CAF-01", name: "Café", quantity: 1, unit_price_cents: 220, total_cents: 220 }],
    payments: [{ method: "card", amount_cents: 220 }],
    ...changes,
  } as Order
}
