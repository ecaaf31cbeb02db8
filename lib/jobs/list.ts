import { z } from "zod"

const merchant = z.object({ merchantId: z.uuid() })
const order = merchant.extend({ orderId: z.uuid() })

type Job = {
  payload: z.ZodObject
  /**
   * The merchant's queue for jobs that wait for Pongo. Jobs of one queue run one at a time, in slots of their own that
   * block no other job. With three queues a merchant can take half of {@link PONGO_SLOTS}.
   */
  pongo?: "lists" | "orders" | "runs"
  /** The job waits for a mail server or another server other than Pongo; it has separate slots too. */
  isMessage?: true
  /** Only one runs at a time, across all merchants. */
  isAlone?: true
  mostAttempts?: number
}

/** As long as a held order may wait for its cause: four months. */
const AS_LONG_AS_AN_ORDER = 500
/** An hour or two: Pongo's own lock ends sooner, and a token must not be kept longer after a disconnection. */
const SHORTLY = 9

/** Background jobs other than order deliveries, with their payloads. Run by `lib/worker/job-runner.ts`. */
export const JOBS = {
  refresh_stores: { payload: merchant, pongo: "lists" },
  refresh_rewards: { payload: merchant, pongo: "lists" },
  check_rewards: { payload: merchant, pongo: "lists" },
  import_customers: { payload: merchant, pongo: "lists" },
  subscribe_webhooks: { payload: merchant, pongo: "lists" },
  check_webhooks: { payload: merchant, pongo: "lists" },
  unsubscribe_webhooks: {
    payload: merchant.extend({ sealedToken: z.string(), pongoIds: z.array(z.string()) }),
    pongo: "lists",
    mostAttempts: SHORTLY,
  },
  process_webhook: { payload: merchant.extend({ dedupeKey: z.string() }) },
  tell_pongo_status: {
    payload: order.extend({ status: z.enum(["cancelled", "refunded"]) }),
    pongo: "orders",
    mostAttempts: AS_LONG_AS_AN_ORDER,
  },
  record_order_consent: { payload: order, pongo: "orders", mostAttempts: AS_LONG_AS_AN_ORDER },
  free_rewards: { payload: order, pongo: "orders", mostAttempts: SHORTLY },
  release_lock: { payload: merchant.extend({ hash: z.string() }), pongo: "orders", mostAttempts: SHORTLY },
  end_test_till: { payload: merchant.extend({ keyId: z.uuid() }) },
  run_replay: { payload: merchant.extend({ replayId: z.uuid() }), pongo: "runs" },
  rehearse_go_live: {
    payload: merchant.extend({
      rehearsalId: z.uuid(),
      locationRef: z.string(),
      tillKeyId: z.uuid(),
      /** Key of the test till that the script calls with, bound to the rehearsal. */
      sealedKey: z.string(),
    }),
    pongo: "runs",
    mostAttempts: 2,
  },
  send_invitation: {
    payload: merchant.extend({ invitationId: z.uuid(), sealedLink: z.string() }),
    isMessage: true,
  },
  /** `sealedEmail`: as typed; the address may belong to nobody. */
  send_password_link: {
    payload: z.object({ sealedEmail: z.string(), askedAt: z.string() }),
    isMessage: true,
  },
  /** `sealedMail`: the `AccountMail` and its recipient. */
  send_account_mail: { payload: z.object({ sealedMail: z.string() }), isMessage: true },
  /** `exceptUserId`: the person who made the change and needs no alert. */
  dispatch_alert: { payload: merchant.extend({ alertId: z.uuid(), exceptUserId: z.uuid().optional() }) },
  send_alert_mails: { payload: merchant.extend({ userId: z.uuid() }), isMessage: true },
  send_alert_webhook: { payload: merchant.extend({ deliveryId: z.uuid() }), isMessage: true },
  close_days: { payload: merchant },
  sweep_merchant: { payload: merchant },
  /** One at a time: a computation occupies a worker's CPU. */
  suggest_stores: { payload: merchant, isAlone: true },
} as const satisfies Record<string, Job>

export type JobName = keyof typeof JOBS
export type Jobs = { [Name in JobName]: z.infer<(typeof JOBS)[Name]["payload"]> }

/** Concurrent jobs per process that wait for Pongo. */
export const PONGO_SLOTS = 6

/** The job's entry; undefined for a crontab job, which has no payload. */
export const findJob = (name: string): Job | undefined =>
  Object.hasOwn(JOBS, name) ? JOBS[name as JobName] : undefined
