import type { AlertKind } from "@/db/enums"
import { db, type Tx } from "@/db/index"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { endOfQuiet } from "./quiet-hours"
import { MANAGER_KINDS, URGENT_KINDS } from "./schema"

type Alert = { kind: AlertKind; timeZone: string }

/**
 * The job behind an alert: a row and a job for each recipient, all or nothing. Running it twice, or twice at once,
 * tells nobody twice. People get an e-mail, now or at the end of their quiet hours; endpoints are called at once.
 */
export async function dispatchAlert(job: Jobs["dispatch_alert"]): Promise<void> {
  const { merchantId, alertId, exceptUserId } = job
  await db.transaction(async (tx) => {
    const [alert] = await tx<Alert[]>`
      select a.kind, m.time_zone as "timeZone" from alerts a join merchants m on m.id = a.merchant_id
      where a.id = ${alertId} and a.merchant_id = ${merchantId}`
    if (!alert) return
    for (const { userId, quietFrom, quietUntil } of await listReaders(tx, merchantId, alert.kind)) {
      if (userId === exceptUserId) continue
      const quiet = quietFrom !== null && quietUntil !== null ? { from: quietFrom, until: quietUntil } : null
      const waits = quiet && !URGENT_KINDS.includes(alert.kind)
      const dueAt = waits ? endOfQuiet(new Date(), quiet, alert.timeZone) : null
      await addMail(tx, { merchantId, alertId, userId, dueAt })
    }
    const endpoints = await tx<{ id: string }[]>`
      select id from alert_endpoints
      where merchant_id = ${merchantId} and removed_at is null and ${alert.kind} = any(kinds)`
    for (const { id } of endpoints) await addPost(tx, { merchantId, alertId, endpointId: id })
  })
}

/** Readers of this kind: people who chose it and may act on it, and owners and managers who have not chosen yet. */
const listReaders = (tx: Tx, merchantId: string, kind: AlertKind) =>
  tx<{ userId: string; quietFrom: number | null; quietUntil: number | null }[]>`
    select b.user_id as "userId", p.quiet_from as "quietFrom", p.quiet_until as "quietUntil"
    from memberships b
    left join alert_preferences p on p.merchant_id = b.merchant_id and p.user_id = b.user_id
    where b.merchant_id = ${merchantId}
      ${MANAGER_KINDS.includes(kind) ? tx`and b.role in ('owner', 'manager')` : tx``}
      and case when p.user_id is null then b.role in ('owner', 'manager') else ${kind} = any(p.kinds) end
    order by b.user_id`

/** Queues an e-mail, unless this person has it already. E-mails due at the same time are sent as one. */
export async function addMail(
  tx: Tx,
  mail: { merchantId: string; alertId: string; userId: string; dueAt: Date | null },
): Promise<void> {
  const { merchantId, alertId, userId, dueAt } = mail
  const added = await tx`
    insert into alert_deliveries (id, merchant_id, alert_id, user_id, due_at)
    values (${newId()}, ${merchantId}, ${alertId}, ${userId}, coalesce(${dueAt}, now()))
    on conflict do nothing`
  if (added.count === 0) return
  const key = `alert-mails:${merchantId}:${userId}:${dueAt?.getTime() ?? alertId}`
  // A second late, so that a clock slightly ahead finds it due.
  const delaySeconds = dueAt ? Math.ceil((dueAt.getTime() - Date.now()) / 1_000) + 1 : 0
  await enqueueJob("send_alert_mails", { merchantId, userId }, { within: tx, key, delaySeconds })
}

/** Queues a webhook, unless this endpoint has it already. */
export async function addPost(
  tx: Tx,
  post: { merchantId: string; alertId: string; endpointId: string },
): Promise<void> {
  const { merchantId, alertId, endpointId } = post
  const [added] = await tx<{ id: string }[]>`
    insert into alert_deliveries (id, merchant_id, alert_id, endpoint_id, due_at)
    values (${newId()}, ${merchantId}, ${alertId}, ${endpointId}, now())
    on conflict do nothing returning id`
  if (added) await enqueueJob("send_alert_webhook", { merchantId, deliveryId: added.id }, { within: tx })
}
