import { parseArgs } from "node:util"
import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

const USAGE = "npm run password:reset -- --email rosalie@example.org"

const shutdown = orderlyShutdown()
try {
  const { values } = parseArgs({ options: { email: { type: "string" } } })
  if (!values.email) throw new Error(USAGE)
  loadSettings()
  await prepareDatabase(shutdown)
  // Imported late, because these modules read the environment when they load.
  const { closeDatabase } = await import("@/db/index")
  shutdown.add(closeDatabase)
  const { createPasswordLink } = await import("@/lib/account/password-link")
  const made = await createPasswordLink(values.email)
  if (!made) throw new Error("No account has this e-mail address.")
  console.log(`Account    ${made.email}`)
  console.log(`Link       ${made.link}`)
  console.log("Works once, for 30 minutes. All sessions of the account end when it is used.")
  await shutdown.now(0)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
