import type { Tx } from "@/db/index"
import { alerts } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { NewAlert } from "./schema"

/**
 * Tells the merchant's people and systems of a change, inside the transaction of the change: rolled back with it, sent
 * after it commits. The same kind and key again, or twice at once, is one message.
 * @param alert `params` as `ALERT_PARAMS` of `schema.ts` has them for its kind: names and numbers, never personal data
 * @param options.exceptUserId gets no e-mail: the person who made the change
 */
export async function raiseAlert(
  ctx: Ctx,
  alert: NewAlert,
  within: Tx,
  { exceptUserId }: { exceptUserId?: string | undefined } = {},
): Promise<void> {
  const id = newId()
  const { merchantId } = ctx
  const [raised] = await within
    .insert(alerts)
    .values({ id, merchantId, ...alert })
    .onConflictDoNothing()
    .returning({ id: alerts.id })
  if (raised) await enqueueJob("dispatch_alert", { merchantId, alertId: id, exceptUserId }, { within })
}

/** Withdraws pending messages about a change, for example those waiting for quiet hours to end. */
export async function withdrawAlert(
  ctx: Ctx,
  { kind, key }: Pick<NewAlert, "kind" | "key">,
  within: Tx,
): Promise<void> {
  await within`
    update alert_deliveries d set state = 'skipped', reason = 'over' from alerts a
    where d.merchant_id = ${ctx.merchantId} and d.state = 'waiting' and a.id = d.alert_id
      and a.merchant_id = ${ctx.merchantId} and a.kind = ${kind} and a.key = ${key}`
}
