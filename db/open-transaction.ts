import { AsyncLocalStorage } from "node:async_hooks"

type Scope = { isOpen: boolean }

/** Next bundles this module several times; all copies share one storage, like the pools. */
const holder = globalThis as typeof globalThis & { comptoirTransactions?: AsyncLocalStorage<Scope | null> }
holder.comptoirTransactions ??= new AsyncLocalStorage()
const scopes = holder.comptoirTransactions

/** A call asked for a second connection while its transaction is open. */
export class NestedTransactionError extends Error {
  override readonly name = "NestedTransactionError"
  constructor() {
    super(
      "A transaction is open in this call. Pass it on: a call that waits for a second connection while it holds one can stop the whole pool.",
    )
  }
}

/** Whether this call runs inside an open transaction. */
export const isInTransaction = (): boolean => scopes.getStore()?.isOpen === true

/** Runs the body of a transaction. Until it ends, this call may take no other connection. */
export function asTransaction<T>(body: () => T | Promise<T>): Promise<T> {
  const scope: Scope = { isOpen: true }
  return scopes.run(scope, async () => {
    try {
      return await body()
    } finally {
      // Work that the body started without awaiting continues outside the transaction.
      scope.isOpen = false
    }
  })
}

/** Runs work that the open transaction does not wait for, on connections of its own. */
export const outsideTransaction = <T>(work: () => T): T => scopes.run(null, work)
