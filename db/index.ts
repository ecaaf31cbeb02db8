import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js"
import postgres from "postgres"
import { parse as parseArray } from "postgres-array"
import { env } from "@/lib/env"
import { guarded } from "./guarded-client"
import { Pool } from "./pool"
import * as schema from "./schema"
import { currentWork, LIMITS, type Work } from "./work"

export type Db = PostgresJsDatabase<typeof schema>
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0]

/** Of one kind of work. */
type Clients = { raw: Pool; sql: postgres.Sql; drizzle: Pool; db: Db }

/** Next bundles this module several times: the pools live where all the copies find them. */
const holder = globalThis as typeof globalThis & { comptoirDatabase?: Map<Work, Clients> }

/** Longest pause between two tries to connect: a database that is back is found this soon. */
const MOST_BACKOFF_SECONDS = 1

/**
 * postgres.js asks each new connection for the array types, and a connection that closes meanwhile ends the process with
 * an unhandled rejection (porsager/postgres, `fetchArrayTypes`). So it does not ask: these are the arrays we use.
 */
const ARRAYS = {
  textArray: arrayType<string>(1009, (item) => item),
  uuidArray: arrayType<string>(2951, (item) => item),
  integerArray: arrayType<number>(1007, Number),
}

function arrayType<Item extends string | number>(oid: number, read: (item: string) => Item) {
  return {
    to: oid,
    from: [oid],
    // drizzle writes its arrays itself.
    serialize: (items: (Item | null)[] | string) =>
      typeof items === "string"
        ? items
        : `{${items.map((item) => (item === null ? "NULL" : `"${String(item).replace(/["\\]/g, "\\$&")}"`)).join(",")}}`,
    parse: (text: string) => parseArray(text, read),
  }
}

function open(work: Work): Clients {
  // Not `env.DATABASE_URL`: the start commands fill it in once the embedded server is up.
  const url = process.env.DATABASE_URL
  if (!url) throw new Error("DATABASE_URL is not set: start with npm start, npm run dev or npm run demo.")
  const limits = LIMITS[work]
  const max = Math.ceil(env.DATABASE_POOL_SIZE * limits.share)
  const connect = () => {
    const client = postgres(url, {
      max,
      idle_timeout: 60,
      connect_timeout: limits.connectSeconds,
      backoff: (failures: number) => Math.min(MOST_BACKOFF_SECONDS, 0.05 * 2 ** failures),
      connection: {
        application_name: process.env.PGAPPNAME || "comptoir",
        statement_timeout: limits.statementMs,
        lock_timeout: limits.lockMs,
        idle_in_transaction_session_timeout: limits.idleInTransactionMs,
      },
      fetch_types: false,
      types: ARRAYS,
      onnotice: () => {},
    })
    return new Pool(client as unknown as postgres.Sql, max, limits)
  }
  // drizzle replaces the JSON and date serialisers of the client it is given, so it gets its own.
  const [raw, own] = [connect(), connect()]
  return { raw, sql: guarded(raw), drizzle: own, db: drizzle(guarded(own, { prepare: true }), { schema }) }
}

/** The pools of the current kind of work, opened at its first statement and again after the database went silent. */
function clients(): Clients {
  const work = currentWork()
  holder.comptoirDatabase ??= new Map()
  const known = holder.comptoirDatabase.get(work)
  if (known && !known.raw.isRetired && !known.drizzle.isRetired) return known
  for (const pool of known ? [known.raw, known.drizzle] : []) void pool.end()
  const opened = open(work)
  holder.comptoirDatabase.set(work, opened)
  return opened
}

/** Stands for a client that is made at its first use, so that importing this file needs no database. */
function lazily<Client extends object>(client: () => Client, target: object): Client {
  return new Proxy(target, {
    get: (_, name) => Reflect.get(client(), name),
    has: (_, name) => Reflect.has(client(), name),
    getPrototypeOf: () => Reflect.getPrototypeOf(client()),
    apply: (_, __, args) => Reflect.apply(client() as (...args: unknown[]) => unknown, undefined, args),
  }) as Client
}

/**
 * postgres.js, for hot or locking SQL, on the pool of the current kind of work (`db/work.ts`), which also says how long
 * a statement may take; a longer one begins its transaction with `set local statement_timeout`.
 * @throws DatabaseDeadlineError when there was no connection or no answer in time
 */
export const sql: postgres.Sql = lazily(
  () => clients().sql,
  () => {},
)

/** drizzle on a pool of its own for each kind of work; every statement is prepared. */
export const db: Db = lazily(() => clients().db, {})

/** Lets running queries finish for at most 5 s and closes all pools; a later query opens them again. */
export async function closeDatabase(): Promise<void> {
  const open = [...(holder.comptoirDatabase?.values() ?? [])]
  holder.comptoirDatabase = undefined
  await Promise.all(open.flatMap(({ raw, drizzle }) => [raw.end(), drizzle.end()]))
}
