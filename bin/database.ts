import { existsSync } from "node:fs"
import { startEmbeddedPostgres } from "@/db/embedded"
import { migrateDatabase } from "@/db/migrate"
import { projectRoot, type Shutdown } from "./processes"

/** Moves to the project root and reads `.env` where there is one; what is already set wins. */
export function loadSettings() {
  process.chdir(projectRoot)
  if (existsSync(".env")) process.loadEnvFile(".env")
}

/** Migrates DATABASE_URL, after starting the embedded server and setting it when there is none. */
export async function prepareDatabase(shutdown: Shutdown, log?: (line: string) => void): Promise<string> {
  if (!process.env.DATABASE_URL) {
    const server = await startEmbeddedPostgres({ log })
    shutdown.add(server.stop)
    process.env.DATABASE_URL = server.url
  }
  await migrateDatabase(process.env.DATABASE_URL)
  return process.env.DATABASE_URL
}
