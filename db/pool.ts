import type postgres from "postgres"
import type { Limits } from "./work"

/** The database gave no connection or no answer in time. */
export class DatabaseDeadlineError extends Error {
  override readonly name = "DatabaseDeadlineError"
  constructor(readonly code: "DATABASE_BUSY" | "DATABASE_SILENT") {
    super(
      code === "DATABASE_BUSY" ? "no connection became free in time" : "the database did not answer in time",
    )
  }
}

type Waiter = { enter: () => void; refuse: (error: Error) => void }

/** How long running work may continue on a pool that is being replaced. */
const DRAIN_SECONDS = 5
/** After the event loop was blocked, time to read the pending answers before the database counts as silent. */
const GRACE_MS = 200
/** Calls that may wait per connection of a pool. At 1 ms a statement, they are served well before the deadline. */
export const WAITING_PER_CONNECTION = 100

/**
 * The connections of one kind of work, and the two deadlines PostgreSQL cannot enforce: for a free connection, and for
 * an answer. postgres.js has neither, and would send a statement on a connection that is still busy with another.
 */
export class Pool {
  #free: number
  readonly #waiting = new Set<Waiter>()
  readonly #mostWaiting: number
  #isRetired = false

  constructor(
    readonly client: postgres.Sql,
    max: number,
    readonly limits: Limits,
  ) {
    this.#free = max
    this.#mostWaiting = max * WAITING_PER_CONNECTION
  }

  /** Whether a new pool must replace it. */
  get isRetired(): boolean {
    return this.#isRetired
  }

  /**
   * Waits for a connection.
   * @returns a function that releases it
   * @throws DatabaseDeadlineError `DATABASE_BUSY` at the deadline, or at once if too many calls wait already
   */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1
    else if (this.#waiting.size >= this.#mostWaiting) throw new DatabaseDeadlineError("DATABASE_BUSY")
    else
      await new Promise<void>((resolve, reject) => {
        const end = () => {
          clearTimeout(timer)
          this.#waiting.delete(waiter)
        }
        const waiter: Waiter = {
          enter: () => {
            end()
            resolve()
          },
          refuse: (error) => {
            end()
            reject(error)
          },
        }
        const timer = setTimeout(
          () => waiter.refuse(new DatabaseDeadlineError("DATABASE_BUSY")),
          this.limits.acquireMs,
        )
        this.#waiting.add(waiter)
      })
    return () => this.#leave()
  }

  #leave() {
    const [next] = this.#waiting
    if (next) next.enter()
    else this.#free += 1
  }

  /**
   * Starts waiting for an answer of the server. A server that does not answer within its own statement timeout is gone:
   * its connections are left to end, and the next statement opens new ones.
   * @returns a function that ends the wait
   */
  awaitAnswer(onSilence: (error: DatabaseDeadlineError) => void): () => void {
    const late = () => {
      const error = new DatabaseDeadlineError("DATABASE_SILENT")
      onSilence(error)
      this.#retire(error)
    }
    let timer = setTimeout(() => {
      timer = setTimeout(late, GRACE_MS)
    }, this.limits.silenceMs)
    return () => clearTimeout(timer)
  }

  #retire(error: Error) {
    this.#isRetired = true
    for (const { refuse } of this.#waiting) refuse(error)
    void this.end()
  }

  /** Gives running statements at most 5 s to finish. */
  end(): Promise<void> {
    return this.client.end({ timeout: DRAIN_SECONDS })
  }
}
