import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { releaseEmbeddedPostgres, startEmbeddedPostgres } from "../embedded"
import { closeDatabase } from "../index"
import { migrateDatabase } from "../migrate"

/**
 * A migrated PostgreSQL for one test, which may stop, silence and kill it. The pools of `db/index` use it until `end`.
 */
export async function startOwnServer() {
  const dir = mkdtempSync(join(tmpdir(), "comptoir-own-"))
  const shared = process.env.DATABASE_URL
  const { url } = await startEmbeddedPostgres({ dir, port: 54629 })
  await migrateDatabase(url)
  await closeDatabase()
  process.env.DATABASE_URL = url
  const postmaster = () => Number.parseInt(readFileSync(join(dir, "data", "postmaster.pid"), "utf8"), 10)
  /** Signal the postmaster first, so that it starts no new backend while its backends stop. */
  const signal = (name: NodeJS.Signals) => {
    const parent = postmaster()
    process.kill(parent, name)
    for (const pid of childrenOf(parent)) signalBackend(pid, name)
  }
  return {
    url,
    /** Simulates a machine that is gone: connections stay open, and nothing answers. */
    silence: () => signal("SIGSTOP"),
    wake: () => signal("SIGCONT"),
    /** Kills its backends too, which would keep answering until they notice. */
    kill: () => {
      const parent = postmaster()
      const backends = childrenOf(parent)
      process.kill(parent, "SIGKILL")
      for (const pid of backends) signalBackend(pid, "SIGKILL")
    },
    start: () => startEmbeddedPostgres({ dir }),
    end: async () => {
      process.env.DATABASE_URL = shared
      await closeDatabase()
      await releaseEmbeddedPostgres(dir)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A backend whose client has gone exits by itself, perhaps just before the signal. */
function signalBackend(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
  }
}

/** proc_pid_stat(5): the parent is field 4, after the name in parentheses and the state. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          Number(
            readFileSync(`/proc/${pid}/stat`, "utf8")
              .replace(/^.*\) \S /s, "")
              .split(" ")[0],
          ) === parent
        )
      } catch {
        return false
      }
    })
}
