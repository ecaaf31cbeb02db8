import { type PosOrder, TEST_ORDER_PREFIX } from "@/lib/orders/schema"
import { newKey } from "./call-till"

export type TicketProduct = { sku: string; name: string; price_cents: number }
type Discount = { percent: number } | { amount_cents: number }

export type TicketLine = TicketProduct & {
  id: string
  quantity: number
  /** A bought reward: it makes the product free, or the line is the discount. */
  reward?: { reward_id: string; hash: string }
  discount?: Discount
}

/** Adds one unit of a product. A reward always gets its own line. */
export function addProduct(lines: readonly TicketLine[], product: TicketProduct): TicketLine[] {
  const same = lines.find((line) => line.sku === product.sku && !line.reward)
  if (same) return lines.map((line) => (line === same ? { ...line, quantity: line.quantity + 1 } : line))
  return [...lines, { ...product, id: product.sku, quantity: 1 }]
}

/** Removes one unit, and the line with its last one. */
export const takeOne = (lines: readonly TicketLine[], id: string): TicketLine[] =>
  lines.flatMap((line) =>
    line.id !== id ? [line] : line.quantity > 1 ? [{ ...line, quantity: line.quantity - 1 }] : [],
  )

/** Price in cents before rewards. */
const subtotal = (lines: readonly TicketLine[]) =>
  lines.reduce((sum, line) => sum + (line.reward ? 0 : line.price_cents * line.quantity), 0)

/** A line's total in cents: 0 for a free product, negative for a discount, which never exceeds the rest. */
export function lineTotal(line: TicketLine, lines: readonly TicketLine[]): number {
  if (!line.reward) return line.price_cents * line.quantity
  if (!line.discount) return 0
  const sum = subtotal(lines)
  const off =
    "percent" in line.discount ? Math.round((sum * line.discount.percent) / 100) : line.discount.amount_cents
  return 0 - Math.min(off, sum)
}

/** What the customer pays, in cents. */
export const ticketTotal = (lines: readonly TicketLine[]): number =>
  Math.max(
    0,
    lines.reduce((sum, line) => sum + lineTotal(line, lines), 0),
  )

/** The ticket as `POST /orders` takes it. */
export function toOrder(
  lines: readonly TicketLine[],
  ticket: {
    number: string
    locationId: string
    customerId: string | null
    state: "paid" | "open"
    now: Date
  },
): PosOrder {
  const at = ticket.now.toISOString()
  const total = ticketTotal(lines)
  const isPaid = ticket.state === "paid"
  return {
    order_id: ticket.number,
    location_id: ticket.locationId,
    state: ticket.state,
    channel: "pos",
    delivery_mode: "on_site",
    created_at: at,
    ...(isPaid && { closed_at: at }),
    total_cents: total,
    ...(ticket.customerId && { customer: { id: ticket.customerId } }),
    lines: lines.map((line) => {
      const cents = lineTotal(line, lines)
      return {
        sku: line.sku,
        name: line.name,
        quantity: line.quantity,
        unit_price_cents: line.reward ? cents : line.price_cents,
        total_cents: cents,
        ...(line.reward && { reward: line.reward }),
      }
    }),
    ...(isPaid && { payments: [{ method: "card", amount_cents: total }] }),
    till: { id: "test-till", name: "Test" },
  }
}

/** A fresh ticket number, marked as a test order. */
export const newTicketNumber = (): string => `${TEST_ORDER_PREFIX}${newKey(4).toUpperCase()}`
