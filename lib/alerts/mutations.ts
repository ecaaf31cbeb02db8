import { randomBytes } from "node:crypto"
import { and, eq, sql as fragment, isNull } from "drizzle-orm"
import { db, sql, type Tx } from "@/db/index"
import { alertDeliveries, alertEndpoints, alertPreferences, merchants } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { lockMerchant, requireBelowLimit } from "@/lib/limits/mutations"
import { addMail, addPost } from "./dispatch"
import type { AlertPreferences, NewEndpoint } from "./schema"
import { privateHosts, RefusedTarget, requireTarget, resolvePublic } from "./target"

/** Test messages per merchant and hour: enough to correct an address, too few to annoy its owner. */
const MOST_TESTS = 20

/** Binds an endpoint's sealed secret to its row. */
export const secretContext = (endpointId: string) => `alert_endpoints.secret:${endpointId}`

/**
 * What the caller gets by e-mail at this merchant, and when not.
 * @throws AppError `role_required` (a person: viewer)
 */
export async function changeAlertPreferences(ctx: Ctx, input: AlertPreferences): Promise<void> {
  const userId = requirePerson(ctx)
  const fields = {
    kinds: input.kinds,
    locale: input.locale,
    quietFrom: input.quiet?.from ?? null,
    quietUntil: input.quiet?.until ?? null,
    updatedAt: new Date(),
  }
  await db.transaction(async (tx) => {
    await tx
      .insert(alertPreferences)
      .values({ merchantId: ctx.merchantId, userId, ...fields })
      .onConflictDoUpdate({ target: [alertPreferences.merchantId, alertPreferences.userId], set: fields })
    await recordAudit(tx, ctx, "alerts.preferences_changed", null, { kinds: input.kinds })
  })
}

/**
 * How long orders may wait before somebody is told.
 * @throws AppError `role_required` (manager)
 */
export async function changeHeldHours(ctx: Ctx, { hours }: { hours: number }): Promise<void> {
  requireRole(ctx, "manager")
  await db.transaction(async (tx) => {
    await tx.update(merchants).set({ heldAlertHours: hours }).where(eq(merchants.id, ctx.merchantId))
    await recordAudit(tx, ctx, "alerts.held_hours_changed", null, { count: hours })
  })
}

/**
 * Adds one of the merchant's own systems as an alert endpoint.
 * @returns the secret to verify with, which is never shown again
 * @throws AppError `role_required` (owner), `webhook_address_refused`, `too_many`
 */
export async function addEndpoint(ctx: Ctx, input: NewEndpoint): Promise<{ id: string; secret: string }> {
  requireRole(ctx, "owner")
  await requirePublic(input.url)
  const id = newId()
  const secret = `whsec_${randomBytes(32).toString("base64")}`
  await db.transaction(async (tx) => {
    await requireBelowLimit(
      ctx,
      tx,
      "endpoints",
      tx`alert_endpoints where merchant_id = ${ctx.merchantId} and removed_at is null`,
    )
    await tx.insert(alertEndpoints).values({
      id,
      merchantId: ctx.merchantId,
      url: input.url,
      kinds: input.kinds,
      secret: seal(secret, secretContext(id)),
    })
    await recordAudit(tx, ctx, "alerts.endpoint_added", id, { name: new URL(input.url).host })
  })
  return { id, secret }
}

/**
 * Removes an endpoint. It gets nothing more, pending alerts included.
 * @throws AppError `role_required` (owner), `not_found`
 */
export async function removeEndpoint(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const [removed] = await tx
      .update(alertEndpoints)
      .set({ removedAt: new Date() })
      .where(
        and(
          eq(alertEndpoints.id, id),
          eq(alertEndpoints.merchantId, ctx.merchantId),
          isNull(alertEndpoints.removedAt),
        ),
      )
      .returning({ url: alertEndpoints.url })
    if (!removed) throw new AppError("not_found")
    await recordAudit(tx, ctx, "alerts.endpoint_removed", id, { name: new URL(removed.url).host })
  })
}

/**
 * Sends the caller a test message, whatever their quiet hours.
 * @throws AppError `role_required` (a person: viewer), `too_many_attempts`
 */
export async function sendTestMail(ctx: Ctx): Promise<void> {
  const userId = requirePerson(ctx)
  await db.transaction(async (tx) => {
    const alertId = await raiseTest(ctx, tx)
    await addMail(tx, { merchantId: ctx.merchantId, alertId, userId, dueAt: null })
  })
}

/**
 * Posts a message of the type `test` to an endpoint.
 * @throws AppError `role_required` (owner), `not_found`, `too_many_attempts`
 */
export async function sendTestWebhook(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "owner")
  await db.transaction(async (tx) => {
    const [endpoint] = await tx`
      select 1 from alert_endpoints where id = ${id} and merchant_id = ${ctx.merchantId} and removed_at is null`
    if (!endpoint) throw new AppError("not_found")
    const alertId = await raiseTest(ctx, tx)
    await addPost(tx, { merchantId: ctx.merchantId, alertId, endpointId: id })
  })
}

/**
 * Resends an abandoned message now, whatever the quiet hours, under the id that receivers know, once if pressed twice.
 * @throws AppError `role_required` (manager), `not_found`, `conflict` when it has not failed (any more) or its endpoint
 * was removed
 */
export async function resendAlert(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  const { merchantId } = ctx
  const own = and(eq(alertDeliveries.id, id), eq(alertDeliveries.merchantId, merchantId))
  await db.transaction(async (tx) => {
    const [again] = await tx
      .update(alertDeliveries)
      .set({ state: "waiting", attempts: 0, dueAt: fragment`now()` })
      .where(and(own, eq(alertDeliveries.state, "failed"), hasReceiver))
      .returning({ userId: alertDeliveries.userId })
    if (!again) {
      const known = await tx.select({ id: alertDeliveries.id }).from(alertDeliveries).where(own)
      throw new AppError(known.length > 0 ? "conflict" : "not_found")
    }
    const { userId } = again
    if (userId) await enqueueJob("send_alert_mails", { merchantId, userId }, { within: tx })
    else await enqueueJob("send_alert_webhook", { merchantId, deliveryId: id }, { within: tx })
    await recordAudit(tx, ctx, "alerts.resent", id)
  })
}

const hasReceiver = fragment`not exists (
  select 1 from alert_endpoints e where e.id = ${alertDeliveries.endpointId} and e.removed_at is not null)`

function requirePerson(ctx: Ctx): string {
  requireRole(ctx, "viewer")
  if (ctx.actor.kind !== "user")
    throw new AppError("role_required", "a person's own", { params: { role: "viewer" } })
  return ctx.actor.id
}

async function raiseTest(ctx: Ctx, tx: Tx): Promise<string> {
  const id = newId()
  // One at a time, so that fast presses do not exceed the limit.
  await lockMerchant(tx, ctx)
  const { count } = await tx`
    select 1 from alerts
    where merchant_id = ${ctx.merchantId} and kind = 'test' and raised_at > now() - interval '1 hour'`
  if (count >= MOST_TESTS) throw new AppError("too_many_attempts", undefined, { params: { minutes: 60 } })
  await tx`
    insert into alerts (id, merchant_id, kind, key, params, href)
    values (${id}, ${ctx.merchantId}, 'test', ${id}, ${sql.json({})}, '/settings/alerts')`
  return id
}

async function requirePublic(url: string): Promise<void> {
  try {
    await resolvePublic(requireTarget(url, privateHosts()))
  } catch (error) {
    if (!(error instanceof RefusedTarget)) throw error
    throw new AppError("webhook_address_refused", error.message)
  }
}
