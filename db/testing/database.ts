import { createHash, randomBytes } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import postgres from "postgres"
import { startEmbeddedPostgres } from "../embedded"
import { migrateDatabase, migrationsFolder } from "../migrate"
import { isProcessRunning } from "../process-registry"

export const TEST_SERVER_DIR = ".data/test-pg"

const TEMPLATE_LOCK = 0x746d706c

export type TestServer = { url: string; template: string; stop(): Promise<void> }

/**
 * The server at TEST_DATABASE_URL, or an embedded one tuned for tests. Its migrated template database is built once per
 * set of migrations.
 */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  const server = given
    ? { url: given, stop: async () => {} }
    : await startEmbeddedPostgres({ dir: TEST_SERVER_DIR, port: 54429, tuning: "test" })
  try {
    return { url: server.url, template: await prepareTemplate(server.url), stop: server.stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** A fresh, migrated database. `drop` removes it and closes its connections. */
export async function createTestDatabase({
  url,
  template,
}: Pick<TestServer, "url" | "template">): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`
  await onServer(url, (sql) => sql`create database ${sql(name)} template ${sql(template)}`)
  return {
    url: withDatabase(url, name),
    drop: () => onServer(url, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  }
}

async function prepareTemplate(url: string): Promise<string> {
  const name = `template_${migrationsHash()}`
  await onServer(url, async (sql) => {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`
    await dropLeftovers(sql)
    const found = await sql<{ isComplete: boolean }[]>`
      select datistemplate as "isComplete" from pg_database where datname = ${name}`
    if (found[0]?.isComplete) return
    // An interrupted run leaves a template that is not marked complete.
    await sql`drop database if exists ${sql(name)} with (force)`
    await sql`create database ${sql(name)}`
    await migrateDatabase(withDatabase(url, name))
    await sql`alter database ${sql(name)} with is_template true`
  })
  return name
}

/** Drops clones of killed runs. A clone's name contains the process that created it. */
async function dropLeftovers(sql: postgres.Sql) {
  const clones = await sql<{ name: string; pid: number }[]>`
    select datname as name, split_part(datname, '_', 2)::int as pid
    from pg_database where datname ~ '^test_[0-9]+_'`
  for (const { name, pid } of clones)
    if (!isProcessRunning(pid)) await sql`drop database if exists ${sql(name)} with (force)`
}

function migrationsHash(): string {
  const hash = createHash("sha256")
  const files = readdirSync(migrationsFolder, { recursive: true, encoding: "utf8" })
  for (const file of files.filter((name) => name.endsWith(".sql")).sort())
    hash.update(file).update(readFileSync(join(migrationsFolder, file)))
  // The job queue has its own migrations.
  const queue = createRequire(import.meta.url).resolve("graphile-worker/package.json")
  hash.update(readFileSync(queue))
  return hash.digest("hex").slice(0, 12)
}

const withDatabase = (url: string, database: string) => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function onServer(url: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, max_lifetime: null, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
