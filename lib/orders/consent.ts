import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { claimConsent, releaseConsent } from "@/lib/customers/consent-claim"
import { rememberCustomer } from "@/lib/customers/directory"
import { findIdByPhone } from "@/lib/customers/queries"
import { env } from "@/lib/env"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { logger } from "@/lib/log"
import type { PongoClient } from "@/lib/pongo/client"
import { PongoError } from "@/lib/pongo/error"
import { openCustomer } from "./queries"

/** Largest accepted difference between Pongo's clock and ours. */
const CLOCKS_APART_SECONDS = 120

type Sent = { orderId: string; customer: string | null }

/**
 * Whether an order may carry its customer's two opt-in answers to Pongo. Only for a phone that neither our directory
 * nor Pongo knows, and for one order at a time, so that an order never changes a known consent. Called just before the
 * post and bounded by one `PONGO_CHECKOUT_TIMEOUT_MS`. If Pongo does not answer, or another order of this phone has no
 * answer yet, the order is sent without them and {@link recordOrderConsent} delivers them later.
 */
export async function mayCarryConsent(
  ctx: Ctx,
  { orderId, customer }: Sent,
  client: PongoClient,
  token: string,
): Promise<boolean> {
  const { merchantId } = ctx
  const told = customer && openCustomer(merchantId, customer)
  if (!told || !("phone" in told) || !told.opt_in) return false
  if (await findIdByPhone(ctx, told.phone)) return false
  const until = Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS
  const isOurs = await claimConsent(ctx, told.phone, orderId, until)
  const timeoutMs = until - Date.now()
  const asOf = new Date()
  const known = timeoutMs > 0 ? await lookUp(client, token, told.phone, timeoutMs) : null
  if (known?.value) {
    await rememberCustomer(ctx, known.value, asOf)
    return false
  }
  await enqueueJob("record_order_consent", { merchantId, orderId }, { key: `order-consent:${orderId}` })
  return isOurs && known !== null
}

/** Null: Pongo did not answer. */
const lookUp = (client: PongoClient, token: string, phone: string, timeoutMs: number) =>
  client.findCustomerByPhone(token, phone, { timeoutMs }).catch((error) => {
    if (error instanceof PongoError) return null
    throw error
  })

type Landed = {
  state: string
  customer: string | null
  locationId: string
  tillId: string | null
  actor: string | null
  closedAt: Date
  /** The order cannot have signed anyone up before this time. */
  since: Date
}

/**
 * Job of an order that signs a customer up. Once Pongo has the order, writes the answers into the consent ledger with
 * the order's location, till and time. Writes nothing for a customer who was in the programme before, or whose consent
 * at Pongo has changed since.
 * @throws Error while this order or another of the same phone is in flight; PongoError
 */
export async function recordOrderConsent({
  merchantId,
  orderId,
}: Jobs["record_order_consent"]): Promise<void> {
  const [order] = await sql<Landed[]>`
    select d.state, p.customer, o.location_id as "locationId", o.till_id as "tillId", o.closed_at as "closedAt",
           'key:' || k.id || ':' || k.name as actor,
           coalesce((select min(a.started_at) from attempts a where a.order_id = o.id), o.received_at)
             - make_interval(secs => ${CLOCKS_APART_SECONDS}) as since
    from orders o
    join deliveries d on d.order_id = o.id
    left join order_payloads p on p.order_id = o.id
    left join api_keys k on k.id = o.api_key_id
    where o.id = ${orderId} and o.merchant_id = ${merchantId}`
  if (!order?.customer || order.state === "failed" || order.state === "skipped") return
  if (order.state !== "delivered") throw new Error(`order ${orderId} is ${order.state}: it lands first`)
  const told = openCustomer(merchantId, order.customer)
  if (!("phone" in told) || !told.opt_in) return
  const { phone, opt_in: answers } = told
  const ctx = systemCtx(merchantId, "orders")
  const asOf = new Date()
  const found = await withToken(ctx, (client, token) => client.findCustomerByPhone(token, phone))
  const isNew = found.value?.createdAt && found.value.createdAt >= order.since
  if (!found.value || !isNew || (await hasConsent(merchantId, found.value.id))) return
  if (!(await claimConsent(ctx, phone, orderId, 0)))
    throw new Error(`order ${orderId} is not the one that told Pongo: that one's consent comes first`)
  const { id, optIn } = found.value
  const isUnasked = optIn.sms === "never_asked" && optIn.email === "never_asked"
  const customer = isUnasked
    ? (await withToken(ctx, (client, token) => client.updateCustomer(token, id, { optIn: answers }))).value
    : found.value
  const says = (answer: boolean) => (answer ? "yes" : "no")
  if (customer.optIn.sms !== says(answers.sms) || customer.optIn.email !== says(answers.email)) {
    logger.info(
      { orderId, merchantId },
      "consent of an order not recorded: the customer has given another since",
    )
    return
  }
  await rememberCustomer(ctx, customer, asOf, {
    source: "order",
    answers,
    locationId: order.locationId,
    tillId: order.tillId,
    ...(order.actor ? { actor: order.actor } : {}),
    at: order.closedAt,
  })
  await releaseConsent(ctx, orderId)
}

async function hasConsent(merchantId: string, customerId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from consents where merchant_id = ${merchantId} and customer_id = ${customerId} limit 1`
  return rows.length > 0
}
