import { createServer } from "node:net"
import postgres from "postgres"
import { expect, inject, test } from "vitest"
import { sql } from "./index"
import { migrateDatabase } from "./migrate"
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

test("migrating creates the job queue's tables", async () => {
  const [row] = await sql`select to_regclass('graphile_worker._private_jobs') is not null as present`
  expect(row).toEqual({ present: true })
})

test("an unreachable server is reported in one line within two seconds, without the password", async () => {
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

test("a wrong password is reported in one line", async () => {
  const wrong = new URL(url())
  wrong.password = "wrong"
  await expect(migrateDatabase(wrong.href)).rejects.toThrow(/cannot be used: password authentication failed/)
})

test("a database from before the baseline is refused with one line and left unchanged", async () => {
  const empty = await createTestDatabase({ url: inject("testServer").url, template: "template0" })
  const old = postgres(empty.url, { max: 1, onnotice: () => {} })
  try {
    await old`create schema drizzle`
    await old`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
    await old`insert into drizzle.__drizzle_migrations (hash, created_at) values ('the first of many', 1763700000000)`
    const failure = await migrateDatabase(empty.url).catch((error) => error)
    expect(failure.message).toMatch(/before the baseline migration.*new, empty database/)
    expect(failure.message).not.toContain("\n")
    expect(await old`select 1 from pg_tables where schemaname = 'public'`).toHaveLength(0)
  } finally {
    await old.end()
    await empty.drop()
  }
})
