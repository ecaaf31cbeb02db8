import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js"
import postgres from "postgres"
import { parse as parseArray } from "postgres-array"
import { env } from "@/lib/env"
import { guarded } from "./guarded-client"
import * as schema from "./schema"

export type Db = PostgresJsDatabase<typeof schema>
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0]

type Clients = { sql: postgres.Sql; drizzleSql: postgres.Sql; db: Db }

/** Next bundles this module several times: the pools live where all the copies find them. */
const holder = globalThis as typeof globalThis & { comptoirDatabase?: Clients }

const STATEMENT_TIMEOUT_MS = 30_000
/** A transaction waits for nothing but its own statements. */
const IDLE_IN_TRANSACTION_MS = 30_000

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

function open(): Clients {
  // Not `env.DATABASE_URL`: the start commands fill it in once the embedded server is up.
  const url = process.env.DATABASE_URL
  if (!url) throw new Error("DATABASE_URL is not set: start with npm start, npm run dev or npm run demo.")
  const options = {
    max: env.DATABASE_POOL_SIZE,
    idle_timeout: 60,
    connect_timeout: 10,
    connection: {
      application_name: process.env.PGAPPNAME || "comptoir",
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
    fetch_types: false,
    types: ARRAYS,
    onnotice: () => {},
  } satisfies postgres.Options<Record<string, postgres.PostgresType>>
  // drizzle replaces the JSON and date serialisers of the client it is given, so it gets its own.
  const drizzleSql = postgres(url, options)
  return {
    sql: guarded(postgres(url, options)),
    drizzleSql,
    db: drizzle(guarded(drizzleSql, { prepare: true }), { schema }),
  }
}

function clients(): Clients {
  holder.comptoirDatabase ??= open()
  return holder.comptoirDatabase
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
 * postgres.js, for hot or locking SQL. Statements are cut off after 30 s; a longer one begins its
 * transaction with `set local statement_timeout`.
 */
export const sql: postgres.Sql = lazily(
  () => clients().sql,
  () => {},
)

/** drizzle on a pool of its own; every statement is prepared. */
export const db: Db = lazily(() => clients().db, {})

/** Lets running queries finish for at most 5 s and closes both pools; a later query opens them again. */
export async function closeDatabase(): Promise<void> {
  const open = holder.comptoirDatabase
  holder.comptoirDatabase = undefined
  if (open) await Promise.all([open.sql.end({ timeout: 5 }), open.drizzleSql.end({ timeout: 5 })])
}
