import { z } from "zod"

const merchant = z.object({ merchantId: z.uuid() })
const order = merchant.extend({ orderId: z.uuid() })

type Job = {
  payload: z.ZodObject
  /**
   * The job waits for Pongo, in this queue of its merchant's: those of one queue run one after the other, in places that
   * hold no other job up. With three queues a merchant has half of {@link PONGO_PLACES}.
   */
  pongo?: "lists" | "orders" | "runs"
  /** The job waits for a mail server or another server that is not Pongo's: in places of its own, too. */
  isMessage?: true
  /** One of them runs at a time, over all merchants. */
  isAlone?: true
  mostAttempts?: number
}

/** A held order waits for its cause however long it takes, and the word about it with the order: four months. */
const AS_LONG_AS_AN_ORDER = 500
/** An hour or two: Pongo's own lock ends sooner, and no longer is a token kept after a disconnection. */
const SHORTLY = 9

/** Background work that is not the delivery of orders, with its payloads. Run by `lib/worker/job-runner.ts`. */
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
  run_replay: { payload: merchant.extend({ replayId: z.uuid() }), pongo: "runs" },
  rehearse_go_live: {
    payload: merchant.extend({
      rehearsalId: z.uuid(),
      locationRef: z.string(),
      tillKeyId: z.uuid(),
      /** The key of the test till that the script calls with, bound to the rehearsal. */
      sealedKey: z.string(),
    }),
    pongo: "runs",
    mostAttempts: 2,
  },
  send_invitation: {
    payload: merchant.extend({ invitationId: z.uuid(), sealedLink: z.string() }),
    isMessage: true,
  },
  /** `sealedEmail`: as it was typed; nobody may have it. */
  send_password_link: {
    payload: z.object({ sealedEmail: z.string(), askedAt: z.string() }),
    isMessage: true,
  },
  /** `sealedMail`: the `AccountMail` and who it goes to. */
  send_account_mail: { payload: z.object({ sealedMail: z.string() }), isMessage: true },
  /** `exceptUserId`: who made the change and knows. */
  dispatch_alert: { payload: merchant.extend({ alertId: z.uuid(), exceptUserId: z.uuid().optional() }) },
  send_alert_mails: { payload: merchant.extend({ userId: z.uuid() }), isMessage: true },
  send_alert_webhook: { payload: merchant.extend({ deliveryId: z.uuid() }), isMessage: true },
  close_days: { payload: merchant },
  /** Alone: a computation takes a worker's processor. */
  suggest_stores: { payload: merchant, isAlone: true },
} as const satisfies Record<string, Job>

export type JobName = keyof typeof JOBS
export type Jobs = { [Name in JobName]: z.infer<(typeof JOBS)[Name]["payload"]> }

/** Jobs that wait for Pongo, at a time in a process. */
export const PONGO_PLACES = 6

/** The list's entry; undefined for a job of the clock's, which has no payload. */
export const findJob = (name: string): Job | undefined =>
  Object.hasOwn(JOBS, name) ? JOBS[name as JobName] : undefined
