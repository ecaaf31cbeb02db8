import { nextFreePort } from "@/db/free-port"
import { prepareDatabase } from "./database"
import { localSecrets } from "./local-secrets"
import { answers, type Shutdown, startSandboxServer } from "./processes"

type LocalStack = { appUrl: string; sandboxUrl: string }

/**
 * Starts what the demo and development share: the migrated embedded database, generated secrets, free ports, and the
 * sandbox Pongo with its state under `.data/`. Sets this process's environment, which the web server and the worker
 * inherit.
 */
export async function startLocalStack(
  shutdown: Shutdown,
  options: { log: (line: string) => void; sandboxLogFile?: string },
): Promise<LocalStack> {
  await prepareDatabase(shutdown, options.log)
  const port = await nextFreePort(Number(process.env.PORT) || 3000)
  const appUrl = `http://localhost:${port}`
  const sandboxPort = await nextFreePort(4010)
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  Object.assign(process.env, localSecrets(), {
    PORT: String(port),
    APP_URL: appUrl,
    PONGO_API_URL: sandboxUrl,
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_STATE: ".data/sandbox.json",
  })
  const sandbox = startSandboxServer({ logFile: options.sandboxLogFile })
  shutdown.add(sandbox.stop)
  await answers(sandboxUrl, sandbox)
  return { appUrl, sandboxUrl }
}
