import { startDrainer } from "./drainer.js"
import { createOperations, type Operations, type Order, type OrderAnswer, type Problem } from "./generated.js"
import { type HeartbeatOptions, startHeartbeat } from "./heartbeat.js"
import { openOrderQueue, type QueuedOrder, type RejectedOrder } from "./order-queue.js"
import type { Backoff } from "./pause.js"
import { fromLocal, fromProblem, type Locale, onTill, type ProblemError } from "./problem.js"
import { createTransport } from "./transport.js"

export type * from "./generated.js"
export type { HeartbeatOptions } from "./heartbeat.js"
export type { QueuedOrder, RejectedOrder } from "./order-queue.js"
export { type LocalCode, type Locale, type ProblemCode, ProblemError } from "./problem.js"
export type { CallOptions } from "./transport.js"

export type ClientOptions = {
  /** Comptoir's address, for example `https://comptoir.example`. */
  baseUrl: string
  /** `cpt_…`, from the portal. */
  apiKey: string
  /** The same for this till's whole life. Printable, without spaces. */
  tillId: string
  /** Language of `cashierMessage`. Default French. */
  locale?: Locale
  /**
   * A folder of this till's own, on a disk that survives the program. Orders wait there until the server has them.
   * Without it, they wait in memory.
   */
  storage?: string
  onAccepted?(order: QueuedOrder, answer: OrderAnswer): void
  /** The server will never accept this order. It stays in `orders.rejected()`. */
  onRejected?(order: QueuedOrder, problem: Problem): void
  /** Called whenever sending fails, with the reason why orders are kept. */
  onProblem?(problem: ProblemError): void
  /** Pause between attempts. Default 250 ms, doubling up to 8 s for a call and up to a minute for the queue. */
  backoff?: Backoff
  /** Default: the platform's. */
  fetch?: typeof fetch
}

export type Submitted = {
  id: string
  /**
   * The server's answer, however late, or a ProblemError if it refuses the order for good. Waiting is optional: the
   * order is already safe.
   */
  accepted: Promise<OrderAnswer>
}

export type Client = {
  /** Every call of the API by its `operationId`. All throw ProblemError. */
  api: Operations
  orders: {
    /**
     * Submits an order. It is on disk when this resolves, and is sent as soon as the server is reachable, after those
     * submitted before it.
     * @throws ProblemError `queue_in_use`, `queue_lost`, `storage_failed` or `closed`; the order is then not stored
     */
    submit(order: Order): Promise<Submitted>
    /** Orders not yet at the server, oldest first. */
    pending(): readonly QueuedOrder[]
    /** Orders refused for good, for a person to check. */
    rejected(): readonly RejectedOrder[]
    /** Deletes a refused order. */
    dismiss(id: string): Promise<void>
    /** Tries to send now. Resolves when nothing is left, or an attempt has failed. */
    drain(): Promise<void>
  }
  /** Starts reporting to the office that this till is alive. Once per client. */
  heartbeat(options: HeartbeatOptions): void
  /** Rejects if the queue cannot be opened, as every submit then does. Waiting for it is optional. */
  ready: Promise<void>
  /**
   * Closes the client. Unsent orders stay on disk for the next start. A client with nothing to send does not keep its
   * process alive, so a program may also just exit.
   */
  close(): Promise<void>
}

const CALL_BACKOFF: Backoff = { firstMs: 250, mostMs: 8_000 }
const QUEUE_BACKOFF: Backoff = { firstMs: 1_000, mostMs: 60_000 }

/** The checkout API for one till. Sends orders that an earlier run left in `storage` at once. */
export function createClient(options: ClientOptions): Client {
  const locale = options.locale ?? "fr"
  const send = createTransport({
    ...{ baseUrl: options.baseUrl, apiKey: options.apiKey, tillId: options.tillId, locale },
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    backoff: options.backoff ?? CALL_BACKOFF,
  })
  const api = createOperations(send)
  const waiting = new Map<string, { resolve(answer: OrderAnswer): void; reject(error: Error): void }>()
  let isClosed = false
  let opened: Awaited<ReturnType<typeof open>> | undefined
  let beating: { stop(): Promise<void> } | undefined

  async function open() {
    const queue = await openOrderQueue(options.storage)
    const drainer = startDrainer({
      ...{ queue, api, locale, backoff: options.backoff ?? QUEUE_BACKOFF },
      onAccepted(order, answer) {
        waiting.get(order.id)?.resolve(answer)
        waiting.delete(order.id)
        options.onAccepted?.(order, answer)
      },
      onRejected(order, problem) {
        waiting.get(order.id)?.reject(fromProblem(problem))
        waiting.delete(order.id)
        options.onRejected?.(order, problem)
      },
      onProblem: (problem) => options.onProblem?.(problem),
    })
    return { queue, drainer }
  }

  const opening = open().then(
    (it) => {
      opened = it
      return it
    },
    (error) => {
      throw fromLocal(error, locale)
    },
  )
  const ready = opening.then(() => {})
  // Waiting for `ready` is optional: the first submit reports the same failure.
  ready.catch(() => {})

  async function submit(order: Order): Promise<Submitted> {
    const { queue, drainer } = await opening
    if (isClosed) throw onTill("closed", "The client is closed", locale)
    // A reward locked by this till may only go on this till's orders.
    const { id } = await ours(queue.add({ ...order, till: order.till ?? { id: options.tillId } }))
    const accepted = new Promise<OrderAnswer>((resolve, reject) => waiting.set(id, { resolve, reject }))
    accepted.catch(() => {})
    drainer.wake()
    return { id, accepted }
  }

  /** Turns everything this client throws into a ProblemError. */
  const ours = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw fromLocal(error, locale)
    })

  return {
    api,
    ready,
    orders: {
      submit,
      pending: () => opened?.queue.pending() ?? [],
      rejected: () => opened?.queue.rejected() ?? [],
      dismiss: async (id) => ours((await opening).queue.dismiss(id)),
      drain: async () => (await opening).drainer.drained(),
    },
    heartbeat(heartbeatOptions) {
      const begin = ({ queue, drainer }: Awaited<typeof opening>) => {
        if (isClosed || beating) return
        const onShouldDrain = () => drainer.wake(true)
        beating = startHeartbeat({ api, queue, tillId: options.tillId, onShouldDrain }, heartbeatOptions)
      }
      opening.then(begin, () => {})
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await beating?.stop()
      const it = await opening.catch(() => null)
      await it?.drainer.stop()
      if (it) await ours(it.queue.close())
      for (const { reject } of waiting.values())
        reject(
          onTill("closed", "The client was closed; the order is kept and leaves at the next start", locale),
        )
      waiting.clear()
    },
  }
}
