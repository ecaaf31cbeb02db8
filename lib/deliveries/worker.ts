import { sql } from "@/db/index"
import { env } from "@/lib/env"
import { readWake, WAKE_CHANNEL } from "@/lib/jobs/wake"
import { logger } from "@/lib/log"
import { setBreakerState } from "@/lib/metrics"
import { createPongoClient, type PongoClient } from "@/lib/pongo/client"
import {
  claimLanes,
  DEFECT_PAUSE_SECONDS,
  extendLease,
  freeDeadLanes,
  type Lane,
  pauseLane,
  releaseLanes,
  SCAN_LENGTH,
  SHORTEST_CUT,
  scanLocations,
} from "./claim"
import { DueLocations } from "./due-locations"
import { keepPauses, notePause, PAUSE_BEAT_MS, readPauses } from "./outage"
import { NOTHING_PAUSED, type Pause, Pauses, type Probe } from "./pauses"
import { Sender } from "./sender"
import { clearWay, createTaker, giveBack, type Taken } from "./take"

export type WorkerOptions = {
  /** Locations served concurrently. */
  concurrency?: number
  /** Lease duration without renewal. Must exceed the slowest answer. */
  leaseSeconds?: number
  pollMs?: number
  /** Length of a location's turn: no order is started later, however many are due. */
  turnMs?: number
  schedule?: readonly number[]
  timeoutMs?: number
}

/** Shortest time between two scans for locations with work. */
const POLL_MS = 1_000
/** Scans take at most this share of the time, however many locations are held. */
const SCAN_SHARE = 1 / 20
const ASKED_SCAN_SHARE = 1 / 3
const TURN_MS = 2_000
/** Attempts to take an order whose row is locked before its location's turn ends. */
const TAKE_TRIES = 5
const TAKE_AGAIN_MS = 20

/**
 * Delivers orders until stopped. Any number of workers may share one database, in any number of processes; each may be
 * killed at any moment (SECURITY.md, "When a process dies").
 * @returns `stop()`, which finishes what is in flight and returns the rest
 */
export async function startDeliveryWorker(options: WorkerOptions = {}): Promise<{ stop(): Promise<void> }> {
  const timeoutMs = options.timeoutMs ?? env.PONGO_TIMEOUT_MS
  const settings = {
    concurrency: options.concurrency ?? env.WORKER_CONCURRENCY,
    leaseSeconds: options.leaseSeconds ?? Math.ceil(timeoutMs / 1000) + 15,
    pollMs: options.pollMs ?? POLL_MS,
    turnMs: options.turnMs ?? TURN_MS,
    schedule: options.schedule ?? env.ORDER_RETRY_SCHEDULE,
  }
  const worker = new DeliveryWorker(
    createPongoClient({ timeoutMs, connections: settings.concurrency }),
    settings,
  )
  await worker.start()
  return { stop: () => worker.stop() }
}

type Settings = Required<Omit<WorkerOptions, "timeoutMs">>

class DeliveryWorker {
  readonly #pongo: PongoClient
  #sender: Sender
  readonly #settings: Settings
  #pauses = new Pauses(NOTHING_PAUSED, (pause) => void this.#pauseChanged(pause))
  /** Merchants whose pause has just ended: their waiting orders are made due first, so that they are sent in order. */
  readonly #returning = new Set<string>()
  /** Claimed lanes per merchant. */
  readonly #held = new Map<string, number>()
  /** Where to look for work. */
  readonly #due = new DueLocations()
  readonly #serving = new Set<string>()
  #isScanning = false
  /** Times of `performance.now()`. */
  #scan = { endedAt: 0, nextAt: 0, tookMs: 0, foundMore: false }
  readonly #take = createTaker()
  readonly #active = new Set<Promise<void>>()
  #isStopping = false
  #isAwake = false
  #wake: () => void = () => {}
  #loop: Promise<void> = Promise.resolve()
  #beating: ReturnType<typeof setInterval> | undefined
  #unlisten: () => Promise<void> = async () => {}

  constructor(pongo: PongoClient, settings: Settings) {
    this.#pongo = pongo
    this.#sender = new Sender(pongo, this.#pauses, settings.schedule)
    this.#settings = settings
  }

  async start() {
    const listening = await sql.listen(WAKE_CHANNEL, (payload) => this.#announced(payload))
    this.#unlisten = () => listening.unlisten()
    this.#pauses = new Pauses(await readPauses(), (pause) => void this.#pauseChanged(pause))
    this.#sender = new Sender(this.#pongo, this.#pauses, this.#settings.schedule)
    this.#beating = setInterval(() => void this.#beat(), PAUSE_BEAT_MS)
    this.#loop = this.#run()
  }

  async stop() {
    this.#isStopping = true
    clearInterval(this.#beating)
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

  #announced(payload: string) {
    const locations = readWake(payload)
    if (!locations) this.#wantScan(this.#scan.tookMs / ASKED_SCAN_SHARE)
    for (const location of locations ?? []) this.#due.add(location)
    this.#wakeUp()
  }

  /** Scans again this long after the last scan, or earlier if that was planned. */
  #wantScan(waitMs: number) {
    this.#scan.nextAt = Math.min(this.#scan.nextAt, this.#scan.endedAt + waitMs)
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

  /** Until woken, a lane becomes free, or a scan is due. */
  async #sleep() {
    if (!this.#isAwake) {
      await new Promise<void>((resolve) => {
        const untilScan = Math.max(this.#scan.nextAt - performance.now(), 1)
        const timer = setTimeout(resolve, Math.min(untilScan, this.#settings.pollMs))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#isAwake = false
  }

  /** @returns how many locations were tried; excludes probes, because a failed probe must not cause a busy loop */
  async #claim(): Promise<number> {
    const permit = this.#pauses.permit()
    if (permit === "refuse") return 0
    if (permit === "probe") {
      await this.#probe("all", undefined)
      return 0
    }
    if (performance.now() >= this.#scan.nextAt) void this.#findDue()
    const probing = this.#free > 0 ? this.#pauses.takeProbes() : []
    if (probing.length > 0) await this.#probe("merchant", probing)
    if (this.#free <= 0) return 0
    const paused = this.#pauses.paused().map(({ merchantId }) => merchantId)
    const dealt = this.#due.deal(this.#free, this.#held, {
      merchants: new Set([...paused, ...this.#returning]),
      locations: this.#serving,
    })
    if (dealt.length === 0) {
      if (this.#scan.foundMore && this.#due.size === 0) this.#wantScan(0)
      return 0
    }
    const lanes = await claimLanes(dealt, { leaseSeconds: this.#settings.leaseSeconds })
    for (const lane of lanes) this.#start(lane, null)
    return dealt.length
  }

  /** Scans for locations with work, beside everything else that the worker does. */
  async #findDue() {
    if (this.#isScanning) return
    this.#isScanning = true
    const startedAt = performance.now()
    let foundMore = false
    try {
      const found = await scanLocations()
      for (const location of found) this.#due.add(location)
      foundMore = found.length === SCAN_LENGTH
      if (found.length > 0) this.#wakeUp()
    } catch (error) {
      logger.error({ err: error }, "no locations with work found")
    } finally {
      const endedAt = performance.now()
      const tookMs = endedAt - startedAt
      const nextAt = endedAt + Math.max(this.#settings.pollMs, tookMs / SCAN_SHARE)
      this.#scan = { endedAt, nextAt, tookMs, foundMore }
      this.#isScanning = false
    }
  }

  /** Sends one order of any merchant, or of each of these paused merchants, to test whether Pongo answers again. */
  async #probe(probe: "all" | "merchant", merchants: string[] | undefined) {
    const { leaseSeconds } = this.#settings
    const lanes = await scanLocations({
      probe: true,
      oneOf: merchants,
      limit: merchants ? this.#free : Math.min(this.#free, 1),
    })
      .then((locations) => claimLanes(locations, { leaseSeconds, probe: true }))
      .catch((error) => {
        for (const merchantId of merchants ?? [null]) this.#pauses.aborted(merchantId, probe)
        throw error
      })
    for (const lane of lanes) this.#start(lane, probe)
    if (!merchants && lanes.length === 0) this.#pauses.aborted(null, probe)
    for (const merchantId of merchants ?? []) {
      if (lanes.some((lane) => lane.merchantId === merchantId)) continue
      if (this.#held.has(merchantId) || lanes.length === this.#free) this.#pauses.aborted(merchantId, probe)
      else this.#pauses.idle(merchantId)
    }
  }

  #start(lane: Lane, probe: Probe) {
    const { merchantId } = lane
    this.#held.set(merchantId, (this.#held.get(merchantId) ?? 0) + 1)
    this.#serving.add(lane.locationId)
    const serving = this.#serve(lane, probe)
      .then((mayGoOn) => {
        if (mayGoOn) this.#due.add(lane)
      })
      .catch((error) => {
        this.#pauses.aborted(merchantId, probe)
        logger.error({ err: error, locationId: lane.locationId }, "lane dropped")
      })
      .finally(() => {
        this.#active.delete(serving)
        this.#serving.delete(lane.locationId)
        const held = this.#held.get(merchantId)! - 1
        if (held > 0) this.#held.set(merchantId, held)
        else this.#held.delete(merchantId)
        this.#wakeUp()
      })
    this.#active.add(serving)
  }

  get #free(): number {
    return this.#settings.concurrency - this.#active.size
  }

  /**
   * Sends one location's orders in sequence, until one must be retried later or the turn ends.
   * @returns whether more orders may be due there at once
   */
  async #serve(lane: Lane, probe: Probe): Promise<boolean> {
    const { leaseSeconds, turnMs } = this.#settings
    const turnEndsAt = Date.now() + turnMs
    let extendAt = Date.now() + (leaseSeconds * 1000) / 3
    /** The next order, taken while the previous one is recorded: halves the time spent waiting for commits. */
    const ahead: { taken?: Promise<Taken | undefined> } = {}
    try {
      for (const [index, orderId] of lane.orderIds.entries()) {
        if (!ahead.taken) {
          if (this.#isStopping || Date.now() > turnEndsAt) return true
          if (Date.now() > extendAt) {
            if (!(await extendLease(lane, leaseSeconds))) return true
            extendAt = Date.now() + (leaseSeconds * 1000) / 3
          }
          ahead.taken = this.#takeOrder(lane, orderId)
        }
        const order = await ahead.taken
        ahead.taken = undefined
        if (!order) {
          this.#pauses.aborted(lane.merchantId, probe)
          return true
        }
        const takeAhead = () => {
          const next = lane.orderIds[index + 1]
          if (!next || this.#isStopping || Date.now() > Math.min(turnEndsAt, extendAt)) return
          ahead.taken = this.#takeOrder(lane, next)
          // Awaited in the next iteration, or when the turn ends.
          ahead.taken.catch(() => {})
        }
        const goesOn = await this.#sender.send(lane, order, probe, takeAhead)
        if (!goesOn) return false
        if (this.#pauses.isPaused(lane.merchantId) || this.#returning.has(lane.merchantId)) return true
      }
      return lane.orderIds.length >= SHORTEST_CUT
    } finally {
      const unsent = await ahead.taken?.catch(() => undefined)
      if (unsent) await giveBack(lane, unsent.orderId)
      await releaseLanes(lane.leaseId, [lane.locationId])
    }
  }

  /** Takes the order. Undefined when the list of due orders is stale; the location's turn ends then. */
  async #takeOrder(lane: Lane, orderId: string): Promise<Taken | undefined> {
    for (let tries = 0; tries < TAKE_TRIES; tries++) {
      const order = await this.#take(lane, orderId).catch(async (error) => {
        await pauseLane(lane, DEFECT_PAUSE_SECONDS)
        throw error
      })
      if (order) return order
      // Its row may be locked for a moment.
      await new Promise((resolve) => setTimeout(resolve, TAKE_AGAIN_MS))
    }
    await clearWay(lane, orderId)
    return undefined
  }

  async #pauseChanged(pause: Pause) {
    if (pause.of === "all") setBreakerState(pause.isOpen ? "open" : "closed")
    logger.warn(
      pause.of === "all" ? { isOpen: pause.isOpen } : { isOpen: pause.isOpen, merchantId: pause.merchantId },
      pause.isOpen ? "Pongo does not answer: deliveries pause" : "Pongo answers again",
    )
    const returning = pause.isOpen ? [] : pause.of === "all" ? pause.failing : [pause]
    for (const { merchantId } of returning) this.#returning.add(merchantId)
    try {
      await notePause(pause)
    } catch (error) {
      logger.error({ err: error }, "state of Pongo not recorded")
    } finally {
      for (const { merchantId } of returning) this.#returning.delete(merchantId)
      this.#wakeUp()
    }
  }

  /** Renews the pauses. Without it they expire. */
  async #beat() {
    try {
      await keepPauses(this.#pauses.allSince, this.#pauses.paused())
    } catch (error) {
      logger.warn({ err: error }, "state of Pongo not renewed")
    }
  }
}
