import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { noteSuccess } from "@/lib/connections/last-success"
import { tokenContext } from "@/lib/connections/queries"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { markRevoked } from "@/lib/connections/revoke"
import { open } from "@/lib/crypto"
import { env } from "@/lib/env"
import { WAKE_CHANNEL } from "@/lib/jobs/wake"
import { logger } from "@/lib/log"
import { countAttempt, observePaymentToPongo, setBreakerState } from "@/lib/metrics"
import { Breaker } from "@/lib/pongo/breaker"
import { createPongoClient, type PongoClient } from "@/lib/pongo/client"
import { isNeverTheRequestsFault, isUnknownOutcome, PongoError } from "@/lib/pongo/error"
import {
  type Claimed,
  claimLanes,
  extendLease,
  type Lane,
  pauseLane,
  releaseLanes,
  releaseOrders,
  retryAfterOutage,
  setAside,
} from "./claim"
import { type Attempt, createRecorder } from "./record"
import { toPongoOrder } from "./to-pongo"
import { judgeError, judgeRejected, judgeSent, type Verdict } from "./verdict"

export type WorkerOptions = {
  /** Locations served at once. */
  concurrency?: number
  /** Claims hold this long without a sign of life. Longer than the slowest answer. */
  leaseSeconds?: number
  pollMs?: number
  schedule?: readonly number[]
  timeoutMs?: number
}

/** How long a worker waits at most for a wake-up call before it looks by itself. */
const POLL_MS = 1_000

/**
 * Delivers orders until stopped. Any number may run on one database, in any number of processes; each may be killed at
 * any moment (SECURITY.md, "When a process dies").
 * @returns `stop()`, which finishes what is in flight and gives the rest back
 */
export async function startDeliveryWorker(options: WorkerOptions = {}): Promise<{ stop(): Promise<void> }> {
  const timeoutMs = options.timeoutMs ?? env.PONGO_TIMEOUT_MS
  const settings = {
    concurrency: options.concurrency ?? env.WORKER_CONCURRENCY,
    leaseSeconds: options.leaseSeconds ?? Math.ceil(timeoutMs / 1000) + 15,
    pollMs: options.pollMs ?? POLL_MS,
    schedule: options.schedule ?? env.ORDER_RETRY_SCHEDULE,
  }
  const worker = new DeliveryWorker(
    createPongoClient({ timeoutMs, connections: settings.concurrency }),
    settings,
  )
  await worker.start()
  return { stop: () => worker.stop() }
}

type Settings = { concurrency: number; leaseSeconds: number; pollMs: number; schedule: readonly number[] }

class DeliveryWorker {
  readonly #pongo: PongoClient
  readonly #settings: Settings
  readonly #breaker = new Breaker({ onChange: (state) => void this.#breakerChanged(state) })
  readonly #record = createRecorder()
  readonly #active = new Set<Promise<void>>()
  #isStopping = false
  #isAwake = false
  #wake: () => void = () => {}
  #loop: Promise<void> = Promise.resolve()
  #unlisten: () => Promise<void> = async () => {}

  constructor(pongo: PongoClient, settings: Settings) {
    this.#pongo = pongo
    this.#settings = settings
  }

  async start() {
    const listening = await sql.listen(WAKE_CHANNEL, () => this.#wakeUp())
    this.#unlisten = () => listening.unlisten()
    this.#loop = this.#run()
  }

  async stop() {
    this.#isStopping = true
    this.#wakeUp()
    await this.#unlisten()
    await this.#loop
    await Promise.all(this.#active)
    await this.#pongo.close()
  }

  #wakeUp() {
    this.#isAwake = true
    this.#wake()
  }

  async #run() {
    while (!this.#isStopping) {
      let claimed = 0
      try {
        claimed = await this.#claim()
      } catch (error) {
        logger.error({ err: error }, "orders not claimed")
      }
      if (claimed === 0) await this.#sleep()
    }
  }

  /** Until woken, a lane is free again, or the poll is due. */
  async #sleep() {
    if (!this.#isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#settings.pollMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#isAwake = false
  }

  async #claim(): Promise<number> {
    const free = this.#settings.concurrency - this.#active.size
    if (free <= 0) return 0
    const permit = this.#breaker.permit()
    if (permit === "refuse") return 0
    const isProbe = permit === "probe"
    const lanes = await claimLanes({
      lanes: isProbe ? 1 : free,
      leaseSeconds: this.#settings.leaseSeconds,
      probe: isProbe,
    }).catch((error) => {
      if (isProbe) this.#breaker.probeAborted()
      throw error
    })
    if (isProbe && lanes.length === 0) this.#breaker.probeAborted()
    for (const lane of lanes) {
      const serving = this.#serve(lane, isProbe)
        .catch((error) => logger.error({ err: error, location: lane.locationId }, "lane dropped"))
        .finally(() => {
          this.#active.delete(serving)
          this.#wakeUp()
        })
      this.#active.add(serving)
    }
    // A probe in vain must not spin: the next look is at the next poll.
    return isProbe ? 0 : lanes.length
  }

  /** One location's orders, one after the other, until one has to be tried again later. */
  async #serve(lane: Lane, isProbe: boolean) {
    const rest = [...lane.orders]
    const { leaseSeconds } = this.#settings
    let extendAt = Date.now() + (leaseSeconds * 1000) / 3
    try {
      while (rest.length > 0 && !this.#isStopping) {
        if (Date.now() > extendAt) {
          await extendLease(lane, leaseSeconds)
          extendAt = Date.now() + (leaseSeconds * 1000) / 3
        }
        const goesOn = await this.#deliver(lane, rest[0]!, isProbe)
        rest.shift()
        if (!goesOn || (!isProbe && this.#breaker.state === "open")) break
      }
    } finally {
      await releaseOrders(
        lane,
        rest.map((order) => order.orderId),
      )
      await releaseLanes(lane.leaseId, [lane.locationId])
    }
  }

  /** @returns whether the location's next order may follow */
  async #deliver(lane: Lane, order: Claimed, isProbe: boolean): Promise<boolean> {
    const startedAt = new Date()
    const ctx = systemCtx(order.merchantId, "worker")
    const token = open(order.sealedToken, tokenContext(order.merchantId))
    try {
      const { value, exchange } = await this.#pongo.sendOrder(token, toPongoOrder(order))
      this.#breaker.succeeded()
      noteSuccess(ctx)
      const attempt = { startedAt, exchange, errorKind: null, message: null, isProbe }
      await this.#settle(lane, order, judgeSent(value), attempt)
      return true
    } catch (error) {
      if (!(error instanceof PongoError)) {
        if (isProbe) this.#breaker.probeAborted()
        logger.error({ err: error, orderId: order.orderId }, "order set aside: our own defect")
        await setAside(lane, order)
        return true
      }
      const verdict = await this.#judge(ctx, order, error, isProbe)
      const attempt = {
        startedAt,
        exchange: error.exchange,
        errorKind: error.kind,
        message: error.message,
        isProbe,
      }
      const isOurs = await this.#settle(lane, order, verdict, attempt)
      this.#tellBreaker(order, error, isProbe)
      if (!isOurs) return false
      if (verdict.outcome === "connection_revoked") await markRevoked(ctx, order.tokenVersion, error.message)
      if (error.kind === "rate_limited" && verdict.delaySeconds !== null)
        await pauseLane(lane, verdict.delaySeconds)
      return verdict.state === "failed" || verdict.stepsAside
    }
  }

  /** Before a store is called gone, Pongo's own list is asked: a wrong answer must not stop a restaurant. */
  async #judge(
    ctx: ReturnType<typeof systemCtx>,
    order: Claimed,
    error: PongoError,
    isProbe: boolean,
  ): Promise<Verdict> {
    const facts = {
      scheduleStep: order.scheduleStep,
      maybeSent: order.maybeSent,
      isProbe,
      schedule: this.#settings.schedule,
    }
    const verdict = judgeError(error, facts)
    if (verdict.outcome !== "store_unknown") return verdict
    try {
      await refreshStores(ctx)
    } catch (failure) {
      if (!(failure instanceof PongoError)) throw failure
      return judgeError(failure, facts)
    }
    const [store] = await sql<{ gone_at: Date | null }[]>`
      select gone_at from stores where merchant_id = ${order.merchantId} and slug = ${order.storeSlug}`
    return store && !store.gone_at ? judgeRejected(order.maybeSent) : verdict
  }

  #tellBreaker(order: Claimed, error: PongoError, isProbe: boolean) {
    const certain = isNeverTheRequestsFault(error.kind, error.status)
    if (certain || isUnknownOutcome(error.kind))
      this.#breaker.failed({ key: order.orderId, certain, probe: isProbe })
    else if (error.kind === "rate_limited") {
      if (isProbe) this.#breaker.failed({ key: order.orderId, certain, probe: true })
    } else this.#breaker.succeeded()
  }

  async #settle(lane: Lane, order: Claimed, verdict: Verdict, attempt: Attempt) {
    const isOurs = await this.#record(lane, order, verdict, attempt)
    countAttempt({ outcome: verdict.outcome, seconds: attempt.exchange.durationMs / 1000 })
    if (verdict.state === "delivered") observePaymentToPongo((Date.now() - order.closedAt.getTime()) / 1000)
    logger.info(
      {
        orderId: order.orderId,
        merchantId: order.merchantId,
        attempt: order.attempts + 1,
        trigger: attempt.isProbe ? "probe" : order.trigger,
        outcome: isOurs ? verdict.outcome : "claim_lost",
        errorKind: attempt.errorKind,
        httpStatus: attempt.exchange.status,
        durationMs: Math.round(attempt.exchange.durationMs),
      },
      "attempt",
    )
    return isOurs
  }

  async #breakerChanged(state: "open" | "closed") {
    const host = new URL(env.PONGO_API_URL).host
    setBreakerState(state)
    logger.warn(
      { host, state },
      state === "open" ? "Pongo does not answer: deliveries pause" : "Pongo answers again",
    )
    try {
      await sql`
        insert into pongo_health (host, state, since) values (${host}, ${state}, now())
        on conflict (host) do update set state = excluded.state, since = excluded.since
        where pongo_health.state <> excluded.state`
      if (state === "closed") await retryAfterOutage()
      this.#wakeUp()
    } catch (error) {
      logger.error({ err: error }, "state of Pongo not recorded")
    }
  }
}
