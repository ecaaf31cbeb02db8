import postgres from "postgres"
import { parse as parseArray } from "postgres-array"
import { env } from "@/lib/env"
import { type Builder, builderOn } from "./builder"
import { guarded } from "./guarded-client"
import { Pool } from "./pool"
import { currentWork, LIMITS, type Work } from "./work"

/** An open transaction: tagged SQL and drizzle's builder on one connection. */
export type Tx = { savepoint<T>(body: (inner: Tx) => Promise<T>): Promise<T> } & postgres.TransactionSql &
  Builder

export type Db = Builder & {
  /** One transaction, rolled back if `body` throws. Inside it, {@link sql} and {@link db} throw. */
  transaction<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** The client of one kind of work. */
type Client = { pool: Pool; sql: postgres.Sql; db: Db }

/** Next bundles this module several times; all copies share these pools. */
const holder = globalThis as typeof globalThis & { comptoirDatabase?: Map<Work, Client> }

/** Longest pause between two connection attempts, so that a recovered database is found within a second. */
const MOST_BACKOFF_SECONDS = 1

/**
 * postgres.js asks each new connection for the array types. If the connection closes meanwhile, an unhandled rejection
 * ends the process (porsager/postgres, `fetchArrayTypes`). So that is disabled, and these are the arrays we use.
 */
const TYPES = {
  textArray: arrayType<string>(1009, (item) => item),
  uuidArray: arrayType<string>(2951, (item) => item),
  integerArray: arrayType<number>(1007, Number),
  // drizzle serialises JSON and arrays itself, so a string here is JSON text.
  json: {
    to: 114,
    from: [114, 3802],
    serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text) as unknown,
  },
}

function arrayType<Item extends string | number>(oid: number, read: (item: string) => Item) {
  return {
    to: oid,
    from: [oid],
    serialize: (items: (Item | null)[] | string) =>
      typeof items === "string"
        ? items
        : `{${items.map((item) => (item === null ? "NULL" : `"${String(item).replace(/["\\]/g, "\\$&")}"`)).join(",")}}`,
    parse: (text: string) => parseArray(text, read),
  }
}

function open(work: Work): Client {
  // Not `env.DATABASE_URL`: the start commands set it once the embedded server is up.
  const url = process.env.DATABASE_URL
  if (!url) throw new Error("DATABASE_URL is not set: start with npm start, npm run dev or npm run demo.")
  const limits = LIMITS[work]
  const max = Math.ceil(env.DATABASE_POOL_SIZE * limits.share)
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
      plan_cache_mode: limits.plansOnce ? "force_generic_plan" : "auto",
    },
    fetch_types: false,
    types: TYPES,
    onnotice: () => {},
  })
  const pool = new Pool(client as unknown as postgres.Sql, max, limits)
  const sql = guarded(pool)
  const transaction = <T>(body: (tx: Tx) => Promise<T>) => sql.begin(body as never) as Promise<T>
  return { pool, sql, db: Object.assign(builderOn(sql), { transaction }) }
}

/** The client of the current kind of work. Opens at its first statement, and again after the database went silent. */
function client(): Client {
  const work = currentWork()
  holder.comptoirDatabase ??= new Map()
  const known = holder.comptoirDatabase.get(work)
  if (known && !known.pool.isRetired) return known
  void known?.pool.end()
  const opened = open(work)
  holder.comptoirDatabase.set(work, opened)
  return opened
}

/** A proxy that creates its client on first use, so that importing this file needs no database. */
function lazily<Client extends object>(client: () => Client, target: object): Client {
  return new Proxy(target, {
    get: (_, name) => Reflect.get(client(), name),
    has: (_, name) => Reflect.has(client(), name),
    getPrototypeOf: () => Reflect.getPrototypeOf(client()),
    apply: (_, __, args) => Reflect.apply(client() as (...args: unknown[]) => unknown, undefined, args),
  }) as Client
}

/**
 * Tagged SQL on the pool of the current kind of work (`db/work.ts`), which also limits each statement's time. A longer
 * one begins its transaction with `set local statement_timeout`.
 * @throws DatabaseDeadlineError if there was no connection or no answer in time
 */
export const sql: postgres.Sql = lazily(
  () => client().sql,
  () => {},
)

/** drizzle's builder, and transactions, on the same pool. */
export const db: Db = lazily(() => client().db, {})

/** Gives running queries at most 5 s to finish, then closes all pools. A later query reopens them. */
export async function closeDatabase(): Promise<void> {
  const open = [...(holder.comptoirDatabase?.values() ?? [])]
  holder.comptoirDatabase = undefined
  await Promise.all(open.map(({ pool }) => pool.end()))
}
