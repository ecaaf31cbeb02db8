import { loadSettings } from "../stack/database"
import { startLocalStack } from "../stack/local-stack"
import { answers, keepRunning, lineOf, orderlyShutdown, startWeb, startWorker } from "../stack/processes"

const LOGS = ".data/logs"

const shutdown = orderlyShutdown()
const step = (text: string) => console.log(`  ${text}`)

try {
  loadSettings()
  // The demo never uses a real database or a real Pongo, whatever .env says.
  for (const name of ["DATABASE_URL", "SMTP_URL"]) delete process.env[name]
  Object.assign(process.env, { NODE_ENV: "production" })
  const { appUrl, sandboxUrl } = await startLocalStack(shutdown, {
    log: step,
    sandboxLogFile: `${LOGS}/sandbox.log`,
  })

  step("Filling in a merchant with a month of history")
  // Imported late, because these modules read the environment when they load.
  const { closeDatabase } = await import("@/db/index")
  const { seedDemo } = await import("./seed")
  const { startTills } = await import("./simulated-tills")
  const demo = await seedDemo({ sandboxUrl, appUrl })
  await closeDatabase()

  step("Starting the web server and the worker")
  const web = startWeb({
    env: { HOSTNAME: "127.0.0.1", PGAPPNAME: "comptoir-web" },
    logFile: `${LOGS}/web.log`,
  })
  void web.ended.then((reason) => {
    if (!shutdown.isEnding()) console.error(`The web server ended (${reason}): see ${LOGS}/web.log`)
    return shutdown.now(1)
  })
  const worker = keepRunning(
    () => startWorker({ env: { PGAPPNAME: "comptoir-worker" }, logFile: `${LOGS}/worker.log` }),
    (reason) => console.error(`The worker ended (${reason}) and starts again: see ${LOGS}/worker.log`),
  )
  shutdown.add(web.stop, worker.stop)
  await answers(`${appUrl}/api/ready`, web)

  const tills = await startTills({ appUrl, apiKey: demo.apiKey })
  shutdown.add(async () => tills.stop())

  console.log(`
  ${demo.merchantName} is open.

  Portal        ${appUrl}
  Sign in       ${demo.email}  ${demo.password}
  Operator      ${demo.operatorEmail}  ${demo.password}   (the POS vendor: every merchant)
  API key       ${demo.apiKey}
  Sandbox Pongo ${sandboxUrl}   (what it received, and a switchboard of faults)
  Logs          ${LOGS}/

  Hand over a paid order as a till would:

${demo.curl.replace(/^/gm, "    ")}

  To walk the set-up yourself, switch to Chez Rosalie (top left): nothing is set up there.

  Ctrl-C stops everything. What happened stays in .data/; remove it to begin anew.
`)
} catch (error) {
  console.error(`\n  ${lineOf(error)}`)
  await shutdown.now(1)
}
