import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, expect, onTestFinished, test, vi } from "vitest"
import { keepRunning, logRestart, type Process, startProcess } from "./processes"

const LIVES = ["--input-type=module", "-e", "setInterval(() => {}, 1000)"]

afterEach(() => {
  vi.restoreAllMocks()
})

test("a supervised process restarts after kill -9, with one log line, until it is stopped", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  const started: Process[] = []
  const kept = keepRunning(() => {
    const next = startProcess({ args: LIVES })
    started.push(next)
    return next
  }, logRestart("web"))
  onTestFinished(kept.stop)
  await expect.poll(() => started.length).toBe(1)
  process.kill(started[0]!.pid!, "SIGKILL")
  await expect.poll(() => started.length, { timeout: 10_000 }).toBe(2)
  expect(said.mock.calls).toEqual([["web ended (SIGKILL), starting again in 0.5 s"]])
  await kept.stop()
  expect(await started[1]!.ended).toBe("SIGTERM")
  await sleep(700)
  expect(started).toHaveLength(2)
})

test("a failed start is retried", async () => {
  const reasons: string[] = []
  let tries = 0
  const kept = keepRunning(
    () => {
      tries += 1
      if (tries === 1) throw new Error("the port is taken")
      return { ended: new Promise<string>(() => {}), stop: async () => {} }
    },
    (reason) => reasons.push(reason),
  )
  await expect.poll(() => tries, { timeout: 5_000 }).toBe(2)
  await kept.stop()
  expect(reasons).toEqual(["the port is taken"])
})
