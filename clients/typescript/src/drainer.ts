import { randomUUID } from "node:crypto"
import type { Operations, Order, OrderAnswer, Problem } from "./generated.js"
import { QueueLostError } from "./lock-file.js"
import type { OrderQueue, QueuedOrder } from "./order-queue.js"
import { type Backoff, backoffMs, pause } from "./pause.js"
import { fromLocal, fromProblem, type Locale, ProblemError, unrelated } from "./problem.js"

/** Orders per call. The server accepts 500 orders and 1 MiB, and answers a hundred well within the timeout. */
const BATCH_ORDERS = 100
const BATCH_BYTES = 900 * 1024
const TIMEOUT_MS = 30_000
/** Pause after a refusal caused by the till's settings, which a person must change. */
const SETTINGS_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 600_000

/** These codes do not concern the order: it stays, and is sent again in case the settings were fixed. */
const SETTINGS_CODES: readonly string[] = [
  "unauthorized",
  "key_revoked",
  "forbidden",
  "location_not_allowed",
  "location_unknown",
  "not_found",
  "method_not_allowed",
  "unsupported_media_type",
  "not_connected",
  "location_unmapped",
  "idempotency_key_reused",
]

export type DrainerOptions = {
  queue: OrderQueue
  api: Pick<Operations, "createOrder" | "createOrders">
  backoff: Backoff
  locale: Locale
  onAccepted(order: QueuedOrder, answer: OrderAnswer): void
  onRejected(order: QueuedOrder, problem: Problem): void
  /** Called whenever orders cannot be sent, with the reason. For a disk error, see its `cause`. */
  onProblem(problem: ProblemError): void
}

export type Drainer = {
  /**
   * Announces that there is something to send. `urgent` also ends a pause after a failure, but not one the server asked
   * for.
   */
  wake(urgent?: boolean): void
  /** Resolves when the queue is empty, or an attempt has left orders in it. */
  drained(): Promise<void>
  /** Waits a few seconds for the current call, then stops. */
  stop(): Promise<void>
}

type Outcome = {
  accepted: { order: QueuedOrder; answer: OrderAnswer }[]
  rejected: { order: QueuedOrder; problem: Problem }[]
  /** Why some orders stay. */
  kept: ProblemError | null
}

type Wait = { is: "idle" | "paused" | "told to wait"; ms: number }
/** The longest delay of a timer: a longer one would fire at once. */
const IDLE: Wait = { is: "idle", ms: 2 ** 31 - 1 }
const NONE: Wait = { is: "paused", ms: 0 }

/** Sends the queue, oldest first, one call at a time, until stopped. */
export function startDrainer({ queue, api, backoff, locale, ...tell }: DrainerOptions): Drainer {
  const stopping = new AbortController()
  const givingUp = new AbortController()
  let sleeping: { is: Wait["is"]; end: AbortController } | null = null
  const waiters: (() => void)[] = []
  const sendOrders = createOrderSender(api, locale, givingUp.signal)
  let failures = 0

  function wake(isUrgent = false) {
    if (sleeping?.is === "idle" || (isUrgent && sleeping?.is === "paused")) sleeping.end.abort()
  }

  async function run() {
    while (!stopping.signal.aborted) {
      const orders = nextOrders(queue.pending())
      const wait = orders.length === 0 ? IDLE : await round(orders)
      if (wait.ms === 0) continue
      for (const resolve of waiters.splice(0)) resolve()
      if (stopping.signal.aborted) return
      sleeping = { is: wait.is, end: new AbortController() }
      await pause(wait.ms, sleeping.end.signal, wait.is === "idle")
      sleeping = null
    }
  }

  /** @returns the pause before the next round */
  async function round(orders: QueuedOrder[]): Promise<Wait> {
    try {
      const outcome = await sendOrders(orders)
      await queue.settle({
        accepted: outcome.accepted.map(({ order }) => order.id),
        rejected: outcome.rejected.map(({ order, problem }) => ({ id: order.id, problem })),
      })
      for (const { order, answer } of outcome.accepted) tell.onAccepted(order, answer)
      for (const { order, problem } of outcome.rejected) tell.onRejected(order, problem)
      if (outcome.kept) return failed(outcome.kept)
      failures = 0
      return NONE
    } catch (error) {
      if (stopping.signal.aborted) return NONE
      if (error instanceof QueueLostError) stopping.abort()
      return failed(fromLocal(error, locale))
    }
  }

  function failed(error: ProblemError): Wait {
    tell.onProblem(error)
    const asked = (error.retryAfterSeconds ?? 0) * 1000
    const isSettings = SETTINGS_CODES.includes(error.code)
    const ownMs = isSettings
      ? Math.max(SETTINGS_WAIT_MS, backoff.mostMs)
      : Math.max(1, backoffMs(failures++, backoff))
    return asked > ownMs
      ? { is: "told to wait", ms: Math.min(LONGEST_WAIT_MS, asked) }
      : { is: "paused", ms: ownMs }
  }

  const running = run()
  return {
    wake,
    drained: () =>
      new Promise((resolve) => {
        waiters.push(resolve)
        wake(true)
        if (sleeping?.is === "told to wait") for (const told of waiters.splice(0)) told()
      }),
    async stop() {
      stopping.abort()
      sleeping?.end.abort()
      const timer = setTimeout(() => givingUp.abort(new Error("closed")), 5_000)
      await running
      clearTimeout(timer)
      for (const resolve of waiters.splice(0)) resolve()
    },
  }
}

/** Sends orders in one call. A call keeps its key until it is answered, with any answer. */
function createOrderSender(
  api: DrainerOptions["api"],
  locale: DrainerOptions["locale"],
  signal: AbortSignal,
) {
  let call = { ids: "", key: "" }

  /** The server keeps an answer for days, so the same key would return it again. */
  function renewKey() {
    call = { ...call, key: randomUUID() }
  }

  async function sendOne(order: QueuedOrder, options: object): Promise<Outcome> {
    try {
      const answer = await api.createOrder(order.order, options)
      if (answer.order_id !== order.order.order_id) throw unrelated(locale)
      return { accepted: [{ order, answer }], rejected: [], kept: null }
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.problem || !isFinal(error)) throw error
      return { accepted: [], rejected: [{ order, problem: error.problem }], kept: null }
    }
  }

  async function sendBatch(orders: QueuedOrder[], options: object): Promise<Outcome> {
    const { results } = await api.createOrders({ orders: orders.map(({ order }) => order) }, options)
    const outcome: Outcome = { accepted: [], rejected: [], kept: null }
    if (results?.length !== orders.length) throw unrelated(locale)
    for (const [index, order] of orders.entries()) {
      const { order: answer, problem, order_id } = results[index]!
      if (order_id !== order.order.order_id || !(answer ?? problem)) throw unrelated(locale)
      if (answer) outcome.accepted.push({ order, answer })
      else if (problem) {
        const error = fromProblem(problem)
        if (isFinal(error)) outcome.rejected.push({ order, problem })
        else outcome.kept ??= error
      }
    }
    return outcome
  }

  return async (orders: QueuedOrder[]): Promise<Outcome> => {
    const ids = orders.map(({ id }) => id).join()
    if (call.ids !== ids) call = { ids, key: orders.length === 1 ? orders[0]!.id : randomUUID() }
    const options = { idempotencyKey: call.key, attempts: 1, timeoutMs: TIMEOUT_MS, signal }
    try {
      const outcome =
        orders.length === 1 ? await sendOne(orders[0]!, options) : await sendBatch(orders, options)
      renewKey()
      return outcome
    } catch (error) {
      if (error instanceof ProblemError && !error.retryable) renewKey()
      throw error
    }
  }
}

/**
 * The oldest orders that fit in one call. An order submitted twice (opened, then paid) waits for the next call: the
 * server must not receive the older state last.
 */
export function nextOrders(pending: readonly QueuedOrder[]): QueuedOrder[] {
  const chosen: QueuedOrder[] = []
  const numbers = new Set<string>()
  let bytes = 0
  for (const queued of pending) {
    const number = numberOf(queued.order)
    bytes += Buffer.byteLength(JSON.stringify(queued.order)) + 1
    const isFull = chosen.length === BATCH_ORDERS || (chosen.length > 0 && bytes > BATCH_BYTES)
    if (isFull || numbers.has(number)) break
    numbers.add(number)
    chosen.push(queued)
  }
  return chosen
}

const numberOf = (order: Order) => JSON.stringify([order.location_id, order.order_id])

/** Whether the server will never accept the order as it is. */
function isFinal({ code, status, retryable }: ProblemError): boolean {
  return status !== null && status < 500 && !retryable && !SETTINGS_CODES.includes(code)
}
