import { EventEmitter } from "node:events"
import {
  type JobHelpers,
  Logger,
  type Runner,
  run,
  type Task,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker"
import { sql } from "@/db/index"
import { sendAccountMail } from "@/lib/account/mail"
import { sendPasswordLink } from "@/lib/account/password-link"
import { dispatchAlert } from "@/lib/alerts/dispatch"
import { sendAlertMails } from "@/lib/alerts/send-mails"
import { sendAlertWebhook } from "@/lib/alerts/send-webhook"
import { systemCtx } from "@/lib/auth/system"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { catchUp, importCustomers } from "@/lib/customers/import"
import { AppError } from "@/lib/errors"
import { rehearse } from "@/lib/go-live/rehearse"
import { sweepIncidents, sweepMerchant } from "@/lib/incidents/sweep"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { findJob, JOBS, type JobName, type Jobs, PONGO_SLOTS } from "@/lib/jobs/list"
import { logger } from "@/lib/log"
import { listOutdated, recomputeSuggestions } from "@/lib/mappings/recompute"
import { recordOrderConsent } from "@/lib/orders/consent"
import { tellStatus } from "@/lib/orders/tell-status"
import { closeDays, listMerchantsToClose } from "@/lib/reconciliation/close"
import { freeOrderRewards, releaseLock } from "@/lib/redemptions/release"
import { runReplay } from "@/lib/replays/run"
import { forgetDeliveries } from "@/lib/retention/alerts"
import { forgetIncidents } from "@/lib/retention/incidents"
import { deleteExpired } from "@/lib/retention/nightly"
import { forgetReplays } from "@/lib/retention/replays"
import { runPreflight } from "@/lib/rewards/preflight"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { sendInvitation } from "@/lib/team/send-invitation"
import { endTestTill } from "@/lib/test-till/end"
import {
  checkWebhooks,
  processWebhook,
  subscribeWebhooks,
  unsubscribeWebhooks,
} from "@/lib/webhooks/mutations"
import { BEAT_MS, createHeartbeat } from "./heartbeat"
import { queueUrl } from "./queue-url"

/** Delay between the nightly reads of two merchants, to spread the load on Pongo. */
const CATCH_UP_APART_SECONDS = 10

const RUNS: { [Name in JobName]: (payload: Jobs[Name], helpers: JobHelpers) => Promise<void> } = {
  refresh_stores: ({ merchantId }) => unlessDisconnected(refreshStores(systemCtx(merchantId, "stores"))),
  refresh_rewards: ({ merchantId }) => unlessDisconnected(refreshRewards(systemCtx(merchantId, "rewards"))),
  check_rewards: ({ merchantId }) => unlessDisconnected(runPreflight(systemCtx(merchantId, "rewards"))),
  import_customers: (job) => unlessDisconnected(importCustomers(job)),
  subscribe_webhooks: ({ merchantId }) => unlessDisconnected(subscribeWebhooks(merchantId)),
  check_webhooks: ({ merchantId }) => unlessDisconnected(checkWebhooks(systemCtx(merchantId, "webhooks"))),
  unsubscribe_webhooks: unsubscribeWebhooks,
  process_webhook: ({ merchantId, dedupeKey }) => processWebhook(merchantId, dedupeKey),
  tell_pongo_status: tellStatus,
  record_order_consent: recordOrderConsent,
  free_rewards: freeOrderRewards,
  release_lock: releaseLock,
  end_test_till: endTestTill,
  run_replay: runReplay,
  rehearse_go_live: rehearse,
  send_invitation: sendInvitation,
  send_password_link: sendPasswordLink,
  send_account_mail: sendAccountMail,
  dispatch_alert: dispatchAlert,
  send_alert_mails: sendAlertMails,
  send_alert_webhook: sendAlertWebhook,
  close_days: async ({ merchantId }) => void (await closeDays(systemCtx(merchantId, "close_days"))),
  sweep_merchant: ({ merchantId }) => sweepMerchant(merchantId),
  suggest_stores: ({ merchantId }, { abortSignal }) =>
    recomputeSuggestions(systemCtx(merchantId, "suggestions"), abortSignal),
}

/** Jobs that the crontab starts. */
const CLOCK: TaskList = {
  refresh_all_stores: () => enqueueConnected("refresh_stores", "stores"),
  refresh_all_rewards: () => enqueueConnected("refresh_rewards", "rewards"),
  check_all_rewards: () => enqueueConnected("check_rewards", "preflight"),
  check_all_webhooks: () => enqueueConnected("check_webhooks", "check-webhooks"),
  catch_up_customers: async () => {
    for (const [index, merchantId] of (await listConnected()).entries())
      await catchUp(merchantId, index * CATCH_UP_APART_SECONDS)
  },
  close_all_days: async () => {
    for (const merchantId of await listMerchantsToClose())
      await enqueueJob("close_days", { merchantId }, { key: `close-days:${merchantId}` })
  },
  suggest_outdated: async () => {
    for (const merchantId of await listOutdated())
      await enqueueJob(
        "suggest_stores",
        { merchantId },
        { key: `suggest_stores:${merchantId}`, isPatient: true },
      )
  },
  sweep_incidents: () => sweepIncidents(),
  delete_expired: async () => {
    await deleteExpired()
    await forgetReplays()
    await forgetIncidents()
    await forgetDeliveries()
  },
}

const taskOf =
  <Name extends JobName>(name: Name): Task =>
  (payload, helpers) =>
    RUNS[name](JOBS[name].payload.parse(payload) as Jobs[Name], helpers)

const tasks: TaskList = {
  ...CLOCK,
  ...Object.fromEntries((Object.keys(RUNS) as JobName[]).map((name) => [name, taskOf(name)])),
}

/**
 * Reads stores and rewards every 6 h, checks webhook subscriptions at 01:20, reads customers at 01:30, closes business
 * days as they end in each time zone, deletes expired data at 03:00 and checks rewards against locations an hour later.
 * Sweeps incidents every minute, without catching up on missed runs. Every 10 min, computes mapping suggestions whose
 * job was lost.
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

/** Job slots per process, by what the jobs wait for: one kind never waits for another. */
const SLOTS: { count: number; runs: (job: ReturnType<typeof findJob>) => boolean; crontab?: string }[] = [
  { count: PONGO_SLOTS, runs: (job) => job?.pongo !== undefined },
  { count: 2, runs: (job) => job?.isMessage === true },
  { count: 4, runs: (job) => !job?.pongo && !job?.isMessage, crontab: CRONTAB },
]

/** Runs all background jobs except order deliveries. The runners free the jobs of a dead one within a minute. */
export async function startJobRunner(): Promise<{ stop(): Promise<void> }> {
  const events = new EventEmitter() as WorkerEvents
  const workerIds = new Set<string>()
  events.on("worker:create", ({ worker }) => workerIds.add(worker.workerId))
  const runners: Runner[] = []
  // In sequence: each start runs the queue's own migrations.
  for (const slots of SLOTS) runners.push(await startRunner(slots, events))
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

const startRunner = ({ count, runs, crontab }: (typeof SLOTS)[number], events: WorkerEvents) =>
  run({
    connectionString: queueUrl(),
    concurrency: count,
    maxPoolSize: count + 1,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList: Object.fromEntries(Object.entries(tasks).filter(([name]) => runs(findJob(name)))),
    crontab: crontab ?? "",
    events,
    logger: new Logger(() => (level, message) => {
      if (level === "error") logger.error({ from: "graphile-worker" }, message)
      else if (level === "warning") logger.warn({ from: "graphile-worker" }, message)
    }),
  })

async function enqueueConnected(
  name: "refresh_stores" | "refresh_rewards" | "check_rewards" | "check_webhooks",
  key: string,
): Promise<void> {
  for (const merchantId of await listConnected())
    await enqueueJob(name, { merchantId }, { key: `${key}:${merchantId}` })
}

async function listConnected(): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select merchant_id as id from connections where state = 'connected'`
  return rows.map(({ id }) => id)
}

/** A job has nothing to do when its merchant disconnected before it started. */
async function unlessDisconnected(work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!(error instanceof AppError && error.code === "not_connected")) throw error
  })
}
