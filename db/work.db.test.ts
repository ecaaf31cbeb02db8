import { expect, test } from "vitest"
import { env } from "@/lib/env"
import { db, sql } from "./index"
import { WAITING_PER_CONNECTION } from "./pool"
import { LIMITS, type Work, workAs } from "./work"

const KINDS = Object.keys(LIMITS) as Work[]

/** Takes every connection of this kind of work while `work` runs. */
async function whileExhausted(kind: Work, work: () => Promise<void>) {
  const count = Math.ceil(env.DATABASE_POOL_SIZE * LIMITS[kind].share)
  let release = () => {}
  const over = new Promise<void>((resolve) => {
    release = resolve
  })
  let taken = 0
  const holders = Array.from({ length: count }, () =>
    workAs(kind, () =>
      db.transaction(async () => {
        taken += 1
        await over
      }),
    ),
  )
  try {
    await expect.poll(() => taken).toBe(count)
    await work()
  } finally {
    release()
    await Promise.all(holders)
  }
}

test.each(KINDS)("every connection of the kind %s has its limits", async (kind) => {
  const { statementMs, lockMs, idleInTransactionMs, plansOnce } = LIMITS[kind]
  const settings = `
    select name, setting from pg_settings
    where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'plan_cache_mode')
    order by name`
  const expected = [
    { name: "idle_in_transaction_session_timeout", setting: String(idleInTransactionMs) },
    { name: "lock_timeout", setting: String(lockMs) },
    { name: "plan_cache_mode", setting: plansOnce ? "force_generic_plan" : "auto" },
    { name: "statement_timeout", setting: String(statementMs) },
  ]
  expect([...(await workAs(kind, () => sql.unsafe(settings)))]).toEqual(expected)
})

test.each(KINDS.filter((kind) => kind !== "intake"))(
  "orders are accepted while %s holds all of its connections",
  (kind) =>
    whileExhausted(kind, async () => {
      expect(await workAs("intake", () => sql`select 1 as one`)).toEqual([{ one: 1 }])
    }),
)

test("a call without a connection in time fails, and runs nothing later", async () => {
  await sql`create table busy_probe (n int)`
  await whileExhausted("till", async () => {
    const late = [
      workAs("till", () => sql`insert into busy_probe values (1)`),
      workAs("till", () => db.transaction((tx) => tx`insert into busy_probe values (2)`)),
    ]
    for (const call of await Promise.allSettled(late))
      expect(call).toMatchObject({ status: "rejected", reason: { code: "DATABASE_BUSY" } })
  })
  expect(await workAs("till", () => sql`select n from busy_probe`)).toEqual([])
})

test("calls beyond 100 per connection fail at once as busy, and those before them are served", async () => {
  const most = Math.ceil(env.DATABASE_POOL_SIZE * LIMITS.page.share) * WAITING_PER_CONNECTION
  let served: Promise<PromiseSettledResult<unknown>[]> | undefined
  await whileExhausted("page", async () => {
    served = Promise.allSettled(Array.from({ length: most }, () => workAs("page", () => sql`select 1`)))
    const busy = { code: "DATABASE_BUSY" }
    await expect(workAs("page", () => sql`select 1`)).rejects.toMatchObject(busy)
    await expect(workAs("page", () => sql.begin((tx) => tx`select 1`))).rejects.toMatchObject(busy)
  })
  expect((await served)!.every(({ status }) => status === "fulfilled")).toBe(true)
})

test("the limits of a till's calls end before a till gives up", () => {
  for (const kind of ["intake", "till"] as const) {
    expect(LIMITS[kind].statementMs).toBeLessThan(LIMITS[kind].silenceMs)
    expect(Math.max(LIMITS[kind].silenceMs, LIMITS[kind].acquireMs)).toBeLessThanOrEqual(5_000)
  }
})
