import type postgres from "postgres"
import { type Builder, builderMethods } from "./builder"
import { asTransaction, isInTransaction, NestedTransactionError } from "./open-transaction"
import type { Pool } from "./pool"

type Statement = {
  handler(statement: Statement): unknown
  resolve(rows: unknown): void
  reject(error: unknown): void
}
type Body = (inner: postgres.TransactionSql & Builder) => unknown
type GiveUp = (error: Error) => void

/**
 * The client of a pool. A call that holds a connection may not take a second one: while a transaction of any pool is
 * open in the call, statements on the pool and new transactions throw {@link NestedTransactionError}. Savepoints are
 * allowed. Every statement keeps the pool's deadlines.
 */
export function guarded(pool: Pool): postgres.Sql {
  return new Proxy(pool.client, {
    apply: (target, self, args) => onPool(Reflect.apply(target as never, self, args), pool),
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name === "unsafe")
        return (...args: Parameters<typeof target.unsafe>) => onPool(target.unsafe(...args), pool)
      if (name === "begin")
        return (body: Body) => begin(pool, (inner, giveUp) => body(inTransaction(inner, pool, giveUp)))
      if (name === "reserve")
        return () => Promise.reject(new Error("reserve() would escape the pool's deadlines"))
      return value
    },
  })
}

/** The client inside a transaction. A statement that gets no answer aborts the whole transaction. */
function inTransaction<Inner extends postgres.TransactionSql>(
  client: Inner,
  pool: Pool,
  giveUp: GiveUp,
): Inner & Builder {
  const built = builderMethods(() => timedClient)
  const timedClient: Inner & Builder = new Proxy(client as Inner & Builder, {
    apply: (target, self, args) => timed(Reflect.apply(target as never, self, args), pool, giveUp),
    get(target, name) {
      const value: unknown = built(name) ?? Reflect.get(target, name)
      if (name === "unsafe")
        return (...args: Parameters<typeof target.unsafe>) => timed(target.unsafe(...args), pool, giveUp)
      if (name === "savepoint")
        return (body: Body) =>
          target.savepoint((inner) => body(inTransaction(inner, pool, giveUp)) as Promise<unknown>)
      return value
    },
  })
  return timedClient
}

async function begin(
  pool: Pool,
  body: (inner: postgres.TransactionSql, giveUp: GiveUp) => unknown,
): Promise<unknown> {
  if (isInTransaction()) throw new NestedTransactionError()
  const leave = await pool.enter()
  let answered = () => {}
  try {
    return await new Promise((resolve, reject) => {
      // Covers `begin`, then `commit` or `rollback`. The statements between have their own deadlines.
      answered = pool.awaitAnswer(reject)
      pool.client
        .begin((inner) => {
          answered()
          return asTransaction(() => settled(body(inner, reject))).finally(() => {
            answered = pool.awaitAnswer(reject)
          })
        })
        .then(resolve, reject)
    })
  } finally {
    answered()
    leave()
  }
}

/** postgres.js accepts an array of statements from the body of a transaction. */
const settled = (result: unknown) => (Array.isArray(result) ? Promise.all(result) : result)

/** Checks when the statement runs, not when it is written: most are fragments of others. */
function onPool<T>(made: T, pool: Pool): T {
  return whenSent(made, async (statement, send) => {
    if (isInTransaction()) return statement.reject(new NestedTransactionError())
    try {
      const leave = await pool.enter()
      wait(statement, pool, { done: leave })
      send()
    } catch (error) {
      statement.reject(error)
    }
  })
}

const timed = <T>(made: T, pool: Pool, giveUp: GiveUp): T =>
  whenSent(made, (statement, send) => {
    wait(statement, pool, { giveUp })
    return send()
  })

function whenSent<T>(made: T, before: (statement: Statement, send: () => unknown) => unknown): T {
  const statement = made as Statement
  // An identifier or a list of values, which never runs.
  if (typeof statement.handler !== "function") return made
  const send = statement.handler
  statement.handler = (query) => before(query, () => send(query))
  return made
}

/** Calls `done` once, when the statement is answered, refused or aborted. */
function wait(
  statement: Statement,
  pool: Pool,
  { done = () => {}, giveUp = () => {} }: { done?: () => void; giveUp?: GiveUp },
) {
  const { resolve, reject } = statement
  const answered = pool.awaitAnswer((error) => {
    statement.reject(error)
    giveUp(error)
  })
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    answered()
    done()
  }
  statement.resolve = (rows) => {
    end()
    resolve(rows)
  }
  statement.reject = (error) => {
    end()
    reject(error)
  }
}
