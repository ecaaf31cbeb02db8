import type { ReplaySkip } from "@/db/enums"
import { db, type Tx } from "@/db/index"
import { replayedDelivery } from "@/lib/deliveries/mutations"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { wakeWorkers } from "@/lib/jobs/wake"
import { finish, type RunningReplay, type Step } from "./finish"
import { skipReason } from "./skip-reason"
import { verifyNext } from "./verify-next"

/** Orders released per transaction: about 0.03 s, the longest a till waits for an order in the batch. */
const BATCH = 250
/** Pause between two batches, to let other transactions in. */
const PAUSE_MS = 10
/** Pause when every remaining order is locked. */
const BUSY_MS = 250
/** A job hands over to a new one after this time, so that a stopping worker need not wait longer. */
const SLICE_MS = 5_000

/**
 * Runs a confirmed replay for a while and requeues itself until it ends. Locks the replay's row for each batch, so that
 * two runners take turns, a cancellation stops the next batch, and after a crash another worker continues from the last
 * commit.
 */
export async function runReplay({ merchantId, replayId }: Jobs["run_replay"]): Promise<void> {
  const again = (delaySeconds: number) =>
    enqueueJob("run_replay", { merchantId, replayId }, { key: `replay:${replayId}`, delaySeconds })
  const until = Date.now() + SLICE_MS
  while (Date.now() < until) {
    const step = await takeStep(merchantId, replayId)
    if (step.next === "over") return
    if (step.next === "wait" && step.ms > SLICE_MS) return again(step.ms / 1000)
    await new Promise((resolve) => setTimeout(resolve, step.next === "wait" ? step.ms : PAUSE_MS))
  }
  await again(0)
}

async function takeStep(merchantId: string, replayId: string): Promise<Step> {
  const result = await db.transaction(async (tx) => {
    const replay = await start(tx, merchantId, replayId)
    if (!replay) return startsIn(tx, merchantId, replayId)
    return replay.kind === "send" ? release(tx, replay) : replay
  })
  if ("next" in result) {
    if (result.next === "go_on") wakeWorkers()
    return result
  }
  return verifyNext(result)
}

/** Locks the replay if it may run now. Everything sent depends on this check. */
async function start(tx: Tx, merchantId: string, replayId: string): Promise<RunningReplay | undefined> {
  const [replay] = await tx<RunningReplay[]>`
    update replays set state = 'running', started_at = coalesce(started_at, now())
    where id = ${replayId} and merchant_id = ${merchantId}
      and (state = 'running' or (state = 'scheduled' and starts_at <= now()))
    returning id, merchant_id as "merchantId", kind, confirmed_by as "confirmedBy"`
  return replay
}

async function startsIn(tx: Tx, merchantId: string, replayId: string): Promise<Step> {
  const [later] = await tx<{ ms: number }[]>`
    select ceil(extract(epoch from starts_at - now()) * 1000)::float8 as ms from replays
    where id = ${replayId} and merchant_id = ${merchantId} and state = 'scheduled'`
  return later ? { next: "wait", ms: Math.max(later.ms, 1) } : { next: "over" }
}

/**
 * Releases one batch, in closing order. Skips orders locked by a worker or a till without waiting; a later batch takes
 * them. A second statement judges the locked orders, because it sees everything committed before the locks.
 */
async function release(tx: Tx, replay: RunningReplay): Promise<Step> {
  const { id, merchantId } = replay
  const locked = await tx<{ orderId: string }[]>`
    select d.order_id as "orderId"
    from replay_orders r join deliveries d on d.order_id = r.order_id and d.merchant_id = r.merchant_id
    where r.replay_id = ${id} and r.merchant_id = ${merchantId} and r.state = 'planned'
    order by r.closed_at, r.order_id limit ${BATCH}
    for update of d skip locked`
  if (locked.length > 0) {
    const judged = await tx<Judged[]>`
      select d.order_id as id, (o.total_cents - o.refunded_cents) as cents, ${skipReason("send")} as skip
      from deliveries d
      join orders o on o.id = d.order_id
      join delivery_holds h on h.location_id = d.location_id
      where d.order_id = any(${locked.map(({ orderId }) => orderId)}) and d.merchant_id = ${merchantId}`
    await move(tx, replay, judged)
  }
  if (await finish(tx, id, merchantId)) return { next: "over" }
  return locked.length > 0 ? { next: "go_on" } : { next: "wait", ms: BUSY_MS }
}

type Judged = { id: string; cents: number; skip: ReplaySkip | null }

/** One table at a time, by key and without joins, which took 2.5 s for 1,000 rows when PostgreSQL misestimated one. */
async function move(tx: Tx, { id, merchantId, confirmedBy }: RunningReplay, judged: Judged[]) {
  const sent = judged.filter(({ skip }) => skip === null)
  const skipped = judged.filter(({ skip }) => skip !== null)
  const sentIds = sent.map((order) => order.id)
  await tx`
    with released as (
      update deliveries set ${replayedDelivery("bulk_replay", confirmedBy)}
      where order_id = any(${sentIds}) and merchant_id = ${merchantId}
    ), events as (
      insert into order_events (id, order_id, merchant_id, kind, actor)
      select gen_random_uuid(), order_id, ${merchantId}, 'replay_requested', ${confirmedBy}
      from unnest(${sentIds}::uuid[]) as order_id
    ), marked as (
      update replay_orders set state = 'sent'
      where replay_id = ${id} and merchant_id = ${merchantId} and order_id = any(${sentIds})
    )
    update replays set
      sent_orders = sent_orders + ${sent.length}, skipped_orders = skipped_orders + ${skipped.length},
      sent_cents = sent_cents + ${sent.reduce((sum, { cents }) => sum + cents, 0)}
    where id = ${id} and merchant_id = ${merchantId}`
  for (const reason of new Set(skipped.map(({ skip }) => skip)))
    await tx`
      update replay_orders set state = 'skipped', reason = ${reason}
      where replay_id = ${id} and merchant_id = ${merchantId}
        and order_id = any(${skipped.filter(({ skip }) => skip === reason).map((order) => order.id)})`
}
