import { z } from "zod"
import { type PosOrder, TEST_ORDER_PREFIX } from "@/lib/orders/schema"
import { newKey } from "./call-till"

export type TicketProduct = { sku: string; name: string; price_cents: number }

const paidOption = z.object({ name: z.string(), price_cents: z.int() })
export type PaidOption = z.infer<typeof paidOption>

export const ticketLine = z.object({
  id: z.string(),
  sku: z.string(),
  name: z.string(),
  /** Price of one without its options: 0 for a free product. */
  price_cents: z.int(),
  quantity: z.int().positive(),
  options: z.array(paidOption),
  /** A bought reward: it makes the product free, or the line is the discount. */
  reward: z.object({ reward_id: z.string(), hash: z.string() }).optional(),
  discount: z.union([z.object({ percent: z.number() }), z.object({ amount_cents: z.int() })]).optional(),
  /** When this till's lock on the reward ends. */
  lockedUntil: z.string().optional(),
  /** The cashier's sentence, once an order was refused because of this reward. */
  refusal: z.string().optional(),
})
export type TicketLine = z.infer<typeof ticketLine>
export type Discount = NonNullable<TicketLine["discount"]>
type Payment = NonNullable<PosOrder["payments"]>[number]

/** Adds one unit. The same product with the same options is one line; a reward always gets its own. */
export function addProduct(
  lines: readonly TicketLine[],
  { sku, name, price_cents }: TicketProduct,
  options: PaidOption[] = [],
): TicketLine[] {
  const id = [sku, ...options.map((option) => `${option.name} ${option.price_cents}`)].join("\n")
  if (lines.some((line) => line.id === id))
    return lines.map((line) => (line.id === id ? { ...line, quantity: line.quantity + 1 } : line))
  return [...lines, { id, sku, name, price_cents, quantity: 1, options }]
}

/** Removes one unit, and the line with its last one. */
export const takeOne = (lines: readonly TicketLine[], id: string): TicketLine[] =>
  lines.flatMap((line) =>
    line.id !== id ? [line] : line.quantity > 1 ? [{ ...line, quantity: line.quantity - 1 }] : [],
  )

/** Price of one with its options, in cents. */
const unitPrice = ({ price_cents, options }: TicketLine) =>
  options.reduce((sum, option) => sum + option.price_cents, price_cents)

/**
 * Each line's total in cents. A discount applies to the total before it, after the earlier discounts, and never exceeds
 * it.
 */
export function lineTotals(lines: readonly TicketLine[]): number[] {
  const goods = lines.map((line) => (line.discount ? 0 : unitPrice(line) * line.quantity))
  let rest = goods.reduce((sum, cents) => sum + cents, 0)
  return lines.map(({ discount }, index) => {
    if (!discount) return goods[index]!
    const off = "percent" in discount ? Math.round((rest * discount.percent) / 100) : discount.amount_cents
    const taken = Math.min(off, rest)
    rest -= taken
    return 0 - taken
  })
}

/** What the customer pays, in cents. */
export const ticketTotal = (lines: readonly TicketLine[]): number =>
  lineTotals(lines).reduce((sum, cents) => sum + cents, 0)

/** Where the ticket is paid: here, later, or in another system. */
export type Settlement =
  | { state: "paid"; payments: Payment[] }
  | { state: "open" }
  | { state: "external_payment"; external_payment: NonNullable<PosOrder["external_payment"]> }

/** The ticket as `POST /orders` takes it. */
export function toOrder(
  { number, customerId, lines }: { number: string; customerId: string | null; lines: readonly TicketLine[] },
  locationId: string,
  settlement: Settlement,
  now: Date,
): PosOrder {
  const at = now.toISOString()
  const totals = lineTotals(lines)
  return {
    order_id: number,
    location_id: locationId,
    ...settlement,
    channel: "pos",
    delivery_mode: "on_site",
    created_at: at,
    ...(settlement.state === "paid" && { closed_at: at }),
    total_cents: totals.reduce((sum, cents) => sum + cents, 0),
    ...(customerId && { customer: { id: customerId } }),
    lines: lines.map((line, index) => ({
      sku: line.sku,
      name: nameWithOptions(line),
      quantity: line.quantity,
      unit_price_cents: line.discount ? totals[index]! : unitPrice(line),
      total_cents: totals[index]!,
      ...(line.reward && { reward: line.reward }),
    })),
    till: { id: "test-till", name: "Test" },
  }
}

/** Paid options are part of their product's line: `Burger, Bacon`. */
const nameWithOptions = ({ name, options }: TicketLine) =>
  [name, ...options.map((option) => option.name)].join(", ").slice(0, 300)

/** A fresh ticket number, marked as a test order. */
export const newTicketNumber = (): string => `${TEST_ORDER_PREFIX}${newKey(4).toUpperCase()}`
