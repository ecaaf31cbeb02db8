import type { AuditAction } from "@/db/enums"
import { db, sql } from "@/db/index"
import { webhookEvents } from "@/db/schema"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { tokenContext } from "@/lib/connections/queries"
import { withToken } from "@/lib/connections/with-token"
import { open, randomToken, seal, sha256 } from "@/lib/crypto"
import { rememberCustomer } from "@/lib/customers/directory"
import { catchUp } from "@/lib/customers/import"
import { env } from "@/lib/env"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { forPerson } from "@/lib/pongo/app-error"
import type { PongoClient } from "@/lib/pongo/client"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { signedAt, verifyPongoSignature } from "@/lib/pongo/signature"
import { PONGO_WEBHOOK_EVENTS, type PongoWebhookEvent } from "@/lib/pongo/wire/calls"
import { readWebhookId, readWebhookPayload } from "@/lib/pongo/wire/customers"
import { bodyContext, isReachable } from "./queries"

const secretContext = (merchantId: string) => `webhooks.secret:${merchantId}`

/**
 * Subscribes to Pongo's customer events, one subscription each, with a secret of ours. Only where Pongo can reach us:
 * Pongo accepts https addresses only. Leaves existing subscriptions alone.
 * @throws PongoError, so that the job is retried
 */
export async function subscribeWebhooks(merchantId: string): Promise<void> {
  if (!isReachable()) return
  await noting(merchantId, () =>
    withToken(systemCtx(merchantId, "webhooks"), (client, token) => subscribe(merchantId, client, token)),
  )
}

/** Records the kind of Pongo failure of `work`, or clears it on success. */
async function noting<T>(merchantId: string, work: () => Promise<T>): Promise<T> {
  const note = (error: string | null) =>
    sql`update connections set webhooks_error = ${error} where merchant_id = ${merchantId}`
  try {
    const done = await work()
    await note(null)
    return done
  } catch (error) {
    if (error instanceof PongoError) await note(error.kind)
    throw error
  }
}

/**
 * Asks Pongo whether it still has each subscription, and renews one that it twice denies having. Without them, changes
 * arrive only at night. A catch-up reads what was missed. Two checks at once renew once.
 * @returns how many were renewed
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export async function checkWebhooks(ctx: Ctx): Promise<number> {
  requireRole(ctx, alsoActing("manager"))
  const { merchantId } = ctx
  if (!isReachable()) return 0
  const known = await sql<Subscription[]>`
    select event, pongo_id as "pongoId" from webhook_subscriptions where merchant_id = ${merchantId}`
  const renewed = await noting(merchantId, () =>
    withToken(ctx, async (client, token) => {
      let count = 0
      const said: (boolean | null)[] = []
      for (const subscription of known) {
        const isKept = await isThere(client, token, subscription.pongoId)
        said.push(isKept)
        if (isKept === false) count += await renew(ctx, client, token, subscription)
      }
      await subscribe(merchantId, client, token)
      if (!said.includes(null))
        await sql`update connections set webhooks_checked_at = now() where merchant_id = ${merchantId}`
      return count
    }),
  )
  if (renewed > 0) await catchUp(merchantId, 0)
  return renewed
}

/**
 * {@link checkWebhooks} for a person who pressed a button.
 * @throws AppError `not_connected`, `role_required` (manager), and those of `forPerson`
 */
export const checkWebhooksNow = (ctx: Ctx): Promise<number> => forPerson(checkWebhooks(ctx))

type Subscription = { event: PongoWebhookEvent; pongoId: string }

/** Only a second "not there" counts. Null: Pongo has no route to ask about a subscription. */
async function isThere(client: PongoClient, token: string, id: string): Promise<boolean | null> {
  try {
    for (let ask = 1; ask <= 2; ask++) if ((await client.getWebhook(token, id)).value) return true
    return false
  } catch (error) {
    if (error instanceof PongoError && NO_ROUTE.includes(error.kind)) return null
    throw error
  }
}

/** A 404 that is not about the record, and 405. */
const NO_ROUTE: readonly string[] = ["not_found", "rejected"]

const RENEWED: AuditAction = "webhooks.renewed"

/** @returns 1 when this call renewed it; 0 when another call did, and ours was ended again */
async function renew(ctx: Ctx, client: PongoClient, token: string, { event, pongoId }: Subscription) {
  const { merchantId } = ctx
  const made = await create(merchantId, client, token, event)
  const replaced = await sql`
    with replaced as (
      update webhook_subscriptions set pongo_id = ${made.id}, secret = ${made.sealedSecret}, created_at = now()
      where merchant_id = ${merchantId} and event = ${event} and pongo_id = ${pongoId}
      returning event
    ), noted as (
      update connections set webhooks_renewed_at = now()
      where merchant_id = ${merchantId} and exists (select 1 from replaced)
    )
    insert into audit_events (id, merchant_id, actor, action, target)
    select ${newId()}, ${merchantId}, ${actorLabel(ctx)}, ${RENEWED}, event from replaced`
  if (replaced.count === 0) await client.deleteWebhook(token, made.id)
  return replaced.count
}

async function create(merchantId: string, client: PongoClient, token: string, event: PongoWebhookEvent) {
  const secret = randomToken("whsec_")
  const url = `${env.APP_URL}/api/pongo/webhook/${merchantId}`
  const { value } = await client.createWebhook(token, { event, url, secret })
  return { id: value.id, sealedSecret: seal(secret, secretContext(merchantId)) }
}

async function subscribe(merchantId: string, client: PongoClient, token: string): Promise<void> {
  for (const event of PONGO_WEBHOOK_EVENTS) {
    const known =
      await sql`select 1 from webhook_subscriptions where merchant_id = ${merchantId} and event = ${event}`
    if (known.length) continue
    const made = await create(merchantId, client, token, event)
    await sql`
      insert into webhook_subscriptions (merchant_id, event, pongo_id, secret)
      values (${merchantId}, ${event}, ${made.id}, ${made.sealedSecret})
      on conflict (merchant_id, event) do update set pongo_id = excluded.pongo_id, secret = excluded.secret`
  }
}

/**
 * Ends subscriptions at Pongo with the token that is about to be forgotten. A missing subscription, or a token that
 * Pongo no longer accepts, leaves nothing to end.
 * @throws PongoError, so that the job is retried for an hour or two
 */
export async function unsubscribeWebhooks(job: Jobs["unsubscribe_webhooks"]): Promise<void> {
  const token = open(job.sealedToken, tokenContext(job.merchantId))
  for (const id of job.pongoIds)
    await pongo()
      .deleteWebhook(token, id)
      .catch((error) => {
        const isOver = error instanceof PongoError && OVER.includes(error.kind)
        if (!isOver) throw error
      })
}

const OVER: readonly string[] = ["not_found", "unauthorized", "forbidden"]

/**
 * Keeps a webhook whose signature is valid (`docs/pongo-wire.md`, Webhooks) and queues it. Keeps a repeat once.
 * @returns whether to answer 2xx; false means 401, without a reason
 */
export async function receiveWebhook(
  merchantId: string,
  signature: string | null,
  rawBody: Buffer,
): Promise<boolean> {
  const subscriptions = await sql<{ event: string; secret: string }[]>`
    select event, secret from webhook_subscriptions where merchant_id = ${merchantId}`
  const signed = subscriptions.find(
    ({ secret }) =>
      verifyPongoSignature({
        header: signature,
        rawBody,
        secret: open(secret, secretContext(merchantId)),
      }) === "ok",
  )
  if (!signed || !signature) return false
  // The signature covers the bytes. In the text, invalid UTF-8 becomes U+FFFD.
  const text = rawBody.toString("utf8")
  const dedupeKey = readWebhookId(text) ?? sha256(rawBody)
  await db.transaction(async (tx) => {
    const kept = await tx
      .insert(webhookEvents)
      .values({
        merchantId,
        dedupeKey,
        event: signed.event,
        body: seal(text, bodyContext(merchantId)),
        signedAt: signedAt(signature),
      })
      .onConflictDoNothing()
      .returning({ dedupeKey: webhookEvents.dedupeKey })
    if (kept.length > 0) await enqueueJob("process_webhook", { merchantId, dedupeKey }, { within: tx })
  })
  return true
}

/**
 * Applies a kept webhook, once. An event older than the directory's state changes nothing.
 * @throws Error when it cannot be read, so that the job is retried and a corrected `wire.ts` can read it
 */
export async function processWebhook(merchantId: string, dedupeKey: string): Promise<void> {
  const [stored] = await sql<{ body: string; signedAt: Date; receivedAt: Date }[]>`
    select body, signed_at as "signedAt", received_at as "receivedAt" from webhook_events
    where merchant_id = ${merchantId} and dedupe_key = ${dedupeKey} and processed_at is null and body is not null`
  if (!stored) return
  const reading = readWebhookPayload(open(stored.body, bodyContext(merchantId)))
  if (!reading.ok)
    throw new Error(`webhook ${dedupeKey} cannot be read at ${reading.jsonPath}: ${reading.problem}`)
  const { customer, at } = reading.value
  // The earliest of the known times: if Pongo's clock is ahead, the event must not outlive our own later answers.
  const moments = [stored.signedAt, stored.receivedAt, ...(at ? [at] : [])].map((moment) => moment.getTime())
  await rememberCustomer(systemCtx(merchantId, "webhooks"), customer, new Date(Math.min(...moments)))
  // The lock orders this against an erasure of the customer. Either way the content does not outlive the erasure.
  await sql`
    with about as (
      select erased_at from customers where merchant_id = ${merchantId} and id = ${customer.id} for share
    )
    update webhook_events set
      processed_at = now(), customer_id = ${customer.id},
      body = case when exists (select 1 from about where erased_at is not null) then null else body end
    where merchant_id = ${merchantId} and dedupe_key = ${dedupeKey}`
}
