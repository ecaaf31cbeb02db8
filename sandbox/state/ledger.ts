import type { Order, Purchase, RewardUse, SandboxState, Violation, ViolationKind } from "./state"

export type Ledger = {
  violations: Omit<Violation, "id">[]
  orders: Omit<Order, "payload">[]
  purchases: Purchase[]
  uses: RewardUse[]
}

/**
 * Everything that happened, and the violations: those recorded as they occurred, and those found by adding everything
 * up again.
 */
export function computeLedger(state: SandboxState, now: string): Ledger {
  const { tables } = state
  const orders = tables.orders.rows()
  const purchases = tables.purchases.rows()
  const uses = tables.uses.rows()
  const found: Omit<Violation, "id">[] = [...tables.violations.rows()]
  const note = (kind: ViolationKind, about: Omit<Violation, "id" | "kind" | "at">) =>
    found.push({ kind, at: now, ...about })

  for (const [hash, times] of countBy(uses, (use) => use.hash)) {
    if (times > 1) note("reward_used_twice", { detail: `Won reward ${hash} was used ${times} times.` })
  }
  for (const [key, times] of countBy(orders, (order) => `${order.store_id}/${order.order_id}`)) {
    if (times > 1) note("order_accepted_twice", { detail: `Order ${key} was accepted ${times} times.` })
  }
  for (const purchase of purchases) {
    if (purchase.points_after >= 0) continue
    note("points_below_zero", {
      detail: `Purchase ${purchase.id} left ${purchase.points_after} points.`,
      customer_id: purchase.customer_id,
      reward_id: purchase.reward_id,
    })
  }

  const movements = new Map<string, number>()
  const move = (customerId: string | null, points: number) => {
    if (customerId) movements.set(customerId, (movements.get(customerId) ?? 0) + points)
  }
  for (const order of orders) move(order.customer_id, order.points_awarded - order.points_taken_back)
  for (const purchase of purchases) move(purchase.customer_id, -purchase.points_spent)
  for (const customer of state.customers.values()) {
    const expected = customer.opening_points + (movements.get(customer.id) ?? 0)
    if (customer.points === expected) continue
    note("points_do_not_add_up", {
      detail: `The movements add up to ${expected} points; the customer has ${customer.points}.`,
      customer_id: customer.id,
    })
  }
  return { violations: found, orders: orders.map(withoutPayload), purchases, uses }
}

function withoutPayload({ payload: _, ...order }: Order): Omit<Order, "payload"> {
  return order
}

function countBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return counts
}
