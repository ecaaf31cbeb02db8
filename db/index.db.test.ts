import { sql as raw } from "drizzle-orm"
import { expect, test } from "vitest"
import { closeDatabase, db, sql } from "./index"
import { NestedTransactionError } from "./open-transaction"

const statements = raw`select statement from pg_prepared_statements where statement like ${"%_marker"}`

test("drizzle's statements with parameters are prepared", async () => {
  const found = await db.transaction(async (tx) => {
    await tx.execute(raw`select ${1}::int as one_marker`)
    return tx.execute(statements)
  })
  expect(found).toEqual([{ statement: "select $1::int as one_marker" }])
})

test("drizzle's statements are prepared inside a nested transaction", async () => {
  const found = await db.transaction((tx) =>
    tx.transaction(async (inner) => {
      await inner.execute(raw`select ${2}::int as nested_marker`)
      return inner.execute(statements)
    }),
  )
  expect(found).toContainEqual({ statement: "select $1::int as nested_marker" })
})

test("the raw client keeps its own JSON and date parsers beside drizzle", async () => {
  await db.execute(raw`select 1`)
  const at = new Date("2026-11-22T12:00:00Z")
  const [row] = await sql`select ${sql.json({ a: 1 })}::jsonb as body, ${at}::timestamptz as at`
  expect(row).toEqual({ body: { a: 1 }, at })
})

test("raw statements run in transactions and roll back", async () => {
  await sql`create table rollback_probe (n int)`
  await expect(
    sql.begin(async (tx) => {
      await tx`insert into rollback_probe values (1)`
      throw new Error("stop")
    }),
  ).rejects.toThrow("stop")
  expect(await sql`select * from rollback_probe`).toHaveLength(0)
})

test("a statement is cut off after 30 s", async () => {
  expect(await sql`show statement_timeout`).toEqual([{ statement_timeout: "30s" }])
})

test("the database opens again after closing", async () => {
  await closeDatabase()
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
})

test("a call that holds a transaction gets no second connection, from either pool", async () => {
  const second: [string, () => PromiseLike<unknown>][] = [
    ["sql statement", () => sql`select 1`],
    ["sql.unsafe", () => sql.unsafe("select 1")],
    ["sql.begin", () => sql.begin((tx) => tx`select 1`)],
    ["db statement", () => db.execute(raw`select 1`)],
    ["db.transaction", () => db.transaction((tx) => tx.execute(raw`select 1`))],
  ]
  for (const [name, ask] of second)
    for (const hold of [
      (body: () => Promise<void>) => sql.begin(body),
      (body: () => Promise<void>) => db.transaction(body),
    ])
      expect(await hold(async () => void (await ask())).catch(rootOf), name).toBeInstanceOf(
        NestedTransactionError,
      )
})

/** drizzle wraps what its client throws. */
const rootOf = (error: Error): unknown => (error.cause instanceof Error ? rootOf(error.cause) : error)

test("fragments, savepoints, other calls and what comes after a transaction are not hindered by it", async () => {
  const part = sql`select 1 as one`
  expect(await sql.begin((tx) => tx`select * from (${part}) p, (${sql`select ${2}::int as two`}) q`)).toEqual(
    [{ one: 1, two: 2 }],
  )
  expect(await sql.begin((tx) => tx.savepoint((inner) => inner`select 1 as one`))).toEqual([{ one: 1 }])
  expect(
    await db.transaction((tx) => tx.transaction((inner) => inner.execute(raw`select 1 as one`))),
  ).toEqual([{ one: 1 }])
  let late: PromiseLike<unknown> | undefined
  const other = sql.begin(async (tx) => {
    await tx`select pg_sleep(0.05)`
    late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => sql`select 1 as one`)
  })
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  await other
  expect(await late).toEqual([{ one: 1 }])
})

test("a transaction that does nothing is ended by the server", async () => {
  expect(await sql`show idle_in_transaction_session_timeout`).toEqual([
    { idle_in_transaction_session_timeout: "30s" },
  ])
})
