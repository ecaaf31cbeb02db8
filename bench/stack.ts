import { randomBytes } from "node:crypto"
import postgres from "postgres"
import { answers, type Process, type startNext } from "@/bin/stack/processes"
import { startEmbeddedPostgres } from "@/db/embedded"
import { nextFreePort } from "@/db/free-port"
import { migrateDatabase } from "@/db/migrate"

export type BenchDatabase = { url: string; close(): Promise<void> }

/** A fresh, migrated database on a server as durable as production's: commits reach the disk. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const server = await startEmbeddedPostgres({ dir: ".data/bench-pg", port: 54529 })
  const name = `bench_${randomBytes(4).toString("hex")}`
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  await admin`create database ${admin(name)}`
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await migrateDatabase(url.href)
  return {
    url: url.href,
    close: async () => {
      await admin`drop database if exists ${admin(name)} with (force)`
      await admin.end()
      await server.stop()
    },
  }
}

export type BenchServer = { url: string; process: Process }

export async function startServer(server: typeof startNext, firstPort: number): Promise<BenchServer> {
  const port = await nextFreePort(firstPort)
  const url = `http://127.0.0.1:${port}`
  const process = server({
    env: { PORT: String(port), HOSTNAME: "127.0.0.1", APP_URL: url },
    logFile: `.data/logs/bench/web-${port}.log`,
  })
  await answers(`${url}/api/ready`, process)
  return { url, process }
}

/** Environment of the processes under measurement. */
export function benchSettings(databaseUrl: string) {
  return {
    NODE_ENV: "production",
    APP_URL: "http://127.0.0.1:3400",
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "warn",
    AUTH_SECRET: "only-for-benches-only-for-benches-only",
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
    API_RATE_LIMIT_PER_SECOND: "1000000",
  }
}

/** A token of the sandbox's first merchant. */
export async function issueToken(sandboxUrl: string): Promise<string> {
  const response = await fetch(`${sandboxUrl}/_sandbox/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: "merch_comptoir" }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Prints one line of a bench: name, rate per second, and ratio to the reference line. */
export function printRates(
  title: string,
  rates: { name: string; perSecond: number }[],
  against: string[],
): void {
  console.log(`\n${title}`)
  for (const { name, perSecond } of rates) {
    const ratios = against
      .map((other) => ({ other, base: rates.find((rate) => rate.name === other)?.perSecond }))
      .filter(({ other, base }) => other !== name && base)
      .map(({ other, base }) => `${(perSecond / base!).toFixed(2)} × ${other}`)
    console.log(`  ${name.padEnd(34)} ${perSecond.toFixed(0).padStart(7)}/s   ${ratios.join("   ")}`)
  }
}
