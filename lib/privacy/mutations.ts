import { and, eq, sql as fragment } from "drizzle-orm"
import { db } from "@/db/index"
import { customers, merchants } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { forgetInAnswers } from "@/lib/checkout-api/idempotency"
import { open } from "@/lib/crypto"
import { customerNotFound } from "@/lib/customers/profile"
import { profileContext, type SealedProfile } from "@/lib/customers/queries"
import { AppError } from "@/lib/errors"
import { lockMerchant } from "@/lib/limits/mutations"
import type { PrivacySettings } from "./schema"

/**
 * Changes the retention periods, whether orders without a customer are sent, and when a day ends.
 * @throws AppError `role_required` (owner)
 */
export async function changePrivacySettings(ctx: Ctx, input: PrivacySettings): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const before = await lockMerchant(tx, ctx)
    const names = Object.keys(input) as (keyof PrivacySettings)[]
    const changed = names.filter((name) => before[name] !== input[name])
    if (changed.length === 0) return
    await tx.update(merchants).set(input).where(eq(merchants.id, ctx.merchantId))
    const changes = Object.fromEntries(changed.map((name) => [name, [before[name], input[name]]]))
    await recordAudit(tx, ctx, "merchant.privacy_changed", null, { changes })
  })
}

/**
 * The customer's data in clear, for the person who asked. The audit trail records who.
 * @throws AppError `role_required` (manager), `customer_not_found`, also when the data is gone
 */
export async function revealCustomer(ctx: Ctx, { id }: { id: string }): Promise<SealedProfile> {
  requireRole(ctx, "manager")
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ profile: customers.profile })
      .from(customers)
      .where(and(eq(customers.merchantId, ctx.merchantId), eq(customers.id, id)))
      .for("share")
    if (!row?.profile) throw customerNotFound()
    await recordAudit(tx, ctx, "customer.revealed", id, { ref: id })
    return JSON.parse(open(row.profile, profileContext(ctx.merchantId, id)))
  })
}

/**
 * Erases everything that identifies a customer: in the directory, the orders (phone, e-mail, names, free comment,
 * reasons), requests to Pongo and its answers, webhook events, and answers kept for tills. Orders with their amounts,
 * consent answers and reward purchases stay under Pongo's id, as does the audit trail. Unsent orders are sent without
 * their customer. Pongo is not told: it has its own erasure.
 * @throws AppError `role_required` (owner), `customer_not_found`, `conflict` when already erased
 */
export async function eraseCustomer(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "owner")
  const { merchantId } = ctx
  const isThisOne = and(eq(customers.merchantId, merchantId), eq(customers.id, id))
  await db.transaction(async (tx) => {
    const [known] = await tx
      .select({ phoneIndex: customers.phoneIndex, erasedAt: customers.erasedAt })
      .from(customers)
      .where(isThisOne)
      .for("update")
    if (!known) throw customerNotFound()
    if (known.erasedAt) throw new AppError("conflict")
    // clock_timestamp, not now(): anything received while this waited for the lock is older.
    await tx
      .update(customers)
      .set({
        profile: null,
        phoneIndex: null,
        emailIndex: null,
        points: 0,
        optInSms: "never_asked",
        optInEmail: "never_asked",
        asOf: fragment`clock_timestamp()`,
        erasedAt: fragment`clock_timestamp()`,
      })
      .where(isThisOne)
    const named = await tx<{ count: number }[]>`
      with by_phone as (
        update orders set customer_phone_index = null
        where merchant_id = ${merchantId} and customer_phone_index = ${known.phoneIndex} returning id
      ), by_id as (
        select id from orders where merchant_id = ${merchantId} and customer_id = ${id}
      ), emptied as (
        update order_payloads set customer = null, corrections = null, body = body - 'comment'
        where order_id in (select id from by_phone)
      ), uncommented as (
        update order_payloads set corrections = null, body = body - 'comment'
        where order_id in (select id from by_id) and (body ? 'comment' or corrections is not null)
      ), theirs as (
        select id from by_phone union select id from by_id
      ), unexplained as (
        -- Pongo's own words about a refusal may name them.
        update deliveries set message = null where order_id in (select id from theirs) and message is not null
      ), forgotten as (
        update attempts set message = null, request = null, response = null
        where order_id in (select id from theirs) and merchant_id = ${merchantId}
      ), unreasoned as (
        update order_events set reason = null where order_id in (select id from theirs) and reason is not null
      ), untold as (
        update redemptions set message = null
        where merchant_id = ${merchantId} and customer_id = ${id} and message is not null
      )
      select ((select count(*) from by_phone) + (select count(*) from by_id))::int as count`
    await tx`
      delete from identified_customers where merchant_id = ${merchantId} and customer_id = ${id}`
    await tx`
      update webhook_events set body = null where merchant_id = ${merchantId} and customer_id = ${id}`
    await tx`
      delete from consent_claims where merchant_id = ${merchantId} and phone_index = ${known.phoneIndex}`
    await forgetInAnswers(ctx, tx, { id, phoneIndex: known.phoneIndex })
    await recordAudit(tx, ctx, "customer.erased", id, { ref: id, count: named[0]?.count ?? 0 })
  })
}
