import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { claimConsent, releaseConsent } from "@/lib/customers/consent-claim"
import { rememberCustomer } from "@/lib/customers/directory"
import { findIdByPhone } from "@/lib/customers/queries"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import type { PongoClient } from "@/lib/pongo/client"
import { PongoError } from "@/lib/pongo/error"
import type { PongoCustomer } from "@/lib/pongo/wire/customers"
import { openCustomer } from "./queries"

/** Largest accepted difference between Pongo's clock and ours. */
const CLOCKS_APART_SECONDS = 120
/** Age at which Pongo's word no longer counts: an answer given there meanwhile would be overwritten. */
const TOO_OLD_MS = 1_000
/** By then the order has usually arrived, and so have Pongo's webhooks about its customer. */
const RECORD_AFTER_SECONDS = 15

type Sent = { orderId: string; customer: string | null; isRepeat: boolean }

/**
 * Whether an order may carry its customer's two opt-in answers to Pongo. Only for a phone that neither our directory
 * nor Pongo knows, and for one order at a time, so that an order never changes a known consent. Called just before the
 * post. If another order of this phone still has no answer after `PONGO_CHECKOUT_TIMEOUT_MS`, or Pongo does not say
 * within {@link TOO_OLD_MS} whether it knows the phone, the order is sent without them and {@link recordOrderConsent}
 * delivers them later.
 */
export async function mayCarryConsent(
  ctx: Ctx,
  { orderId, customer, isRepeat }: Sent,
  client: PongoClient,
  token: string,
): Promise<boolean> {
  const { merchantId } = ctx
  const told = customer && openCustomer(merchantId, customer)
  if (!told || !("phone" in told) || !told.opt_in) return false
  const { phone } = told
  if (await findIdByPhone(ctx, phone)) {
    if (isRepeat) await noteKnown(ctx, orderId)
    return false
  }
  const isOurs = await claimConsent(ctx, { phone }, orderId, Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS)
  await enqueueJob(
    "record_order_consent",
    { merchantId, orderId },
    { key: `order-consent:${orderId}`, delaySeconds: RECORD_AFTER_SECONDS },
  )
  // The last thing before the post.
  const asOf = new Date()
  const known = await lookUp(client, token, phone)
  if (!known?.value) return isOurs && known !== null && !isTooOld(asOf)
  await noteKnown(ctx, orderId)
  await rememberCustomer(ctx, known.value, asOf)
  return false
}

const isTooOld = (asOf: Date) => Date.now() - asOf.getTime() >= TOO_OLD_MS

/** If Pongo takes the attempt that now begins, it is not the one that signs the customer up. */
const noteKnown = ({ merchantId }: Ctx, orderId: string) => sql`
  update deliveries set customer_known_at = coalesce(customer_known_at, last_attempt_at)
  where order_id = ${orderId} and merchant_id = ${merchantId}`

/** Null: Pongo did not answer. */
const lookUp = (client: PongoClient, token: string, phone: string) =>
  client.findCustomerByPhone(token, phone, { timeoutMs: TOO_OLD_MS }).catch((error) => {
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
  /** The customer was known before the attempt that Pongo took; null: perhaps, because several got no answer. */
  isOfKnown: boolean | null
  /** The order cannot have signed anyone up before this time. */
  since: Date
}

/**
 * Job of an order that signs a customer up. Once Pongo has the order, gives Pongo the answers it was sent without, and
 * writes those that Pongo shows into the consent ledger, with the order's location, till and time. Writes nothing for a
 * customer who was in the programme before, or where they have given another answer.
 * @throws Error while this order or another of the same phone is in flight, or a till changes the customer's consent;
 * PongoError
 */
export async function recordOrderConsent({
  merchantId,
  orderId,
}: Jobs["record_order_consent"]): Promise<void> {
  const [order] = await sql<Landed[]>`
    select d.state, p.customer, o.location_id as "locationId", o.till_id as "tillId", o.closed_at as "closedAt",
           'key:' || k.id || ':' || k.name as actor,
           case when d.customer_known_at is null then false
                when last.outcome = 'delivered' then true
                when d.customer_known_at = d.last_attempt_at then false end as "isOfKnown",
           coalesce(case when last.outcome = 'delivered' then last.started_at end,
                    (select min(a.started_at) from attempts a where a.order_id = o.id), o.received_at)
             - make_interval(secs => ${CLOCKS_APART_SECONDS}) as since
    from orders o
    join deliveries d on d.order_id = o.id
    left join order_payloads p on p.order_id = o.id
    left join api_keys k on k.id = o.api_key_id
    left join lateral (
      select a.outcome, a.started_at from attempts a where a.order_id = o.id and a.trigger <> 'verify'
      order by a.started_at desc limit 1
    ) last on true
    where o.id = ${orderId} and o.merchant_id = ${merchantId}`
  if (!order?.customer || order.state === "failed" || order.state === "skipped") return
  if (order.state !== "delivered") throw new Error(`order ${orderId} is ${order.state}: it lands first`)
  const told = openCustomer(merchantId, order.customer)
  if (!("phone" in told) || !told.opt_in) return
  const ctx = systemCtx(merchantId, "orders")
  if (!order.isOfKnown) await record(ctx, orderId, order, { phone: told.phone, answers: told.opt_in })
  await releaseConsent(ctx, orderId)
}

type Told = { phone: string; answers: { sms: boolean; email: boolean } }

async function record(ctx: Ctx, orderId: string, order: Landed, { phone, answers }: Told): Promise<void> {
  const asOf = new Date()
  const { value: found } = await withToken(ctx, (client, token) => client.findCustomerByPhone(token, phone))
  if (!found?.createdAt || found.createdAt < order.since) return
  if (!(await claimConsent(ctx, { phone }, orderId, 0)))
    throw new Error(`order ${orderId} is not the one that told Pongo: that one's consent comes first`)
  const holder = newId()
  try {
    const mayGive = order.isOfKnown === false && unasked(found, answers) !== null
    const customer = mayGive ? await give(ctx, found.id, answers, holder) : found
    await rememberCustomer(ctx, customer, asOf, {
      source: "order",
      answers,
      locationId: order.locationId,
      tillId: order.tillId,
      ...(order.actor ? { actor: order.actor } : {}),
      at: order.closedAt,
    })
  } finally {
    await releaseConsent(ctx, holder)
  }
}

/** Gives Pongo the answers on the channels where it has none. Keeps a till from changing them meanwhile. */
async function give(
  ctx: Ctx,
  customerId: string,
  answers: Told["answers"],
  holder: string,
): Promise<PongoCustomer> {
  const until = Date.now() + env.PONGO_CHECKOUT_TIMEOUT_MS
  if (!(await claimConsent(ctx, { customerId }, holder, 0)))
    throw new Error(`the consent of ${customerId} is being changed at a till`)
  return withToken(ctx, async (client, token) => {
    const asOf = new Date()
    const { value } = await client.getCustomer(token, customerId, { timeoutMs: TOO_OLD_MS })
    if (!value || isTooOld(asOf)) throw new Error(`Pongo does not say in time what ${customerId} answered`)
    const optIn = unasked(value, answers)
    if (!optIn) return value
    return (await client.updateCustomer(token, customerId, { optIn }, { timeoutMs: until - Date.now() }))
      .value
  })
}

function unasked({ optIn }: PongoCustomer, answers: Told["answers"]) {
  const given = Object.entries(answers).filter(
    ([channel]) => optIn[channel as keyof typeof optIn] === "never_asked",
  )
  return given.length > 0 ? Object.fromEntries(given) : null
}
