import { randomBytes } from "node:crypto"
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

const generate = () => ({
  AUTH_SECRET: randomBytes(32).toString("base64url"),
  ENCRYPTION_KEYS: `local:${randomBytes(32).toString("base64")}`,
  METRICS_TOKEN: randomBytes(24).toString("base64url"),
  PONGO_CLIENT_ID: "comptoir-local",
  PONGO_CLIENT_SECRET: randomBytes(24).toString("base64url"),
})

/** Secrets for the demo and for development, generated once and stored beside the data they protect. */
export function localSecrets(file = ".data/secrets.json"): ReturnType<typeof generate> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(generate(), null, 2)}\n`, { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      // Another process was faster: use its secrets.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    } finally {
      rmSync(draft)
    }
  }
  return JSON.parse(readFileSync(file, "utf8"))
}
