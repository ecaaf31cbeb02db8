import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { expect, onTestFinished, test, vi } from "vitest"
import { prepareDatabase } from "./database"
import type { Shutdown } from "./processes"

test("an embedded database that is killed restarts at the same address with its committed data", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  const dir = mkdtempSync(join(tmpdir(), "comptoir-kept-"))
  const shared = process.env.DATABASE_URL
  const steps: (() => Promise<unknown>)[] = []
  const shutdown: Shutdown = {
    add: (...more) => steps.push(...more),
    now: () => Promise.reject(new Error("not in this test")),
    isEnding: () => false,
  }
  onTestFinished(async () => {
    process.env.DATABASE_URL = shared
    for (const step of steps) await step()
    rmSync(dir, { recursive: true, force: true })
    vi.restoreAllMocks()
  })
  delete process.env.DATABASE_URL
  const url = await prepareDatabase(shutdown, undefined, dir)

  const ask = async (text: string) => {
    // Fetching types first would reject with an unrelated error if the server dies meanwhile.
    const sql = postgres(url, { max: 1, connect_timeout: 2, fetch_types: false, onnotice: () => {} })
    try {
      return [...(await sql.unsafe(text))]
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  await ask("create table kept as select 42 as answer")
  for (const round of [1, 2]) {
    process.kill(Number.parseInt(readFileSync(join(dir, "data", "postmaster.pid"), "utf8"), 10), "SIGKILL")
    await expect.poll(() => said.mock.calls.length, { timeout: 10_000 }).toBe(round)
    await expect
      .poll(() => ask("select answer from kept").catch(() => null), { timeout: 20_000 })
      .toEqual([{ answer: 42 }])
  }
  // The second server may be killed before its start was noticed.
  expect(said.mock.calls.flat()).toEqual([
    "database ended (killed), starting again in 0.5 s",
    expect.stringMatching(/^database ended \(.+\), starting again in 1 s$/),
  ])
}, 60_000)
