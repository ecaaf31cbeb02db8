import { EventEmitter } from "node:events"
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker"
import { z } from "zod"
import { sql } from "@/db/index"
import { sendAccountMail } from "@/lib/account/mail"
import { sendPasswordLink } from "@/lib/account/password-link"
import { dispatchAlert } from "@/lib/alerts/dispatch"
import { forgetDeliveries } from "@/lib/alerts/forget"
import { sendAlertMails } from "@/lib/alerts/send-mails"
import { sendAlertWebhook } from "@/lib/alerts/send-webhook"
import { systemCtx } from "@/lib/auth/system"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { catchUp, importCustomers } from "@/lib/customers/import"
import { AppError } from "@/lib/errors"
import { rehearse } from "@/lib/go-live/rehearse"
import { forgetIncidents } from "@/lib/incidents/forget"
import { sweepIncidents } from "@/lib/incidents/sweep"
import { enqueueJob, PONGO_PLACES, PONGO_QUEUES } from "@/lib/jobs/enqueue"
import { logger } from "@/lib/log"
import { listOutdated, recomputeSuggestions } from "@/lib/mappings/recompute"
import { recordOrderConsent } from "@/lib/orders/consent"
import { tellStatus } from "@/lib/orders/tell-status"
import { closeDays, listMerchantsToClose } from "@/lib/reconciliation/close"
import { freeOrderRewards, releaseLock } from "@/lib/redemptions/release"
import { forgetReplays } from "@/lib/replays/forget"
import { runReplay } from "@/lib/replays/run"
import { runPreflight } from "@/lib/rewards/preflight"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { sendInvitation } from "@/lib/team/send-invitation"
import {
  checkWebhooks,
  processWebhook,
  subscribeWebhooks,
  unsubscribeWebhooks,
} from "@/lib/webhooks/mutations"
import { BEAT_MS, createHeartbeat } from "./heartbeat"
import { queueUrl } from "./queue-url"
import { deleteExpired } from "./retention"

/** Between the starts of two merchants' nightly readings, so that Pongo does not meet them all at once. */
const CATCH_UP_APART_SECONDS = 10

const merchantJob = z.object({ merchantId: z.uuid() })
const orderJob = merchantJob.extend({ orderId: z.uuid() })
const statusJob = orderJob.extend({ status: z.enum(["cancelled", "refunded"]) })
const webhookJob = merchantJob.extend({ dedupeKey: z.string() })
const unsubscribeJob = merchantJob.extend({ sealedToken: z.string(), pongoIds: z.array(z.string()) })
const lockJob = merchantJob.extend({ hash: z.string() })
const replayJob = merchantJob.extend({ replayId: z.uuid() })
const invitationJob = z.object({ invitationId: z.uuid(), merchantId: z.uuid(), sealedLink: z.string() })
const passwordLinkJob = z.object({ sealedEmail: z.string(), askedAt: z.string() })
const accountMailJob = z.object({ sealedMail: z.string() })
const alertMailJob = merchantJob.extend({ userId: z.uuid() })
const alertWebhookJob = merchantJob.extend({ deliveryId: z.uuid() })
const rehearsalJob = merchantJob.extend({
  rehearsalId: z.uuid(),
  locationRef: z.string(),
  tillKeyId: z.uuid(),
  sealedKey: z.string(),
})
const alertJob = merchantJob.extend({ alertId: z.uuid(), exceptUserId: z.uuid().optional() })

const tasks: TaskList = {
  refresh_stores: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await unlessDisconnected(refreshStores(systemCtx(merchantId, "stores")))
  },
  refresh_rewards: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await unlessDisconnected(refreshRewards(systemCtx(merchantId, "rewards")))
  },
  subscribe_webhooks: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await unlessDisconnected(subscribeWebhooks(merchantId))
  },
  unsubscribe_webhooks: (payload) => unsubscribeWebhooks(unsubscribeJob.parse(payload)),
  import_customers: (payload) => unlessDisconnected(importCustomers(merchantJob.parse(payload))),
  check_webhooks: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await unlessDisconnected(checkWebhooks(systemCtx(merchantId, "webhooks")))
  },
  check_all_webhooks: async () => {
    for (const merchantId of await listConnected())
      await enqueueJob("check_webhooks", { merchantId }, { key: `check-webhooks:${merchantId}` })
  },
  catch_up_customers: async () => {
    for (const [index, merchantId] of (await listConnected()).entries())
      await catchUp(merchantId, index * CATCH_UP_APART_SECONDS)
  },
  tell_pongo_status: (payload) => tellStatus(statusJob.parse(payload)),
  record_order_consent: (payload) => recordOrderConsent(orderJob.parse(payload)),
  free_rewards: (payload) => freeOrderRewards(orderJob.parse(payload)),
  release_lock: (payload) => releaseLock(lockJob.parse(payload)),
  process_webhook: (payload) => {
    const { merchantId, dedupeKey } = webhookJob.parse(payload)
    return processWebhook(merchantId, dedupeKey)
  },
  run_replay: (payload) => runReplay(replayJob.parse(payload)),
  send_invitation: (payload) => sendInvitation(invitationJob.parse(payload)),
  send_password_link: (payload) => sendPasswordLink(passwordLinkJob.parse(payload)),
  send_account_mail: (payload) => sendAccountMail(accountMailJob.parse(payload)),
  rehearse_go_live: (payload) => rehearse(rehearsalJob.parse(payload)),
  dispatch_alert: (payload) => dispatchAlert(alertJob.parse(payload)),
  send_alert_mails: (payload) => sendAlertMails(alertMailJob.parse(payload)),
  send_alert_webhook: (payload) => sendAlertWebhook(alertWebhookJob.parse(payload)),
  sweep_incidents: () => sweepIncidents(),
  refresh_all_stores: async () => {
    for (const merchantId of await listConnected())
      await enqueueJob("refresh_stores", { merchantId }, { key: `stores:${merchantId}` })
  },
  refresh_all_rewards: async () => {
    for (const merchantId of await listConnected())
      await enqueueJob("refresh_rewards", { merchantId }, { key: `rewards:${merchantId}` })
  },
  check_rewards: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await unlessDisconnected(runPreflight(systemCtx(merchantId, "rewards")))
  },
  check_all_rewards: async () => {
    for (const merchantId of await listConnected())
      await enqueueJob("check_rewards", { merchantId }, { key: `preflight:${merchantId}` })
  },
  close_days: async (payload) => {
    const { merchantId } = merchantJob.parse(payload)
    await closeDays(systemCtx(merchantId, "close_days"))
  },
  close_all_days: async (_payload, helpers) => {
    for (const merchantId of await listMerchantsToClose())
      await helpers.addJob("close_days", { merchantId }, { jobKey: `close-days:${merchantId}` })
  },
  suggest_stores: async (payload, { abortSignal }) => {
    const { merchantId } = merchantJob.parse(payload)
    await recomputeSuggestions(systemCtx(merchantId, "suggestions"), abortSignal)
  },
  suggest_outdated: async (_payload, helpers) => {
    for (const merchantId of await listOutdated())
      await helpers.addJob(
        "suggest_stores",
        { merchantId },
        {
          jobKey: `suggest_stores:${merchantId}`,
          jobKeyMode: "preserve_run_at",
          // One merchant at a time: a computation takes a worker's processor.
          queueName: "suggest_stores",
        },
      )
  },
  delete_expired: async () => {
    await deleteExpired()
    await forgetReplays()
    await forgetIncidents()
    await forgetDeliveries()
  },
}

/**
 * Reads stores and rewards every 6 h, asks for the webhook subscriptions at 01:20 and reads customers at 01:30, closes
 * business days as they end in each time zone, deletes what has expired at 03:00 and checks rewards against locations an hour later. Incidents are swept every minute; a missed
 * run is not made up for. Every 10 min, mapping suggestions whose job was lost are computed.
 */
const CRONTAB = `
17 */6 * * * refresh_all_stores
47 */6 * * * refresh_all_rewards
7 * * * * close_all_days
0 3 * * * delete_expired
20 1 * * * check_all_webhooks
30 1 * * * catch_up_customers
10 4 * * * check_all_rewards
*/10 * * * * suggest_outdated ?max=1&jobKey=suggest_outdated
* * * * * sweep_incidents ?max=1&jobKey=sweep_incidents
`

/** Posts and mails, which wait for servers of others: apart too. */
const MESSAGE_JOBS = [
  "send_invitation",
  "send_password_link",
  "send_account_mail",
  "send_alert_mails",
  "send_alert_webhook",
]

/** Jobs at a time in a process, by what they wait for: those of one kind never wait for another kind. */
const PLACES: { count: number; runs: (name: string) => boolean; crontab?: string }[] = [
  { count: PONGO_PLACES, runs: (name) => name in PONGO_QUEUES },
  { count: 2, runs: (name) => MESSAGE_JOBS.includes(name) },
  { count: 4, runs: (name) => !(name in PONGO_QUEUES || MESSAGE_JOBS.includes(name)), crontab: CRONTAB },
]

/**
 * Runs the background jobs that are not order deliveries. Any number may run; the jobs of one that died are freed by
 * the others within a minute.
 */
export async function startJobRunner(): Promise<{ stop(): Promise<void> }> {
  const events = new EventEmitter() as WorkerEvents
  const workerIds = new Set<string>()
  events.on("worker:create", ({ worker }) => workerIds.add(worker.workerId))
  const runners: Runner[] = []
  // One after the other: each begins with the queue's own migrations.
  for (const places of PLACES) runners.push(await startPlaces(places, events))
  const beat = createHeartbeat()
  const beatOrWarn = () =>
    beat([...workerIds]).catch((error) => logger.warn({ err: error }, "heartbeat failed"))
  await beatOrWarn()
  const timer = setInterval(beatOrWarn, BEAT_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(runners.map((runner) => runner.stop()))
      await sql`delete from workers where id = any(${[...workerIds]})`
    },
  }
}

const startPlaces = ({ count, runs, crontab }: (typeof PLACES)[number], events: WorkerEvents) =>
  run({
    connectionString: queueUrl(),
    concurrency: count,
    maxPoolSize: count + 1,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList: Object.fromEntries(Object.entries(tasks).filter(([name]) => runs(name))),
    crontab: crontab ?? "",
    events,
    logger: new Logger(() => (level, message) => {
      if (level === "error") logger.error({ from: "graphile-worker" }, message)
      else if (level === "warning") logger.warn({ from: "graphile-worker" }, message)
    }),
  })

async function listConnected(): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select merchant_id as id from connections where state = 'connected'`
  return rows.map(({ id }) => id)
}

/** A merchant who disconnected between the job's making and its turn has nothing to be done. */
async function unlessDisconnected(work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!(error instanceof AppError && error.code === "not_connected")) throw error
  })
}
