import { sql as raw } from "drizzle-orm"
import { expect, test } from "vitest"
import { closeDatabase, db, sql } from "./index"

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
