import { AsyncLocalStorage } from "node:async_hooks"

/**
 * Kinds of work. Each has its own connections and limits, so that no kind waits for another: `intake` accepts orders
 * and authenticates tills; `till` is every other call of a till; `page` is the portal and scripts; `worker` delivers
 * orders; `job` is all other background work.
 */
export type Work = "intake" | "till" | "page" | "worker" | "job"

export type Limits = {
  /** Share of `DATABASE_POOL_SIZE`. */
  share: number
  connectSeconds: number
  /** Longest wait for a free connection. */
  acquireMs: number
  /** Enforced by the server, like the next two. A longer statement begins its transaction with `set local`. */
  statementMs: number
  lockMs: number
  idleInTransactionMs: number
  /** Longest wait for any answer of the server. Must exceed the longest statement. */
  silenceMs: number
  /**
   * Each connection plans a statement once. Set where every statement finds its rows by keys: PostgreSQL otherwise
   * plans one with a list of keys at each call, which takes longer than running it.
   */
  plansOnce: boolean
}

/** A till gives up after a few seconds; a person waits a little longer; background work can wait. */
export const LIMITS: Record<Work, Limits> = {
  intake: limits({ connect: 3, acquire: 3, statement: 4, lock: 3, silence: 5, plansOnce: true }),
  till: limits({ connect: 3, acquire: 3, statement: 4, lock: 3, silence: 5, share: 0.5 }),
  page: limits({ connect: 3, acquire: 5, statement: 15, lock: 5, silence: 17 }),
  worker: limits({ connect: 10, acquire: 30, statement: 30, lock: 10, silence: 35, plansOnce: true }),
  // The longest statements: the incident sweep, 120 s, and dropping an old month, 600 s.
  job: limits({ connect: 10, acquire: 60, statement: 30, lock: 10, silence: 660, share: 0.5 }),
}

function limits(
  seconds: Record<"connect" | "acquire" | "statement" | "lock" | "silence", number> & {
    share?: number
    plansOnce?: boolean
  },
): Limits {
  return {
    share: seconds.share ?? 1,
    connectSeconds: seconds.connect,
    acquireMs: seconds.acquire * 1000,
    statementMs: seconds.statement * 1000,
    lockMs: seconds.lock * 1000,
    idleInTransactionMs: 30_000,
    silenceMs: seconds.silence * 1000,
    plansOnce: seconds.plansOnce ?? false,
  }
}

/** Next bundles this module several times; all copies share the current kind. */
const holder = globalThis as typeof globalThis & {
  comptoirWork?: { current: AsyncLocalStorage<Work>; default: Work }
}
holder.comptoirWork ??= { current: new AsyncLocalStorage(), default: "page" }
const work = holder.comptoirWork

/** Runs `run`, and everything it starts, as this kind of work. */
export const workAs = <T>(kind: Work, run: () => T): T => work.current.run(kind, run)

/** The kind of work outside {@link workAs} in this process. Default `page`. */
export function setDefaultWork(kind: Work): void {
  work.default = kind
}

export const currentWork = (): Work => work.current.getStore() ?? work.default
