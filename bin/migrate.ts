import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

const shutdown = orderlyShutdown()
try {
  loadSettings()
  await prepareDatabase(shutdown)
  console.log("The database is up to date.")
  await shutdown.now(0)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
