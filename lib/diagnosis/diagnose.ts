import type { DeliveryState, OrderState, SyncReason } from "@/db/enums"

/** The chain from the customer to Pongo that an order's points depend on. */
export const LINKS = [
  "customer_known",
  "order_received",
  "paid",
  "customer_attached",
  "location_mapped",
  "connection_alive",
  "sent",
  "accepted",
] as const
export type Link = (typeof LINKS)[number]

export type Problem =
  | "customer_unknown"
  | "no_order"
  | "order_unknown"
  | "waiting_payment"
  | "paid_elsewhere"
  | "payment_failed"
  | "cancelled"
  | "refunded"
  | "no_customer"
  | "unclaimable"
  | "anonymous_off"
  | "unmapped"
  | "store_gone"
  | "not_connected"
  | "revoked"
  | "on_its_way"
  | "unreachable"
  | "erring"
  | "rejected"
  | "gave_up"

/** What the merchant can do. `by_itself`: nothing, it resolves automatically. `tell`: nothing is broken here. */
export type Fix =
  | "look"
  | "map"
  | "remap"
  | "connect"
  | "reconnect"
  | "replay"
  | "by_itself"
  | "tell"
  | "settings"

export type OrderFacts = {
  state: OrderState
  /** The order identifies a customer, by id or by phone. */
  hasCustomer: boolean
  delivery: {
    state: DeliveryState
    reason: SyncReason | null
    /** At least one attempt reached Pongo, with any answer. */
    hasReachedPongo: boolean
  }
  mapping: "mapped" | "unmapped" | "store_gone"
  connection: "alive" | "revoked" | "none"
}

export type Facts = {
  /** Null: only an order was asked about, and it has no customer. */
  isCustomerKnown: boolean | null
  order: OrderFacts | null
  /** The workers send nothing until Pongo answers again. */
  isPongoDown: boolean
}

/** `under_way`: broken, but it recovers by itself. */
export type Step = { link: Link; state: "done" | "broken" | "under_way" | "not_reached" }
export type Diagnosis = {
  steps: Step[]
  problem: Problem | null
  /** What keeps an order without a customer from Pongo, where they could claim it. */
  next: Problem | null
  fix: Fix | null
}

/**
 * Checks the chain from the customer to Pongo and stops at the first broken link. A missing customer does not stop an
 * order, so the chain is followed to the link that does. Pure.
 * @returns `problem` null when the chain is whole: Pongo has the order
 */
export function diagnose(facts: Facts): Diagnosis {
  const links = LINKS.filter((link) => link !== "customer_known" || facts.isCustomerKnown !== null)
  const problems = links.map((link) => BROKEN[link](facts))
  const at = problems.findIndex((problem) => problem !== null)
  const problem = problems[at] ?? null
  const nextAt = problem === "unclaimable" ? problems.findIndex((other, index) => index > at && other) : -1
  const next = problems[nextAt] ?? null
  const end = Math.max(at, nextAt)
  const stateOf = (index: number): Step["state"] => {
    const broken = problems[index]
    if (end >= 0 && index > end) return "not_reached"
    return !broken ? "done" : FIXES[broken] === "by_itself" ? "under_way" : "broken"
  }
  const decisive = next ?? problem
  return {
    steps: links.map((link, index) => ({ link, state: stateOf(index) })),
    problem,
    next,
    fix: decisive && FIXES[decisive],
  }
}

/** Checks each link by itself; links behind a broken one are not checked. */
const BROKEN: Record<Link, (facts: Facts) => Problem | null> = {
  customer_known: ({ isCustomerKnown }) => (isCustomerKnown ? null : "customer_unknown"),
  order_received: ({ order, isCustomerKnown }) =>
    order ? null : isCustomerKnown === null ? "order_unknown" : "no_order",
  paid: ({ order }) => (order && UNPAID[order.state]) ?? null,
  customer_attached: ({ order }) => {
    if (!order || order.hasCustomer) return null
    if (order.delivery.reason === "anonymous_orders_off") return "anonymous_off"
    return isOver(order) ? "no_customer" : "unclaimable"
  },
  location_mapped: ({ order }) => {
    if (!order || isOver(order) || order.mapping === "mapped") return null
    return order.mapping
  },
  connection_alive: ({ order }) => {
    if (!order || isOver(order) || order.connection === "alive") return null
    return order.connection === "revoked" ? "revoked" : "not_connected"
  },
  sent: ({ order, isPongoDown }) => {
    if (!order || isOver(order) || order.delivery.hasReachedPongo) return null
    if (order.delivery.state === "failed") return "gave_up"
    return isPongoDown || order.delivery.state === "retrying" ? "unreachable" : "on_its_way"
  },
  accepted: ({ order }) => {
    if (!order || isOver(order)) return null
    if (order.delivery.state === "failed")
      return order.delivery.reason === "rejected_by_pongo" ? "rejected" : "gave_up"
    return "erring"
  },
}

/** A delivered order is final: the current mapping and connection no longer matter. */
const isOver = ({ delivery }: OrderFacts) => delivery.state === "delivered"

const UNPAID: Partial<Record<OrderState, Problem>> = {
  open: "waiting_payment",
  external_payment: "waiting_payment",
  paid_elsewhere: "paid_elsewhere",
  payment_failed: "payment_failed",
  cancelled: "cancelled",
  refunded: "refunded",
}

const FIXES: Record<Problem, Fix> = {
  customer_unknown: "look",
  no_order: "look",
  order_unknown: "look",
  waiting_payment: "tell",
  paid_elsewhere: "tell",
  payment_failed: "tell",
  cancelled: "tell",
  refunded: "tell",
  no_customer: "tell",
  unclaimable: "tell",
  anonymous_off: "settings",
  unmapped: "map",
  store_gone: "remap",
  not_connected: "connect",
  revoked: "reconnect",
  on_its_way: "by_itself",
  unreachable: "by_itself",
  erring: "by_itself",
  rejected: "replay",
  gave_up: "replay",
}
