import { sql, type Tx } from "@/db/index"

/** Background work that is not the delivery of orders, with its payloads. Run by `lib/worker/job-runner.ts`. */
export type Jobs = {
  refresh_stores: { merchantId: string }
  refresh_rewards: { merchantId: string }
  check_rewards: { merchantId: string }
  subscribe_webhooks: { merchantId: string }
  check_webhooks: { merchantId: string }
  process_webhook: { merchantId: string; dedupeKey: string }
  tell_pongo_status: { merchantId: string; orderId: string; status: "cancelled" | "refunded" }
  unsubscribe_webhooks: { merchantId: string; sealedToken: string; pongoIds: string[] }
  import_customers: { merchantId: string }
  release_lock: { merchantId: string; hash: string }
  record_order_consent: { merchantId: string; orderId: string }
  free_rewards: { merchantId: string; orderId: string }
  run_replay: { merchantId: string; replayId: string }
  send_invitation: { invitationId: string; merchantId: string; sealedLink: string }
  /** `sealedEmail`: as it was typed; nobody may have it. */
  send_password_link: { sealedEmail: string; askedAt: string }
  /** `sealedMail`: the `AccountMail` and who it goes to. */
  send_account_mail: { sealedMail: string }
  /** `sealedKey`: of the test till that the script calls with, bound to the rehearsal. */
  rehearse_go_live: {
    merchantId: string
    rehearsalId: string
    locationRef: string
    tillKeyId: string
    sealedKey: string
  }
  /** `exceptUserId`: who made the change and knows. */
  dispatch_alert: { merchantId: string; alertId: string; exceptUserId?: string | undefined }
  send_alert_mails: { merchantId: string; userId: string }
  send_alert_webhook: { merchantId: string; deliveryId: string }
}

/**
 * Jobs that wait for Pongo, and the queue each stands in. They have places of their own, so that they hold no other job
 * up, and those of one merchant's queue run one after the other: with three queues it has half of {@link PONGO_PLACES}.
 */
export const PONGO_QUEUES = {
  refresh_stores: "lists",
  refresh_rewards: "lists",
  check_rewards: "lists",
  import_customers: "lists",
  subscribe_webhooks: "lists",
  check_webhooks: "lists",
  unsubscribe_webhooks: "lists",
  tell_pongo_status: "orders",
  record_order_consent: "orders",
  free_rewards: "orders",
  release_lock: "orders",
  run_replay: "runs",
  rehearse_go_live: "runs",
} as const satisfies { [Name in keyof Jobs]?: "lists" | "orders" | "runs" }

/** Jobs that wait for Pongo, at a time in a process. */
export const PONGO_PLACES = 6

function queueOf<Name extends keyof Jobs>(name: Name, payload: Jobs[Name]): string | null {
  const queue = name in PONGO_QUEUES ? PONGO_QUEUES[name as keyof typeof PONGO_QUEUES] : null
  return queue && "merchantId" in payload ? `pongo:${payload.merchantId}:${queue}` : null
}

/** The 11th attempt and later ones are 6 h apart: these are four days. */
const DEFAULT_MOST_ATTEMPTS = 25
/** A held order waits for its cause however long it takes, and the word about it with the order: four months. */
const MOST_ATTEMPTS: Partial<Record<keyof Jobs, number>> = {
  rehearse_go_live: 2,
  tell_pongo_status: 500,
  // An hour or two: Pongo's own lock ends sooner, and no longer is a token kept after a disconnection.
  release_lock: 9,
  free_rewards: 9,
  unsubscribe_webhooks: 9,
  record_order_consent: 500,
}

/**
 * Puts a job on the durable queue, in the caller's transaction when given one.
 * A job with the same `key` that has not started is replaced.
 * @param options.delaySeconds not before then, by the database's clock
 * @param options.isPatient a replaced job keeps its time: whoever asked for patience gets it
 */
export async function enqueueJob<Name extends keyof Jobs>(
  name: Name,
  payload: Jobs[Name],
  options: { within?: Tx; key?: string; delaySeconds?: number; isPatient?: boolean } = {},
): Promise<void> {
  const most = MOST_ATTEMPTS[name] ?? DEFAULT_MOST_ATTEMPTS
  const { key = null, delaySeconds = 0 } = options
  const queue = queueOf(name, payload)
  const mode = options.isPatient ? "preserve_run_at" : "replace"
  await (options.within ?? sql)`
    select graphile_worker.add_job(${name}, ${sql.json(payload)}::json, queue_name => ${queue}, job_key => ${key},
                                   max_attempts => ${most}, run_at => now() + make_interval(secs => ${delaySeconds}),
                                   job_key_mode => ${mode})`
}
