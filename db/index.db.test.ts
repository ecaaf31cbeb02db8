import { sql as raw } from "drizzle-orm"
import { date, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core"
import { expect, test } from "vitest"
import { closeDatabase, db, sql } from "./index"
import { NestedTransactionError } from "./open-transaction"
import { merchants } from "./schema"

test("the builder's statements are prepared, in transactions and savepoints too", async () => {
  const found = await db.transaction(async (tx) => {
    await tx.select({ n: raw`${1}::int as one_marker` }).from(merchants)
    await tx.savepoint((inner) => inner.select({ n: raw`${2}::int as two_marker` }).from(merchants))
    return tx`select statement from pg_prepared_statements where statement like ${"%_marker%"} order by 1`
  })
  expect(found.map(({ statement }) => statement)).toEqual([
    'select $1::int as one_marker from "merchants"',
    'select $1::int as two_marker from "merchants"',
  ])
})

test("tagged SQL and the builder share a transaction and treat dates, JSON and arrays alike", async () => {
  const kept = { at: new Date("2026-11-22T12:00:00Z"), body: { a: "1" }, kinds: ["x", 'y"\\'] }
  await sql`create table both_probe (at timestamptz, body jsonb, kinds text[], day date)`
  const probe = pgTable("both_probe", {
    at: timestamp({ withTimezone: true }),
    body: jsonb(),
    kinds: text().array(),
    day: date(),
  })
  await db.transaction(async (tx) => {
    await tx.insert(probe).values({ ...kept, day: "2026-11-22" })
    await tx`insert into both_probe values (${kept.at}, ${tx.json(kept.body)}, ${kept.kinds}, '2026-11-22')`
    const rows = await tx`select at, body, kinds, day::text from both_probe`
    expect([...rows]).toEqual([
      { ...kept, day: "2026-11-22" },
      { ...kept, day: "2026-11-22" },
    ])
    expect(await tx.select().from(probe)).toEqual([...rows])
  })
})

test("raw statements run in transactions and roll back", async () => {
  await sql`create table rollback_probe (n int)`
  await expect(
    db.transaction(async (tx) => {
      await tx`insert into rollback_probe values (1)`
      throw new Error("stop")
    }),
  ).rejects.toThrow("stop")
  expect(await sql`select * from rollback_probe`).toHaveLength(0)
})

test("a statement is cancelled after 30 s", async () => {
  expect(await sql`show statement_timeout`).toEqual([{ statement_timeout: "30s" }])
})

test("the database reopens after closing", async () => {
  await closeDatabase()
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
})

test("a call in a transaction gets no second connection", async () => {
  const second: [string, () => PromiseLike<unknown>][] = [
    ["sql statement", () => sql`select 1`],
    ["sql.unsafe", () => sql.unsafe("select 1")],
    ["db statement", () => db.select().from(merchants)],
    ["db.transaction", () => db.transaction((tx) => tx`select 1`)],
  ]
  for (const [name, ask] of second)
    expect(await db.transaction(async () => void (await ask())).catch(rootOf), name).toBeInstanceOf(
      NestedTransactionError,
    )
})

/** drizzle wraps what its client throws. */
const rootOf = (error: Error): unknown => (error.cause instanceof Error ? rootOf(error.cause) : error)

test("fragments, savepoints, other calls and later statements are allowed", async () => {
  const part = sql`select 1 as one`
  expect(
    await db.transaction((tx) => tx`select * from (${part}) p, (${sql`select ${2}::int as two`}) q`),
  ).toEqual([{ one: 1, two: 2 }])
  expect(await db.transaction((tx) => tx.savepoint((inner) => inner`select 1 as one`))).toEqual([{ one: 1 }])
  let late: PromiseLike<unknown> | undefined
  const other = db.transaction(async (tx) => {
    await tx`select pg_sleep(0.05)`
    late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => sql`select 1 as one`)
  })
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  await other
  expect(await late).toEqual([{ one: 1 }])
})

test("the server ends an idle transaction", async () => {
  expect(await sql`show idle_in_transaction_session_timeout`).toEqual([
    { idle_in_transaction_session_timeout: "30s" },
  ])
})
