import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import "./stack/follow-npm.mjs"
import { build, install, isContinuousIntegration, requireNode, run } from "./stack/setup.mjs"

const REPORTS = ".data/reports"
const UNIT_REPORT = `${REPORTS}/vitest.json`
const BROWSER_REPORT = `${REPORTS}/playwright.json`

requireNode()
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

const interruption = new AbortController()
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => interruption.abort())

const vitest = (options) => {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${UNIT_REPORT}`]
  return run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters], options)
}

const playwright = (options) =>
  run(process.execPath, ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], {
    ...options,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSER_REPORT },
  })

/** Live stages show their progress; others print only on failure. */
const stages = [
  { name: "install", work: install },
  { name: "lint", work: (options) => run("npm", ["run", "--silent", "lint"], options) },
  { name: "types", work: (options) => run("npm", ["run", "--silent", "typecheck"], options) },
  { name: "dead code", work: (options) => run("npm", ["run", "--silent", "knip"], options) },
  // The front reads its response headers from the build, in its tests too.
  { name: "build", work: build },
  { name: "unit and database tests", work: vitest, isLive: true },
  { name: "browser tests", work: playwright, isLive: true },
]

const failedStage = await runStages()
await stopTestServer()
report()
process.exit(failedStage ? 1 : 0)

async function runStages() {
  for (const { name, work, isLive = false } of stages) {
    const isCaptured = isContinuousIntegration || !isLive
    if (!isCaptured) console.log(`… ${name}`)
    const startedAt = Date.now()
    const { code, output } = await work({ isCaptured, signal: interruption.signal })
    const isGood = code === 0 && !interruption.signal.aborted
    if (!isGood && output) console.error(output.trimEnd())
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    console.log(`${isGood ? "✓" : "✗"} ${name.padEnd(24)} ${seconds.padStart(6)} s`)
    if (!isGood) return name
  }
}

/** Stops the server left by an interrupted run, but not one that another run still uses. */
async function stopTestServer() {
  if (!existsSync(".data/test-pg/data/postmaster.pid")) return
  const { code, output } = await run(process.execPath, ["--import", "tsx", "db/testing/stop.ts"], {
    isCaptured: true,
  })
  if (code !== 0) console.error(output.trimEnd())
}

function report() {
  const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined)
  const unit = read(UNIT_REPORT)
  const browser = read(BROWSER_REPORT)?.stats
  const sum = (...counts) => counts.reduce((total, count) => total + (count ?? 0), 0)
  const passed = sum(unit?.numPassedTests, browser?.expected)
  // A file that fails to load has no failed test. A flaky test fails the run: it guarantees nothing.
  const brokenFiles = unit?.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  )
  const failed = sum(unit?.numFailedTests, brokenFiles?.length, browser?.unexpected, browser?.flaky)
  const skipped = sum(unit?.numPendingTests, unit?.numTodoTests, browser?.skipped)
  if (interruption.signal.aborted) return console.log("Interrupted.")
  if (failedStage) console.log(`Stopped: ${failedStage} failed.`)
  if (unit || browser)
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
}
