import { openCustomer } from "@/lib/orders/queries"
import type { OrderCustomer, PosOrder } from "@/lib/orders/schema"
import type { PongoOrder, PongoOrderCustomer } from "@/lib/pongo/wire/orders"
import { cutText } from "@/lib/text"
import type { Taken } from "./take"

type Stored = Pick<
  Taken,
  "merchantId" | "storeSlug" | "pongoOrderRef" | "toldCents" | "body" | "customer" | "heldHashes"
>

/**
 * Builds Pongo's payload from a stored order. Always the same content under the same number, so that resending is safe.
 * @param carriesConsent whether to include the customer's opt-in answers, from `mayCarryConsent`
 */
export function toPongoOrder(stored: Stored, carriesConsent = false): PongoOrder {
  const order = stored.body as Omit<PosOrder, "customer">
  const customer = stored.customer ? openCustomer(stored.merchantId, stored.customer) : null
  return {
    orderId: stored.pongoOrderRef,
    externalOrderId: order.external_order_id,
    channel: order.channel,
    deliveryMode: order.delivery_mode,
    storeSlug: stored.storeSlug,
    amountCents: stored.toldCents,
    taxCents: order.tax_cents,
    createdAt: order.created_at,
    withdrawalAt: order.withdrawal_at,
    comment: order.comment,
    lines: order.lines.map((line) => ({
      sku: line.sku,
      ...pieces(line),
      amountCents: line.total_cents,
      rewardId: line.reward && isOurs(line.reward.hash, stored) ? line.reward.reward_id : undefined,
    })),
    customer: customer && toPongoCustomer(customer, carriesConsent),
    payments: order.payments?.map(({ method, amount_cents }) => ({ method, amountCents: amount_cents })),
    deviceId: order.till?.id,
    deviceName: order.till?.name,
  }
}

/** Pongo counts whole pieces: a weighed line becomes one piece at the line's amount, with the weight in its name. */
function pieces({ name, quantity, unit_price_cents, total_cents }: PosOrder["lines"][number]) {
  const thousandths = Math.round(quantity * 1000)
  if (thousandths % 1000 === 0)
    return { name, quantity: thousandths / 1000, unitAmountCents: unit_price_cents }
  return {
    name: `${cutText(name, MOST_OF_A_NAME)} × ${WEIGHT.format(quantity)}`,
    quantity: 1,
    unitAmountCents: total_cents,
  }
}

/** Leaves room for the weight within the maximum length of a name. */
const MOST_OF_A_NAME = 280
const WEIGHT = new Intl.NumberFormat("fr", { maximumFractionDigits: 3, useGrouping: false })

function toPongoCustomer(customer: OrderCustomer, carriesConsent: boolean): PongoOrderCustomer {
  if ("id" in customer) return { id: customer.id }
  return {
    phone: customer.phone,
    firstName: customer.first_name ?? undefined,
    lastName: customer.last_name ?? undefined,
    email: customer.email ?? undefined,
    optIn: carriesConsent ? customer.opt_in : undefined,
  }
}

/** Whether the order still holds this reward; one used elsewhere must not be confirmed here. No hash: not looked up. */
const isOurs = (hash: string | undefined, { heldHashes }: Stored) =>
  hash === undefined || heldHashes.includes(hash)
