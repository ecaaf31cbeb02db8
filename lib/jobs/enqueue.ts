import { sql as fragment } from "drizzle-orm"
import { db, type Tx } from "@/db/index"

/** Background work that is not the delivery of orders, with its payloads. Run by `lib/jobs/runner.ts`. */
export type Jobs = {
  refresh_stores: { merchantId: string }
  subscribe_webhooks: { merchantId: string }
  process_webhook: { merchantId: string; dedupeKey: string }
  tell_pongo_status: { merchantId: string; orderId: string; status: "cancelled" | "refunded" }
  free_rewards: { merchantId: string; orderId: string }
  send_invitation: { invitationId: string; merchantId: string; sealedLink: string }
}

/**
 * Puts a job on the durable queue, in the caller's transaction when given one.
 * A job with the same `key` that has not started is replaced.
 */
export async function enqueueJob<Name extends keyof Jobs>(
  name: Name,
  payload: Jobs[Name],
  options: { within?: Tx; key?: string } = {},
): Promise<void> {
  await (options.within ?? db).execute(
    fragment`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, job_key => ${options.key ?? null})`,
  )
}
