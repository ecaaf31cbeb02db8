import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { drizzle } from "drizzle-orm/postgres-js"
import { migrate } from "drizzle-orm/postgres-js/migrator"
import postgres from "postgres"
import { expect, inject, test } from "vitest"
import { sql } from "./index"
import { migrateDatabase, migrationsFolder } from "./migrate"
import { createTestDatabase } from "./testing/database"

const url = () => process.env.DATABASE_URL ?? ""

test("four processes may migrate an empty database at once", async () => {
  const empty = await createTestDatabase({ url: inject("testServer").url, template: "template0" })
  try {
    await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(empty.url)))
  } finally {
    await empty.drop()
  }
})

test("migrating again changes nothing", async () => {
  const applied = () => sql`select hash, created_at from drizzle.__drizzle_migrations order by id`
  const before = await applied()
  await migrateDatabase(url())
  expect(await applied()).toEqual(before)
  expect(before.length).toBeGreaterThan(0)
})

test("the job queue's tables are there after migrating", async () => {
  const [row] = await sql`select to_regclass('graphile_worker._private_jobs') is not null as present`
  expect(row).toEqual({ present: true })
})

test("an unreachable server is one line within two seconds, without the password", async () => {
  const port = await new Promise<number>((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => done(typeof address === "object" && address ? address.port : 0))
    })
  })
  const started = Date.now()
  const failure = await migrateDatabase(`postgres://app:hush@127.0.0.1:${port}/app`).catch((error) => error)
  expect(failure.message).toMatch(/^The database at 127\.0\.0\.1:\d+ cannot be used: .*ECONNREFUSED/)
  expect(failure.message).not.toMatch(/hush|\n/)
  expect(Date.now() - started).toBeLessThan(2_000)
})

test("a wrong password is one line", async () => {
  const wrong = new URL(url())
  wrong.password = "wrong"
  await expect(migrateDatabase(wrong.href)).rejects.toThrow(/cannot be used: password authentication failed/)
})

test("orders from before the partitions keep their content and attempts, each in its month", async () => {
  const empty = await createTestDatabase({ url: inject("testServer").url, template: "template0" })
  const old = postgres(empty.url, { max: 1, onnotice: () => {} })
  const folder = mkdtempSync(join(tmpdir(), "migrations-"))
  try {
    cpSync(migrationsFolder, folder, { recursive: true })
    const file = join(folder, "meta/_journal.json")
    const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(file, "utf8"))
    const entries = journal.entries.slice(
      0,
      journal.entries.findIndex(({ tag }) => tag.endsWith("order-months")),
    )
    writeFileSync(file, JSON.stringify({ ...journal, entries }))
    await migrate(drizzle(old), { migrationsFolder: folder })
    const ids = ["0199a000-0000-7000-8000-000000000001", "019aa000-0000-7000-8000-000000000002"]
    await old`
      with m as (insert into merchants (id, name) values (gen_random_uuid(), 'M') returning id),
      l as (insert into locations (id, merchant_id, ref, name) select gen_random_uuid(), id, 'l', 'L' from m returning *),
      o as (
        insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents)
        select o.id, l.merchant_id, l.id, o.id::text, 'paid', 'x', now(), 1 from l, unnest(${ids}::uuid[]) as o(id) returning *
      ), p as (insert into order_payloads (order_id, body) select id, '{"lines":[]}' from o)
      insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted)
      select gen_random_uuid(), id, merchant_id, now(), 'first', 'delivered', true from o`
    await migrateDatabase(empty.url)
    const where = await old`
      select p.tableoid::regclass::text as content, a.tableoid::regclass::text as attempt
      from orders o join order_payloads p on p.order_id = o.id join attempts a on a.order_id = o.id order by o.id`
    expect(where).toEqual([
      { content: "order_payloads_2025_10", attempt: "attempts_2025_10" },
      { content: "order_payloads_2025_11", attempt: "attempts_2025_11" },
    ])
  } finally {
    await old.end()
    rmSync(folder, { recursive: true })
    await empty.drop()
  }
})
