import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { noteSuccess } from "@/lib/connections/last-success"
import { tokenContext } from "@/lib/connections/queries"
import { markRevoked } from "@/lib/connections/revoke"
import { open } from "@/lib/crypto"
import { env } from "@/lib/env"
import { WAKE_CHANNEL } from "@/lib/jobs/wake"
import { logger } from "@/lib/log"
import { countAttempt, observePaymentToPongo, setBreakerState } from "@/lib/metrics"
import { mayCarryConsent } from "@/lib/orders/consent"
import { Breaker, type BreakerState } from "@/lib/pongo/breaker"
import { createPongoClient, type PongoClient } from "@/lib/pongo/client"
import { isNeverTheRequestsFault, isUnknownOutcome, PongoError } from "@/lib/pongo/error"
import {
  claimLanes,
  DEFECT_PAUSE_SECONDS,
  extendLease,
  freeDeadLanes,
  type Lane,
  pauseLane,
  releaseLanes,
} from "./claim"
import { noteOutage } from "./outage"
import { type Attempt, createRecorder } from "./record"
import { judgeRefusal } from "./refusal"
import { clearWay, createTaker, giveBack, setAside, type Taken } from "./take"
import { toPongoOrder } from "./to-pongo"
import { judgeSent, type Verdict } from "./verdict"

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
/** An order that somebody else has locked is asked for again; then its location's turn is over. */
const TAKE_TRIES = 5
const TAKE_AGAIN_MS = 20

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
  readonly #take = createTaker()
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
    let freedAt = 0
    while (!this.#isStopping) {
      let claimed = 0
      try {
        if (Date.now() - freedAt >= this.#settings.pollMs) {
          await freeDeadLanes()
          freedAt = Date.now()
        }
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
        .catch((error) => {
          if (isProbe) this.#breaker.probeAborted()
          logger.error({ err: error, locationId: lane.locationId }, "lane dropped")
        })
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
    const { leaseSeconds } = this.#settings
    let extendAt = Date.now() + (leaseSeconds * 1000) / 3
    try {
      for (const orderId of lane.orderIds) {
        if (this.#isStopping) break
        if (Date.now() > extendAt) {
          if (!(await extendLease(lane, leaseSeconds))) break
          extendAt = Date.now() + (leaseSeconds * 1000) / 3
        }
        const order = await this.#takeOrder(lane, orderId)
        if (!order) {
          if (isProbe) this.#breaker.probeAborted()
          break
        }
        const goesOn = await this.#deliver(lane, order, isProbe)
        if (!goesOn || (!isProbe && this.#breaker.state === "open")) break
      }
    } finally {
      await releaseLanes(lane.leaseId, [lane.locationId])
    }
  }

  /** The order in the air, or undefined when the list it stands on is no longer right: the location's turn is over. */
  async #takeOrder(lane: Lane, orderId: string): Promise<Taken | undefined> {
    for (let tries = 0; tries < TAKE_TRIES; tries++) {
      const order = await this.#take(lane, orderId).catch(async (error) => {
        await pauseLane(lane, DEFECT_PAUSE_SECONDS)
        throw error
      })
      if (order) return order
      // Somebody may be changing it at this moment.
      await new Promise((resolve) => setTimeout(resolve, TAKE_AGAIN_MS))
    }
    await clearWay(lane, orderId)
    return undefined
  }

  /** The merchant's token. One that does not open stops the location for a while, and no other. */
  async #openToken(lane: Lane, order: Taken): Promise<string> {
    try {
      return open(order.sealedToken, tokenContext(order.merchantId))
    } catch (error) {
      await giveBack(lane, order.orderId)
      await pauseLane(lane, DEFECT_PAUSE_SECONDS)
      throw error
    }
  }

  /** @returns whether the location's next order may follow */
  async #deliver(lane: Lane, order: Taken, isProbe: boolean): Promise<boolean> {
    const startedAt = new Date()
    const token = await this.#openToken(lane, order)
    let isOut = false
    try {
      const content = toPongoOrder(order, await mayCarryConsent(order, this.#pongo, token))
      isOut = true
      const sent = await this.#pongo.sendOrder(token, content).catch((error) => {
        if (error instanceof PongoError) return error
        throw error
      })
      if (sent instanceof PongoError)
        return await this.#notTaken(lane, order, sent, { token, startedAt, isProbe })
      this.#breaker.succeeded()
      noteSuccess(systemCtx(order.merchantId, "worker"))
      const attempt = { startedAt, exchange: sent.exchange, errorKind: null, message: null, isProbe }
      return await this.#settle(lane, order, judgeSent(sent.value), attempt)
    } catch (error) {
      if (isProbe) this.#breaker.probeAborted()
      logger.error({ err: error, orderId: order.orderId }, "order set aside: our own defect")
      await setAside(lane, order.orderId, isOut)
      return !isOut
    }
  }

  /** @returns as {@link DeliveryWorker.#deliver} */
  async #notTaken(
    lane: Lane,
    order: Taken,
    error: PongoError,
    { token, startedAt, isProbe }: { token: string; startedAt: Date; isProbe: boolean },
  ) {
    this.#tellBreaker(order, error, isProbe)
    const ctx = systemCtx(order.merchantId, "worker")
    const verdict = await judgeRefusal(order, error, token, { isProbe, schedule: this.#settings.schedule })
    const { exchange, kind: errorKind, message } = error
    const isOurs = await this.#settle(lane, order, verdict, {
      startedAt,
      exchange,
      errorKind,
      message,
      isProbe,
    })
    if (!isOurs) return false
    if (verdict.outcome === "connection_revoked") await markRevoked(ctx, order.tokenVersion, message)
    if (errorKind === "rate_limited" && verdict.delaySeconds !== null)
      await pauseLane(lane, verdict.delaySeconds)
    return verdict.state === "failed" || verdict.stepsAside
  }

  #tellBreaker(order: Taken, error: PongoError, isProbe: boolean) {
    const certain = isNeverTheRequestsFault(error.kind, error.status)
    if (certain || isUnknownOutcome(error.kind))
      this.#breaker.failed({ key: order.orderId, certain, probe: isProbe })
    else if (error.kind === "rate_limited") {
      if (isProbe) this.#breaker.failed({ key: order.orderId, certain, probe: true })
    } else this.#breaker.succeeded()
  }

  async #settle(lane: Lane, order: Taken, verdict: Verdict, attempt: Attempt) {
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

  async #breakerChanged(state: BreakerState) {
    setBreakerState(state)
    logger.warn(
      { state },
      state === "open" ? "Pongo does not answer: deliveries pause" : "Pongo answers again",
    )
    try {
      await noteOutage(state)
      this.#wakeUp()
    } catch (error) {
      logger.error({ err: error }, "state of Pongo not recorded")
    }
  }
}
