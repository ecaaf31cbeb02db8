import { db, sql } from "@/db/index"
import { webhookEvents } from "@/db/schema"
import { systemCtx } from "@/lib/auth/system"
import { tokenContext } from "@/lib/connections/queries"
import { withToken } from "@/lib/connections/with-token"
import { open, randomToken, seal, sha256 } from "@/lib/crypto"
import { rememberCustomer } from "@/lib/customers/directory"
import { env } from "@/lib/env"
import { enqueueJob, type Jobs } from "@/lib/jobs/enqueue"
import type { PongoClient } from "@/lib/pongo/client"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { signedAt, verifyPongoSignature } from "@/lib/pongo/signature"
import { PONGO_WEBHOOK_EVENTS } from "@/lib/pongo/wire"
import { readWebhookId, readWebhookPayload } from "@/lib/pongo/wire-customers"
import { bodyContext, isReachable } from "./queries"

const secretContext = (merchantId: string) => `webhooks.secret:${merchantId}`

/**
 * Subscribes to Pongo's customer events, one subscription each, with a secret of ours. Only where Pongo can reach us:
 * it takes https addresses alone. Those already there are left as they are.
 * @throws PongoError, so that the job is tried again
 */
export async function subscribeWebhooks(merchantId: string): Promise<void> {
  if (!isReachable()) return
  const note = (error: string | null) =>
    sql`update connections set webhooks_error = ${error} where merchant_id = ${merchantId}`
  try {
    await withToken(systemCtx(merchantId, "webhooks"), (client, token) =>
      subscribe(merchantId, client, token),
    )
    await note(null)
  } catch (error) {
    if (error instanceof PongoError) await note(error.kind)
    throw error
  }
}

async function subscribe(merchantId: string, client: PongoClient, token: string): Promise<void> {
  for (const event of PONGO_WEBHOOK_EVENTS) {
    const known =
      await sql`select 1 from webhook_subscriptions where merchant_id = ${merchantId} and event = ${event}`
    if (known.length) continue
    const secret = randomToken("whsec_")
    const url = `${env.APP_URL}/api/pongo/webhook/${merchantId}`
    const { value } = await client.createWebhook(token, { event, url, secret })
    await sql`
      insert into webhook_subscriptions (merchant_id, event, pongo_id, secret)
      values (${merchantId}, ${event}, ${value.id}, ${seal(secret, secretContext(merchantId))})
      on conflict (merchant_id, event) do update set pongo_id = excluded.pongo_id, secret = excluded.secret`
  }
}

/**
 * Ends subscriptions at Pongo with the token that is being forgotten. One that is not there, or a token that Pongo no
 * longer takes, leaves nothing to end.
 * @throws PongoError, so that the job is tried again for an hour or two
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
 * Keeps a webhook once its signature holds (`docs/pongo-wire.md`, Webhooks) and has it worked on afterwards; a repeat is kept
 * once.
 * @returns whether to answer 2xx; false means 401, with nothing said about why
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
  // Signed as bytes; as text, what is not UTF-8 becomes U+FFFD.
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
 * Works on a kept webhook, once; an event older than what the directory knows changes nothing.
 * @throws Error when it cannot be read, so that the job is tried again and a corrected `wire.ts` finds it
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
  // The earliest of the times told: a clock of Pongo's that is ahead must not outlive our own later answers.
  const moments = [stored.signedAt, stored.receivedAt, ...(at ? [at] : [])].map((moment) => moment.getTime())
  await rememberCustomer(systemCtx(merchantId, "webhooks"), customer, new Date(Math.min(...moments)))
  // The lock lets an erasure of this customer come before or after: either way the content does not outlive it.
  await sql`
    with about as (
      select erased_at from customers where merchant_id = ${merchantId} and id = ${customer.id} for share
    )
    update webhook_events set
      processed_at = now(), customer_id = ${customer.id},
      body = case when exists (select 1 from about where erased_at is not null) then null else body end
    where merchant_id = ${merchantId} and dedupe_key = ${dedupeKey}`
}
