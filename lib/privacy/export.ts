import { and, asc, eq, sql as fragment, like, or } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import {
  auditEvents,
  customers,
  deliveries,
  identifiedCustomers,
  locations,
  merchants,
  orderPayloads,
  orders,
  rewardHolds,
} from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { open } from "@/lib/crypto"
import { listConsents } from "@/lib/customers/list"
import { customerNotFound } from "@/lib/customers/profile"
import { profileContext, type SealedProfile } from "@/lib/customers/queries"
import { customerContext, reasonContext } from "@/lib/orders/queries"
import { listCustomerRedemptions } from "@/lib/redemptions/queries"
import { listCustomerEvents } from "@/lib/webhooks/queries"

/**
 * Everything stored about one customer, as the document they are entitled to (GDPR, articles 15 and 20). Amounts in
 * cents, times in UTC.
 * @throws AppError `role_required` (owner), `customer_not_found`
 */
export async function exportCustomer(ctx: Ctx, { id }: { id: string }): Promise<Record<string, unknown>> {
  requireRole(ctx, "owner")
  const about = await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ customer: customers, merchantName: merchants.name, currency: merchants.currency })
      .from(customers)
      .innerJoin(merchants, eq(merchants.id, customers.merchantId))
      .where(and(eq(customers.merchantId, ctx.merchantId), eq(customers.id, id)))
    if (!found) throw customerNotFound()
    await recordAudit(tx, ctx, "customer.exported", id, { ref: id })
    const { customer, ...merchant } = found
    return {
      ...merchant,
      customer,
      orders: await readOrders(tx, ctx, id, customer.phoneIndex),
      rewards: await readHolds(tx, ctx, id),
      found: await readIdentified(tx, ctx, id),
      accesses: await readAccesses(tx, ctx, id),
    }
  })
  const [consents, redemptions, events] = await Promise.all([
    listConsents(ctx, id),
    listCustomerRedemptions(ctx, id, 10_000),
    listCustomerEvents(ctx, id),
  ])
  const { customer, currency } = about
  const profile: SealedProfile | null = customer.profile
    ? JSON.parse(open(customer.profile, profileContext(ctx.merchantId, id)))
    : null
  return {
    exported_at: new Date(),
    merchant: about.merchantName,
    customer: {
      id,
      phone: profile?.phone ?? null,
      email: profile?.email ?? null,
      first_name: profile?.firstName ?? null,
      last_name: profile?.lastName ?? null,
      birthday: profile?.birthday ?? null,
      points: customer.points,
      opt_in: { sms: customer.optInSms, email: customer.optInEmail },
      as_of: customer.asOf,
      known_since: customer.createdAt,
      erased_at: customer.erasedAt,
    },
    consents: consents.map(({ at, channel, answer, source, locationName, tillId }) => ({
      at,
      channel,
      answer,
      source,
      location: locationName,
      till: tillId,
    })),
    orders: about.orders.map((order) => ({ ...order, currency })),
    redemptions: redemptions.map(({ rewardId, rewardName, locationName, tillId, state, startedAt }) => ({
      at: startedAt,
      reward_id: rewardId,
      reward: rewardName,
      location: locationName,
      till: tillId,
      outcome: state,
    })),
    rewards: about.rewards,
    found_at_tills: about.found,
    told_by_pongo: events.map(({ event, receivedAt, content }) => ({ at: receivedAt, event, content })),
    accesses: about.accesses,
  }
}

async function readOrders(tx: Tx, ctx: Ctx, customerId: string, phoneIndex: string | null) {
  const rows = await tx
    .select({
      order_id: orders.ref,
      location: locations.name,
      state: orders.state,
      closed_at: orders.closedAt,
      received_at: orders.receivedAt,
      paid_at: orders.paidAt,
      total_cents: orders.totalCents,
      refunded_cents: orders.refundedCents,
      till: orders.tillId,
      sync: deliveries.state,
      store: deliveries.storeSlug,
      delivered_at: deliveries.deliveredAt,
      content: orderPayloads.body,
      reasons: reasonsOf,
      sealed: orderPayloads.customer,
    })
    .from(orders)
    .innerJoin(deliveries, eq(deliveries.orderId, orders.id))
    .innerJoin(locations, eq(locations.id, orders.locationId))
    .leftJoin(orderPayloads, eq(orderPayloads.orderId, orders.id))
    .where(
      and(
        eq(orders.merchantId, ctx.merchantId),
        or(
          eq(orders.customerId, customerId),
          phoneIndex ? eq(orders.customerPhoneIndex, phoneIndex) : undefined,
        ),
      ),
    )
    .orderBy(asc(orders.closedAt), asc(orders.id))
  return rows.map(({ sealed, reasons, ...order }) => ({
    ...order,
    reasons: reasons.map((reason) => open(reason, reasonContext(ctx.merchantId))),
    customer: sealed ? JSON.parse(open(sealed, customerContext(ctx.merchantId))) : null,
  }))
}

/** Reasons for cancellation or refund, oldest first. */
const reasonsOf = fragment<string[]>`array(
  select e.reason from order_events e where e.order_id = ${orders.id} and e.reason is not null order by e.at, e.id)`

const readHolds = (tx: Tx, ctx: Ctx, customerId: string) =>
  tx
    .select({
      hash: rewardHolds.hash,
      reward_id: rewardHolds.rewardId,
      state: rewardHolds.state,
      updated_at: rewardHolds.updatedAt,
    })
    .from(rewardHolds)
    .where(and(eq(rewardHolds.merchantId, ctx.merchantId), eq(rewardHolds.customerId, customerId)))
    .orderBy(asc(rewardHolds.updatedAt), asc(rewardHolds.hash))

/** Where tills first identified them, and how. */
const readIdentified = (tx: Tx, ctx: Ctx, customerId: string) =>
  tx
    .select({ at: identifiedCustomers.at, how: identifiedCustomers.how, location: locations.name })
    .from(identifiedCustomers)
    .innerJoin(locations, eq(locations.id, identifiedCustomers.locationId))
    .where(
      and(eq(identifiedCustomers.merchantId, ctx.merchantId), eq(identifiedCustomers.customerId, customerId)),
    )
    .orderBy(asc(identifiedCustomers.at))

/** When somebody viewed or exported their data in clear. The document does not say who. */
const readAccesses = (tx: Tx, ctx: Ctx, customerId: string) =>
  tx
    .select({ at: auditEvents.at, action: auditEvents.action })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.merchantId, ctx.merchantId),
        eq(auditEvents.target, customerId),
        like(auditEvents.action, "customer.%"),
      ),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id))
