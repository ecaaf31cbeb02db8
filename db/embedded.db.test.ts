import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { afterEach, beforeEach, expect, test } from "vitest"
import { releaseEmbeddedPostgres, startEmbeddedPostgres } from "./embedded"

let dir: string

const start = (tuning: "test" | "durable" = "test") => startEmbeddedPostgres({ dir, port: 54529, tuning })
const pidFile = () => join(dir, "data", "postmaster.pid")
const serverPid = () => Number.parseInt(readFileSync(pidFile(), "utf8"), 10)

const query = async (url: string, text: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(text)
  } finally {
    await sql.end()
  }
}

beforeEach(() => {
  // Mode 0700, like root's home: the server must still get through.
  dir = mkdtempSync(join(tmpdir(), "comptoir-pg-"))
})

afterEach(async () => {
  await releaseEmbeddedPostgres(dir)
  rmSync(dir, { recursive: true, force: true })
})

test("two concurrent starts on an empty directory share one server, and the last to leave stops it", async () => {
  const [one, two] = await Promise.all([start(), start()])
  expect(two.url).toBe(one.url)
  expect([one.alreadyRunning, two.alreadyRunning].sort()).toEqual([false, true])
  expect(statSync(join(dir, "password")).mode & 0o777).toBe(0o600)

  // Another live process that uses the server.
  const other = spawn(process.execPath, [
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    `import { startEmbeddedPostgres } from "./db/embedded.ts"
     await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)} })
     console.log("joined")
     setInterval(() => {}, 1000)`,
  ])
  await new Promise((joined) => other.stdout.once("data", joined))
  await one.stop()
  expect(await query(two.url, "select 1 as one")).toEqual([{ one: 1 }])

  const gone = new Promise((done) => other.once("exit", done))
  other.kill("SIGKILL")
  await gone
  await one.stop()
  expect(existsSync(pidFile())).toBe(false)
})

test("committed data survives a kill of the server", async () => {
  const first = await start("durable")
  await query(first.url, "create table kept as select 42 as answer")
  process.kill(serverPid(), "SIGKILL")
  const again = await start()
  expect(again.alreadyRunning).toBe(false)
  expect(await query(again.url, "select answer from kept")).toEqual([{ answer: 42 }])
})

test("a dead server's pid reused by another program does not prevent the start", async () => {
  const first = await start()
  const left = readFileSync(pidFile(), "utf8")
  await first.stop()
  writeFileSync(pidFile(), left.replace(/^\d+/, String(process.pid)))
  const again = await start()
  expect(await query(again.url, "select 1 as one")).toEqual([{ one: 1 }])
})

test("a start lock whose owner died is taken over", async () => {
  writeFileSync(join(dir, "start.lock"), "4194303 1")
  await expect(start()).resolves.toMatchObject({ alreadyRunning: false })
})

test("a busy port is replaced by the next free one, which later starts keep", async () => {
  const first = await start()
  const { port } = new URL(first.url)
  await first.stop()
  const stranger = createServer().listen(Number(port), "127.0.0.1")
  await new Promise((done) => stranger.once("listening", done))
  const moved = await start()
  await new Promise((done) => stranger.close(done))
  expect(Number(new URL(moved.url).port)).toBeGreaterThan(Number(port))
  await moved.stop()
  expect((await start()).url).toBe(moved.url)
})

test("texts sort by code point and accented letters have a lower case", async () => {
  const { url } = await start()
  const text =
    "select string_agg(x, '' order by x) as sorted, lower('É') from unnest(array['é','a','B','b']) x"
  expect(await query(url, text)).toEqual([{ sorted: "Babé", lower: "é" }])
})

test("the log names slow statements, never the data of slow or failed ones", async () => {
  const { url } = await start("durable")
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const email = "ines.durand@example.com"
  await sql`create table person (email text unique)`
  await sql`insert into person select ${email}::text from pg_sleep(0.6)`
  await expect(sql`insert into person values (${email})`).rejects.toThrow("duplicate key")
  await expect(sql`select (${email})::int from person`).rejects.toThrow("invalid input syntax")
  await sql.end()
  const log = readFileSync(join(dir, "server.log"), "utf8")
  expect(log).toContain("insert into person select $1::text from pg_sleep(0.6)")
  expect(log).not.toContain("durand")
})
