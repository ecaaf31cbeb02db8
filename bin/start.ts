import { existsSync } from "node:fs"
import { loadSettings, prepareDatabase } from "./stack/database"
import { keepRunning, lineOf, logRestart, orderlyShutdown, startWeb, startWorker } from "./stack/processes"

const shutdown = orderlyShutdown()
try {
  loadSettings()
  Object.assign(process.env, { NODE_ENV: "production" })
  // Fails with one line that names every missing secret.
  const { env } = await import("@/lib/env")
  if (!existsSync(".next/standalone/server.js")) throw new Error("Nothing is built: run npm run build first.")
  await prepareDatabase(shutdown, console.log)

  const web = keepRunning(
    () => startWeb({ env: { PORT: String(env.PORT), HOSTNAME: "0.0.0.0", PGAPPNAME: "comptoir-web" } }),
    logRestart("web"),
  )
  if (env.WORKER === "off") shutdown.add(web.stop)
  else {
    const worker = keepRunning(
      () => startWorker({ env: { PGAPPNAME: "comptoir-worker" } }),
      logRestart("worker"),
    )
    shutdown.add(web.stop, worker.stop)
  }
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
