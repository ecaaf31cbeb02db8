import { existsSync } from "node:fs"
import { startEmbeddedPostgres } from "@/db/embedded"
import { migrateDatabase } from "@/db/migrate"
import { keepRunning, logRestart, projectRoot, type Shutdown } from "./processes"

/** Changes to the project root and reads `.env` if there is one. Variables already set win. */
export function loadSettings() {
  process.chdir(projectRoot)
  if (existsSync(".env")) process.loadEnvFile(".env")
}

/** Migrates DATABASE_URL. Without one, starts an embedded server on `dir`, and restarts it whenever it dies. */
export async function prepareDatabase(
  shutdown: Shutdown,
  log?: (line: string) => void,
  dir?: string,
): Promise<string> {
  if (!process.env.DATABASE_URL) {
    const first = await startEmbeddedPostgres({ log, dir })
    const again = async () => {
      const server = await startEmbeddedPostgres({ log, dir })
      // Processes that use the old address cannot learn a new one.
      if (server.url !== first.url)
        throw new Error(`it is needed at ${new URL(first.url).host}, which is taken`)
      return server
    }
    shutdown.add(keepRunning(again, logRestart("database"), first).stop)
    process.env.DATABASE_URL = first.url
  }
  await migrateDatabase(process.env.DATABASE_URL)
  return process.env.DATABASE_URL
}
