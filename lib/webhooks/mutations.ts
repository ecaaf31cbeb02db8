import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { requireToken } from "@/lib/connections/queries"
import { open, randomToken, seal, sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { pongo } from "@/lib/pongo/default-client"
import { verifyPongoSignature } from "@/lib/pongo/signature"
import { PONGO_WEBHOOK_EVENTS } from "@/lib/pongo/wire"

const secretContext = (merchantId: string) => `webhooks.secret:${merchantId}`
const bodyContext = (merchantId: string) => `webhooks.body:${merchantId}`

/**
 * Subscribes to Pongo's customer events, one subscription each, with a secret of ours. Only where Pongo can reach us:
 * it takes https addresses alone. Those already there are left as they are.
 * @throws PongoError, so that the job is tried again
 */
export async function subscribeWebhooks(merchantId: string): Promise<void> {
  if (!env.APP_URL.startsWith("https:")) return
  const { token } = await requireToken(systemCtx(merchantId, "webhooks"))
  for (const event of PONGO_WEBHOOK_EVENTS) {
    const known =
      await sql`select 1 from webhook_subscriptions where merchant_id = ${merchantId} and event = ${event}`
    if (known.length) continue
    const secret = randomToken("whsec_")
    const url = `${env.APP_URL}/api/pongo/webhook/${merchantId}`
    const { value } = await pongo().createWebhook(token, { event, url, secret })
    await sql`
      insert into webhook_subscriptions (merchant_id, event, pongo_id, secret)
      values (${merchantId}, ${event}, ${value.id}, ${seal(secret, secretContext(merchantId))})
      on conflict (merchant_id, event) do update set pongo_id = excluded.pongo_id, secret = excluded.secret`
  }
}

/**
 * Keeps a webhook once its signature holds (pongo-api.md, Webhooks); a repeat is kept once.
 * @returns whether to answer 2xx; false means 401, with nothing said about why
 */
export async function receiveWebhook(
  merchantId: string,
  signature: string | null,
  rawBody: string,
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
  if (!signed) return false
  await sql`
    insert into webhook_events (merchant_id, dedupe_key, event, body, signed_at)
    values (${merchantId}, ${eventId(rawBody) ?? sha256(rawBody)}, ${signed.event},
            ${seal(rawBody, bodyContext(merchantId))}, now())
    on conflict do nothing`
  return true
}

function eventId(rawBody: string): string | null {
  try {
    const { id } = JSON.parse(rawBody)
    return typeof id === "string" && id.length <= 200 ? id : null
  } catch {
    return null
  }
}
