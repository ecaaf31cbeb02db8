import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { readMigrationFiles } from "drizzle-orm/migrator"
import { drizzle } from "drizzle-orm/postgres-js"
import { migrate } from "drizzle-orm/postgres-js/migrator"
import { Logger, runMigrations } from "graphile-worker"
import postgres from "postgres"
import { makeOrderMonths } from "./order-months"

export const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url))

/** "comptoir" in ASCII, cut to 32 bits. Any number works that nobody else locks. */
const MIGRATION_LOCK = 0x636f6d70
const MINIMUM_VERSION = 15
const STARTING_LIMIT_MS = 10_000

const quiet = new Logger(() => () => {})

/**
 * Brings the schema and the job queue's schema up to date, and creates the partitions of the coming months. Any number
 * of processes may call it at once: one works, the others wait.
 * @throws Error with one line if the server cannot be reached (three tries within a second), is too old, has a database
 * from before the baseline, or a migration fails; a failed migration is rolled back
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    connection: { application_name: "comptoir-migrate" },
    onnotice: () => {},
  })
  try {
    await connected(sql, url)
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await refuseOtherHistory(sql)
    await migrate(drizzle(sql), { migrationsFolder }).catch((error: unknown) => {
      throw new Error(`A migration failed: ${reason(error)}`, { cause: error })
    })
    await runMigrations({ connectionString: url, logger: quiet }).catch((error: unknown) => {
      throw new Error(`A migration of the job queue failed: ${reason(error)}`, { cause: error })
    })
    await makeOrderMonths(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Migrations only add to the baseline. A database with another first migration comes from a development version. */
async function refuseOtherHistory(sql: postgres.Sql) {
  const [table] =
    await sql`select 1 from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`
  if (!table) return
  const [first] = await sql<
    { hash: string }[]
  >`select hash from drizzle.__drizzle_migrations order by id limit 1`
  const [baseline] = readMigrationFiles({ migrationsFolder })
  if (first && first.hash !== baseline!.hash)
    throw new Error(
      "The database is from a version before the baseline migration, which cannot be upgraded: set DATABASE_URL to a new, empty database (npm run demo: delete .data/).",
    )
}

async function connected(sql: postgres.Sql, url: string) {
  const startingUntil = Date.now() + STARTING_LIMIT_MS
  for (let tries = 1; ; tries++)
    try {
      const [row] = await sql<{ version: number }[]>`
        select current_setting('server_version_num')::int / 10000 as version`
      if (row && row.version < MINIMUM_VERSION)
        throw new Error(`PostgreSQL ${MINIMUM_VERSION} or later is needed, DATABASE_URL has ${row.version}.`)
      return
    } catch (error) {
      const code = String((error as { code?: unknown }).code ?? "")
      // 57P03: the server is starting, so wait for it.
      const isStarting = code === "57P03" && Date.now() < startingUntil
      const isUnreachable = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|CONNECT)/.test(code)
      if (!isStarting && !(isUnreachable && tries < 3)) {
        if (code === "") throw error
        const { host } = new URL(url)
        throw new Error(`The database at ${host} cannot be used: ${reason(error)}`, { cause: error })
      }
      await sleep(300)
    }
}

/** drizzle wraps the server's message in one that repeats the whole statement. */
function reason(error: unknown): string {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string }
  if (cause instanceof Error) return reason(cause)
  return (message || code || String(error)).split("\n")[0] ?? ""
}
