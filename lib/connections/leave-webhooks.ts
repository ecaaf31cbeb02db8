import type { Tx } from "@/db/index"
import { enqueueJob } from "@/lib/jobs/enqueue"

/**
 * Forgets the merchant's webhook subscriptions, so that their events are refused, and queues a job that ends them at
 * Pongo with the current token. Call it before the token is removed.
 */
export async function leaveWebhooks(tx: Tx, merchantId: string): Promise<void> {
  const left = await tx<{ pongo_id: string; token: string | null }[]>`
    delete from webhook_subscriptions w using connections c
    where w.merchant_id = ${merchantId} and c.merchant_id = w.merchant_id
    returning w.pongo_id, c.token`
  const sealedToken = left[0]?.token
  if (!sealedToken) return
  const pongoIds = left.map((row) => row.pongo_id)
  await enqueueJob("unsubscribe_webhooks", { merchantId, sealedToken, pongoIds }, { within: tx })
}
