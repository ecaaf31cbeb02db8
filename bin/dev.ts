import { loadSettings } from "./stack/database"
import { startLocalStack } from "./stack/local-stack"
import {
  keepRunning,
  lineOf,
  logRestart,
  orderlyShutdown,
  READABLE_REQUESTS,
  startProcess,
  startWorker,
} from "./stack/processes"

const shutdown = orderlyShutdown()
try {
  loadSettings()
  Object.assign(process.env, { NODE_ENV: "development" })
  const { appUrl, sandboxUrl } = await startLocalStack(shutdown, { log: console.log })
  const port = process.env.PORT ?? "3000"
  const web = startProcess({
    args: ["--import", READABLE_REQUESTS, "node_modules/next/dist/bin/next", "dev", "-p", port],
    env: { PGAPPNAME: "comptoir-web" },
    stopLimitMs: 5_000,
  })
  void web.ended.then(() => shutdown.now(1))
  const worker = keepRunning(
    () => startWorker({ env: { PGAPPNAME: "comptoir-worker" } }),
    logRestart("worker"),
  )
  shutdown.add(web.stop, worker.stop)
  console.log(`Comptoir ${appUrl}, sandbox Pongo ${sandboxUrl}`)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
